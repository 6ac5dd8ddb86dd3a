namespace Roomtone.Analysis;

/// <summary>A power spectrum summed up from 0 Hz, so that the power of any band is a difference; edges may cut bins.</summary>
/// <remarks>Bin k reaches from k − ½ to k + ½. Thread: one at a time.</remarks>
/// <param name="bins">Bins of the spectrum, from 0 Hz to half the sample rate.</param>
/// <param name="binHz">Hz from bin to bin.</param>
public sealed class CumulativePower(int bins, double binHz)
{
    private readonly double[] _sums = new double[bins + 1];

    /// <summary>Takes a spectrum in place of the last.</summary>
    /// <param name="power">Power per bin.</param>
    /// <param name="scale">Multiplies it.</param>
    public void Set(ReadOnlySpan<double> power, double scale = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(power.Length, bins, nameof(power));
        for (int k = 0; k < power.Length; k++)
        {
            _sums[k + 1] = _sums[k] + scale * power[k];
        }
    }

    /// <summary>Power of a band.</summary>
    /// <param name="lowHz">Lower edge.</param>
    /// <param name="highHz">Upper edge.</param>
    public double Between(double lowHz, double highHz) => Math.Max(0, Until(highHz) - Until(lowHz));

    private double Until(double hz)
    {
        double bin = Math.Clamp(hz / binHz + 0.5, 0, bins);
        int whole = Math.Min((int)bin, bins - 1);
        return _sums[whole] + (bin - whole) * (_sums[whole + 1] - _sums[whole]);
    }
}
