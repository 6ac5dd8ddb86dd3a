using System.Globalization;

namespace Roomtone.Signal;

/// <summary>Times as people write them: <c>m:ss.fff</c> or <c>h:mm:ss.fff</c>, exact decimals of seconds.</summary>
public static class Clock
{
    private const int MaximumDigits = 18;

    /// <summary>Reads <c>[h:]m:ss[.fraction]</c>; seconds have two digits, and so have minutes after hours.</summary>
    /// <param name="text">The clock alone, without a sign.</param>
    /// <param name="seconds">Exact.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out decimal seconds)
    {
        seconds = 0;
        int last = text.LastIndexOf(':');
        if (last <= 0 || text.Length > 3 * MaximumDigits)
        {
            return false;
        }

        ReadOnlySpan<char> tail = text[(last + 1)..];
        int point = tail.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? tail : tail[..point];
        ReadOnlySpan<char> head = text[..last];
        int first = head.IndexOf(':');
        ReadOnlySpan<char> minutes = first < 0 ? head : head[(first + 1)..];
        ReadOnlySpan<char> hours = first < 0 ? "0" : head[..first];
        if (whole.Length != 2 || (first >= 0 && minutes.Length != 2) || hours.IsEmpty || hours.Length > MaximumDigits || minutes.Length > MaximumDigits
            || !Digits(whole, out long s) || !Digits(minutes, out long m) || !Digits(hours, out long h) || s > 59 || (first >= 0 && m > 59)
            || !Fraction(point < 0 ? [] : tail[(point + 1)..], point >= 0, out decimal fraction))
        {
            return false;
        }

        seconds = 3600m * h + 60m * m + s + fraction;
        return true;
    }

    /// <summary>Writes a time with the fewest digits that say it exactly: <c>0:12.48</c>, <c>1:02:03</c>.</summary>
    /// <param name="seconds">0 or more.</param>
    public static string Format(decimal seconds)
    {
        decimal whole = decimal.Floor(seconds);
        long hours = (long)decimal.Floor(whole / 3600);
        int minutes = (int)(decimal.Floor(whole / 60) % 60);
        int rest = (int)(whole % 60);
        string fraction = (seconds - whole).ToString(".############################", CultureInfo.InvariantCulture);
        return hours > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{hours}:{minutes:00}:{rest:00}{fraction}")
            : string.Create(CultureInfo.InvariantCulture, $"{minutes}:{rest:00}{fraction}");
    }

    private static bool Fraction(ReadOnlySpan<char> digits, bool isWritten, out decimal value)
    {
        value = 0;
        if (digits.IsEmpty)
        {
            return !isWritten;
        }

        if (digits.Length > MaximumDigits || !Digits(digits, out long number))
        {
            return false;
        }

        value = new decimal((int)number, (int)(number >> 32), 0, false, (byte)digits.Length);
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
