using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Media;
using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Opens media and makes the clips of tracks from them.</summary>
/// <remarks>
/// Clip processes run over the media, not over the clips (they see the same audio however a medium is cut), then the rate is converted,
/// then range, gain and fades apply. Clips of a track with equal chains share one processed source; whole-clip results are shared by all.
/// Processes that depend on the range (normalize, reverse) and those behind them run over the clip's range at the session's rate.
/// </remarks>
internal sealed class TrackOpener : IDisposable
{
    private const double AudibleDipDb = -0.5;
    private const double SearchSeconds = 0.02;
    private readonly SessionDocument _document;
    private readonly RenderOptions _options;
    private readonly SlotCompiler _slots;
    private readonly Dictionary<string, MediaReference> _media;
    private readonly Dictionary<string, string> _fingerprints = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SharedSource> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SharedSource> _studied = new(StringComparer.Ordinal);
    private readonly List<IDisposable> _owned = [];

    /// <summary>Prepares to open tracks.</summary>
    /// <param name="document">The session.</param>
    /// <param name="options">Media and catalog.</param>
    /// <param name="slots">Makes settings.</param>
    public TrackOpener(SessionDocument document, RenderOptions options, SlotCompiler slots)
    {
        _document = document;
        _options = options;
        _slots = slots;
        _media = new Dictionary<string, MediaReference>(StringComparer.Ordinal);
        foreach (MediaReference media in document.Media)
        {
            _media.TryAdd(media.Id, media);
        }
    }

    /// <summary>Notes and warnings so far.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>What the media's readers have to tell: what was salvaged, and samples that were no numbers.</summary>
    public IEnumerable<Finding> MediaFindings()
    {
        foreach ((string id, SharedSource medium) in _open)
        {
            if (medium.Medium is not IMediaReader reader)
            {
                continue;
            }

            foreach (Finding finding in reader.Info.Findings)
            {
                yield return finding;
            }

            if (reader.ReplacedValues > 0)
            {
                yield return new Finding(
                    "RT9913", Severity.Warning,
                    string.Create(CultureInfo.InvariantCulture, $"media '{id}' holds {reader.ReplacedValues} samples that are no numbers, the first at sample {reader.FirstReplaced}; they were read as silence"))
                {
                    File = _media[id].Path,
                };
            }
        }
    }

    /// <summary>The facts of a medium; null where the session has no such medium.</summary>
    /// <param name="id">Its id.</param>
    public MediaFacts? Facts(string id) =>
        _media.ContainsKey(id) ? new MediaFacts(Medium(id).SampleRate, Medium(id).Length, Medium(id).Layout) : null;

    /// <summary>The clips of a track.</summary>
    /// <param name="track">The track, resolved.</param>
    /// <param name="pushed">Whole-clip processes of the track, which run after each clip's own.</param>
    /// <param name="bus">Layout of the bus that the track feeds.</param>
    public TrackSource Open(ResolvedTrack track, ImmutableArray<ProcessSlot> pushed, ChannelLayout bus)
    {
        var shared = new Dictionary<string, IAudioSource>(StringComparer.Ordinal);
        var clips = new List<OpenClip>();
        foreach (ResolvedClip clip in track.Clips.Where(c => !c.Clip.IsMuted))
        {
            clips.Add(OpenClip(track.Track, clip, pushed, bus, shared));
        }

        JoinAdaptively(clips);
        ChannelLayout layout = Widest(clips);
        var source = new TrackSource(_document.SampleRate, layout, clips.Select(c => Place(c, layout, track.Track.Role)));
        _owned.Add(source);
        return source;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = _owned.Count - 1; i >= 0; i--)
        {
            _owned[i].Dispose();
        }

        foreach (SharedSource medium in _open.Values)
        {
            medium.Dispose();
        }
    }

    private SharedSource Medium(string id)
    {
        if (!_open.TryGetValue(id, out SharedSource? medium))
        {
            _open[id] = medium = new SharedSource(_options.Media.Open(_media[id]));
        }

        return medium;
    }

    private string Fingerprint(string id)
    {
        if (!_fingerprints.TryGetValue(id, out string? fingerprint))
        {
            _fingerprints[id] = fingerprint = _options.Media.Fingerprint(_media[id]);
        }

        return fingerprint;
    }

    private OpenClip OpenClip(
        Track track, ResolvedClip clip, ImmutableArray<ProcessSlot> pushed, ChannelLayout bus, Dictionary<string, IAudioSource> shared)
    {
        string owner = $"clip '{clip.Clip.Id}' of {track.Id}";
        var chain = new List<ProcessSlot>();
        bool isInverted = false;
        foreach (ProcessSlot slot in clip.Clip.Processes.Concat(pushed).Where(s => !s.IsBypassed && s.Process != "drift"))
        {
            // A plain change of polarity is a sign, not a process to run.
            bool isSign = slot.Process == "polarity" && slot.Values.IsEmpty;
            isInverted ^= isSign;
            if (!isSign)
            {
                chain.Add(PositionSlot.In(slot, bus));
            }
        }

        int overMedia = chain.FindIndex(s => _options.Catalog.Find(s.Process)?.IsRangeDependent == true);
        overMedia = overMedia < 0 ? chain.Count : overMedia;
        string key = Fingerprint(clip.Clip.Media);
        IAudioSource source = Medium(clip.Clip.Media);
        foreach (ProcessSlot slot in chain.Take(overMedia))
        {
            source = Processed(owner, source, slot, ref key, shared);
        }

        source = AtSessionRate(source, clip.Ratio, ref key, shared);
        long start = clip.MediaOffset;
        if (overMedia < chain.Count)
        {
            source = new RangeSource(source, start, clip.Length);
            key += string.Create(CultureInfo.InvariantCulture, $"|{start}+{clip.Length}");
            start = 0;
            foreach (ProcessSlot slot in chain.Skip(overMedia))
            {
                source = Processed(owner, source, slot, ref key, shared);
            }
        }

        return new OpenClip(clip, source, Settings(clip, start, isInverted), key);
    }

    private IAudioSource Processed(string owner, IAudioSource source, ProcessSlot slot, ref string key, Dictionary<string, IAudioSource> shared)
    {
        IProcess process = _slots.Create(owner, slot);
        key += "|" + ChainKey.Of(slot, _options.Catalog) + ReferenceKey(owner, slot, process);
        if (shared.TryGetValue(key, out IAudioSource? known))
        {
            return known;
        }

        IAudioSource result = process.IsNeutral ? source : process switch
        {
            IClipProcess whole => Studied(owner, source, slot, whole, key),
            IStreamingProcess streaming => Own(Streamed(owner, source, slot, streaming)),
            _ => throw new InvalidOperationException($"'{slot.Process}' is neither a streaming nor a whole-clip process."),
        };
        shared[key] = result;
        return result;
    }

    private SharedSource Studied(string owner, IAudioSource source, ProcessSlot slot, IClipProcess process, string key)
    {
        if (!_studied.TryGetValue(key, out SharedSource? studied))
        {
            studied = new SharedSource(Guarded(owner, slot, () => process is IReferredProcess referred
                ? Referred(owner, slot, referred, source)
                : process.Apply(source, null, _options.Cancellation)));
            _studied[key] = Own(studied);
        }

        return studied;
    }

    // A reference changes the result as the medium itself does.
    private string ReferenceKey(string owner, ProcessSlot slot, IProcess process) =>
        !process.IsNeutral && process is IReferredProcess referred ? $"<{Fingerprint(ReferenceOf(owner, slot, referred).Id)}>" : string.Empty;

    private MediaSpan ReferenceOf(string owner, ProcessSlot slot, IReferredProcess process) => process.Reference switch
    {
        ParameterValue.Reference { Id: var id } when _media.ContainsKey(MediaSpan.Parse(id).Id) => MediaSpan.Parse(id),
        _ => throw SlotCompiler.Refused(owner, slot, new ProcessSettingsException(
            $"{slot.Process} takes other audio by the id of its media statement; declare the file with 'media' and write its id")),
    };

    private IAudioSource Referred(string owner, ProcessSlot slot, IReferredProcess process, IAudioSource source)
    {
        MediaSpan span = ReferenceOf(owner, slot, process);
        IAudioSource reference = Medium(span.Id);
        if (span is { Start: { } start, End: { } end })
        {
            long from = start.ToSamples(reference.SampleRate), to = end.ToSamples(reference.SampleRate);
            if (to > reference.Length)
            {
                throw new ProcessSettingsException($"{slot.Process}: the range of '{span.Id}' ends after the medium does; end it earlier");
            }

            reference = new RangeSource(reference, from, to - from);
        }

        IAudioSource result = process.Refer(reference, _options.Cancellation).Apply(source, null, out string found, _options.Cancellation);
        Findings.Add(RenderFinding.At("RT0521", Severity.Note, $"{owner}: {slot.Process} to '{span}': {found}", slot.Origin));
        return result;
    }

    private static StreamedSource Streamed(string owner, IAudioSource source, ProcessSlot slot, IStreamingProcess process) =>
        Guarded(owner, slot, () => new StreamedSource(process, source));

    private static T Guarded<T>(string owner, ProcessSlot slot, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ProcessSettingsException problem)
        {
            throw SlotCompiler.Refused(owner, slot, problem);
        }
    }

    private IAudioSource AtSessionRate(IAudioSource source, SampleRatio ratio, ref string key, Dictionary<string, IAudioSource> shared)
    {
        if (ratio.Numerator == ratio.Denominator)
        {
            return source;
        }

        key += string.Create(CultureInfo.InvariantCulture, $"|{ratio.Numerator}/{ratio.Denominator}");
        if (!shared.TryGetValue(key, out IAudioSource? result))
        {
            result = RateConversion.Of(source, ratio, _document.SampleRate);
            shared[key] = result;
            if (result is IDisposable owned)
            {
                _owned.Add(owned);
            }
        }

        return result;
    }

    private static ClipSettings Settings(ResolvedClip clip, long start, bool isInverted) => new(start, clip.Length)
    {
        GainDb = clip.Clip.GainDb,
        IsInverted = isInverted,
        GainLine = [.. clip.Clip.GainLine.Select(p => p with { Position = p.Position + clip.HandleBefore })],
        In = new FadeEdge(clip.FadeIn.Length, clip.FadeIn.Shape),
        Out = new FadeEdge(clip.FadeOut.Length, clip.FadeOut.Shape),
    };

    private void JoinAdaptively(List<OpenClip> clips)
    {
        for (int i = 1; i < clips.Count; i++)
        {
            OpenClip later = clips[i];
            int partner = later.Clip.FadeIn is { Shape: FadeShape.Adaptive, Partner: { } id } ? clips.FindLastIndex(i - 1, c => c.Clip.Clip.Id == id) : -1;
            if (partner < 0)
            {
                continue;
            }

            OpenClip earlier = clips[partner];
            long overlap = later.Clip.FadeIn.Length;
            double correlation = AdaptiveJoin.Correlation(
                earlier.Source, earlier.Settings.SourceStart + later.Clip.Start - earlier.Clip.Start, later.Source, later.Settings.SourceStart, overlap);
            correlation = earlier.Settings.IsInverted == later.Settings.IsInverted ? correlation : -correlation;
            clips[partner] = earlier with { Settings = earlier.Settings with { Out = earlier.Settings.Out with { Correlation = correlation } } };
            clips[i] = later with { Settings = later.Settings with { In = later.Settings.In with { Correlation = correlation } } };
            ReportDip(earlier, later, correlation);
        }
    }

    private void ReportDip(OpenClip earlier, OpenClip later, double correlation)
    {
        double dip = AdaptiveJoin.DipDb(correlation);
        if (dip >= AudibleDipDb)
        {
            return;
        }

        Findings.Add(RenderFinding.At(
            "RT0520", Severity.Warning,
            string.Create(CultureInfo.InvariantCulture, $"the join into clip '{later.Clip.Clip.Id}' dips by {-dip:0.0} dB: its sides have opposite polarity (correlation {correlation:0.00})"),
            later.Clip.Clip.Origin) with { Hint = $"invert one side{BetterCut(earlier, later, correlation)}" });
    }

    // The cut at which the two sides are most alike, in the middle of the overlap, where both sound.
    private string BetterCut(OpenClip earlier, OpenClip later, double correlation)
    {
        long overlap = later.Clip.FadeIn.Length;
        int length = (int)Math.Min(overlap, _document.SampleRate);
        long skipped = (overlap - length) / 2;
        (int shift, double reached) = AdaptiveJoin.Align(
            earlier.Source, earlier.Settings.SourceStart + later.Clip.Start - earlier.Clip.Start + skipped, later.Source, later.Settings.SourceStart + skipped,
            length, (int)(SearchSeconds * _document.SampleRate), earlier.Settings.IsInverted != later.Settings.IsInverted);
        return reached <= correlation || AdaptiveJoin.DipDb(reached) < AudibleDipDb
            ? ", or move the cut"
            : string.Create(
                CultureInfo.InvariantCulture,
                $", or take '{later.Clip.Clip.Id}' from {Math.Abs(1000.0 * shift / _document.SampleRate):0.00} ms {(shift < 0 ? "earlier" : "later")} in its medium (correlation {reached:0.00})");
    }

    private static ChannelLayout Widest(List<OpenClip> clips) =>
        clips.Count == 0 ? ChannelLayout.Mono : clips.MaxBy(c => c.Source.Layout.Count)!.Source.Layout;

    private static PlacedClip Place(OpenClip clip, ChannelLayout layout, string? role) =>
        new(clip.Clip.Start, new ClipSource(clip.Source, clip.Settings), ChannelMap.Between(clip.Source.Layout, layout, role), clip.Key);

    private T Own<T>(T source)
        where T : IDisposable
    {
        _owned.Add(source);
        return source;
    }
}

/// <summary>A clip whose media is open.</summary>
/// <param name="Clip">Where it stands.</param>
/// <param name="Source">Its media, processed, at the session's rate.</param>
/// <param name="Settings">Range and levels.</param>
/// <param name="Key">Everything that the source's samples depend on.</param>
internal sealed record OpenClip(ResolvedClip Clip, IAudioSource Source, ClipSettings Settings, string Key);
