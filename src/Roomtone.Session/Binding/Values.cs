using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>The numbers in tokens.</summary>
internal static class Values
{
    private static readonly SearchValues<char> s_number = SearchValues.Create("+-.0123456789");

    /// <summary>The number of a number, quantity or ratio.</summary>
    public static double Number(Statement statement, Token token) => Number(statement.TextOf(token)[..token.Split]);

    /// <summary>A number as text writes it, <c>inf</c> included.</summary>
    public static double Number(ReadOnlySpan<char> text)
    {
        text = text[0] == '+' ? text[1..] : text;
        return text switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The unit of a quantity.</summary>
    public static ReadOnlySpan<char> UnitOf(Statement statement, Token token) => statement.TextOf(token)[token.Split..].TrimStart(' ');

    /// <summary>A time as clock or quantity of s, ms, samples; null for anything else.</summary>
    /// <param name="text">Without a sign.</param>
    /// <param name="timecode">For frames; null where the session has none.</param>
    public static ExactTime? Time(ReadOnlySpan<char> text, SessionTimecode? timecode)
    {
        if (text.Contains(':'))
        {
            return Clock.TryParse(text, out decimal seconds) ? ExactTime.FromSeconds(seconds) : null;
        }

        int end = text.IndexOfAnyExcept(s_number);
        if (end <= 0 || !decimal.TryParse(text[..end], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal number))
        {
            return null;
        }

        return text[end..].TrimStart(' ') switch
        {
            "s" => ExactTime.FromSeconds(number),
            "ms" => ExactTime.FromSeconds(number / 1000),
            "samples" when decimal.IsInteger(number) => ExactTime.FromSamples((long)number),
            "frame" or "frames" when timecode is not null => ExactTime.FromSeconds(number * timecode.RateDenominator / timecode.RateNumerator),
            _ => null,
        };
    }

    /// <summary>A place from left to right: percent, left negative.</summary>
    public static double? Pan(ReadOnlySpan<char> text)
    {
        if (text is "C")
        {
            return 0;
        }

        return text.Length > 1 && text[0] is 'L' or 'R' && text.Length <= 8
            && double.TryParse(text[1..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent) && percent <= 100
            ? text[0] == 'L' ? -percent : percent
            : null;
    }

    /// <summary>The unit of a list that a spelling belongs to.</summary>
    public static (Unit Unit, double Factor)? FindUnit(ImmutableArray<Unit> units, ReadOnlySpan<char> spelling)
    {
        foreach (Unit unit in units)
        {
            foreach (UnitSpelling known in unit.Spellings)
            {
                if (spelling.SequenceEqual(known.Text))
                {
                    return (unit, known.Factor);
                }
            }
        }

        return null;
    }

    /// <summary>A value times the factor of its spelling, without the noise of binary fractions where the factor divides.</summary>
    public static double Scaled(double value, double factor) => factor is > 0 and < 1 ? value / Math.Round(1 / factor) : value * factor;

    /// <summary>The spellings of units, for messages.</summary>
    public static string List(IEnumerable<Unit> units) => string.Join(", ", units.SelectMany(u => u.Spellings).Select(s => s.Text).Where(t => t.Length > 0 && t[0] != ':'));
}
