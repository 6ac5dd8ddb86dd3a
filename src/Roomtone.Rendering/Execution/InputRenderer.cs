using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Brings one input to a bus: delay, panner, level.</summary>
internal sealed class InputRenderer : IDisposable
{
    private readonly SignalDelay? _delay;
    private readonly SlotRenderer? _panner;
    private readonly AudioBuffer? _panned;

    /// <summary>Prepares the input.</summary>
    /// <param name="owner">The source strip, for messages.</param>
    /// <param name="plan">The input.</param>
    /// <param name="channels">Channels of the source.</param>
    /// <param name="windowLength">Longest window.</param>
    public InputRenderer(string owner, InputPlan plan, int channels, int windowLength)
    {
        Plan = plan;
        _delay = plan.DelaySamples == 0 ? null : new SignalDelay(channels, plan.DelaySamples, windowLength);
        if (plan.Panner is { } panner)
        {
            _panner = new SlotRenderer(owner, panner);
            _panned = new AudioBuffer(panner.Format.Planes, windowLength);
        }
    }

    /// <summary>The input.</summary>
    public InputPlan Plan { get; }

    /// <summary>Delays and pans a window, once before its blocks are added.</summary>
    /// <param name="position">Content time at the input of the bus.</param>
    /// <param name="windows">Windows of all strips.</param>
    /// <param name="length">Samples.</param>
    /// <param name="blockLength">Longest block.</param>
    public void Prepare(long position, StripWindows windows, int length, int blockLength)
    {
        _delay?.Take(windows.Read(Plan.Source, Plan.IsPreFader, length));
        if (_panner is null)
        {
            return;
        }

        ReadOnlyAudioBlock source = BeforePanner(windows, length);
        AudioBlock panned = _panned!.Block.Slice(0, length);
        source.CopyTo(panned.WithChannels(source.Channels));
        long at = position + _panner.Plan.LatencySamples;
        for (int i = 0; i < length; i += blockLength)
        {
            _panner.Process(at + i, panned.Slice(i, Math.Min(blockLength, length - i)), default);
        }
    }

    /// <summary>Adds a block to the bus.</summary>
    /// <param name="position">Content time of the block at the input of the bus.</param>
    /// <param name="windows">Windows of all strips.</param>
    /// <param name="start">First sample of the block in the window.</param>
    /// <param name="length">Samples.</param>
    /// <param name="mix">The accumulators.</param>
    public void AddTo(long position, StripWindows windows, int start, int length, MixScratch mix)
    {
        ReadOnlyAudioBlock source = (_panner is null
            ? BeforePanner(windows, start + length)
            : _panned!.Block.WithChannels(_panner.Plan.Format.Output.Count)).Slice(start, length);
        if (Plan.Level.TryConstant(position, source.Length, out float gain))
        {
            mix.Add(Plan.InputIndex, source, Plan.Map, gain);
            return;
        }

        Span<float> gains = mix.Gains[..source.Length];
        Plan.Level.Fill(position, gains, mix.Factors[..source.Length]);
        mix.Add(Plan.InputIndex, source, Plan.Map, gains);
    }

    /// <summary>Returns to the state of a new input.</summary>
    public void Reset()
    {
        _delay?.Reset();
        _panner?.Processor.Reset();
    }

    /// <summary>Writes everything that the next sample depends on.</summary>
    /// <param name="state">Receives it.</param>
    public void Save(StateWriter state)
    {
        _delay?.Save(state);
        _panner?.Processor.Save(state);
    }

    /// <summary>Takes over a saved state.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state)
    {
        _delay?.Load(state);
        _panner?.Processor.Load(state);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _delay?.Dispose();
        _panner?.Dispose();
        _panned?.Dispose();
    }

    private ReadOnlyAudioBlock BeforePanner(StripWindows windows, int length) =>
        _delay is null ? windows.Read(Plan.Source, Plan.IsPreFader, length) : _delay.Delayed;
}
