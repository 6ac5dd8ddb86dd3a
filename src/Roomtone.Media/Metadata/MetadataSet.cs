using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Media;

/// <summary>Which kind of file a chunk comes from; chunks stay within their family.</summary>
public enum ChunkFamily
{
    /// <summary>RIFF, RF64, BW64, Wave64.</summary>
    Riff,

    /// <summary>AIFF and AIFF-C.</summary>
    Aiff,

    /// <summary>Core Audio Format.</summary>
    Caf,
}

/// <summary>Every chunk of a file, byte for byte and in order, with views of those that are understood.</summary>
/// <remarks>Immutable: each change is a new set, in which chunks that are not concerned keep their bytes.</remarks>
/// <param name="Family">Where the chunks come from.</param>
/// <param name="Chunks">The chunks but those that describe the samples themselves.</param>
public sealed record MetadataSet(ChunkFamily Family, ImmutableArray<MetadataChunk> Chunks)
{
    /// <summary>No chunks.</summary>
    public static MetadataSet Empty { get; } = new(ChunkFamily.Riff, []);

    /// <summary>The broadcast extension; null without one.</summary>
    public BroadcastExtension? Broadcast => Find("bext") is { } chunk ? BroadcastExtension.Parse(chunk.Data.Span) : null;

    /// <summary>The iXML text; null without one.</summary>
    public IxmlText? Ixml => Find("iXML") is { } chunk ? new IxmlText(chunk.Data) : null;

    /// <summary>The XMP packet of a WAV; null where there is none.</summary>
    public XmpText? Xmp => Find("_PMX") is { } chunk ? new XmpText(chunk.Data.Span) : null;

    /// <summary>Markers with their names and region lengths, in the file's order.</summary>
    public ImmutableArray<CuePoint> Cues => MarkerChunks.Read(this);

    /// <summary>Loops of the smpl chunk.</summary>
    public ImmutableArray<SamplerLoop> Loops => Find("smpl") is { } chunk ? SamplerChunk.Read(chunk.Data.Span) : [];

    /// <summary>The first chunk of an id that is in memory.</summary>
    /// <param name="id">Four characters.</param>
    public MetadataChunk? Find(string id) => Chunks.FirstOrDefault(c => c.Id == id && c.IsInMemory);

    /// <summary>The set with one chunk replaced in its place, or added before the samples.</summary>
    /// <param name="id">Four characters.</param>
    /// <param name="data">The new bytes.</param>
    public MetadataSet With(string id, ReadOnlyMemory<byte> data)
    {
        int index = IndexOf(id);
        return this with { Chunks = index < 0 ? Chunks.Add(new MetadataChunk(id, data)) : Chunks.SetItem(index, Chunks[index].With(data)) };
    }

    /// <summary>The set without the chunks of an id.</summary>
    /// <param name="id">Four characters.</param>
    public MetadataSet Without(string id) => this with { Chunks = Chunks.RemoveAll(c => c.Id == id) };

    /// <summary>What holds for a part of the file: time reference, cues, regions and loops counted from its start.</summary>
    /// <param name="start">First sample of the part.</param>
    /// <param name="length">Samples of the part.</param>
    /// <param name="findings">Receives what does not lie in the part and was dropped; null where nobody asks.</param>
    public MetadataSet Trim(long start, long length, ICollection<Finding>? findings = null) =>
        Move(SampleMap.Part(start, length), findings);

    /// <summary>What holds at another sample rate: every count of samples scaled.</summary>
    /// <param name="from">Rate of the samples that the set describes, Hz.</param>
    /// <param name="to">New rate, Hz.</param>
    /// <param name="findings">Receives what could not be scaled; null where nobody asks.</param>
    public MetadataSet Resample(int from, int to, ICollection<Finding>? findings = null) =>
        Move(SampleMap.Rate(from, to), findings);

    /// <summary>What holds after an edit: time reference, cues, regions and loops moved with the samples.</summary>
    /// <param name="map">Where the samples are now.</param>
    /// <param name="findings">Receives what was dropped or could not be moved; null where nobody asks.</param>
    public MetadataSet Move(SampleMap map, ICollection<Finding>? findings = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        return map == SampleMap.Identity ? this : MetadataTransform.Apply(this, map, findings);
    }

    /// <summary>The broadcast extension with measured loudness, which makes it version 2.</summary>
    /// <param name="loudness">The measured values.</param>
    /// <returns>The same set where there is no broadcast extension.</returns>
    public MetadataSet WithLoudness(BroadcastLoudness loudness) =>
        Find("bext") is { } chunk ? With("bext", BroadcastExtension.WithLoudness(chunk.Data.Span, loudness)) : this;

    /// <summary>The set for a kind of file: markers, regions and the loops of samplers in its own chunks; what has no place there is dropped and told.</summary>
    /// <remarks>
    /// Texts (title, artist, …) are not chunks of the new set: they pass as <see cref="MediaFormatSpec.Tags"/>, and into
    /// compressed files markers pass as <see cref="MediaInfo.ChaptersOrMarkers"/>.
    /// </remarks>
    /// <param name="container">The kind of file.</param>
    /// <param name="sampleRate">Rate of the file, Hz.</param>
    /// <param name="findings">Receives what was dropped.</param>
    public MetadataSet For(MediaContainer container, int sampleRate, ICollection<Finding> findings) =>
        container.IsPlain() && container.Family() == Family ? this : MarkerChunks.Translate(this, container, sampleRate, findings);

    /// <summary>Contradictions between what the chunks say.</summary>
    /// <param name="sampleRate">Rate of the file, Hz.</param>
    public ImmutableArray<Finding> Conflicts(int sampleRate) => MetadataConflicts.Find(this, sampleRate);

    /// <summary>Title, artist, … as the chunks tell them.</summary>
    public MediaTags ReadTags() => ChunkTags.Read(this);

    internal int IndexOf(string id)
    {
        for (int i = 0; i < Chunks.Length; i++)
        {
            if (Chunks[i].Id == id && Chunks[i].IsInMemory)
            {
                return i;
            }
        }

        return -1;
    }
}
