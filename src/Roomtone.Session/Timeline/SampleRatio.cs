using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>Timeline samples per media sample, exact: the conversion of rates, and drift where the clip corrects one.</summary>
/// <param name="Numerator">Timeline samples …</param>
/// <param name="Denominator">… for this many media samples.</param>
public readonly record struct SampleRatio(long Numerator, long Denominator)
{
    private const long PpmScale = 1_000_000_000;

    /// <summary>The ratio of a clip.</summary>
    /// <remarks>A drift of +37 ppm says that the recorder's clock ran fast by that much: it counted too many samples, and the clip gets shorter.</remarks>
    /// <param name="sessionRate">Hz.</param>
    /// <param name="mediaRate">Hz.</param>
    /// <param name="processes">The clip's chain; <c>drift</c> counts.</param>
    public static SampleRatio Of(int sessionRate, int mediaRate, ImmutableArray<ProcessSlot> processes)
    {
        long numerator = sessionRate;
        long denominator = mediaRate;
        foreach (ProcessSlot slot in processes)
        {
            if (slot is { Process: "drift", IsBypassed: false } && Ppm(slot) is { } ppm && ppm > -PpmScale / 2)
            {
                numerator = checked(numerator * PpmScale);
                denominator = checked(denominator * (PpmScale + ppm));
                return Reduced(numerator, denominator);
            }
        }

        return Reduced(numerator, denominator);
    }

    /// <summary>A media length, or position from sample 0, on the timeline: rounded half up.</summary>
    /// <param name="mediaSamples">0 or more.</param>
    public long ToTimeline(long mediaSamples) =>
        checked((long)((2 * (Int128)mediaSamples * Numerator + Denominator) / (2 * (Int128)Denominator)));

    private static long? Ppm(ProcessSlot slot)
    {
        foreach (ParameterValue value in slot.Values.Values)
        {
            if (value is ParameterValue.Quantity { Unit.Symbol: "ppm" } quantity && double.Abs(quantity.Value) < 1e6)
            {
                return (long)Math.Round(quantity.Value * 1000, MidpointRounding.AwayFromZero);
            }
        }

        return null;
    }

    private static SampleRatio Reduced(long numerator, long denominator)
    {
        long a = numerator;
        long b = denominator;
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return new SampleRatio(numerator / a, denominator / a);
    }
}
