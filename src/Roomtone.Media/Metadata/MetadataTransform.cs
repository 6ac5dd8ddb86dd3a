using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Media;

/// <summary>Moves everything in a set that counts samples.</summary>
internal static class MetadataTransform
{
    internal static MetadataSet Apply(MetadataSet set, SampleMap map, ICollection<Finding>? findings)
    {
        set = MoveTime(set, map, findings);
        set = set.Family switch
        {
            ChunkFamily.Riff => MoveSampler(MoveCues(set, map, findings), map, findings),
            ChunkFamily.Aiff => Turned(AiffMarkers.Move(set, map, findings), map),
            _ => CafMarkers.Move(set, map, findings),
        };
        bool isMoved = map.Start > 0 || map.IsReversed || (map.From != map.To && !map.ChangesRate);
        if (isMoved && set.Chunks.Any(c => c.Id == "axml"))
        {
            Tell(findings, "the times in the ADM text (axml) are those of the whole file as it was recorded");
        }

        return set;
    }

    private static MetadataSet Turned(MetadataSet set, SampleMap map) =>
        map.IsReversed && set.Find("INST") is { } instrument ? set.With("INST", InstrumentChunks.Reversed(instrument.Data.Span)) : set;

    internal static void Tell(ICollection<Finding>? findings, string message) =>
        findings?.Add(new Finding("RT9104", Severity.Warning, message));

    internal static void TellAtEdge(int outside, ICollection<Finding>? findings)
    {
        if (outside > 0)
        {
            Tell(findings, $"{outside} markers lie outside the part and are put at its edge");
        }
    }

    private static MetadataSet MoveTime(MetadataSet set, SampleMap map, ICollection<Finding>? findings)
    {
        if (set.Find("bext") is { } bext && bext.Length >= BroadcastExtension.TimeReferenceAt + 8)
        {
            ulong moved = Move(BroadcastExtension.Parse(bext.Data.Span).TimeReference, map);
            set = set.With("bext", BroadcastExtension.WithTimeReference(bext.Data.Span, moved));
        }

        if (set.Xmp is { } xmp)
        {
            ulong? moved = xmp.TimeReference is { } time ? Move(time, map) : null;
            int? rate = map.ChangesRate && xmp.SampleRate == map.From ? (int)map.To : null;
            set = set.With("_PMX", xmp.With(moved, rate));
        }

        if (set.Ixml is not { } ixml)
        {
            return set;
        }

        if (!ixml.IsWellFormed)
        {
            Tell(findings, "the iXML text is not well formed and is kept as it is");
            return set;
        }

        return set.With("iXML", ixml.With(IxmlValues(ixml, map)));
    }

    private static Dictionary<string, string> IxmlValues(IxmlText ixml, SampleMap map)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (ixml.TimeReference is { } time)
        {
            ulong moved = Move(time, map);
            values["TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI"] = Text((uint)(moved >> 32));
            values["TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO"] = Text((uint)moved);
            if (ixml["BEXT/BWF_TIME_REFERENCE_LOW"] is not null)
            {
                values["BWF_TIME_REFERENCE_HIGH"] = Text((uint)(moved >> 32));
                values["BWF_TIME_REFERENCE_LOW"] = Text((uint)moved);
            }
        }

        foreach (string path in (string[])["SPEED/FILE_SAMPLE_RATE", "SPEED/TIMESTAMP_SAMPLE_RATE"])
        {
            if (map.ChangesRate && long.TryParse(ixml[path], NumberStyles.None, CultureInfo.InvariantCulture, out long rate) && rate == map.From)
            {
                values[path[(path.IndexOf('/') + 1)..]] = map.To.ToString(CultureInfo.InvariantCulture);
            }
        }

        return values;
    }

    private static string Text(uint value) => value.ToString(CultureInfo.InvariantCulture);

    private static ulong Move(ulong time, SampleMap map) => (ulong)map.MoveTimeReference((long)Math.Min(time, long.MaxValue / 4));

    private static MetadataSet MoveCues(MetadataSet set, SampleMap map, ICollection<Finding>? findings)
    {
        if (set.Find("cue ") is not { } cue)
        {
            return set;
        }

        var positions = new Dictionary<uint, long>();
        var regions = new Dictionary<uint, long>();
        foreach (CuePoint point in set.Cues)
        {
            positions[point.Id] = point.Position;
            regions[point.Id] = point.Length;
        }

        var dropped = new HashSet<uint>();
        set = set.With("cue ", CueChunks.Move(cue.Data.Span, map, regions, dropped));
        ImmutableArray<MetadataChunk> chunks =
            [.. set.Chunks.Select(c => CueChunks.IsAssociated(c) ? c.With(CueChunks.MoveList(c.Data.Span, map, positions, dropped)) : c)];
        if (dropped.Count > 0)
        {
            Tell(findings, $"{dropped.Count} markers lie outside the part and are dropped");
        }

        return set with { Chunks = chunks };
    }

    private static MetadataSet MoveSampler(MetadataSet set, SampleMap map, ICollection<Finding>? findings)
    {
        if (set.Find("smpl") is not { } sampler)
        {
            return set;
        }

        byte[] moved = SamplerChunk.Move(sampler.Data.Span, map, out int dropped);
        if (dropped > 0)
        {
            Tell(findings, $"{dropped} loops lie outside the part and are dropped");
        }

        return set.With("smpl", moved);
    }
}
