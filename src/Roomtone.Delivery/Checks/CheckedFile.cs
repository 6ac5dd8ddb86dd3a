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

    /// <summary>Line-up tones and pops; null where nobody asked.</summary>
    public ToneReading? Tones { get; init; }

    /// <summary>Dialogue outside the centre; null where nobody asked.</summary>
    public CentreReading? Centre { get; init; }

    /// <summary>How a mono file was counted.</summary>
    public MonoLoudness MonoAs { get; init; }

    /// <summary>The layout.</summary>
    public ChannelLayout Layout => Measurement.Layout;

    /// <summary>A file that was measured.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="file">The file, opened.</param>
    /// <param name="measured">Its figures.</param>
    /// <param name="mono">How a mono file was counted.</param>
    internal static CheckedFile Of(string path, IDeliveredFile file, MeasuredProgramme measured, MonoLoudness mono) => new()
    {
        Name = Path.GetFileName(path),
        Format = file.Format,
        Measurement = measured.Measurement,
        Measures = measured.Measures,
        Trace = measured.Trace,
        Tags = file.Tags,
        Tones = measured.Tones,
        Centre = measured.Centre,
        MonoAs = mono,
    };
}
