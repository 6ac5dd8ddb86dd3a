using System.Collections.Concurrent;

namespace Roomtone.Signal;

/// <summary>A conversion as a pair of transforms: M·K points forward, the filter, L·K points back: filter and rate change at once.</summary>
/// <remarks>
/// <para>Overlap-save on blocks anchored at source sample 0. Block b reads source samples b·hop − before … and gives outputs
/// b·hop·L/M …; hop and before are multiples of M, so every block has the same phase and the output's phase is exact in integers.
/// Spectra stop at the lower half rate, where the filter has reached its stop band.</para>
/// <para>Immutable and free to share between threads.</para>
/// </remarks>
internal sealed class ConversionFilter
{
    private const int LargestTransform = 1 << 18;

    // The minimum-phase form is made at four times the source rate: made at the source rate itself, it would be causal on the source's
    // samples only and ring before the event between them.
    private const int Fineness = 4;

    private static readonly ConcurrentDictionary<(RateRatio, ConversionQuality, ConversionPhase), ConversionFilter?> s_filters = new();

    private static readonly ConcurrentDictionary<(double, ConversionQuality, ConversionPhase, int), ConversionFilter> s_doublings = new();

    private readonly RealFft<double> _forward;
    private readonly RealFft<double> _back;
    private readonly double[] _re;
    private readonly double[]? _im;
    private readonly int _skip;

    private ConversionFilter(RateRatio ratio, double[] fir, int before, int after, int blocks)
    {
        _forward = RealFft<double>.Of(ratio.Down * blocks);
        _back = RealFft<double>.Of(ratio.Up * blocks);
        Before = before;
        SourceLength = _forward.Length;
        SourceHop = SourceLength - before - after;
        OutputHop = SourceHop / ratio.Down * ratio.Up;
        _skip = before / ratio.Down * ratio.Up;

        // Zero phase: the linear form is centred on sample 0 (its spectrum is real), the minimum-phase form starts there.
        bool isLinear = after > 0;
        int centre = isLinear ? fir.Length / 2 : 0;
        RealFft<double> fft = isLinear ? _forward : RealFft<double>.Of(Fineness * SourceLength);
        double[] x = new double[fft.Length], re = new double[fft.BinCount], im = new double[fft.BinCount];
        for (int n = 0; n < fir.Length; n++)
        {
            x[(n - centre + x.Length) % x.Length] = (double)ratio.Up / ratio.Down * fir[n];
        }

        fft.Forward(x, re, im, fft.CreateScratch());
        BinCount = Math.Min(_forward.Length, _back.Length) / 2;
        _re = re[..BinCount];
        _im = isLinear ? null : im[..BinCount];
    }

    /// <summary>Source samples of a block.</summary>
    public int SourceLength { get; }

    /// <summary>Source samples of a block that lie before its first output.</summary>
    public int Before { get; }

    /// <summary>Source samples from block to block.</summary>
    public int SourceHop { get; }

    /// <summary>Output samples of a block.</summary>
    public int OutputHop { get; }

    /// <summary>Values of scratch that <see cref="Convert"/> needs.</summary>
    public int ScratchLength =>
        Math.Max(_forward.ScratchLength, _back.ScratchLength) + 2 * Math.Max(_forward.BinCount, _back.BinCount) + _back.Length;

    private int BinCount { get; }

    /// <summary>The filter of a ratio, or null where its transforms would be too long or have no fast form.</summary>
    public static ConversionFilter? Of(RateRatio ratio, ConversionQuality quality, ConversionPhase phase) =>
        s_filters.GetOrAdd((ratio, quality, phase), static key => Create(key.Item1, key.Item2, key.Item3));

    /// <summary>The filter that doubles the rate, its band cut for what follows.</summary>
    /// <param name="bandwidth">1, or output rate ÷ source rate where that is lower: what lies above is filtered out.</param>
    /// <param name="quality">How exactly it filters.</param>
    /// <param name="phase">Where it rings.</param>
    /// <param name="hop">Source samples that a block must give at least.</param>
    public static ConversionFilter Doubling(double bandwidth, ConversionQuality quality, ConversionPhase phase, int hop) =>
        s_doublings.GetOrAdd((bandwidth, quality, phase, hop), static key =>
        {
            (double bandwidth, ConversionQuality quality, ConversionPhase phase, int hop) = key;
            double[] fir = Design(bandwidth, quality, phase == ConversionPhase.Linear ? 1 : Fineness);
            (int before, int after) = Reach(fir, 1, phase);
            return new ConversionFilter(new RateRatio(1, 2), fir, before, after, RealFft<double>.FastLength(hop + before + after));
        });

    /// <summary>Converts one block of one channel.</summary>
    /// <param name="source"><see cref="SourceLength"/> samples.</param>
    /// <param name="output">Receives <see cref="OutputHop"/> samples.</param>
    /// <param name="scratch"><see cref="ScratchLength"/> values of any content.</param>
    public void Convert(ReadOnlySpan<double> source, Span<double> output, Span<double> scratch)
    {
        int bins = Math.Max(_forward.BinCount, _back.BinCount);
        Span<double> re = scratch[..bins], im = scratch.Slice(bins, bins), samples = scratch.Slice(2 * bins, _back.Length);
        Span<double> work = scratch[(2 * bins + _back.Length)..];
        _forward.Forward(source, re[.._forward.BinCount], im[.._forward.BinCount], work);
        if (_im is null)
        {
            SpectrumKernels.Scale<double>(_re, re, im);
        }
        else
        {
            SpectrumKernels.Multiply<double>(_re, _im, re, im);
        }

        re[BinCount..].Clear();
        im[BinCount..].Clear();
        _back.Inverse(re[.._back.BinCount], im[.._back.BinCount], samples, work);
        samples.Slice(_skip, OutputHop).CopyTo(output);
    }

    private static ConversionFilter? Create(RateRatio ratio, ConversionQuality quality, ConversionPhase phase)
    {
        double[] fir = Design(Math.Min(1, (double)ratio.Up / ratio.Down), quality, phase == ConversionPhase.Linear ? 1 : Fineness);
        (int before, int after) = Reach(fir, ratio.Down, phase);
        for (int blocks = 1; (long)blocks * Math.Max(ratio.Up, ratio.Down) <= LargestTransform; blocks *= 2)
        {
            int length = ratio.Down * blocks;
            if (length >= 6 * (before + after) && length >= 4096 && RealFft<double>.IsFast(length) && RealFft<double>.IsFast(ratio.Up * blocks))
            {
                return new ConversionFilter(ratio, fir, before, after, blocks);
            }
        }

        return null;
    }

    // Source samples that the filter needs on both sides, in whole steps of the phase.
    private static (int Before, int After) Reach(double[] fir, int step, ConversionPhase phase)
    {
        bool isLinear = phase == ConversionPhase.Linear;
        int reach = isLinear ? fir.Length / 2 : fir.Length / Fineness + 1;
        int before = (reach + step - 1) / step * step;
        return (before, isLinear ? before : 0);
    }

    // Edges are fractions of the lower half rate, itself a fraction of the source's; the filter runs at the source rate or a multiple of it.
    private static double[] Design(double bandwidth, ConversionQuality quality, int fineness)
    {
        (double pass, double attenuation) = quality == ConversionQuality.High ? (0.92, 152.0) : (0.99, 176.0);
        double nyquist = 0.5 * bandwidth / fineness;
        int taps = FirDesign.KaiserTaps(attenuation, nyquist * (1 - pass));
        double[] fir = FirDesign.LowPass(taps, nyquist * (1 + pass) / 2, Windows.KaiserBeta(attenuation));
        return fineness == 1 ? fir : FirDesign.MinimumPhase(fir);
    }
}
