using System.Globalization;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Media;

/// <summary>Encodes through ffmpeg as the samples come, in parallel with whoever makes them.</summary>
internal sealed class EncodedWriter : IMediaWriter
{
    private const int PieceValues = 16_384;
    private const int CopyBytes = 1 << 20;
    private readonly MediaFormatSpec _spec;
    private readonly CodecChoice _codec;
    private readonly OutputFile _file;
    private readonly Limits _limits;
    private readonly List<OutputFile> _scratch = [];
    private readonly ChildProcess _encoder;
    private readonly CancellationToken _cancellation;
    private readonly int[] _order;
    private readonly float[] _values;
    private readonly byte[] _bytes;

    private EncodedWriter(OutputFile file, MediaFormatSpec spec, CodecChoice codec, Limits limits, CancellationToken cancellation)
    {
        _limits = limits;
        _file = file;
        _spec = spec;
        _codec = codec;
        _cancellation = cancellation;
        _order = [.. SpeakerMask.FromLayout(spec.Layout).Order];
        int values = Math.Max(PieceValues / spec.Layout.Count, 1) * spec.Layout.Count;
        _values = new float[values];
        _bytes = new byte[values * SampleFormat.Of(codec.Input).Bytes];
        try
        {
            _encoder = ChildProcess.Start(Command(), cancellation);
        }
        catch
        {
            DisposeScratch();
            throw;
        }
    }

    public long ReplacedValues { get; private set; }

    public long Length { get; private set; }

    /// <summary>Starts the encoder.</summary>
    internal static EncodedWriter Create(string path, MediaFormatSpec spec, OutputOptions options, Limits limits, CancellationToken cancellation)
    {
        CodecChoice codec = CodecChoice.For(path, spec);
        _ = Ffmpeg.Require("ffmpeg", path, "encode");
        OutputFile file = OutputFile.Create(path, options);
        try
        {
            return new EncodedWriter(file, spec, codec, limits, cancellation);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Write(ReadOnlyAudioBlock audio)
    {
        if (audio.Channels != _spec.Layout.Count)
        {
            throw new ArgumentException($"The block has {audio.Channels} channels, the file {_spec.Layout.Count}.", nameof(audio));
        }

        int step = _values.Length / _spec.Layout.Count;
        for (int start = 0; start < audio.Length; start += step)
        {
            ReadOnlyAudioBlock piece = audio.Slice(start, Math.Min(step, audio.Length - start));
            Span<float> values = _values.AsSpan(0, piece.Length * piece.Channels);
            Interleaving.Gather(piece, values, _order);
            ReplacedValues += Finite.Enforce(values, out _);
            Span<byte> bytes = _bytes.AsSpan(0, values.Length * SampleFormat.Of(_codec.Input).Bytes);
            SampleEncoder.Encode(values, _codec.Input, bytes);
            if (!_encoder.Write(bytes))
            {
                throw Fail();
            }
        }

        Length += audio.Length;
    }

    public void Complete()
    {
        _encoder.CloseInput();
        ChildResult result = _encoder.WaitForExit();
        _cancellation.ThrowIfCancellationRequested();
        if (result.End != ChildEnd.Exited || result.ExitCode != 0)
        {
            throw Ffmpeg.Failure(_file.Path, "encode", result, _limits);
        }

        if (_spec.Container == MediaContainer.Mp3)
        {
            WriteMp3();
        }
        else
        {
            _file.TakeLength();
        }

        if (_file.Length == 0)
        {
            throw Ffmpeg.Failure(_file.Path, "encode", result, _limits);
        }

        _file.Complete();
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _file.Dispose();
        DisposeScratch();
    }

    private void DisposeScratch()
    {
        foreach (OutputFile file in _scratch)
        {
            file.Dispose();
        }
    }

    private RoomtoneException Fail()
    {
        ChildResult result = _encoder.WaitForExit();
        _cancellation.ThrowIfCancellationRequested();
        return Ffmpeg.Failure(_file.Path, "encode", result, _limits);
    }

    // Beside a second input (the tags) ffmpeg 5 sleeps for 10 ms whenever its queue of packets of 40 ms is empty: with the eight that it holds
    // unasked it encodes at some 60 × real time.
    private const string QueuedPackets = "256";

    // MP3 goes to a file of its own first: the encoder returns to its start, and the tag before it is ours.
    // Without -xerror ffmpeg ends with 0 on a full disk, and the file lacks its end.
    private ChildOptions Command()
    {
        List<string> inputs =
        [
            "-thread_queue_size", QueuedPackets, "-f", RawFormat(_codec.Input), "-ar", _spec.SampleRate.ToString(CultureInfo.InvariantCulture),
            "-ac", _spec.Layout.Count.ToString(CultureInfo.InvariantCulture), "-i", "pipe:0",
        ];
        List<string> maps = ["-map", "0:a"];
        string target = _file.TemporaryPath;
        if (_spec.Container == MediaContainer.Mp3)
        {
            target = Scratch("stream", []).TemporaryPath;
            maps.AddRange(["-map_metadata", "-1"]);
        }
        else
        {
            AddMetadata(inputs, maps);
        }

        return new ChildOptions
        {
            Program = Ffmpeg.Require("ffmpeg", _file.Path, "encode"),
            Arguments =
            [
                .. Ffmpeg.Common, "-xerror", "-nostdin", "-nostats", "-y", .. inputs, .. maps, "-fflags", "+bitexact", "-flags:a", "+bitexact",
                .. _codec.Arguments, Ffmpeg.Name(target),
            ],
            HasInput = true,
            Limits = _limits,
        };
    }

    private void AddMetadata(List<string> inputs, List<string> maps)
    {
        string text = FfmpegMetadata.Build(_spec.Container, _spec.Tags, _spec.Chapters);
        inputs.AddRange(["-f", "ffmetadata", "-i", Ffmpeg.Name(Scratch("tags", System.Text.Encoding.UTF8.GetBytes(text)).TemporaryPath)]);
        maps.AddRange(["-map_metadata", "1", "-map_chapters", _spec.Container == MediaContainer.M4a ? "1" : "-1"]);
        if (_spec.Tags.Cover is { } cover && _spec.Container is MediaContainer.Flac or MediaContainer.M4a)
        {
            string kind = cover.MimeType == "image/png" ? "png_pipe" : "jpeg_pipe";
            inputs.AddRange(["-f", kind, "-i", Ffmpeg.Name(Scratch("cover", cover.Bytes.Span).TemporaryPath)]);
            maps.AddRange(["-map", "2:v", "-c:v", "copy", "-disposition:v:0", "attached_pic"]);
        }
    }

    private OutputFile Scratch(string purpose, ReadOnlySpan<byte> bytes)
    {
        OutputFile file = OutputFile.Create($"{_file.Path}.{purpose}", OutputOptions.Shared);
        _scratch.Add(file);
        file.Append(bytes);
        return file;
    }

    private void WriteMp3()
    {
        _file.Append(new Id3Writer(_spec.UsesId3Version3).Build(_spec.Tags, _spec.Chapters));
        using FileByteSource stream = FileByteSource.Open(_scratch[0].TemporaryPath);
        byte[] piece = new byte[CopyBytes];
        for (long done = 0; stream.Read(done, piece) is var read and > 0; done += read)
        {
            _file.Append(piece.AsSpan(0, read));
        }
    }

    private static string RawFormat(SampleEncoding encoding) => encoding switch
    {
        SampleEncoding.Signed16 => "s16le",
        SampleEncoding.Signed24 => "s24le",
        _ => "f32le",
    };
}
