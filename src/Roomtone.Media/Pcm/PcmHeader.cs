using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>What a parser finds in a file of plain samples.</summary>
internal sealed record PcmHeader
{
    public required MediaContainer Container { get; init; }

    public required string Form { get; init; }

    public required SampleFormat Format { get; init; }

    public required int SampleRate { get; init; }

    public required ChannelPlaces Channels { get; init; }

    /// <summary>Byte offset of the first sample.</summary>
    public required long DataStart { get; init; }

    /// <summary>Samples per channel.</summary>
    public required long Length { get; init; }

    public MetadataSet Metadata { get; init; } = MetadataSet.Empty;

    public ImmutableArray<Finding> Findings { get; init; } = [];

    public MediaInfo ToInfo() => new()
    {
        Container = Container,
        Form = Form,
        Format = Format,
        SampleRate = SampleRate,
        Layout = Channels.Layout,
        Length = Length,
        Metadata = Metadata,
        Tags = Metadata.ReadTags(),
        Findings = [.. Findings, .. Metadata.Conflicts(SampleRate)],
    };
}

/// <summary>Collects what a parser has to tell.</summary>
internal sealed class ParserFindings(string file)
{
    private readonly List<Finding> _findings = [];

    internal ImmutableArray<Finding> All => [.. _findings];

    internal void Note(long offset, string message) => Add("RT9102", Severity.Note, offset, message);

    internal void Warn(long offset, string message) => Add("RT9101", Severity.Warning, offset, message);

    private void Add(string code, Severity severity, long offset, string message) =>
        _findings.Add(new Finding(code, severity, message) { File = file, Offset = offset });
}
