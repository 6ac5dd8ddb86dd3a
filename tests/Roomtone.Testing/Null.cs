namespace Roomtone.Testing;

/// <summary>Null tests: equal to the bit.</summary>
public static class Null
{
    /// <summary>Fails at the first sample whose bits differ.</summary>
    public static void Exact(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what = "")
    {
        Residual.SameLength(expected, actual);
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
            {
                throw new TestAssertException($"{what} sample {i} is {actual[i]:R}, expected {expected[i]:R}");
            }
        }
    }

    /// <summary>Fails at the first channel and sample whose bits differ.</summary>
    public static void Exact(float[][] expected, float[][] actual, string what = "")
    {
        if (expected.Length != actual.Length)
        {
            throw new TestAssertException($"{what} {expected.Length} channels were expected, {actual.Length} came");
        }

        for (int c = 0; c < expected.Length; c++)
        {
            Exact(expected[c], actual[c], $"{what} channel {c}");
        }
    }
}
