namespace Roomtone.Testing;

/// <summary>How far two signals are apart.</summary>
public static class Residual
{
    /// <summary>RMS of the difference over RMS of the first, dB; −∞ where they are equal.</summary>
    public static double Db(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        SameLength(expected, actual);
        double signal = 0, error = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double d = (double)actual[i] - expected[i];
            signal += (double)expected[i] * expected[i];
            error += d * d;
        }

        return error == 0 ? double.NegativeInfinity : 10 * Math.Log10(error / signal);
    }

    /// <summary>Fails unless the difference is below a level against the first signal.</summary>
    public static void BelowDb(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double limitDb)
    {
        double db = Db(expected, actual);
        if (!(db <= limitDb))
        {
            throw new TestAssertException($"the residual is {db:0.0} dB, the limit {limitDb} dB");
        }
    }

    /// <summary>Largest magnitude, dBFS; −∞ for silence.</summary>
    public static double PeakDbfs(ReadOnlySpan<float> samples)
    {
        double peak = 0;
        foreach (float x in samples)
        {
            peak = Math.Max(peak, Math.Abs((double)x));
        }

        return 20 * Math.Log10(peak);
    }

    internal static void SameLength(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        if (expected.Length != actual.Length)
        {
            throw new TestAssertException($"{expected.Length} samples were expected, {actual.Length} came");
        }
    }
}

/// <summary>A fact of sound that does not hold.</summary>
public sealed class TestAssertException(string message) : Exception(message);
