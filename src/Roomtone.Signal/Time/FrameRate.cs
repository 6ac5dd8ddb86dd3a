using System.Collections.Immutable;
using System.Globalization;

namespace Roomtone.Signal;

/// <summary>A timecode's rate as an exact fraction of frames per second.</summary>
/// <remarks>Source: SMPTE ST 12-1. A value that was never set is not a rate: <see cref="Denominator"/> is 0.</remarks>
/// <param name="Numerator">Frames …</param>
/// <param name="Denominator">… per this many seconds: 30000/1001.</param>
public readonly record struct FrameRate(int Numerator, int Denominator)
{
    /// <summary>Every rate that labels are counted in, the slowest first.</summary>
    public static ImmutableArray<FrameRate> Known { get; } =
    [
        new(24000, 1001), new(24, 1), new(25, 1), new(30000, 1001), new(30, 1), new(48000, 1001), new(48, 1), new(50, 1),
        new(60000, 1001), new(60, 1), new(100, 1), new(120000, 1001), new(120, 1),
    ];

    /// <summary>The whole number of labels that the rate counts in a second: 30 for 29.97.</summary>
    public int Nominal => (Numerator + Denominator - 1) / Denominator;

    /// <summary>Labels that drop-frame counting skips in most minutes; 0 where the rate has no drop-frame form.</summary>
    public int DroppedLabels => Nominal is 30 or 60 or 120 ? Nominal / 15 : 0;

    /// <summary>Finds a rate by its text: 25, 23.976, 23.98, 29.97, 24000/1001.</summary>
    /// <param name="text">A number or a fraction, without a unit.</param>
    /// <param name="rate">The rate.</param>
    /// <returns>False where the text is none of the <see cref="Known"/> rates.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out FrameRate rate)
    {
        foreach (FrameRate known in Known)
        {
            if (known.IsWritten(text))
            {
                rate = known;
                return true;
            }
        }

        rate = default;
        return false;
    }

    /// <summary>The first sample of a frame: ⌈frame · sample rate / frame rate⌉.</summary>
    /// <remarks>The ceiling, with the floor of <see cref="FrameAt"/>, reads every frame back at every rate; rounding does not.</remarks>
    /// <param name="frame">Frames from the timeline's start; may be negative.</param>
    /// <param name="sampleRate">Hz.</param>
    /// <exception cref="OverflowException">The sample is beyond 2⁶³.</exception>
    public long FirstSample(long frame, int sampleRate)
    {
        Int128 product = (Int128)frame * sampleRate * Denominator;
        Int128 quotient = product / Numerator;
        return checked((long)(product % Numerator > 0 ? quotient + 1 : quotient));
    }

    /// <summary>The frame that holds a sample: ⌊sample · frame rate / sample rate⌋.</summary>
    /// <param name="sample">Samples from the timeline's start; may be negative.</param>
    /// <param name="sampleRate">Hz.</param>
    public long FrameAt(long sample, int sampleRate)
    {
        Int128 product = (Int128)sample * Numerator;
        Int128 divisor = (Int128)sampleRate * Denominator;
        Int128 quotient = product / divisor;
        return checked((long)(product % divisor < 0 ? quotient - 1 : quotient));
    }

    /// <summary>The rate as sessions write it: 25, 23.976, 29.97, 59.94.</summary>
    public override string ToString() => Denominator == 0
        ? "none"
        : decimal.Round((decimal)Numerator / Denominator, Nominal == 24 || Nominal == 48 ? 3 : 2).ToString("0.###", CultureInfo.InvariantCulture);

    private bool IsWritten(ReadOnlySpan<char> text)
    {
        int slash = text.IndexOf('/');
        if (slash > 0)
        {
            return int.TryParse(text[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out int numerator)
                && int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int denominator)
                && denominator > 0 && (long)numerator * Denominator == (long)Numerator * denominator;
        }

        if (text.Length > 9 || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value))
        {
            return false;
        }

        decimal exact = (decimal)Numerator / Denominator;
        return value == exact || (Denominator != 1 && (value == decimal.Round(exact, 2) || value == decimal.Round(exact, 3)));
    }
}
