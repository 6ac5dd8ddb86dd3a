using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Media.Tests;

public sealed class RoundTripTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<MediaContainer> Containers =>
        [MediaContainer.Wav, MediaContainer.Bw64, MediaContainer.Wave64, MediaContainer.Aiff, MediaContainer.AiffC, MediaContainer.Caf];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Containers))]
    public void EveryCodingChannelCountAndRate_ReadsBackExactly(MediaContainer container)
    {
        (SampleEncoding Encoding, int Bits)[] codings =
        [
            (SampleEncoding.Unsigned8, 8), (SampleEncoding.Signed16, 16), (SampleEncoding.Signed24, 24), (SampleEncoding.Signed32, 24),
            (SampleEncoding.Float32, 24), (SampleEncoding.Float64, 24),
        ];
        foreach ((SampleEncoding encoding, int bits) in codings)
        {
            foreach ((int channels, int rate, int length) in ((int, int, int)[])[(1, 8000, 1), (2, 11025, 0), (2, 44100, 5001), (3, 96000, 1234), (6, 192000, 777), (8, 48000, 400), (24, 352800, 100), (128, 384000, 61)])
            {
                float[][] planes = TestMedia.Noise(channels, length, bits);
                string path = _folder["a"];
                TestMedia.Write(path, TestMedia.Spec(container, channels, encoding, rate), planes);
                using IMediaReader reader = MediaFile.Open(path);
                Assert.Equal((rate, channels, (long)length), (reader.SampleRate, reader.Layout.Count, reader.Length));
                Assert.Empty(reader.Info.Findings);
                TestMedia.AssertSame(planes, TestMedia.ReadAll(reader));
            }
        }
    }

    [Theory]
    [InlineData(MediaContainer.Wav, "mono|stereo|lcr|quad|5.0|5.1|7.1|5.1.2|5.1.4|7.1.4")]
    [InlineData(MediaContainer.Wave64, "5.1|7.1.4")]
    [InlineData(MediaContainer.Caf, "mono|stereo|lcr|quad|5.0|5.1|7.1|7.1.4")]
    public void NamedLayouts_AreKept(MediaContainer container, string layouts)
    {
        foreach (string id in layouts.Split('|'))
        {
            ChannelLayout layout = ChannelLayout.Find(id)!;
            float[][] planes = TestMedia.Noise(layout.Count, 50, 16);
            TestMedia.Write(_folder["a"], TestMedia.Spec(container) with { Layout = layout }, planes);
            using IMediaReader reader = MediaFile.Open(_folder["a"]);
            Assert.Equal(layout, reader.Layout);
            TestMedia.AssertSame(planes, TestMedia.ReadAll(reader));
        }
    }

    [Fact]
    public void SevenPointOne_LiesInTheFileWithRearBeforeSide()
    {
        // WAVE_FORMAT_EXTENSIBLE orders by speaker bit: back left 0x10 before side left 0x200.
        float[][] planes = [.. Enumerable.Range(0, 8).Select(c => new float[] { c / 16f })];
        TestMedia.Write(_folder["a.wav"], TestMedia.Spec(MediaContainer.Wav, 8) with { Encoding = SampleEncoding.Float32 }, planes);
        using IMediaReader reader = MediaFile.Open(_folder["a.wav"]);
        float[] native = new float[8];
        reader.ReadNative(0, System.Runtime.InteropServices.MemoryMarshal.AsBytes(native.AsSpan()));
        Assert.Equal([0, 1 / 16f, 2 / 16f, 3 / 16f, 6 / 16f, 7 / 16f, 4 / 16f, 5 / 16f], native);
    }

    [Fact]
    public void AnyBlocksAndPlaces_ReadTheSame()
    {
        float[][] planes = TestMedia.Noise(2, 200_000, 24);
        TestMedia.Write(_folder["a.wav"], TestMedia.Spec(MediaContainer.Wav), planes);
        using IMediaReader reader = MediaFile.Open(_folder["a.wav"]);
        foreach (int block in (int[])[1000, 4096, 100_000])
        {
            TestMedia.AssertSame(planes, TestMedia.ReadAll(reader, block));
        }

        var random = new Seeded(3);
        using var buffer = new AudioBuffer(2, 5000);
        for (int i = 0; i < 300; i++)
        {
            int position = random.Below(210_000) - 5000;
            int count = random.Below(5000);
            reader.Read(position, buffer.Block.Slice(0, count));
            for (int k = 0; k < count; k++)
            {
                float expected = position + k >= 0 && position + k < 200_000 ? planes[1][position + k] : 0;
                Assert.Equal(expected, buffer.Block[1][k]);
            }
        }
    }

    [Fact]
    public void Reading_AllocatesNothing()
    {
        TestMedia.Write(_folder["a.wav"], TestMedia.Spec(MediaContainer.Wav), TestMedia.Noise(2, 100_000, 24));
        using IMediaReader reader = MediaFile.Open(_folder["a.wav"]);
        using var buffer = new AudioBuffer(2, 512);
        reader.Read(0, buffer.Block);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 190; i++)
        {
            reader.Read(i * 512, buffer.Block);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void PastTheLimitOfRiff_TheFileIsRf64()
    {
        float[][] planes = TestMedia.Noise(2, 3000, 24);
        SampleFormat format = SampleFormat.Of(SampleEncoding.Signed24);
        ChannelPlaces places = SpeakerMask.FromLayout(ChannelLayout.Stereo);
        using (OutputFile file = OutputFile.Create(_folder["a.wav"]))
        {
            var container = new RiffWriter(format, 48000, places, TestMedia.Chunks(("cue ", new byte[4])), "RIFF") { LargestRiff = 10_000 };
            using var writer = new PcmWriter(file, container, format, places);
            TestMedia.Write(writer, planes);
            writer.Complete();
        }

        byte[] bytes = File.ReadAllBytes(_folder["a.wav"]);
        Assert.Equal("RF64", System.Text.Encoding.Latin1.GetString(bytes, 0, 4));
        Assert.Equal("ds64", System.Text.Encoding.Latin1.GetString(bytes, 12, 4));
        Assert.Equal(bytes.Length - 8, BitConverter.ToInt64(bytes, 20));
        Assert.Equal(18000, BitConverter.ToInt64(bytes, 28));
        using IMediaReader reader = MediaFile.Open(_folder["a.wav"]);
        Assert.Equal("RF64", reader.Info.Form);
        TestMedia.AssertSame(planes, TestMedia.ReadAll(reader));
        Assert.Empty(reader.Info.Findings);
    }

    [Fact]
    public void SamplesPastFourGibibytes_AreFound()
    {
        // A sparse RF64 file: header, a hole of 5 GiB, one sample at its end.
        const long DataBytes = 5L << 30;
        using (FileStream file = File.Create(_folder["big.wav"]))
        {
            byte[] head = new byte[12 + 36 + 24 + 8];
            System.Text.Encoding.Latin1.GetBytes("RF64ÿÿÿÿWAVEds64").CopyTo(head, 0);
            BitConverter.TryWriteBytes(head.AsSpan(16), 28);
            BitConverter.TryWriteBytes(head.AsSpan(20), DataBytes + 72);
            BitConverter.TryWriteBytes(head.AsSpan(28), DataBytes);
            BitConverter.TryWriteBytes(head.AsSpan(36), DataBytes / 2);
            System.Text.Encoding.Latin1.GetBytes("fmt ").CopyTo(head, 48);
            byte[] fmt = WaveFormat.Build(SampleFormat.Of(SampleEncoding.Signed16), 48000, ChannelPlaces.Of(1));
            BitConverter.TryWriteBytes(head.AsSpan(52), fmt.Length);
            fmt.CopyTo(head, 56);
            System.Text.Encoding.Latin1.GetBytes("dataÿÿÿÿ").CopyTo(head, 72);
            file.Write(head);
            file.Seek(DataBytes - 2, SeekOrigin.Current);
            file.Write([0x00, 0x40]);
        }

        using IMediaReader reader = MediaFile.Open(_folder["big.wav"]);
        Assert.Equal(DataBytes / 2, reader.Length);
        using var buffer = new AudioBuffer(1, 2);
        reader.Read(reader.Length - 2, buffer.Block);
        Assert.Equal([0f, 0.5f], buffer.Block[0].ToArray());
    }

    [Fact]
    public void WhatIsNotFinite_IsReadAsSilenceAndCounted()
    {
        byte[] samples = new byte[4 * 2 * 100];
        BitConverter.TryWriteBytes(samples.AsSpan(4 * 11), float.NaN);
        BitConverter.TryWriteBytes(samples.AsSpan(4 * 50), float.PositiveInfinity);
        BitConverter.TryWriteBytes(samples.AsSpan(4 * 51), 1e30f);
        byte[] file = new RiffBuilder().Format(3, 2, 48000, 32).Chunk("data", samples).ToArray();
        using IMediaReader reader = MediaFile.Open(new BytesInMemory(file));
        float[][] planes = TestMedia.ReadAll(reader);
        Assert.Equal((2L, 5L), (reader.ReplacedValues, reader.FirstReplaced));
        Assert.Equal((0f, 0f, 1e30f), (planes[1][5], planes[0][25], planes[1][25]));
    }

    [Fact]
    public void NativeCopy_KeepsEveryBitOf64BitFloat()
    {
        byte[] samples = new byte[8 * 1001];
        for (int i = 0; i < 1001; i++)
        {
            BitConverter.TryWriteBytes(samples.AsSpan(8 * i), Math.PI / (i + 4));
        }

        byte[] file = new RiffBuilder().Format(3, 1, 48000, 64).Chunk("data", samples).ToArray();
        using IMediaReader reader = MediaFile.Open(new BytesInMemory(file));
        using (IMediaWriter writer = MediaFile.Create(_folder["a.caf"], TestMedia.Spec(MediaContainer.Caf, 1, SampleEncoding.Float64)))
        {
            byte[] native = new byte[samples.Length];
            reader.ReadNative(0, native);
            ((INativeMediaWriter)writer).WriteNative(native);
            writer.Complete();
        }

        using IMediaReader copy = MediaFile.Open(_folder["a.caf"]);
        byte[] copied = new byte[samples.Length];
        copy.ReadNative(0, copied);
        Assert.Equal(samples, copied);
        Assert.Equal(AudioHash.Compute(reader), AudioHash.Compute(copy));
    }

    [Fact]
    public void Hash_IsThatOfTheSamplesWhateverTheContainer()
    {
        float[][] planes = TestMedia.Noise(2, 70_000, 24);
        var hashes = new HashSet<string>();
        foreach (MediaContainer container in (MediaContainer[])[MediaContainer.Wav, MediaContainer.Aiff, MediaContainer.Caf, MediaContainer.Wave64])
        {
            TestMedia.Write(_folder["a"], TestMedia.Spec(container), planes);
            hashes.Add(AudioHash.Compute(_folder["a"]));
        }

        byte[] native = new byte[70_000 * 6];
        using IMediaReader reader = MediaFile.Open(_folder["a"]);
        reader.ReadNative(0, native);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(native)), Assert.Single(hashes));
    }

    [Fact]
    public void WithoutComplete_NothingStays()
    {
        using (IMediaWriter writer = MediaFile.Create(_folder["a.wav"], TestMedia.Spec(MediaContainer.Wav)))
        {
            TestMedia.Write(writer, TestMedia.Noise(2, 100_000, 16));
        }

        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Tags_AreWrittenAndReadAsInfo()
    {
        MediaTags tags = MediaTags.Empty.With("title", "Füße").With("artist", "Someone").With("date", "2026-01-31");
        foreach (MediaContainer container in (MediaContainer[])[MediaContainer.Wav, MediaContainer.Wave64, MediaContainer.Bw64])
        {
            TestMedia.Write(_folder["a"], TestMedia.Spec(container) with { Tags = tags }, TestMedia.Noise(2, 10, 16));
            using IMediaReader reader = MediaFile.Open(_folder["a"]);
            Assert.Equal(tags.Values, reader.Info.Tags.Values);
        }

        TestMedia.Write(_folder["a"], TestMedia.Spec(MediaContainer.Aiff) with { Tags = tags }, TestMedia.Noise(2, 10, 16));
        Assert.Equal("Füße", MediaFile.Probe(_folder["a"]).Tags.Title);
    }

    [Fact]
    public void FileThatShrinksWhileRead_IsAnErrorWithItsByte()
    {
        TestMedia.Write(_folder["a.wav"], TestMedia.Spec(MediaContainer.Wav), TestMedia.Noise(2, 200_000, 16));
        using IMediaReader reader = MediaFile.Open(_folder["a.wav"]);
        using (var file = new FileStream(_folder["a.wav"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(600_000);
        }

        MediaFormatException e = Assert.Throws<MediaFormatException>(() => TestMedia.ReadAll(reader));
        Assert.Equal((600_000L, ExitCode.Media), (e.Offset, e.ExitCode));
    }

    [Fact]
    public void FileThatIsRemovedOrGrowsWhileRead_ReadsAsItWas()
    {
        float[][] planes = TestMedia.Noise(2, 200_000, 16);
        TestMedia.Write(_folder["a.wav"], TestMedia.Spec(MediaContainer.Wav), planes);
        using IMediaReader reader = MediaFile.Open(_folder["a.wav"]);
        File.AppendAllText(_folder["a.wav"], "more");
        File.Delete(_folder["a.wav"]);
        TestMedia.AssertSame(planes, TestMedia.ReadAll(reader));
    }
}
