using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Media;

/// <summary>Media that ffmpeg decodes: once, into a file of plain samples that is verified each time it is used.</summary>
internal sealed class DecodedMedia : IMediaReader
{
    private const int PieceBytes = 1 << 20;
    private const string DigestId = "rtck";
    private const int Version = 1;
    private readonly IMediaReader _samples;

    private DecodedMedia(IMediaReader samples, MediaInfo info)
    {
        _samples = samples;
        Info = info with { Length = samples.Length, Layout = samples.Layout };
    }

    public MediaInfo Info { get; }

    public int SampleRate => _samples.SampleRate;

    public ChannelLayout Layout => _samples.Layout;

    public long Length => _samples.Length;

    public long ReplacedValues => _samples.ReplacedValues;

    public long FirstReplaced => _samples.FirstReplaced;

    /// <summary>Decodes, or takes what was decoded before.</summary>
    internal static DecodedMedia Open(string path, MediaOpenOptions options, Exception? cause)
    {
        StreamProbe probe = StreamProbe.Run(path, options, cause);
        string ffmpeg = Ffmpeg.Require("ffmpeg", path, "read");
        var findings = new List<Finding>(probe.Info.Findings);
        string entry = Path.Combine(Writable(options.CacheFolder, findings), Key(path, ffmpeg, options) + ".w64");
        IMediaReader? samples = TryOpenEntry(entry, findings, path);
        if (samples is null)
        {
            Decode(path, ffmpeg, entry, probe, options);
            samples = MediaFile.Open(FileByteSource.Open(entry), options.Limits);
        }

        TellShortage(path, probe, samples.Length, findings);
        CoverArt? cover = probe.HasCover ? ReadCover(path, ffmpeg, options) : null;
        return new DecodedMedia(samples, probe.Info with { Findings = [.. findings], Tags = probe.Info.Tags with { Cover = cover } });
    }

    public void Read(long position, AudioBlock destination) => _samples.Read(position, destination);

    public void ReadNative(long position, Span<byte> destination) => _samples.ReadNative(position, destination);

    public void Dispose() => _samples.Dispose();

    private static void Decode(string path, string ffmpeg, string entry, StreamProbe probe, MediaOpenOptions options)
    {
        MediaInfo info = probe.Info;
        int frameBytes = info.Format.Bytes * info.Layout.Count;
        string raw = RawFormat(info.Format.Encoding);
        var child = new ChildOptions
        {
            Program = ffmpeg,
            Arguments =
            [
                .. Ffmpeg.Common, "-nostdin", "-nostats", .. Ffmpeg.Input(path),
                "-map", string.Create(CultureInfo.InvariantCulture, $"0:a:{options.Stream}"), "-vn", "-sn", "-dn",
                "-ac", info.Layout.Count.ToString(CultureInfo.InvariantCulture), "-ar", info.SampleRate.ToString(CultureInfo.InvariantCulture),
                "-c:a", "pcm_" + raw, "-f", raw, "pipe:1",
            ],
            Limits = options.Limits,
        };

        // Filled in when the last sample is known; the chunk that holds it is written after the samples.
        byte[] digest = new byte[SHA256.HashSizeInBytes];
        using OutputFile file = OutputFile.Create(entry, OutputOptions.Shared);
        ChannelPlaces places = SpeakerMask.FromMask(probe.Mask, info.Layout.Count);
        var metadata = new MetadataSet(ChunkFamily.Riff, [new MetadataChunk(DigestId, digest, isAfterData: true)]);
        using var writer = new PcmWriter(file, new Wave64Writer(info.Format, info.SampleRate, places, metadata), info.Format, places);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using ChildProcess decoder = ChildProcess.Start(child, options.Cancellation);
        Pump(path, decoder, writer, hash, frameBytes, probe, options);
        ChildResult result = decoder.WaitForExit();
        options.Cancellation.ThrowIfCancellationRequested();
        if (result.End != ChildEnd.Exited || (result.ExitCode != 0 && writer.Length == 0))
        {
            throw Ffmpeg.Failure(path, "decode", result, options.Limits);
        }

        if (writer.Length == 0)
        {
            throw new MediaFormatException(path, null, "ffmpeg decoded no samples" + (result.Messages.Length > 0 ? ": " + Plain.Escape(result.LastLines()) : ""));
        }

        hash.GetHashAndReset(digest);
        writer.Complete();
    }

    private static void Pump(
        string path, ChildProcess decoder, PcmWriter writer, IncrementalHash hash, int frameBytes, StreamProbe probe, MediaOpenOptions options)
    {
        MediaInfo info = probe.Info;
        long most = info.Length > 0 ? info.Length + (long)(options.Limits.ChildExcessSeconds * info.SampleRate) : long.MaxValue / frameBytes;
        long kept = probe.IsExact ? info.Length : most;
        byte[] piece = new byte[PieceBytes];
        int used = 0;
        long seen = 0;
        while (decoder.Read(piece.AsSpan(used)) is var read and > 0)
        {
            used += read;
            int whole = used / frameBytes;
            if (seen + whole > most)
            {
                throw new MediaFormatException(path, null, $"decoding gives more than the declared {info.DurationSeconds:0.0} s and {options.Limits.ChildExcessSeconds:0} s");
            }

            int take = (int)Math.Clamp(kept - seen, 0, whole) * frameBytes;
            writer.WriteNative(piece.AsSpan(0, take));
            hash.AppendData(piece.AsSpan(0, take));
            seen += whole;
            piece.AsSpan(whole * frameBytes, used - whole * frameBytes).CopyTo(piece);
            used -= whole * frameBytes;
            options.Progress?.Report($"decoding {Path.GetFileName(path)}", (double)seen / info.SampleRate, info.DurationSeconds);
        }
    }

    private static string RawFormat(SampleEncoding encoding) => encoding switch
    {
        SampleEncoding.Signed16 => "s16le",
        SampleEncoding.Signed24 => "s24le",
        SampleEncoding.Signed32 => "s32le",
        _ => "f32le",
    };

    // Everything that can change the samples: the file's state, the stream, the decoder.
    private static string Key(string path, string ffmpeg, MediaOpenOptions options)
    {
        string text = string.Join(
            '\n',
            Path.GetFullPath(path),
            FileIdentity.Of(path).ToString(),
            File.GetLastWriteTimeUtc(path).Ticks.ToString(CultureInfo.InvariantCulture),
            ffmpeg,
            FileIdentity.Of(ffmpeg).ToString(),
            File.GetLastWriteTimeUtc(ffmpeg).Ticks.ToString(CultureInfo.InvariantCulture),
            options.Stream.ToString(CultureInfo.InvariantCulture),
            Version.ToString(CultureInfo.InvariantCulture));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static string Writable(string folder, List<Finding> findings)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using OutputFile trial = OutputFile.Create(Path.Combine(folder, "trial"), OutputOptions.Shared);
            return folder;
        }
        catch (Exception e) when (e is RoomtoneException || FileFailure.IsFileError(e))
        {
            string other = MediaOpenOptions.Default.CacheFolder;
            findings.Add(new Finding("RT9123", Severity.Note, $"the cache folder {folder} can't be written; {other} is used") { File = folder });
            return other;
        }
    }

    private static IMediaReader? TryOpenEntry(string entry, List<Finding> findings, string path)
    {
        if (!File.Exists(entry))
        {
            return null;
        }

        IMediaReader? samples = null;
        try
        {
            samples = MediaFile.Open(FileByteSource.Open(entry));
            byte[] digest = SHA256.HashData(new NativeStream(samples));
            if (samples.Info.Metadata.Find(DigestId) is { } chunk && chunk.Data.Span.SequenceEqual(digest))
            {
                return samples;
            }
        }
        catch (MediaFormatException)
        {
            // Damaged as badly as an entry can be: the same answer as to a wrong digest.
        }

        samples?.Dispose();
        File.Delete(entry);
        findings.Add(new Finding("RT9124", Severity.Note, "the decoded copy in the cache was damaged; it was decoded again") { File = path });
        return null;
    }

    private static void TellShortage(string path, StreamProbe probe, long length, List<Finding> findings)
    {
        long declared = probe.Info.Length;
        if (length < declared - Math.Max(probe.Info.SampleRate / 5, declared / 200))
        {
            findings.Add(new Finding(
                "RT9101",
                Severity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"the file is cut short or damaged: {(double)length / probe.Info.SampleRate:0.00} s of {probe.Info.DurationSeconds:0.00} s could be decoded")) { File = path });
        }
    }

    private static CoverArt? ReadCover(string path, string ffmpeg, MediaOpenOptions options)
    {
        var child = new ChildOptions
        {
            Program = ffmpeg,
            Arguments = [.. Ffmpeg.Common, "-nostdin", "-nostats", .. Ffmpeg.Input(path), "-map", "0:v:0", "-c", "copy", "-frames:v", "1", "-f", "image2pipe", "pipe:1"],
            Limits = options.Limits,
        };
        (ChildResult result, byte[] bytes) = ChildProcess.Run(child, options.Limits.MaximumChunkBytes, options.Cancellation);
        return result is { End: ChildEnd.Exited, ExitCode: 0 } ? CoverArt.From(bytes) : null;
    }
}
