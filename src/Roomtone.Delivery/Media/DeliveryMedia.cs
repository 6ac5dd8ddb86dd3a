using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Roomtone.Media;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>Finished files on the disk: our own writers for plain samples, ffmpeg for the rest.</summary>
/// <remarks>What is decoded to be checked lies in a folder of its own, which <see cref="Dispose"/> removes. Thread: free to share.</remarks>
public sealed class DeliveryMedia : IDeliveryMedia, IDisposable
{
    private readonly string _decoded;
    private readonly Lazy<string> _build = new(FindBuild);

    /// <summary>Opens the door to files.</summary>
    /// <param name="temporaryFolder">For decoded samples; null = the system's temporary folder.</param>
    public DeliveryMedia(string? temporaryFolder = null) =>
        _decoded = Path.Combine(temporaryFolder ?? Path.GetTempPath(), $"roomtone-delivery-{Guid.NewGuid():N}");

    /// <inheritdoc/>
    public IDeliveryWriter Create(EncodeOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        MediaFormatSpec spec = FileSpecification.Of(order);
        return new Writer(MediaFile.Create(order.Path, spec, order.Output, cancellation: order.Cancellation), Sidecar(order));
    }

    /// <inheritdoc/>
    public void Check(EncodeOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        FileSpecification.Of(order).Check(order.Path);
    }

    /// <inheritdoc/>
    public ImmutableArray<string> LeftOut(EncodeOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return FileSpecification.LeftOut(order);
    }

    /// <inheritdoc/>
    public IDeliveredFile Open(string path, CancellationToken cancellation) =>
        new DeliveredFile(MediaFile.Open(path, new MediaOpenOptions { CacheFolder = _decoded, Cancellation = cancellation }));

    /// <inheritdoc/>
    public string EncoderOf(string container) => container switch
    {
        "mp3" => _build.Value + ", libmp3lame",
        "opus" => _build.Value + ", libopus",
        "vorbis" => _build.Value + ", libvorbis",
        "aac" or "flac" or "alac" => _build.Value,
        _ => string.Empty,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            if (Directory.Exists(_decoded))
            {
                Directory.Delete(_decoded, recursive: true);
            }
        }
        catch (Exception e) when (FileFailure.IsFileError(e))
        {
            // Decoded samples in the system's temporary folder are the system's to remove.
        }
    }

    private static string FindBuild()
    {
        if (Executables.Find("ffmpeg") is not { } program)
        {
            return "ffmpeg";
        }

        (_, byte[] output) = ChildProcess.Run(new ChildOptions { Program = program, Arguments = ["-version"] }, 4096);
        string[] words = Encoding.UTF8.GetString(output).Split('\n')[0].Split(' ');
        return words.Length > 2 ? $"{words[0]} {words[2]}" : "ffmpeg";
    }

    /// <summary>Chapters as a JSON file beside the audio, where the session asks for it.</summary>
    private static (string Path, byte[] Bytes, OutputOptions Output)? Sidecar(EncodeOrder order)
    {
        if (FileSpecification.SidecarPath(order.Path, order.Metadata) is not { } path)
        {
            return null;
        }

        byte[] bytes = JsonChapters.Write(FileSpecification.Chapters(order), FileSpecification.Tags(order.Metadata), Path.GetFileName(order.Path));
        return (path, bytes, order.Output);
    }

    private sealed class Writer(IMediaWriter writer, (string Path, byte[] Bytes, OutputOptions Output)? sidecar) : IDeliveryWriter
    {
        public void Write(ReadOnlyAudioBlock audio) => writer.Write(audio);

        public void Complete()
        {
            writer.Complete();
            if (sidecar is { } chapters)
            {
                OutputFile.WriteAll(chapters.Path, chapters.Bytes, chapters.Output);
            }
        }

        public void Dispose() => writer.Dispose();
    }

    private sealed class DeliveredFile : IDeliveredFile
    {
        private readonly IMediaReader _reader;

        public DeliveredFile(IMediaReader reader)
        {
            _reader = reader;
            MediaInfo info = reader.Info;
            Format = FileSpecification.Found(info, reader.Layout);
            Metadata = FileSpecification.Carried(info);
            Tags =
            [
                .. info.Tags.Values.Where(v => v.Value.Length > 0).Select(v => v.Key),
                .. info.Tags.Cover is null ? Array.Empty<string>() : ["cover"],
                .. info.Chapters.IsEmpty ? Array.Empty<string>() : ["chapters"],
            ];
        }

        public FileFormat Format { get; }

        public ImmutableArray<string> Tags { get; }

        public DeliveryMetadata Metadata { get; }

        public int SampleRate => _reader.SampleRate;

        public ChannelLayout Layout => _reader.Layout;

        public long Length => _reader.Length;

        public void Read(long position, AudioBlock destination) => _reader.Read(position, destination);

        public void Dispose() => _reader.Dispose();
    }
}

/// <summary>Translates between a deliverable's format and metadata and those of media files.</summary>
internal static class FileSpecification
{
    public static MediaFormatSpec Of(EncodeOrder order) => Of(order, []);

    /// <summary>What the file has no place for, of the tags, cover and chunks that it was to carry; for people.</summary>
    public static ImmutableArray<string> LeftOut(EncodeOrder order)
    {
        var findings = new List<Finding>();
        ImmutableArray<string> tags = Of(order, findings).LeftOut;
        return
        [
            .. tags.IsEmpty ? Array.Empty<string>() : [$"left out, {order.Format.Container} has no place for them: {string.Join(", ", tags)}"],
            .. findings.Select(f => f.Message),
        ];
    }

    private static MediaFormatSpec Of(EncodeOrder order, List<Finding> findings)
    {
        FileFormat format = order.Format;
        MediaContainer container = ContainerOf(format.Container);
        return new MediaFormatSpec
        {
            Container = container,
            Encoding = EncodingOf(format),
            IsLosslessM4a = format.Container == "alac",
            BitRateKbps = format.BitRateKbps ?? 0,
            BitRateMode = format.IsConstantBitRate ? BitRateMode.Constant : format.IsVariableBitRate ? BitRateMode.Variable : BitRateMode.Usual,
            SampleRate = format.SampleRate!.Value,
            Layout = format.Layout!,
            Tags = Tags(order.Metadata),
            Chapters = EmbedsChapters(format.Container, order.Metadata.ChapterForms) ? Chapters(order) : [],
            Metadata = Chunks(order, container, findings),
        };
    }

    public static MediaTags Tags(DeliveryMetadata metadata)
    {
        MediaTags tags = MediaTags.Empty;
        foreach (Tag tag in metadata.Tags)
        {
            tags = tags.With(tag.Key.ToLowerInvariant(), tag.Value);
        }

        if (metadata.Date is { } date && tags["date"] is null)
        {
            tags = tags.With("date", date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        return metadata.Cover is { } cover ? tags with { Cover = ReadCover(cover) } : tags with { Cover = metadata.Picture };
    }

    public static ImmutableArray<Roomtone.Media.Chapter> Chapters(EncodeOrder order)
    {
        double rate = order.Format.SampleRate!.Value;
        return Roomtone.Media.Chapter.Contiguous(
            order.Metadata.Chapters.Select(c => new Roomtone.Media.Chapter(c.Position / rate, c.Position / rate, c.Title, c.Url)),
            order.Length / rate);
    }

    public static FileFormat Found(MediaInfo info, ChannelLayout layout)
    {
        string container = WordOf(info);
        bool isLossy = FormatText.IsLossy(container);
        return new FileFormat(container)
        {
            SampleRate = info.SampleRate,
            Layout = layout,
            IsFloat = info.Format.IsFloat && info.IsLossless,
            Bits = isLossy || !info.IsLossless ? null : info.Format.ValidBits,
            BitRateKbps = isLossy && info.BitRate > 0 ? (int)Math.Round(info.BitRate / 1000.0) : null,
        };
    }

    public static DeliveryMetadata Carried(MediaInfo info) => new()
    {
        Tags = [.. info.Tags.Values.Where(v => v.Key != "encoder").Select(v => new Tag(v.Key, v.Value))],
        Chapters = [.. info.ChaptersOrMarkers.Select(c => new Roomtone.Session.Chapter((long)Math.Round(c.StartSeconds * info.SampleRate), c.Title) { Url = c.Url })],
        Picture = info.Tags.Cover,
        Chunks = info.Metadata is { Chunks.IsEmpty: false } ? info.Metadata : null,
        TimeReference = info.Metadata.Broadcast is { } bext ? (long)bext.TimeReference : null,
        Title = info.Metadata.Broadcast?.Description ?? string.Empty,
    };

    /// <summary>Where chapters go as a file of their own; null where they do not.</summary>
    public static string? SidecarPath(string path, DeliveryMetadata metadata) =>
        metadata.ChapterForms.Contains("json", StringComparer.Ordinal) && !metadata.Chapters.IsEmpty ? Path.ChangeExtension(path, ".chapters.json") : null;

    private static MediaContainer ContainerOf(string container) => container switch
    {
        "wav" or "bwf" or "rf64" => MediaContainer.Wav,
        "bw64" => MediaContainer.Bw64,
        "w64" => MediaContainer.Wave64,
        "aiff" => MediaContainer.Aiff,
        "caf" => MediaContainer.Caf,
        "flac" => MediaContainer.Flac,
        "mp3" => MediaContainer.Mp3,
        "aac" or "alac" => MediaContainer.M4a,
        "opus" => MediaContainer.Opus,
        _ => MediaContainer.Ogg,
    };

    private static string WordOf(MediaInfo info) => info.Container switch
    {
        MediaContainer.Wav => info.Form == "RF64" ? "rf64" : info.Metadata.Broadcast is null ? "wav" : "bwf",
        MediaContainer.Bw64 => "bw64",
        MediaContainer.Wave64 => "w64",
        MediaContainer.Aiff or MediaContainer.AiffC => "aiff",
        MediaContainer.Caf => "caf",
        MediaContainer.Mp3 => "mp3",
        MediaContainer.M4a => info.IsLossless ? "alac" : "aac",
        MediaContainer.Ogg => "vorbis",
        MediaContainer.Opus => "opus",
        MediaContainer.Flac => "flac",
        _ => info.Form,
    };

    private static SampleEncoding EncodingOf(FileFormat format) => (format.IsFloat, format.Bits) switch
    {
        (true, 64) => SampleEncoding.Float64,
        (true, _) => SampleEncoding.Float32,
        (_, 8) => SampleEncoding.Unsigned8,
        (_, 16) => SampleEncoding.Signed16,
        (_, 32) => SampleEncoding.Signed32,
        _ => SampleEncoding.Signed24,
    };

    private static bool EmbedsChapters(string container, ImmutableArray<string> forms)
    {
        string own = container switch
        {
            "mp3" => "id3",
            "aac" or "alac" => "mp4",
            _ => "vorbis",
        };
        return forms.IsEmpty || forms.Contains(own, StringComparer.Ordinal);
    }

    private static MetadataSet Chunks(EncodeOrder order, MediaContainer container, List<Finding> findings)
    {
        DeliveryMetadata metadata = order.Metadata;
        MetadataSet chunks = metadata.Chunks?.For(container, order.Format.SampleRate!.Value, findings) ?? MetadataSet.Empty;
        bool isBroadcast = order.Format.Container is "bwf" or "bw64";
        if (isBroadcast && chunks.Broadcast is null)
        {
            chunks = chunks.With("bext", new BroadcastExtension
            {
                Description = metadata.Title,
                Originator = "Roomtone",
                OriginationDate = metadata.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty,
                TimeReference = (ulong)Math.Max(0, metadata.TimeReference ?? 0),
                Version = 1,
                CodingHistory = History(order),
            }.ToChunk());
        }

        return metadata.Loudness is { } m && chunks.Broadcast is not null
            ? chunks.WithLoudness(new BroadcastLoudness(
                Known(m.IntegratedLufs), Known(m.LoudnessRangeLu), Known(m.TruePeakDbtp), Known(m.MaximumMomentaryLufs), Known(m.MaximumShortTermLufs)))
            : chunks;
    }

    private static string History(EncodeOrder order)
    {
        string mode = order.Format.Layout!.Count switch
        {
            1 => "mono",
            2 => "stereo",
            _ => "multitrack",
        };
        return $"A=PCM,F={order.Format.SampleRate},W={order.Format.Bits},M={mode},T=Roomtone\r\n";
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    private static CoverArt ReadCover(string path)
    {
        try
        {
            return CoverArt.From(File.ReadAllBytes(path)) ?? throw new RoomtoneException(ExitCode.Media, new Finding("RT0831", Severity.Error, $"the cover {path} is neither JPEG nor PNG")
            {
                File = path,
                Hint = "convert the picture to JPEG or PNG",
            });
        }
        catch (Exception e) when (FileFailure.IsFileError(e))
        {
            throw FileFailure.Reading(path, e);
        }
    }
}
