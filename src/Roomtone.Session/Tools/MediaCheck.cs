using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>What became of one medium.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Path">Where it is: the written path, or the one found by hash; relative to the session's folder.</param>
/// <param name="Facts">What the file is; null where it was not found or could not be read.</param>
/// <param name="IsRelinked">The file was found under another name by its hash.</param>
public sealed record CheckedMedia(string Id, string Path, MediaFacts? Facts, bool IsRelinked);

/// <summary>The media of a session against the files on disk.</summary>
/// <param name="Media">In the order of the session.</param>
/// <param name="Findings">Missing files, other contents, other rates and lengths, what was relinked.</param>
public sealed record MediaCheck(ImmutableArray<CheckedMedia> Media, ImmutableArray<Finding> Findings)
{
    private const int MaximumCandidates = 10_000;

    /// <summary>The facts of a medium by id, for <see cref="TimelineResolver"/>; null where it was not found.</summary>
    public Func<string, MediaFacts?> Lookup => Media.ToDictionary(m => m.Id, m => m.Facts, StringComparer.Ordinal).GetValueOrDefault;

    /// <summary>Checks every medium; a missing one is looked for by its hash among the files under the session's folder.</summary>
    /// <param name="document">The session.</param>
    /// <param name="folder">The session's folder.</param>
    /// <param name="read">Reads a file's facts with its hash; null where it is no media file.</param>
    public static MediaCheck Verify(SessionDocument document, string folder, Func<string, MediaFacts?> read)
    {
        var check = new Checker(folder, read);
        ImmutableArray<CheckedMedia> media = [.. document.Media.Select(check.One)];
        return new MediaCheck(media, [.. check.Findings]);
    }

    private sealed class Checker(string folder, Func<string, MediaFacts?> read)
    {
        private Dictionary<string, string>? _byHash;

        public List<Finding> Findings { get; } = [];

        public CheckedMedia One(MediaReference media)
        {
            string full = System.IO.Path.Combine(folder, media.Path);
            if (!File.Exists(full))
            {
                return Relink(media);
            }

            if (read(full) is not { } facts)
            {
                bool isSession = media.Path.EndsWith(".room", StringComparison.OrdinalIgnoreCase);
                Add(Severity.Error, isSession ? "RT0708" : "RT0701", media, $"'{media.Path}' is no {(isSession ? "session that can be rendered" : "media file that can be read")}", null);
                return new CheckedMedia(media.Id, media.Path, null, false);
            }

            Compare(media, facts);
            return new CheckedMedia(media.Id, media.Path, facts, false);
        }

        private CheckedMedia Relink(MediaReference media)
        {
            if (media.AudioSha256 is { } hash && Candidates().TryGetValue(hash, out string? found) && read(System.IO.Path.Combine(folder, found)) is { } facts)
            {
                Add(Severity.Warning, "RT0705", media, $"'{media.Path}' is not there; '{found}' has the same audio and is used", $"write media {media.Id} {QuotedText.Quote(found)}");
                Compare(media, facts);
                return new CheckedMedia(media.Id, found, facts, true);
            }

            Add(Severity.Error, "RT0701", media, $"'{media.Path}' is not there",
                media.AudioSha256 is null ? "put the file back, or correct the path" : "no file under the session's folder has its audio; put the file back, or correct the path");
            return new CheckedMedia(media.Id, media.Path, null, false);
        }

        private void Compare(MediaReference media, MediaFacts facts)
        {
            if (media.AudioSha256 is { } hash && facts.AudioSha256 is { } found && !string.Equals(hash, found, StringComparison.OrdinalIgnoreCase))
            {
                Add(Severity.Error, "RT0702", media, $"the audio of '{media.Path}' is not what the session was made with (sha256 {found[..12]}…, expected {hash[..12]}…)",
                    $"put the right file back, or accept this one: audio sha256:{found}");
            }

            if (media.SampleRate is { } rate && rate != facts.SampleRate)
            {
                Add(Severity.Error, "RT0704", media, string.Create(CultureInfo.InvariantCulture, $"'{media.Path}' runs at {facts.SampleRate} Hz, the session says {rate} Hz"), "correct the format line");
            }

            if (media.Layout is { } layout && layout.Count != facts.Layout.Count)
            {
                Add(Severity.Error, "RT0704", media, $"'{media.Path}' is {facts.Layout}, the session says {layout}", "correct the format line");
            }

            if (media.Length is { } length && Math.Abs(length.ToSamples(facts.SampleRate) - facts.Length) > Tolerance(length, facts.SampleRate))
            {
                Add(Severity.Error, "RT0704", media,
                    $"'{media.Path}' is {Clock.Format((decimal)facts.Length / facts.SampleRate)} long ({facts.Length} samples), the session says {length.ToSamples(facts.SampleRate)} samples", "correct the length line");
            }
        }

        // A clock says a length only as finely as its last digit.
        private static long Tolerance(ExactTime length, int rate)
        {
            int digits = length.IsSamples ? 0 : (decimal.GetBits(length.Amount)[3] >> 16) & 0xFF;
            decimal step = 1;
            for (int i = 0; i < digits; i++)
            {
                step /= 10;
            }

            return length.IsSamples ? 0 : (long)decimal.Ceiling(step * rate);
        }

        private Dictionary<string, string> Candidates()
        {
            if (_byHash is not null)
            {
                return _byHash;
            }

            _byHash = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden, IgnoreInaccessible = true, MaxRecursionDepth = 16 };
            IEnumerable<string> files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", options) : [];
            foreach (string file in files.Where(f => !f.EndsWith(".room", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).Take(MaximumCandidates))
            {
                if (read(file) is { AudioSha256: { } hash })
                {
                    _byHash.TryAdd(hash, System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/'));
                }
            }

            return _byHash;
        }

        private void Add(Severity severity, string code, MediaReference media, string message, string? hint) => Findings.Add(new Finding(code, severity, message)
        {
            File = media.Origin.File,
            Line = media.Origin.Line,
            Column = media.Origin.Column,
            Width = media.Origin.Width,
            Hint = hint,
        });
    }
}
