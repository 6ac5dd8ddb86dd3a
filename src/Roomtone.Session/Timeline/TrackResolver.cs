using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>Places the clips of one track.</summary>
internal sealed class TrackResolver(SessionDocument document, Track track, Func<string, MediaFacts?> media, List<Finding> findings)
{
    private readonly int _rate = document.SampleRate;
    private readonly List<ResolvedClip> _placed = new(track.Clips.Length);
    private readonly Dictionary<string, ResolvedClip> _byId = new(track.Clips.Length, StringComparer.Ordinal);
    private int[] _heard = [];

    public ImmutableArray<ResolvedClip> Resolve()
    {
        ResolvedClip? before = null;
        foreach (Clip clip in track.Clips)
        {
            if (Place(clip, before) is { } placed)
            {
                _placed.Add(placed);
                _byId.TryAdd(clip.Id, placed);
                before = placed;
            }
        }

        Sort();
        MakeCrossfades();
        CheckOverlaps();
        FadeEdges();
        return [.. _placed];
    }

    private ResolvedClip? Place(Clip clip, ResolvedClip? before)
    {
        if (media(clip.Media) is not { } facts || Start(clip, before) is not { } start)
        {
            return null;
        }

        long sourceStart = clip.SourceStart.ToSamples(facts.SampleRate);
        long sourceEnd = clip.SourceEnd.ToSamples(facts.SampleRate);
        if (sourceEnd <= sourceStart)
        {
            Report("RT0501", $"clip '{clip.Id}' has no length: its range ends where it starts, or before", clip.SourceOrigin);
            return null;
        }

        if (sourceEnd > facts.Length)
        {
            Report("RT0502", $"source out {Source(clip.SourceEnd)} is after the end of media '{clip.Media}' ({Clock.Format(decimal.Round((decimal)facts.Length / facts.SampleRate, 6))}{LineOf(clip.Media)})", clip.SourceOrigin);
        }

        var ratio = SampleRatio.Of(_rate, facts.SampleRate, clip.Processes);
        long length = ratio.ToTimeline(sourceEnd - sourceStart);
        if (start + length > (long)TimelineResolver.MaximumHours * 3600 * _rate)
        {
            Report("RT0508", $"clip '{clip.Id}' ends after {TimelineResolver.MaximumHours} hours, the longest session", clip.PlacementOrigin);
            return null;
        }

        return new ResolvedClip(clip, track.Id)
        {
            Media = facts,
            Ratio = ratio,
            Start = start,
            Length = length,
            MediaOffset = ratio.ToTimeline(sourceStart),
            SourceStart = sourceStart,
            SourceEnd = sourceEnd,
        };
    }

    private long? Start(Clip clip, ResolvedClip? before)
    {
        if (clip.Placement.Position is { } position)
        {
            return position;
        }

        ResolvedClip? anchor = clip.Placement.AfterClip is { } id ? _byId.GetValueOrDefault(id) : before;
        return anchor?.NominalEnd + clip.Placement.Offset.ToSamples(_rate);
    }

    // A stable sort keeps document order among equal starts; tracks are nearly always written in time order already.
    private void Sort()
    {
        bool isSorted = true;
        for (int i = 1; i < _placed.Count && isSorted; i++)
        {
            isSorted = _placed[i - 1].Start <= _placed[i].Start;
        }

        if (!isSorted)
        {
            ResolvedClip[] sorted = [.. _placed.OrderBy(c => c.Start)];
            _placed.Clear();
            _placed.AddRange(sorted);
        }

        _heard = new int[_placed.Count];
        int count = 0;
        for (int i = 0; i < _placed.Count; i++)
        {
            if (!_placed[i].Clip.IsMuted)
            {
                _heard[count++] = i;
            }
        }

        Array.Resize(ref _heard, count);
    }

    private void MakeCrossfades()
    {
        for (int n = 0; n < _heard.Length; n++)
        {
            if (_placed[_heard[n]].Clip.Crossfade is not { } crossfade)
            {
                continue;
            }

            if (n == 0)
            {
                Report("RT0509", $"clip '{_placed[_heard[0]].Clip.Id}' has no clip before it to crossfade with", _placed[_heard[0]].Clip.Origin);
            }
            else if (crossfade.Length is { } length)
            {
                MakeFromHandles(_heard[n - 1], _heard[n], crossfade, length.ToSamples(_rate));
            }
            else
            {
                MakeFromOverlap(_heard[n - 1], _heard[n], crossfade);
            }
        }
    }

    private void MakeFromOverlap(int earlier, int later, Crossfade crossfade)
    {
        ResolvedClip a = _placed[earlier];
        ResolvedClip b = _placed[later];
        long overlap = a.End - b.Start;
        if (overlap <= 0)
        {
            Report("RT0509", $"clip '{b.Clip.Id}' does not overlap '{a.Clip.Id}': a crossfade without a length needs an overlap", b.Clip.Origin,
                "write 'crossfade 20 ms centre' to make one from the handles");
            return;
        }

        if (overlap > b.Length || overlap > a.Length)
        {
            Report("RT0503", $"clip '{b.Clip.Id}' lies wholly inside '{a.Clip.Id}'{LineOf(a)}: there is nothing to crossfade to", b.Clip.PlacementOrigin);
            return;
        }

        _placed[earlier] = a with { FadeOut = new ClipEdge(overlap, crossfade.Shape, b.Clip.Id) };
        _placed[later] = b with { FadeIn = new ClipEdge(overlap, crossfade.Shape, a.Clip.Id) };
    }

    private void MakeFromHandles(int earlier, int later, Crossfade crossfade, long length)
    {
        ResolvedClip a = _placed[earlier];
        ResolvedClip b = _placed[later];
        if (a.NominalEnd != b.NominalStart)
        {
            Report("RT0509", $"'{b.Clip.Id}' does not start where '{a.Clip.Id}' ends: a crossfade with a length needs a cut", b.Clip.PlacementOrigin,
                a.NominalEnd > b.NominalStart ? "leave out the length to use the overlap that there is" : "write 'after 0 ms' to butt the clips");
            return;
        }

        long before = crossfade.Placement switch
        {
            CrossfadePlacement.Before => length,
            CrossfadePlacement.After => 0,
            _ => length / 2,
        };
        long after = length - before;
        long available = a.Ratio.ToTimeline(a.Media.Length) - (a.MediaOffset + a.Length);
        if (b.MediaOffset < before || available < after)
        {
            ResolvedClip poor = b.MediaOffset < before ? b : a;
            long have = Math.Max(0, b.MediaOffset < before ? b.MediaOffset : available);
            Report("RT0509", $"the handle of clip '{poor.Clip.Id}' is {TimelineResolver.Describe(have, _rate)}, the crossfade needs {TimelineResolver.Describe(poor == b ? before : after, _rate)}",
                b.Clip.Origin, "make the crossfade shorter, or take it from the other side: centre, before, after");
            return;
        }

        if (length > a.Length + after || length > b.Length + before)
        {
            Report("RT0510", $"the crossfade is longer than clip '{(length > b.Length + before ? b : a).Clip.Id}'", b.Clip.Origin);
            return;
        }

        _placed[earlier] = a with { Length = a.Length + after, HandleAfter = after, FadeOut = new ClipEdge(length, crossfade.Shape, b.Clip.Id) };
        _placed[later] = b with
        {
            Start = b.Start - before,
            Length = b.Length + before,
            MediaOffset = b.MediaOffset - before,
            HandleBefore = before,
            FadeIn = new ClipEdge(length, crossfade.Shape, a.Clip.Id),
        };
    }

    private void CheckOverlaps()
    {
        ResolvedClip? longest = null;
        foreach (int index in _heard)
        {
            ResolvedClip clip = _placed[index];
            long overlap = longest is null ? 0 : longest.End - clip.Start;
            if (overlap > 0 && !track.MixesOverlaps && clip.FadeIn.Partner != longest!.Clip.Id && clip.Clip.Crossfade is null)
            {
                Report("RT0503", $"clip '{clip.Clip.Id}' overlaps '{longest.Clip.Id}'{LineOf(longest)} by {TimelineResolver.Describe(Math.Min(overlap, clip.Length), _rate)}",
                    clip.Clip.PlacementOrigin, "move it, or add a line 'crossfade equal-power' under it");
            }

            longest = longest is null || clip.End > longest.End ? clip : longest;
        }
    }

    private void FadeEdges()
    {
        long edge = track.EdgeFade.ToSamples(_rate);
        for (int n = 0; n < _heard.Length; n++)
        {
            ResolvedClip clip = _placed[_heard[n]];
            bool runsIn = n > 0 && RunsOn(_placed[_heard[n - 1]], clip);
            bool runsOut = n + 1 < _heard.Length && RunsOn(clip, _placed[_heard[n + 1]]);
            _placed[_heard[n]] = clip with
            {
                // Rounding two ranges apart may part them by a sample; where the source runs on, so does its resampled form.
                MediaOffset = runsIn ? _placed[_heard[n - 1]].MediaOffset + _placed[_heard[n - 1]].Length : clip.MediaOffset,
                FadeIn = Edge(clip, clip.FadeIn, clip.Clip.FadeIn, runsIn ? 0 : edge, "in"),
                FadeOut = Edge(clip, clip.FadeOut, clip.Clip.FadeOut, runsOut ? 0 : edge, "out"),
            };
        }
    }

    private ClipEdge Edge(ResolvedClip clip, ClipEdge crossfade, Fade? written, long edge, string side)
    {
        if (crossfade.Partner is not null)
        {
            return crossfade;
        }

        if (written is not { } fade)
        {
            return new ClipEdge(Math.Min(edge, clip.Length / 2), FadeShape.Linear, null);
        }

        long length = fade.Length.ToSamples(_rate);
        if (length > clip.Length)
        {
            Report("RT0510", $"the fade {side} of clip '{clip.Clip.Id}' is {TimelineResolver.Describe(length, _rate)}, the clip {TimelineResolver.Describe(clip.Length, _rate)}", clip.Clip.Origin,
                "make the fade as long as the clip, or shorter");
            length = clip.Length;
        }

        return new ClipEdge(length, fade.Shape, null);
    }

    // Nothing is heard at a split: the next sample of the timeline is the next sample of the same source, treated alike.
    private static bool RunsOn(ResolvedClip a, ResolvedClip b) =>
        a.End == b.Start
        && a.Clip.Media == b.Clip.Media
        && a.SourceEnd == b.SourceStart
        && a.Ratio == b.Ratio
        && a.Clip.GainDb == b.Clip.GainDb
        && GainAtEnd(a) == GainAtStart(b)
        && a.Clip.Processes.SequenceEqual(b.Clip.Processes, SlotComparer.Instance);

    private static double GainAtStart(ResolvedClip clip) => clip.Clip.GainLine.IsEmpty ? 0 : clip.Clip.GainLine[0].Value;

    private static double GainAtEnd(ResolvedClip clip) =>
        clip.Clip.GainLine.IsEmpty ? 0 : clip.Clip.GainLine[^1].Position <= clip.Length ? clip.Clip.GainLine[^1].Value : double.NaN;

    private static string Source(ExactTime time) => time.IsSamples
        ? ParameterValue.FormatNumber((double)time.Amount) + " samples"
        : Clock.Format(time.Amount);

    private static string LineOf(ResolvedClip clip) => clip.Clip.Origin.Line > 0 ? $" (line {clip.Clip.Origin.Line})" : string.Empty;

    private string LineOf(string mediaId)
    {
        MediaReference? statement = document.Media.FirstOrDefault(m => m.Id == mediaId);
        return statement is { Origin.Line: > 0 } ? $", line {statement.Origin.Line}" : string.Empty;
    }

    private void Report(string code, string message, TextSpan at, string? hint = null) =>
        findings.Add(TimelineResolver.Error(code, message, at, hint));
}
