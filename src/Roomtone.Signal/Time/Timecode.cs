using System.Globalization;

namespace Roomtone.Signal;

/// <summary>A timecode label: hours, minutes, seconds, frames. A label names a frame; it is not a time of day.</summary>
/// <remarks>Source: SMPTE ST 12-1, drop-frame counting after its clause on 60/1.001 systems.</remarks>
/// <param name="Hours">0…23.</param>
/// <param name="Minutes">0…59.</param>
/// <param name="Seconds">0…59.</param>
/// <param name="Frames">0 … the rate's nominal count less 1.</param>
/// <param name="IsDropFrame">Labels are skipped so that they keep up with the clock; written with a semicolon.</param>
public readonly record struct Timecode(int Hours, int Minutes, int Seconds, int Frames, bool IsDropFrame)
{
    /// <summary>Reads <c>hh:mm:ss:ff</c>, or <c>hh:mm:ss;ff</c> for drop-frame. Whether the label exists depends on a rate: <see cref="Check"/>.</summary>
    /// <param name="text">The label alone.</param>
    /// <param name="label">The label.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out Timecode label)
    {
        label = default;
        int length = text.Length;
        if (length is < 11 or > 12 || text[2] != ':' || text[5] != ':' || text[8] is not (':' or ';')
            || !Digits(text[..2], out int hours) || !Digits(text.Slice(3, 2), out int minutes)
            || !Digits(text.Slice(6, 2), out int seconds) || !Digits(text[9..], out int frames))
        {
            return false;
        }

        label = new Timecode(hours, minutes, seconds, frames, text[8] == ';');
        return true;
    }

    /// <summary>The label of a frame.</summary>
    /// <param name="frame">Frames since 00:00:00:00; wraps at 24 hours.</param>
    /// <param name="rate">The rate.</param>
    /// <param name="isDropFrame">Count as drop-frame; ignored where the rate has no such form.</param>
    public static Timecode FromFrame(long frame, FrameRate rate, bool isDropFrame)
    {
        int nominal = rate.Nominal;
        int dropped = isDropFrame ? rate.DroppedLabels : 0;
        long day = FramesPerDay(rate, isDropFrame);
        long n = (frame % day + day) % day;
        if (dropped > 0)
        {
            long tenMinutes = 600L * nominal - 9 * dropped;
            (long q, long r) = Math.DivRem(n, tenMinutes);
            n += 9 * dropped * q + (r >= dropped ? dropped * ((r - dropped) / (60L * nominal - dropped)) : 0);
        }

        return new Timecode(
            (int)(n / (3600L * nominal)), (int)(n / (60L * nominal) % 60), (int)(n / nominal % 60), (int)(n % nominal), dropped > 0);
    }

    /// <summary>Frames in 24 hours of labels.</summary>
    /// <param name="rate">The rate.</param>
    /// <param name="isDropFrame">Counted as drop-frame.</param>
    public static long FramesPerDay(FrameRate rate, bool isDropFrame) =>
        144 * (600L * rate.Nominal - 9 * (isDropFrame ? rate.DroppedLabels : 0));

    /// <summary>Whether the label exists at a rate.</summary>
    /// <param name="rate">The rate.</param>
    public TimecodeFault Check(FrameRate rate)
    {
        if (Hours is < 0 or > 23 || Minutes is < 0 or > 59 || Seconds is < 0 or > 59)
        {
            return TimecodeFault.NoSuchTime;
        }

        if (Frames < 0 || Frames >= rate.Nominal)
        {
            return TimecodeFault.NoSuchFrame;
        }

        if (IsDropFrame && rate.DroppedLabels == 0)
        {
            return TimecodeFault.NoDropFrame;
        }

        return IsDropFrame && Seconds == 0 && Frames < rate.DroppedLabels && Minutes % 10 != 0 ? TimecodeFault.Dropped : TimecodeFault.None;
    }

    /// <summary>The frame that the label names, counted from 00:00:00:00.</summary>
    /// <param name="rate">The rate.</param>
    public long ToFrame(FrameRate rate)
    {
        long totalMinutes = 60L * Hours + Minutes;
        long frame = (totalMinutes * 60 + Seconds) * rate.Nominal + Frames;
        return IsDropFrame ? frame - rate.DroppedLabels * (totalMinutes - totalMinutes / 10) : frame;
    }

    /// <summary>The label as text, with at least two digits of frames.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Hours:00}:{Minutes:00}:{Seconds:00}{(IsDropFrame ? ';' : ':')}{Frames:00}");

    private static bool Digits(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}

/// <summary>Why a label does not exist.</summary>
public enum TimecodeFault
{
    /// <summary>It exists.</summary>
    None,

    /// <summary>Hours, minutes or seconds are out of range.</summary>
    NoSuchTime,

    /// <summary>The rate has fewer frames in a second.</summary>
    NoSuchFrame,

    /// <summary>The rate has no drop-frame form.</summary>
    NoDropFrame,

    /// <summary>Drop-frame counting skips it.</summary>
    Dropped,
}
