using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery.Tests.Deliverables;

/// <summary>A stand-in for codecs: float32 on disk, and an "encoder" that may overshoot, shorten, be missing.</summary>
internal sealed class RawMedia : IDeliveryMedia
{
    private readonly ConcurrentDictionary<string, FileFormat> _formats = new(StringComparer.Ordinal);

    /// <summary>What decoding a lossy file does to its peaks, linear.</summary>
    public float Overshoot { get; init; } = 1;

    /// <summary>Samples that a lossy file loses.</summary>
    public int LostSamples { get; init; }

    public bool EncoderIsMissing { get; init; }

    /// <summary>The user interrupts as soon as a file has its name and is to be checked.</summary>
    public bool IsInterrupted { get; init; }

    public ConcurrentBag<EncodeOrder> Orders { get; } = [];

    /// <summary>Puts a source on the disk.</summary>
    public void Put(string path, IAudioSource source, string format)
    {
        FileFormat full = FormatText.Parse(format) with { SampleRate = source.SampleRate, Layout = source.Layout };
        using IDeliveryWriter writer = Create(new EncodeOrder(path, full, source.Length, new DeliveryMetadata(), OutputOptions.New, CancellationToken.None));
        using AudioBuffer buffer = new(source.Layout.Count, (int)source.Length);
        source.Read(0, buffer.Block);
        writer.Write(buffer.Block);
        writer.Complete();
        Orders.Clear();
    }

    public IDeliveryWriter Create(EncodeOrder order)
    {
        if (EncoderIsMissing && FormatText.NeedsEncoder(order.Format.Container))
        {
            throw new RoomtoneException(ExitCode.Media, new Finding("RT9200", Severity.Error, "ffmpeg is missing") { File = order.Path });
        }

        Orders.Add(order);
        _formats[order.Path] = order.Format;
        return new Writer(OutputFile.Create(order.Path, order.Output));
    }

    public IDeliveredFile Open(string path, CancellationToken cancellation)
    {
        if (IsInterrupted)
        {
            throw new OperationCanceledException();
        }

        FileFormat format = _formats[path];
        bool isLossy = FormatText.IsLossy(format.Container);
        return new Delivered(File.ReadAllBytes(path), format, isLossy ? Overshoot : 1, isLossy ? LostSamples : 0);
    }

    public string EncoderOf(string container) => FormatText.NeedsEncoder(container) ? "stand-in 1.0" : string.Empty;

    /// <summary>The samples of a file.</summary>
    public float[][] Samples(string path)
    {
        using IDeliveredFile file = Open(path, CancellationToken.None);
        return Testing.ArraySource.ReadAll(file);
    }

    private sealed class Writer(OutputFile file) : IDeliveryWriter
    {
        public void Write(ReadOnlyAudioBlock audio)
        {
            float[] frames = new float[audio.Length * audio.Channels];
            Interleave.FromPlanes(audio, frames);
            file.Append(MemoryMarshal.AsBytes(frames.AsSpan()));
        }

        public void Complete() => file.Complete();

        public void Dispose() => file.Dispose();
    }

    private sealed class Delivered(byte[] bytes, FileFormat format, float gain, int lost) : IDeliveredFile
    {
        private int Channels => format.Layout!.Count;

        public FileFormat Format => format;

        public ImmutableArray<string> Tags => ["title"];

        public DeliveryMetadata Metadata { get; } = new() { Tags = [new Tag("title", "Kept")] };

        public int SampleRate => format.SampleRate!.Value;

        public ChannelLayout Layout => format.Layout!;

        public long Length => (bytes.Length / sizeof(float) / Channels) - lost;

        public void Read(long position, AudioBlock destination)
        {
            ReadOnlySpan<float> frames = MemoryMarshal.Cast<byte, float>(bytes);
            for (int c = 0; c < Channels; c++)
            {
                for (int i = 0; i < destination.Length; i++)
                {
                    long at = position + i;
                    float x = at >= 0 && at < Length ? frames[(int)((at * Channels) + c)] : 0;
                    destination[c][i] = Math.Abs(x) > 0.5f ? x * gain : x;
                }
            }
        }

        public void Dispose()
        {
        }
    }
}
