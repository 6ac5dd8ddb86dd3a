using System.Collections.Immutable;
using Roomtone.Media;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>A sync pop where it is expected.</summary>
/// <param name="Frame">Of its label, frames since 00:00:00:00.</param>
/// <param name="FrequencyHz">Hz.</param>
/// <param name="IsHead">Before the action; otherwise after it.</param>
public readonly record struct SyncPop(long Frame, double FrequencyHz, bool IsHead);

/// <summary>What a file has to keep to the picture. Frames count from 00:00:00:00.</summary>
/// <param name="Rate">Of the picture.</param>
/// <param name="IsDropFrame">How its labels count.</param>
/// <param name="First">First frame of action.</param>
/// <param name="Last">Last frame of action.</param>
public sealed record PictureSync(FrameRate Rate, bool IsDropFrame, long First, long Last)
{
    /// <summary>Where pops are expected.</summary>
    public ImmutableArray<SyncPop> Pops { get; init; } = [];

    /// <summary>The frame with which the file begins; null where only its time reference can tell.</summary>
    public long? Begin { get; init; }

    /// <summary>The frame after the one with which the file ends; null where that is free.</summary>
    public long? End { get; init; }

    /// <summary>Its labels are those of the picture; otherwise only its length is known, and a file begins with it whatever its time reference says.</summary>
    public bool HasLabels { get; init; } = true;

    /// <summary>What sound keeps to a video file: it begins and ends with it.</summary>
    /// <param name="video">The picture.</param>
    public static PictureSync Of(VideoPicture video)
    {
        ArgumentNullException.ThrowIfNull(video);
        long first = video.Start?.ToFrame(video.Rate) ?? 0;
        return new PictureSync(video.Rate, video.Start?.IsDropFrame ?? false, first, first + video.Frames - 1)
        {
            Begin = first, End = first + video.Frames, HasLabels = video.Start is not null,
        };
    }

    /// <summary>What the files of a reel keep.</summary>
    /// <param name="reel">The reel.</param>
    /// <param name="document">Its session, for rate and timecode.</param>
    public static PictureSync? Of(Reel reel, SessionDocument document)
    {
        ArgumentNullException.ThrowIfNull(reel);
        ArgumentNullException.ThrowIfNull(document);
        if (document.Timecode is not { } timecode)
        {
            return null;
        }

        FrameRate rate = timecode.Rate;
        long Frame(long sample) => timecode.StartFrame + rate.FrameAt(sample, document.SampleRate);
        return new PictureSync(rate, timecode.IsDropFrame, Frame(reel.Start), Frame(reel.End) - 1)
        {
            Pops = [.. reel.Tones.Where(t => t.Kind == ReelToneKind.Pop).Select(t => new SyncPop(Frame(t.Start), t.FrequencyHz, t.Start < reel.Start))],
            Begin = Frame(reel.FileStart),
            End = Frame(reel.FileEnd),
        };
    }

    /// <summary>Samples of 24 hours of labels.</summary>
    /// <param name="timecode">Rate and counting.</param>
    /// <param name="sampleRate">Hz.</param>
    internal static long DayLength(SessionTimecode timecode, int sampleRate)
    {
        FrameRate rate = timecode.Rate;
        return rate.FirstSample(Timecode.FramesPerDay(rate, timecode.IsDropFrame), sampleRate);
    }

    /// <summary>A frame's label.</summary>
    /// <param name="frame">Since 00:00:00:00.</param>
    public string Label(long frame) => Timecode.FromFrame(frame, Rate, IsDropFrame).ToString();
}
