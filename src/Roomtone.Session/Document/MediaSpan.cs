using System.Globalization;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>A medium, or a range of one, as the parameter of a process names it: <c>theme</c>, <c>theme 0:02.000..0:06.500</c>.</summary>
/// <param name="Id">Id of the medium.</param>
/// <param name="Start">Start of the range; null = the medium's.</param>
/// <param name="End">End of the range; null = the medium's.</param>
public sealed record MediaSpan(string Id, ExactTime? Start = null, ExactTime? End = null)
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is no medium with a range.</exception>
    public static MediaSpan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int space = text.IndexOf(' ', StringComparison.Ordinal), dots = text.IndexOf("..", StringComparison.Ordinal);
        if (space < 0)
        {
            return new MediaSpan(text);
        }

        return dots > space && Values.Time(text.AsSpan(space + 1, dots - space - 1), null) is { } start && Values.Time(text.AsSpan(dots + 2), null) is { } end
            ? new MediaSpan(text[..space], start, end)
            : throw new FormatException($"'{text}' is no medium with a range.");
    }

    /// <inheritdoc/>
    public override string ToString() => Start is { } start && End is { } end ? $"{Id} {Written(start)}..{Written(end)}" : Id;

    private static string Written(ExactTime time) =>
        time.IsSamples ? time.Amount.ToString(CultureInfo.InvariantCulture) + "samples" : Clock.Format(time.Amount);
}
