using System.Collections.Immutable;
using Roomtone.Analysis;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>A finished file as a check sees it: what it is, what it measures, where its peaks lie.</summary>
public sealed record CheckedFile
{
    /// <summary>The file's name, without folders.</summary>
    public required string Name { get; init; }

    /// <summary>Container, rate, bits, bit rate and layout as they were found; null where unknown.</summary>
    public required FileFormat Format { get; init; }

    /// <summary>Everything that one pass measures, mono counted as the check asks.</summary>
    public required ProgrammeMeasurement Measurement { get; init; }

    /// <summary>The slimmer figures that plans work with.</summary>
    public required ProgrammeMeasures Measures { get; init; }

    /// <summary>Waveform, peaks over the limit, clipped places.</summary>
    public required ProgrammeTrace Trace { get; init; }

    /// <summary>Tags that are filled, lower-case, with <c>cover</c> and <c>chapters</c>.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>How a mono file was counted.</summary>
    public MonoLoudness MonoAs { get; init; }

    /// <summary>The layout.</summary>
    public ChannelLayout Layout => Measurement.Layout;
}
