using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Delivery;
using Roomtone.Media;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Reads a picture as options name it.</summary>
internal static class PictureText
{
    private const double PopHz = 1000;

    /// <summary>Reads first and last frame of action, or a video file that is all action, and the pops.</summary>
    /// <param name="text">As typed: <c>01:00:00:00..01:20:00:00@24</c>, or a file.</param>
    /// <param name="pops">As typed: <c>head 2 s</c>, <c>tail 48 frames</c>.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="RoomtoneException">Something can't be read (exit 2), or the file is no video (exit 4).</exception>
    public static PictureSync Parse(string text, ImmutableArray<string> pops, CancellationToken cancellation)
    {
        if (File.Exists(text))
        {
            return pops.IsEmpty
                ? PictureSync.Of(VideoPicture.Of(text, new MediaOpenOptions { Cancellation = cancellation }))
                : throw Quantities.Refuse("--pop", pops[0], "first and last frame of action beside it (--picture 01:00:00:00..01:20:00:00@24): all of a video counts as action, and pops lie outside it");
        }

        PictureSync picture = Frames(text);
        return picture with { Pops = [.. pops.Select(p => Pop(p, picture))] };
    }

    private static PictureSync Frames(string text)
    {
        int at = text.LastIndexOf('@'), dots = text.IndexOf("..", StringComparison.Ordinal);
        if (at < 0 || dots < 0 || dots > at || !FrameRate.TryParse(text.AsSpan(at + 1).Trim(), out FrameRate rate))
        {
            throw Quantities.Refuse("--picture", text, $"a video file, or first and last frame of action with the rate, such as 01:00:00:00..01:20:00:00@24; rates: {string.Join(", ", FrameRate.Known)}");
        }

        Timecode first = Label(text.AsSpan(0, dots), rate, text), last = Label(text.AsSpan(dots + 2, at - dots - 2), rate, text);
        if (last.ToFrame(rate) < first.ToFrame(rate))
        {
            throw Quantities.Refuse("--picture", text, "a last frame of action after the first");
        }

        return new PictureSync(rate, first.IsDropFrame, first.ToFrame(rate), last.ToFrame(rate));
    }

    private static Timecode Label(ReadOnlySpan<char> text, FrameRate rate, string whole) =>
        Timecode.TryParse(text.Trim(), out Timecode label) && label.Check(rate) == TimecodeFault.None
            ? label
            : throw Quantities.Refuse("--picture", whole, $"labels that exist at {rate} fps");

    private static SyncPop Pop(string text, PictureSync picture)
    {
        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool isGood = parts is ["head" or "tail", _, "s" or "frames" or "frame"];
        if (!isGood || !decimal.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal distance) || distance > 86_400 * 120)
        {
            throw Quantities.Refuse("--pop", text, "head or tail with its distance, such as 'head 2 s' or 'tail 48 frames'");
        }

        decimal frames = parts[2] == "s" ? distance * picture.Rate.Nominal : distance;
        return decimal.IsInteger(frames)
            ? new SyncPop(parts[0] == "head" ? picture.First - (long)frames : picture.Last + (long)frames, PopHz, parts[0] == "head")
            : throw Quantities.Refuse("--pop", text, $"a whole number of frames at {picture.Rate} fps");
    }
}
