using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Media.Tests;

/// <summary>A folder that a test has for itself.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("roomtone-media-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string[] Names => [.. Directory.EnumerateFileSystemEntries(Path).Select(p => System.IO.Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Bytes in memory; may end early or fail at a chosen call.</summary>
internal sealed class BytesInMemory(byte[] bytes, string name = "test.wav") : IByteSource
{
    private int _calls;

    public int FailAtCall { get; init; } = int.MaxValue;

    public Func<int, int> Answer { get; init; } = wanted => wanted;

    public bool HasFailed => _calls >= FailAtCall;

    public string Name => name;

    public long Length => bytes.Length;

    public int Read(long position, Span<byte> destination)
    {
        int available = (int)Math.Clamp(bytes.Length - position, 0, destination.Length);
        if (++_calls >= FailAtCall)
        {
            available = Math.Min(available, Answer(available));
        }

        bytes.AsSpan((int)Math.Min(position, bytes.Length), available).CopyTo(destination);
        return available;
    }

    public void Dispose()
    {
    }
}

/// <summary>Repeatable numbers for tests.</summary>
internal sealed class Seeded(ulong seed)
{
    private ulong _state = seed * 2654435769 + 1;

    public uint Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return (uint)(_state * 0x2545F4914F6CDD1D >> 32);
    }

    public int Below(int limit) => (int)(Next() % (uint)limit);
}

internal static class TestMedia
{
    /// <summary>Noise on the grid of a number of bits, so that a coding of as many bits keeps it exactly.</summary>
    public static float[][] Noise(int channels, int length, int bits, ulong seed = 1)
    {
        var random = new Seeded(seed);
        float scale = 1f / (1 << (bits - 1));
        float[][] planes = new float[channels][];
        for (int c = 0; c < channels; c++)
        {
            planes[c] = new float[length];
            for (int i = 0; i < length; i++)
            {
                planes[c][i] = ((int)(random.Next() >> (32 - bits)) - (1 << (bits - 1))) * scale;
            }
        }

        return planes;
    }

    public static void Write(IMediaWriter writer, float[][] planes, int block = 1000)
    {
        int length = planes[0].Length;
        using var buffer = new AudioBuffer(planes.Length, block);
        for (int start = 0; start < length; start += block)
        {
            int count = Math.Min(block, length - start);
            for (int c = 0; c < planes.Length; c++)
            {
                planes[c].AsSpan(start, count).CopyTo(buffer.Block[c]);
            }

            writer.Write(buffer.Block.Slice(0, count));
        }
    }

    public static void Write(string path, MediaFormatSpec spec, float[][] planes, OutputOptions? options = null)
    {
        using IMediaWriter writer = MediaFile.Create(path, spec, options ?? OutputOptions.Replacing);
        Write(writer, planes);
        writer.Complete();
    }

    public static float[][] ReadAll(IAudioSource source, int block = 777)
    {
        float[][] planes = [.. Enumerable.Range(0, source.Layout.Count).Select(_ => new float[source.Length])];
        using var buffer = new AudioBuffer(planes.Length, block);
        for (long start = 0; start < source.Length; start += block)
        {
            int count = (int)Math.Min(block, source.Length - start);
            source.Read(start, buffer.Block.Slice(0, count));
            for (int c = 0; c < planes.Length; c++)
            {
                buffer.Block[c][..count].CopyTo(planes[c].AsSpan((int)start));
            }
        }

        return planes;
    }

    public static float[][] ReadAll(string path, MediaOpenOptions? options = null)
    {
        using IMediaReader reader = MediaFile.Open(path, options);
        return ReadAll(reader);
    }

    public static void AssertSame(float[][] expected, float[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int c = 0; c < expected.Length; c++)
        {
            int common = expected[c].AsSpan().CommonPrefixLength(actual[c]);
            Assert.True(common == expected[c].Length && common == actual[c].Length, $"channel {c} differs at sample {common} of {expected[c].Length} and {actual[c].Length}");
        }
    }

    public static MediaFormatSpec Spec(MediaContainer container, int channels = 2, SampleEncoding encoding = SampleEncoding.Signed24, int rate = 48000) =>
        new() { Container = container, Encoding = encoding, SampleRate = rate, Layout = ChannelLayout.Default(channels) };

    public static MetadataSet Chunks(params (string Id, byte[] Data)[] chunks) =>
        new(ChunkFamily.Riff, [.. chunks.Select(c => new MetadataChunk(c.Id, c.Data))]);

    public static ImmutableArray<string> Codes(IMediaReader reader) => [.. reader.Info.Findings.Select(f => f.Code)];
}
