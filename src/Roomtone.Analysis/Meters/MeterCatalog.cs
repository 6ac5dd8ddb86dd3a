using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>A meter that can be chosen by name.</summary>
/// <param name="Id">What is written.</param>
/// <param name="Summary">What it reads, one line.</param>
/// <param name="Create">Makes one for a sample rate in Hz, a layout and a way of hearing mono.</param>
public sealed record MeterDefinition(string Id, string Summary, Func<int, ChannelLayout, MonoPlayback, IMeter<MeterReading>> Create);

/// <summary>Every meter beside the programme's own, a line each.</summary>
public static class MeterCatalog
{
    /// <summary>All of them, in the order in which they are listed.</summary>
    public static ImmutableArray<MeterDefinition> All { get; } =
    [
        new("vu", "VU, 0 VU = −20 dBFS sine (IEC 60268-17)", (rate, layout, _) => new VuMeter(rate, layout)),
        new("ppm-i", "peak programme meter type I, DIN and Nordic (IEC 60268-10)", (rate, layout, _) => new PpmMeter(rate, layout, PpmType.I)),
        new("ppm-iia", "peak programme meter type IIa, BBC marks 1 to 7 (IEC 60268-10)", (rate, layout, _) => new PpmMeter(rate, layout, PpmType.IIa)),
        new("ppm-iib", "peak programme meter type IIb, EBU (IEC 60268-10)", (rate, layout, _) => new PpmMeter(rate, layout, PpmType.IIb)),
        new("k-12", "K-System, 0 dB = −12 dBFS", (rate, layout, _) => new KMeter(rate, layout, 12)),
        new("k-14", "K-System, 0 dB = −14 dBFS", (rate, layout, _) => new KMeter(rate, layout, 14)),
        new("k-20", "K-System, 0 dB = −20 dBFS", (rate, layout, _) => new KMeter(rate, layout, 20)),
        new(PsrMeter.Id, "peak to short-term loudness ratio, least and mean", (rate, layout, mono) => new PsrMeter(rate, layout, mono)),
        new(LeqMMeter.Id, "Leq(M), loudness of cinema trailers and advertisements (ISO 21727)", (rate, layout, _) => new LeqMMeter(rate, layout)),
        new(NamedDialogueMeter.Id, "loudness and share of speech, by a detector without trained weights (indicative on a mix)", (rate, layout, mono) => new NamedDialogueMeter(rate, layout, mono)),
        .. FractionalOctave.Fractions.Select(n => new MeterDefinition(
            $"rta-{n}", n == 1 ? "level in octaves (IEC 61260-1)" : $"level in 1/{n} octaves", (rate, layout, _) => new RtaMeter(rate, layout, n))),
    ];

    /// <summary>The meter of an id, or null.</summary>
    /// <param name="id">As written.</param>
    public static MeterDefinition? Find(string id) => All.FirstOrDefault(m => m.Id == id);
}
