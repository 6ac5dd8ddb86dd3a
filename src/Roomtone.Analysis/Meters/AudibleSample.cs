namespace Roomtone.Analysis;

/// <summary>What counts as audio: a NaN would live in a meter's memory for ever, so what is none counts as silence.</summary>
internal static class AudibleSample
{
    private const double Absurd = 1e6;

    /// <summary>|x|, or 0 where x is no audio (NaN, infinite, above +120 dBFS).</summary>
    public static double Magnitude(float x)
    {
        double magnitude = Math.Abs((double)x);
        return magnitude <= Absurd ? magnitude : 0;
    }

    /// <summary>Copies, with 0 for what is no audio.</summary>
    public static void Copy(ReadOnlySpan<float> source, Span<float> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = Math.Abs(source[i]) <= (float)Absurd ? source[i] : 0;
        }
    }
}
