using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>Markers and regions in the chunks of each family, which is how they pass from one kind of file to another.</summary>
internal static class MarkerChunks
{
    internal static ImmutableArray<CuePoint> Read(MetadataSet set) => set.Family switch
    {
        ChunkFamily.Riff => CueChunks.Read(set),
        ChunkFamily.Aiff => AiffMarkers.Read(set),
        _ => CafMarkers.Read(set),
    };

    /// <summary>The set with these markers; it has none so far.</summary>
    internal static MetadataSet Write(MetadataSet set, ImmutableArray<CuePoint> markers)
    {
        if (markers.IsEmpty)
        {
            return set;
        }

        if (set.Family == ChunkFamily.Aiff)
        {
            return set.With("MARK", AiffMarkers.Build(markers));
        }

        (string id, string textId, (byte[] points, byte[] texts)) = set.Family == ChunkFamily.Riff
            ? ("cue ", "LIST", CueChunks.Build(markers))
            : ("mark", "strg", CafMarkers.Build(markers));
        return set with { Chunks = [.. set.Chunks, new MetadataChunk(id, points), new MetadataChunk(textId, texts)] };
    }

    /// <summary>The set with a marker where each chapter starts, where it has no markers of its own.</summary>
    internal static MetadataSet WithChapters(MetadataSet set, ImmutableArray<Chapter> chapters, int sampleRate) =>
        chapters.IsEmpty || !Read(set).IsEmpty
            ? set
            : Write(set, [.. chapters.Select((c, i) => new CuePoint((uint)i + 1, Math.Max(0, (long)Math.Round(c.StartSeconds * sampleRate)), 0, c.Title, string.Empty))]);

    /// <summary>The chunks that hold markers and nothing else.</summary>
    internal static bool Holds(MetadataChunk chunk) =>
        (chunk.IsInMemory && chunk.Id is "cue " or "MARK" or "mark" or "strg") || CueChunks.IsAssociated(chunk);

    /// <summary>A chapter from each marker, named as it is or by its number; a region counts from its start.</summary>
    internal static ImmutableArray<Chapter> ToChapters(MetadataSet set, int sampleRate, long length) =>
        Chapter.Contiguous(
            Read(set).Select((m, i) => new Chapter(
                m.Position / (double)sampleRate, m.Position / (double)sampleRate, m.Title.Length > 0 ? m.Title : (i + 1).ToString(CultureInfo.InvariantCulture))),
            length / (double)sampleRate);

    /// <summary>A set for another kind of file: markers, regions and texts in its own chunks; the rest is dropped and told.</summary>
    internal static MetadataSet Translate(MetadataSet set, MediaContainer container, int sampleRate, ICollection<Finding> findings)
    {
        ImmutableArray<CuePoint> markers = Read(set);
        MetadataChunk? instrument = Instrument(set, container);
        foreach (string id in set.Chunks.Where(c => c != instrument && !Holds(c) && !c.IsBookkeeping && !ChunkTags.Holds(set.Family, c)).Select(c => c.Id).Distinct(StringComparer.Ordinal))
        {
            findings.Add(new Finding("RT9103", Severity.Warning, $"chunk '{Plain.Escape(id)}' has no place in {container.Title()} files and is dropped"));
        }

        if (!container.IsPlain())
        {
            if (!markers.IsEmpty)
            {
                string ends = markers.Any(m => m.Length > 0) ? "; the ends of regions are dropped" : string.Empty;
                findings.Add(new Finding("RT9109", Severity.Note, $"{container.Title()} has no markers: chapters stand for them{ends}"));
            }

            return MetadataSet.Empty;
        }

        ChunkFamily family = container.Family();
        MetadataChunk? translated = null;
        if (instrument is not null)
        {
            (markers, translated) = TranslateInstrument(set, instrument, markers, sampleRate, findings);
        }

        if (family == ChunkFamily.Aiff && markers.Any(m => m.Length > 0))
        {
            findings.Add(new Finding("RT9108", Severity.Note, "AIFF has no regions: each becomes a marker at its start and one at its end"));
        }

        if (family == ChunkFamily.Aiff && AiffMarkers.Surplus(markers) is > 0 and var surplus)
        {
            findings.Add(new Finding("RT9103", Severity.Warning, string.Create(
                CultureInfo.InvariantCulture, $"AIFF numbers its markers to {short.MaxValue}: the last {surplus} are dropped")));
        }

        MetadataSet written = Write(new MetadataSet(family, []), markers);
        return translated is null ? written : written with { Chunks = [.. written.Chunks, translated] };
    }

    /// <summary>The chunk of a sampler that the other kind of file has a place for; null where there is none.</summary>
    private static MetadataChunk? Instrument(MetadataSet set, MediaContainer container) => !container.IsPlain() ? null : (set.Family, container.Family()) switch
    {
        (ChunkFamily.Riff, ChunkFamily.Aiff) => set.Chunks.FirstOrDefault(c => c.Id == "smpl" && c.IsInMemory),
        (ChunkFamily.Aiff, ChunkFamily.Riff) => set.Chunks.FirstOrDefault(c => c.Id == "INST" && c.IsInMemory),
        _ => null,
    };

    private static (ImmutableArray<CuePoint> Markers, MetadataChunk? Chunk) TranslateInstrument(
        MetadataSet set, MetadataChunk instrument, ImmutableArray<CuePoint> markers, int sampleRate, ICollection<Finding> findings)
    {
        if (set.Family == ChunkFamily.Aiff)
        {
            return InstrumentChunks.ToRiff(instrument.Data.Span, markers, sampleRate) is { } found ? (found.Markers, new MetadataChunk("smpl", found.Sampler)) : (markers, null);
        }

        if (InstrumentChunks.Surplus(set.Loops) is > 0 and var surplus)
        {
            findings.Add(new Finding("RT9103", Severity.Warning, string.Create(CultureInfo.InvariantCulture, $"AIFF has two loops: {surplus} of yours {(surplus == 1 ? "is" : "are")} dropped")));
        }

        (byte[] chunk, ImmutableArray<CuePoint> loops) = InstrumentChunks.ToAiff(instrument.Data.Span, markers);
        return ([.. markers, .. loops], new MetadataChunk("INST", chunk));
    }
}
