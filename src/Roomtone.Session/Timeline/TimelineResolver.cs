using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Platform;

namespace Roomtone.Session;

/// <summary>Works out where clips sound: absolute places, lengths at the session's rate, crossfades from handles, fades at edges.</summary>
/// <remarks>A clip of <c>n</c> media samples is round-half-up(n · ratio) session samples long. Clips without known media are left out.</remarks>
public static class TimelineResolver
{
    /// <summary>The longest session, hours.</summary>
    public const int MaximumHours = 100;

    /// <summary>Resolves every track.</summary>
    /// <param name="document">The session.</param>
    /// <param name="media">The facts of a medium by id; null where they are not known.</param>
    public static ResolvedTimeline Resolve(SessionDocument document, Func<string, MediaFacts?> media)
    {
        var findings = new List<Finding>();
        ImmutableArray<ResolvedTrack>.Builder tracks = ImmutableArray.CreateBuilder<ResolvedTrack>(document.Tracks.Length);
        long end = 0;
        foreach (Track track in document.Tracks)
        {
            ImmutableArray<ResolvedClip> clips = new TrackResolver(document, track, media, findings).Resolve();
            tracks.Add(new ResolvedTrack(track, clips));
            foreach (ResolvedClip clip in clips)
            {
                end = clip.Clip.IsMuted ? end : Math.Max(end, clip.End);
            }
        }

        return new ResolvedTimeline(tracks.MoveToImmutable(), end, [.. findings]);
    }

    internal static Finding Error(string code, string message, TextSpan at, string? hint = null) => new(code, Severity.Error, message)
    {
        File = at.File,
        Line = at.Line,
        Column = at.Column,
        Width = at.Width,
        Hint = hint,
    };

    /// <summary>A length as people read it: 120 ms, 3.2 s.</summary>
    internal static string Describe(long samples, int sampleRate)
    {
        decimal seconds = (decimal)samples / sampleRate;
        return samples < sampleRate / 1000
            ? string.Create(CultureInfo.InvariantCulture, $"{samples} samples")
            : seconds < 1
                ? string.Create(CultureInfo.InvariantCulture, $"{decimal.Round(seconds * 1000, 1):0.#} ms")
                : string.Create(CultureInfo.InvariantCulture, $"{decimal.Round(seconds, 3):0.###} s");
    }
}
