using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Roomtone.Cli;

/// <summary>Numbers as text and as JSON: what does not exist is an em dash here and <c>null</c> there.</summary>
internal static class Texts
{
    /// <summary>A time as <c>m:ss</c> or <c>h:mm:ss</c>.</summary>
    public static string Clock(double seconds)
    {
        long whole = (long)Math.Floor(Math.Max(0, seconds));
        return whole < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{whole / 60}:{whole % 60:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{whole / 3600}:{whole / 60 % 60:00}:{whole % 60:00}");
    }

    /// <summary>A time with milliseconds.</summary>
    public static string PreciseClock(double seconds)
    {
        long ms = (long)Math.Floor(Math.Max(0, seconds) * 1000 + 0.5);
        return Clock(ms / 1000) + string.Create(CultureInfo.InvariantCulture, $".{ms % 1000:000}");
    }

    /// <summary>A number with its unit: <c>−23.0 LUFS</c>, <c>−inf dBFS</c>, <c>—</c>.</summary>
    public static string Value(double? value, string unit, int digits = 1)
    {
        if (value is not { } number || double.IsNaN(number))
        {
            return "—";
        }

        string text = double.IsInfinity(number)
            ? number < 0 ? "-inf" : "inf"
            : (Math.Round(number, digits, MidpointRounding.AwayFromZero) + 0.0).ToString(digits switch { 0 => "0", 1 => "0.0", 2 => "0.00", 3 => "0.000", _ => "0.00000" }, CultureInfo.InvariantCulture);
        return unit.Length == 0 ? text : text + " " + unit;
    }

    /// <summary>Bytes for people.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.0} MiB"),
        >= 1L << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 10):0.0} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
    };

    /// <summary>Rows in columns, two blanks apart; the last column is not padded.</summary>
    public static string Table(IEnumerable<string[]> rows, string indent = "")
    {
        List<string[]> all = [.. rows];
        var text = new StringBuilder();
        int[] widths = Widths(all);
        foreach (string[] row in all)
        {
            text.Append(indent);
            for (int c = 0; c < row.Length; c++)
            {
                text.Append(c == row.Length - 1 ? row[c] : row[c].PadRight(widths[c] + 2));
            }

            while (text.Length > 0 && text[^1] == ' ')
            {
                text.Length--;
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static int[] Widths(List<string[]> rows)
    {
        var widths = new int[64];
        foreach (string[] row in rows)
        {
            for (int c = 0; c < row.Length; c++)
            {
                widths[c] = Math.Max(widths[c], row[c].Length);
            }
        }

        return widths;
    }

    /// <summary>Writes a number with at most the given decimals, or <c>null</c> where it is not one.</summary>
    public static void WriteValue(this Utf8JsonWriter json, string name, double? value, int digits = 2)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, Math.Round(number, digits, MidpointRounding.AwayFromZero) + 0.0);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
