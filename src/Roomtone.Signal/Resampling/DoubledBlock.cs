using System.Runtime.InteropServices;

namespace Roomtone.Signal;

/// <summary>A block of a source at twice its rate, to be read at any fraction of a sample: what any ratio is made of.</summary>
/// <remarks>
/// The steep filter runs as a pair of transforms that doubles the rate; after it the band ends at a quarter of the rate, so that a short
/// <see cref="SincKernel"/> reaches between the samples. Immutable but for the scratch of <see cref="Fill"/>, so one thread's.
/// </remarks>
internal sealed class DoubledBlock
{
    // 24 taps each: 12 MiB, read in order.
    private const int MostPhases = 65_536;

    private readonly ConversionFilter _filter;
    private readonly SincKernel _kernel;
    private readonly double[] _scratch;
    private readonly int _margin;

    /// <summary>Prepares blocks.</summary>
    /// <param name="bandwidth">1, or output rate ÷ source rate where that is lower: what lies above is filtered out.</param>
    /// <param name="quality">How exactly it filters.</param>
    /// <param name="phase">Where it rings.</param>
    /// <param name="hop">Source samples from block to block.</param>
    public DoubledBlock(double bandwidth, ConversionQuality quality, ConversionPhase phase, int hop)
    {
        _kernel = SincKernel.Of(0.25, 0.75, quality);
        _margin = _kernel.Taps / 4 + 1;
        _filter = ConversionFilter.Doubling(bandwidth, quality, phase, hop + 2 * _margin);
        _scratch = new double[_filter.ScratchLength];
        SourceHop = hop;
    }

    /// <summary>Source samples of a block.</summary>
    public int SourceLength => _filter.SourceLength;

    /// <summary>Source samples of a block that lie before its start.</summary>
    public int Before => _filter.Before + _margin;

    /// <summary>Source samples from block to block.</summary>
    public int SourceHop { get; }

    /// <summary>Samples that <see cref="Fill"/> gives.</summary>
    public int Length => _filter.OutputHop;

    // Of the output at the block's start.
    private int FirstTap => 2 * _margin - _kernel.Taps / 2 + 1;

    /// <summary>Doubles the rate of one channel's block.</summary>
    /// <param name="source"><see cref="SourceLength"/> samples, the first <see cref="Before"/> samples ahead of the block.</param>
    /// <param name="doubled">Receives <see cref="Length"/> samples.</param>
    public void Fill(ReadOnlySpan<double> source, Span<double> doubled) => _filter.Convert(source, doubled, _scratch);

    /// <summary>The weights of every output of a ratio's period, one after the other; null where they would be too many.</summary>
    /// <param name="ratio">Output n stands at n·2M/L samples of the doubled rate.</param>
    public double[]? WeightsOf(RateRatio ratio)
    {
        if (ratio.Up > MostPhases)
        {
            return null;
        }

        double[] weights = new double[ratio.Up * _kernel.Taps];
        for (int n = 0; n < ratio.Up; n++)
        {
            _kernel.WeightsAt((double)(2L * n * ratio.Down % ratio.Up) / ratio.Up, weights.AsSpan(n * _kernel.Taps, _kernel.Taps));
        }

        return weights;
    }

    /// <summary>Outputs of a ratio from the block's start on.</summary>
    /// <param name="ratio">Output n stands at n·2M/L samples of the doubled rate.</param>
    /// <param name="weights">Of <see cref="WeightsOf"/>.</param>
    /// <param name="doubled">What <see cref="Fill"/> gave.</param>
    /// <param name="output">Receives a multiple of L samples.</param>
    public void Read(RateRatio ratio, double[] weights, ReadOnlySpan<double> doubled, Span<double> output)
    {
        int taps = _kernel.Taps, whole = FirstTap, rest = 0, phase = 0;
        (int stepWhole, int stepRest) = Math.DivRem(2 * ratio.Down, ratio.Up);
        for (int n = 0; n < output.Length; n++)
        {
            output[n] = SincKernel.Weigh(ref weights[phase * taps], ref MemoryMarshal.GetReference(doubled.Slice(whole, taps)), (nuint)taps);
            phase = phase + 1 == ratio.Up ? 0 : phase + 1;
            whole += stepWhole;
            rest += stepRest;
            if (rest >= ratio.Up)
            {
                rest -= ratio.Up;
                whole++;
            }
        }
    }

    /// <summary>The value between two samples of the doubled rate.</summary>
    /// <param name="doubled">What <see cref="Fill"/> gave.</param>
    /// <param name="whole">Samples of the doubled rate from the block's start, 0…2·<see cref="SourceHop"/> − 1.</param>
    /// <param name="fraction">The rest, 0 or more and below 1.</param>
    public double At(ReadOnlySpan<double> doubled, int whole, double fraction) =>
        _kernel.At(doubled[(whole + FirstTap)..], fraction);
}
