using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>How a curve is run.</summary>
/// <param name="InputDb">Gain into it, dB; automated by the first parameter, where there is one.</param>
/// <param name="OutputDb">Gain after it, dB; automated by the second.</param>
/// <param name="Oversampling">How far the rate is raised around it.</param>
/// <param name="HasOffset">What it adds at 0 Hz, because it is not symmetric or remembers, is taken away.</param>
internal sealed record Shaping(double InputDb, double OutputDb, OversamplingFactor Oversampling, bool HasOffset = false);

/// <summary>Runs a curve: gain, up, the curve, down, the offset of an asymmetric curve away, gain.</summary>
internal sealed class ShapingProcessor : IAudioProcessor
{
    private readonly Shaping _shaping;
    private readonly Oversampler[] _rates;
    private readonly IShaper[] _shapers;
    private readonly IAudioProcessor? _offset;
    private readonly float[] _high;
    private readonly float[] _drive;
    private readonly float[] _output;

    /// <summary>Prepares.</summary>
    public ShapingProcessor(Shaping shaping, Func<IShaper> shaper, ProcessFormat format)
    {
        _shaping = shaping;
        int factor = 2 << (int)shaping.Oversampling;
        _shapers = [.. Enumerable.Range(0, format.Input.Count).Select(_ => shaper())];
        double[] correction = AntiderivativeCorrection.Taps(factor, _shapers[0].OuterWeight);
        _rates = [.. _shapers.Select(s => new Oversampler(factor, format.MaximumLength, correction, s.Delay))];
        _offset = shaping.HasOffset ? new DcRemoveSettings().CreateProcessor(format) : null;
        LatencySamples = RenderGrid.PadLatency(_rates[0].LatencySamples);
        _high = new float[factor * format.MaximumLength];
        _drive = new float[format.MaximumLength];
        _output = new float[format.MaximumLength];
    }

    /// <inheritdoc/>
    public int LatencySamples { get; }

    /// <inheritdoc/>
    public long TailSamples => LatencySamples + (_offset?.TailSamples ?? 0);

    /// <inheritdoc/>
    public void Process(in ProcessContext context, AudioBlock audio)
    {
        int phase = RampedValue.Phase(context.Position);
        Span<float> drive = _drive.AsSpan(0, audio.Length), output = _output.AsSpan(0, audio.Length);
        RampedValue.Gains(RampedValue.Of(context, 0, _shaping.InputDb), phase, drive);
        RampedValue.Gains(RampedValue.Of(context, 1, _shaping.OutputDb), phase, output);
        for (int c = 0; c < audio.Channels; c++)
        {
            Span<float> high = _high.AsSpan(0, _rates[c].Factor * audio.Length);
            Kernels.Multiply(drive, audio[c]);
            _rates[c].Up(audio[c], high);
            _shapers[c].Process(high);
            _rates[c].Down(high, audio[c]);
        }

        _offset?.Process(new ProcessContext { Position = context.Position }, audio);
        for (int c = 0; c < audio.Channels; c++)
        {
            Kernels.Multiply(output, audio[c]);
        }
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Array.ForEach(_rates, r => r.Reset());
        Array.ForEach(_shapers, s => s.Reset());
        _offset?.Reset();
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        Array.ForEach(_rates, r => r.Save(state));
        Array.ForEach(_shapers, s => s.Save(state));
        _offset?.Save(state);
    }

    /// <inheritdoc/>
    public void Load(StateReader state)
    {
        Array.ForEach(_rates, r => r.Load(state));
        Array.ForEach(_shapers, s => s.Load(state));
        _offset?.Load(state);
    }

    /// <inheritdoc/>
    public void Dispose() => _offset?.Dispose();
}
