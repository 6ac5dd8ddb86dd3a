namespace Roomtone.Platform;

/// <summary>What a file, a session or a child may ask of the machine before it is refused; every message names its limit.</summary>
/// <remarks>The defaults are those of the reliability promises; each is an option. Immutable, free to share.</remarks>
public sealed record Limits
{
    /// <summary>The defaults.</summary>
    public static Limits Default { get; } = new();

    /// <summary>Channels of a media file.</summary>
    public int MaximumChannels { get; init; } = 128;

    /// <summary>Lowest sample rate, Hz.</summary>
    public int MinimumSampleRate { get; init; } = 8_000;

    /// <summary>Highest sample rate, Hz.</summary>
    public int MaximumSampleRate { get; init; } = 384_000;

    /// <summary>Chunks of a media file.</summary>
    public int MaximumChunks { get; init; } = 65_536;

    /// <summary>Bytes of a chunk that is held in memory; a larger one is copied by way of the disk.</summary>
    public int MaximumChunkBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Bytes allocated for a media file before its samples flow.</summary>
    public long MaximumHeaderBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Bytes of an XML text (iXML, axml, interchange).</summary>
    public long MaximumXmlBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Nesting of an XML text.</summary>
    public int MaximumXmlDepth { get; init; } = 128;

    /// <summary>Findings that are printed before "and N more".</summary>
    public int MaximumFindings { get; init; } = 100;

    /// <summary>Time that a child process may take without getting on.</summary>
    public TimeSpan ChildTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Address space of a child process, bytes.</summary>
    public long ChildMemoryBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Bytes of a child's messages that are kept, the last ones.</summary>
    public int ChildMessageBytes { get; init; } = 64 * 1024;

    /// <summary>Seconds of audio that a decoder may deliver past the length that the file declares.</summary>
    public double ChildExcessSeconds { get; init; } = 10;
}
