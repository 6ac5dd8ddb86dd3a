using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Lt/Rt: the surrounds turned by 90° and taken from the left, added to the right, so that a matrix decoder finds them again.</summary>
/// <remarks>
/// Formula: Lt = L + c·C − j·s·(Ls + Rs), Rt = R + c·C + j·s·(Ls + Rs). The turn is a linear-phase Hilbert filter (Kaiser window, 60 dB): 90°
/// exactly, its magnitude flat within 0.02 dB from 20 Hz up; everything else is delayed alike. Source: ATSC A/52, 7.8.2; BS.775-4.
/// </remarks>
internal sealed class QuadratureDownmixProcessor : IAudioProcessor
{
    private const int Partition = 1024;
    private const double LowestHz = 20;
    private const double AttenuationDb = 60;
    private const double FrontDegrees = 60;
    private readonly int _inputs;
    private readonly double[] _front;
    private readonly double[] _surround;
    private readonly DelayLine _delay;
    private readonly PartitionedConvolver<double> _hilbert;
    private readonly AudioBuffer _turned;
    private readonly AudioBuffer _sums;
    private readonly int _half;

    /// <summary>Prepares it.</summary>
    /// <param name="format">Surround in, stereo out.</param>
    /// <param name="weights">Of the plain downmix, outputs × inputs.</param>
    public QuadratureDownmixProcessor(ProcessFormat format, double[] weights)
    {
        _inputs = format.Input.Count;
        _front = [.. weights];
        _surround = new double[_inputs];
        for (int i = 0; i < _inputs; i++)
        {
            Speaker speaker = format.Input.Speakers[i];
            if (!speaker.IsLfe && Math.Abs(speaker.AzimuthDegrees) > FrontDegrees)
            {
                _surround[i] = weights[i] + weights[_inputs + i];
                (_front[i], _front[_inputs + i]) = (0, 0);
            }
        }

        _half = RenderGrid.PadLatency(FirDesign.KaiserTaps(AttenuationDb, LowestHz / format.SampleRate) / 2);
        _hilbert = new PartitionedConvolver<double>([Response(_half)], Partition);
        LatencySamples = _half + Partition;
        _delay = new DelayLine(2, LatencySamples, format.MaximumLength);
        _turned = new AudioBuffer(1, format.MaximumLength);
        _sums = new AudioBuffer(2, format.MaximumLength);
    }

    public int LatencySamples { get; }

    public long TailSamples => _half;

    public void Process(in ProcessContext context, AudioBlock audio)
    {
        AudioBlock turned = _turned.Block.Slice(0, audio.Length), sums = _sums.Block.Slice(0, audio.Length);
        Sum(audio, _surround, turned[0]);
        Sum(audio, _front.AsSpan(0, _inputs), sums[0]);
        Sum(audio, _front.AsSpan(_inputs), sums[1]);
        _hilbert.Process(turned, context.Position);
        _delay.Process(sums);
        sums[0].CopyTo(audio[0]);
        sums[1].CopyTo(audio[1]);
        Kernels.Subtract(turned[0], audio[0]);
        Kernels.Add(turned[0], audio[1]);
    }

    public void Reset()
    {
        _hilbert.Reset();
        _delay.Reset();
    }

    public void Save(StateWriter state)
    {
        _hilbert.Save(state);
        _delay.Save(state);
    }

    public void Load(StateReader state)
    {
        _hilbert.Load(state);
        _delay.Load(state);
    }

    public void Dispose()
    {
        _delay.Dispose();
        _turned.Dispose();
        _sums.Dispose();
    }

    private static double[] Response(int half)
    {
        double[] response = new double[2 * half + 1];
        double beta = Windows.KaiserBeta(AttenuationDb);
        for (int n = 1; n <= half; n += 2)
        {
            double tap = 2 / (Math.PI * n) * Windows.KaiserAt(n / (half + 0.5), beta);
            (response[half + n], response[half - n]) = (tap, -tap);
        }

        return response;
    }

    private static void Sum(AudioBlock audio, ReadOnlySpan<double> weights, Span<float> destination)
    {
        destination.Clear();
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] != 0)
            {
                Kernels.Mix(audio[i], (float)weights[i], destination);
            }
        }
    }
}
