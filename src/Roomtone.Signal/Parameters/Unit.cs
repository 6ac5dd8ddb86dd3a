using System.Collections.Immutable;

namespace Roomtone.Signal;

/// <summary>A unit that a value is written in, with the spellings that text may use.</summary>
/// <param name="Symbol">The unit that values are kept in: dB, dBFS, Hz, ms … Empty for ratios, counts and q.</param>
/// <param name="Meaning">What the unit measures, with its article: "a level", "a loudness".</param>
/// <param name="Spellings">How text may write it, with the factor to the kept unit; the first is the kept unit.</param>
/// <param name="PropertySuffix">The end of the C# property's name: Db, Hz, Ms.</param>
public sealed record Unit(string Symbol, string Meaning, ImmutableArray<UnitSpelling> Spellings, string PropertySuffix)
{
    /// <summary>A relative level or gain.</summary>
    public static Unit Decibels { get; } = Of("a level", "Db", ("dB", 1));

    /// <summary>A sample-peak or RMS level against full scale.</summary>
    public static Unit Dbfs { get; } = Of("a level against full scale", "Dbfs", ("dBFS", 1));

    /// <summary>A true-peak level.</summary>
    public static Unit Dbtp { get; } = Of("a true-peak level", "Dbtp", ("dBTP", 1));

    /// <summary>An absolute loudness.</summary>
    public static Unit Lufs { get; } = Of("a loudness", "Lufs", ("LUFS", 1), ("LKFS", 1));

    /// <summary>A loudness difference or range.</summary>
    public static Unit Lu { get; } = Of("a loudness difference", "Lu", ("LU", 1));

    /// <summary>A frequency.</summary>
    public static Unit Hertz { get; } = Of("a frequency", "Hz", ("Hz", 1), ("kHz", 1000));

    /// <summary>A short time.</summary>
    public static Unit Milliseconds { get; } = Of("a time", "Ms", ("ms", 1), ("s", 1000));

    /// <summary>A time.</summary>
    public static Unit Seconds { get; } = Of("a time", "Seconds", ("s", 1), ("ms", 0.001));

    /// <summary>A number of samples.</summary>
    public static Unit Samples { get; } = Of("a number of samples", "Samples", ("samples", 1));

    /// <summary>A number of timecode frames.</summary>
    public static Unit Frames { get; } = Of("a number of frames", "Frames", ("frames", 1), ("frame", 1));

    /// <summary>A share.</summary>
    public static Unit Percent { get; } = Of("a percentage", "Percent", ("%", 1));

    /// <summary>A pitch interval.</summary>
    public static Unit Cents { get; } = Of("a pitch interval", "Cents", ("ct", 1), ("st", 100));

    /// <summary>An interval of frequency.</summary>
    public static Unit Octaves { get; } = Of("an interval in octaves", "Octaves", ("oct", 1));

    /// <summary>A filter's slope.</summary>
    public static Unit DecibelsPerOctave { get; } = Of("a slope", "DbPerOctave", ("dB/oct", 1));

    /// <summary>A rate of level change.</summary>
    public static Unit DecibelsPerSecond { get; } = Of("a speed of level", "DbPerSecond", ("dB/s", 1));

    /// <summary>An angle.</summary>
    public static Unit Degrees { get; } = Of("an angle", "Degrees", ("deg", 1));

    /// <summary>A distance.</summary>
    public static Unit Metres { get; } = Of("a distance", "Metres", ("m", 1));

    /// <summary>A word length.</summary>
    public static Unit Bits { get; } = Of("a word length", "Bits", ("bit", 1));

    /// <summary>A clock's drift.</summary>
    public static Unit PartsPerMillion { get; } = Of("a drift", "Ppm", ("ppm", 1));

    /// <summary>A compression ratio, written n:1.</summary>
    public static Unit Ratio { get; } = Of("a ratio", string.Empty, (":1", 1));

    /// <summary>A bare number: q, an index, a count.</summary>
    public static Unit None { get; } = Of("a number", string.Empty, (string.Empty, 1));

    /// <inheritdoc/>
    public bool Equals(Unit? other) => other is not null && string.Equals(Symbol, other.Symbol, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Symbol.GetHashCode(StringComparison.Ordinal);

    /// <summary>The symbol.</summary>
    public override string ToString() => Symbol;

    private static Unit Of(string meaning, string suffix, params (string Text, double Factor)[] spellings) =>
        new(spellings[0].Text, meaning, [.. spellings.Select(s => new UnitSpelling(s.Text, s.Factor))], suffix);
}

/// <summary>One way to write a unit.</summary>
/// <param name="Text">As in text: kHz.</param>
/// <param name="Factor">To the kept unit: 1000 Hz.</param>
public readonly record struct UnitSpelling(string Text, double Factor);
