using System.Globalization;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Values of options, written as sessions write them: <c>48 kHz</c>, <c>24</c>, <c>float</c>, <c>0:10..0:20</c>.</summary>
public static class Quantities
{
    /// <summary>A channel layout.</summary>
    /// <param name="option">For the message.</param>
    /// <param name="text">stereo, 5.1, discrete-4 …</param>
    /// <exception cref="RoomtoneException">No layout is named that (exit 2).</exception>
    public static ChannelLayout Layout(string option, string text) => ChannelLayout.Find(text)
        ?? throw Refuse(option, text, string.Join(", ", ChannelLayout.Known.Select(l => l.Id)) + " or discrete-N");

    /// <summary>A sample rate: <c>48 kHz</c>, <c>44100 Hz</c>, <c>44.1k</c>.</summary>
    /// <param name="option">The option, for the message.</param>
    /// <param name="text">As typed.</param>
    /// <exception cref="RoomtoneException">No unit, or outside 8 … 384 kHz (exit 2).</exception>
    public static int SampleRate(string option, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!TrySplit(text, out decimal number, out string unit))
        {
            throw Refuse(option, text, "a sample rate such as 48 kHz");
        }

        decimal hertz = unit.ToUpperInvariant() switch
        {
            "KHZ" or "K" => number * 1000,
            "HZ" => number,
            "" => throw Refuse(option, text, $"a unit: write '{(number < 1000 ? text + " kHz" : text + " Hz")}'"),
            _ => throw Refuse(option, text, "a sample rate in kHz or Hz"),
        };
        return decimal.IsInteger(hertz) && hertz is >= 8000 and <= 384_000 ? (int)hertz : throw Refuse(option, text, "8 kHz to 384 kHz, whole Hz");
    }

    /// <summary>A time: a clock (<c>1:02.5</c>) or a number with its unit (<c>90 s</c>, <c>250 ms</c>, <c>48000 samples</c>).</summary>
    /// <param name="option">The option, for the message.</param>
    /// <param name="text">As typed.</param>
    /// <exception cref="RoomtoneException">No time (exit 2).</exception>
    public static ExactTime Time(string option, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        if (Clock.TryParse(trimmed, out decimal seconds))
        {
            return ExactTime.FromSeconds(seconds);
        }

        if (!TrySplit(trimmed, out decimal number, out string unit) || number < 0)
        {
            throw Refuse(option, text, "a time such as 0:10, 1:02:03.5, 90 s or 250 ms");
        }

        return unit switch
        {
            "s" => ExactTime.FromSeconds(number),
            "ms" => ExactTime.FromSeconds(number / 1000),
            "samples" when decimal.IsInteger(number) => ExactTime.FromSamples((long)number),
            "" => throw Refuse(option, text, $"a unit: write '{trimmed} s'"),
            _ => throw Refuse(option, text, "a time such as 0:10, 90 s, 250 ms or 48000 samples"),
        };
    }

    /// <summary>A range of time: <c>0:10..0:20</c>; either side may be missing.</summary>
    /// <param name="option">The option, for the message.</param>
    /// <param name="text">As typed.</param>
    /// <exception cref="RoomtoneException">No range, or one that ends before it starts (exit 2).</exception>
    public static TimeRange Range(string option, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            throw Refuse(option, text, "a range such as 0:10..0:20");
        }

        string head = text[..dots].Trim();
        string tail = text[(dots + 2)..].Trim();
        ExactTime start = head.Length == 0 ? ExactTime.FromSamples(0) : Time(option, head);
        ExactTime? end = tail.Length == 0 ? null : Time(option, tail);
        if (end is { } last && last.IsSamples == start.IsSamples && last.Amount <= start.Amount)
        {
            throw Refuse(option, text, "a range that ends after it starts");
        }

        return new TimeRange(start, end);
    }

    /// <summary>A number with its unit in front of nothing else.</summary>
    /// <param name="text">As typed: <c>48 kHz</c>, <c>-16LUFS</c>, <c>24</c>.</param>
    /// <param name="number">The number.</param>
    /// <param name="unit">The unit; empty where none is written.</param>
    public static bool TrySplit(string text, out decimal number, out string unit)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        int end = 0;
        while (end < trimmed.Length && (char.IsAsciiDigit(trimmed[end]) || trimmed[end] is '.' or '-' or '+'))
        {
            end++;
        }

        unit = trimmed[end..].Trim();
        return decimal.TryParse(
            trimmed.AsSpan(0, end), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>The failure of a value that an option can't take.</summary>
    /// <param name="option">The option.</param>
    /// <param name="text">As typed.</param>
    /// <param name="wanted">What it takes.</param>
    public static RoomtoneException Refuse(string option, string text, string wanted) =>
        new(ExitCode.Usage, new Finding("RT1003", Severity.Error, $"{option} '{text}' can't be used") { Hint = $"it takes {wanted}" });
}

/// <summary>A part of a file or session.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="End">Where it ends, exclusive; null = at the end.</param>
public sealed record TimeRange(ExactTime Start, ExactTime? End)
{
    /// <summary>The range in samples, cut to what there is.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="total">Samples that there are.</param>
    /// <returns>First sample and length.</returns>
    public (long Start, long Length) In(int sampleRate, long total)
    {
        long start = Math.Clamp(Start.ToSamples(sampleRate), 0, total);
        long end = End is { } last ? Math.Clamp(last.ToSamples(sampleRate), start, total) : total;
        return (start, end - start);
    }
}
