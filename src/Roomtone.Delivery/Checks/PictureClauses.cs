using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Analysis;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>The clauses of sound that is laid to picture: frames of action, length, pops (Specs, quality-control clauses).</summary>
public static class PictureClauses
{
    private const double PopSlackSeconds = 0.001;

    /// <summary>Holds a finished file against its picture.</summary>
    /// <param name="file">The file, opened.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="cancellation">Stops it.</param>
    public static ImmutableArray<Clause> Of(IDeliveredFile file, PictureSync picture, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(picture);
        var clauses = ImmutableArray.CreateBuilder<Clause>();
        long? reference = picture.HasLabels ? file.Metadata.TimeReference : null;
        // What begins before midnight carries a time of the evening before.
        if (reference is { } evening && picture.Begin is < 0)
        {
            reference = evening - picture.Rate.FirstSample(Timecode.FramesPerDay(picture.Rate, picture.IsDropFrame), file.SampleRate);
        }

        if ((reference ?? Origin(picture, file.SampleRate)) is not { } origin)
        {
            clauses.Add(new Clause("ffoa", "First frame of action", false)
            {
                MeasuredText = "unknown", Limit = picture.Label(picture.First), Note = "the file has no time reference",
            });
            return clauses.ToImmutable();
        }

        if (reference is not null && picture.Begin is { } begin)
        {
            long frame = picture.Rate.FrameAt(origin, file.SampleRate);
            clauses.Add(new Clause("file-start", "First frame of the file", frame == begin) { MeasuredText = picture.Label(frame), Limit = picture.Label(begin) });
        }

        Place place = new(file, picture, origin);
        clauses.Add(Inside("ffoa", "First frame of action", place, picture.First));
        clauses.Add(Inside("lfoa", "Last frame of action", place, picture.Last));
        clauses.Add(Frames(place));
        foreach (SyncPop pop in picture.Pops)
        {
            clauses.Add(PopClause(place, pop, cancellation));
        }

        return clauses.ToImmutable();
    }

    private static long? Origin(PictureSync picture, int sampleRate) => picture.Begin is { } begin ? picture.Rate.FirstSample(begin, sampleRate) : null;

    private static Clause Inside(string id, string title, Place place, long frame)
    {
        (long start, long end) = (place.SampleOf(frame), place.SampleOf(frame + 1));
        bool isInside = start >= 0 && end <= place.File.Length;
        return new Clause(id, title, isInside)
        {
            MeasuredText = isInside ? Text.Clock((double)start / place.File.SampleRate) + " into the file" : $"{(start < 0 ? "before" : "after")} the file",
            Limit = place.Picture.Label(frame),
        };
    }

    private static Clause Frames(Place place)
    {
        FrameRate rate = place.Picture.Rate;
        long begin = rate.FrameAt(place.Origin, place.File.SampleRate);
        double frames = (double)place.File.Length * rate.Numerator / ((double)place.File.SampleRate * rate.Denominator);
        long whole = (long)Math.Round(frames);
        // At fractional rates frames have unlike numbers of samples: where the file begins decides.
        bool isWhole = Math.Abs(place.SampleOf(begin + whole) - place.SampleOf(begin) - place.File.Length) <= (rate.Denominator == 1 ? 0 : 1);
        bool isRight = place.Picture is not { Begin: { } first, End: { } end } || whole == end - first;
        return new Clause("frames", "Length in frames", isWhole && isRight)
        {
            MeasuredText = frames.ToString(isWhole ? "0" : "0.000", CultureInfo.InvariantCulture),
            Limit = place.Picture is { Begin: { } b, End: { } e } ? (e - b).ToString(CultureInfo.InvariantCulture) : "whole",
            Unit = $"frames at {rate} fps",
        };
    }

    private static Clause PopClause(Place place, SyncPop pop, CancellationToken cancellation)
    {
        PictureSync picture = place.Picture;
        long edge = place.SampleOf(pop.IsHead ? picture.First : picture.Last + 1);
        long from = pop.IsHead ? 0 : Math.Clamp(edge, 0, place.File.Length);
        long to = pop.IsHead ? Math.Clamp(edge, 0, place.File.Length) : place.File.Length;
        long expected = place.SampleOf(pop.Frame);
        ToneMeter meter = new(place.File.SampleRate, place.File.Layout, pop.FrequencyHz);
        SourcePass.Run(new RangeSource(place.File, from, to - from), meter.Add, null, cancellation);
        long frameLength = Math.Max(1, place.SampleOf(pop.Frame + 1) - expected);
        long? found = null;
        foreach (ToneRun run in meter.Read().Runs)
        {
            long start = from + run.Start;
            if (run.Length < 8 * frameLength && (found is null || Math.Abs(start - expected) < Math.Abs(found.Value - expected)))
            {
                found = start;
            }
        }

        string limit = picture.Label(pop.Frame), title = pop.IsHead ? "Head pop" : "Tail pop", id = pop.IsHead ? "pop-head" : "pop-tail";
        if (found is not { } onset)
        {
            return new Clause(id, title, false) { MeasuredText = "none", Limit = limit, AtSeconds = expected >= 0 && expected < place.File.Length ? [(double)expected / place.File.SampleRate] : [] };
        }

        long slack = (long)(PopSlackSeconds * place.File.SampleRate);
        long frame = picture.Rate.FrameAt(place.Origin + onset + slack, place.File.SampleRate);
        bool isRight = frame == pop.Frame;
        return new Clause(id, title, isRight)
        {
            MeasuredText = picture.Label(frame),
            Limit = limit,
            AtSeconds = isRight ? [] : [(double)onset / place.File.SampleRate],
        };
    }

    /// <summary>A file on the timeline of its picture.</summary>
    private readonly record struct Place(IDeliveredFile File, PictureSync Picture, long Origin)
    {
        public long SampleOf(long frame) => Picture.Rate.FirstSample(frame, File.SampleRate) - Origin;
    }
}
