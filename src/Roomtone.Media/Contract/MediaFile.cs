using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>How a file is opened.</summary>
public sealed record MediaOpenOptions
{
    /// <summary>The defaults: samples that must be decoded go to a folder of the system's temporary one.</summary>
    public static MediaOpenOptions Default { get; } = new();

    /// <summary>What the file may ask for.</summary>
    public Limits Limits { get; init; } = Limits.Default;

    /// <summary>Folder for decoded samples; made where it does not exist.</summary>
    public string CacheFolder { get; init; } = Path.Combine(Path.GetTempPath(), "roomtone-media-cache");

    /// <summary>Which audio stream of a file with several, from 0.</summary>
    public int Stream { get; init; }

    /// <summary>Is told how far decoding is; null = nobody asks.</summary>
    public IWorkProgress? Progress { get; init; }

    /// <summary>Stops decoding.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>Opens and creates media files.</summary>
public static class MediaFile
{
    private const int HeadBytes = 64;

    /// <summary>Opens a media file: plain samples directly, everything else through ffmpeg.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Limits and cache; null = the defaults.</param>
    /// <exception cref="MediaFormatException">The file can't be read: file, byte offset, reason (exit 4).</exception>
    public static IMediaReader Open(string path, MediaOpenOptions? options = null)
    {
        options ??= MediaOpenOptions.Default;
        FileByteSource source = FileByteSource.Open(path);
        try
        {
            return Open(source, options.Limits);
        }
        catch (MediaFormatException e) when (e.IsUnknownEncoding)
        {
            source.Dispose();
            return DecodedMedia.Open(path, options, e);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Opens plain samples from any bytes.</summary>
    /// <param name="source">The bytes; the reader owns them when it returns.</param>
    /// <param name="limits">What the file may ask for; null = the defaults.</param>
    /// <exception cref="MediaFormatException">The bytes can't be read.</exception>
    public static IMediaReader Open(IByteSource source, Limits? limits = null)
    {
        limits ??= Limits.Default;
        Span<byte> head = stackalloc byte[HeadBytes];
        head = head[..source.Read(0, head)];
        PcmHeader header =
            RiffParser.Recognises(head) ? RiffParser.Parse(source, limits)
            : Wave64Parser.Recognises(head) ? Wave64Parser.Parse(source, limits)
            : AiffParser.Recognises(head) ? AiffParser.Parse(source, limits)
            : CafParser.Recognises(head) ? CafParser.Parse(source, limits)
            : throw Unrecognised(source, head);
        return new PcmReader(source, header);
    }

    /// <summary>What is known of a file, without decoding it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Limits; null = the defaults.</param>
    /// <exception cref="MediaFormatException">The file can't be read.</exception>
    public static MediaInfo Probe(string path, MediaOpenOptions? options = null)
    {
        options ??= MediaOpenOptions.Default;
        using FileByteSource source = FileByteSource.Open(path);
        try
        {
            return Open(source, options.Limits).Info;
        }
        catch (MediaFormatException e) when (e.IsUnknownEncoding)
        {
            return StreamProbe.Run(path, options, e).Info;
        }
    }

    /// <summary>Creates a media file; without <see cref="IMediaWriter.Complete"/> nothing stays.</summary>
    /// <param name="path">The file.</param>
    /// <param name="spec">What it shall be.</param>
    /// <param name="output">What may be replaced, and what is protected; null = nothing is replaced.</param>
    /// <param name="limits">What an encoder may take; null = the defaults.</param>
    /// <param name="cancellation">Stops an encoder.</param>
    /// <exception cref="RoomtoneException">It can't be written (exit 4).</exception>
    public static IMediaWriter Create(
        string path, MediaFormatSpec spec, OutputOptions? output = null, Limits? limits = null, CancellationToken cancellation = default)
    {
        spec.Check(path);
        if (!spec.IsPlain)
        {
            return EncodedWriter.Create(path, spec, output ?? OutputOptions.New, limits ?? Limits.Default, cancellation);
        }

        OutputFile file = OutputFile.Create(path, output);
        try
        {
            return CreatePlain(file, path, spec);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static PcmWriter CreatePlain(OutputFile file, string path, MediaFormatSpec spec)
    {
        bool isBigEndian = spec.Container is MediaContainer.Aiff or MediaContainer.AiffC;
        SampleEncoding encoding = isBigEndian && spec.Encoding == SampleEncoding.Unsigned8 ? SampleEncoding.Signed8
            : spec.Container <= MediaContainer.Wave64 && spec.Encoding == SampleEncoding.Signed8 ? SampleEncoding.Unsigned8
            : spec.Container == MediaContainer.Caf && spec.Encoding == SampleEncoding.Unsigned8 ? SampleEncoding.Signed8
            : spec.Encoding;
        SampleFormat format = SampleFormat.Of(encoding);
        format = format with { IsBigEndian = isBigEndian && format.Bytes > 1 };
        ChannelPlaces places = isBigEndian ? new ChannelPlaces(spec.Layout, [], 0) : SpeakerMask.FromLayout(spec.Layout);
        ChunkFamily family = spec.Container.Family();
        MetadataSet metadata = spec.Metadata.Chunks.IsEmpty ? new MetadataSet(family, []) : spec.Metadata;
        if (metadata.Family != family)
        {
            throw new ArgumentException($"Chunks of {metadata.Family} files do not go into {family} files: use MetadataSet.For, which tells what is lost.", nameof(spec));
        }

        metadata = MarkerChunks.WithChapters(ChunkTags.Write(metadata, spec.Tags), spec.Chapters, spec.SampleRate);
        bool needsAiffC = spec.Container == MediaContainer.AiffC || format.IsFloat || format.Encoding is SampleEncoding.ALaw or SampleEncoding.MuLaw;
        IContainerWriter container = spec.Container switch
        {
            MediaContainer.Wave64 => new Wave64Writer(format, spec.SampleRate, places, metadata),
            MediaContainer.Aiff or MediaContainer.AiffC => new AiffWriter(path, format, spec.SampleRate, places.Layout.Count, metadata, needsAiffC),
            MediaContainer.Caf => new CafWriter(format, spec.SampleRate, places, metadata),
            MediaContainer.Bw64 => new RiffWriter(format, spec.SampleRate, places, metadata, "BW64"),
            _ => new RiffWriter(format, spec.SampleRate, places, metadata, "RIFF"),
        };
        return new PcmWriter(file, container, format, places);
    }

    private static MediaFormatException Unrecognised(IByteSource source, ReadOnlySpan<byte> head)
    {
        string reason = source.Length == 0 ? "it is empty" : "no known kind of media file";

        // A damaged header of our own kinds is not handed to ffmpeg, which would guess.
        bool isDamaged = (head.StartsWith("RIFF"u8) && !(head.Length >= 12 && head[8..].StartsWith("AVI "u8)))
            || head.StartsWith("RF6"u8) || head.StartsWith("BW64"u8) || head.StartsWith("FORM"u8) || head.StartsWith("caff"u8);
        bool isForeign = source.Length > 0 && !isDamaged;
        return new MediaFormatException(source.Name, 0, reason) { IsUnknownEncoding = isForeign };
    }
}
