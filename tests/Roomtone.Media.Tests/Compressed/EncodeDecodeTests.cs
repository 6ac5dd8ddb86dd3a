using System.Collections.Immutable;
using System.Diagnostics;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Media.Tests;

public sealed class EncodeDecodeTests : IDisposable
{
    private const int Length = 100_001;
    private readonly TestFolder _folder = new();
    private readonly MediaOpenOptions _options;

    public EncodeDecodeTests()
    {
        Assert.SkipWhen(Executables.Find("ffmpeg") is null || Executables.Find("ffprobe") is null, "ffmpeg is not installed");
        _options = MediaOpenOptions.Default with { CacheFolder = _folder["cache"] };
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.mp3", MediaContainer.Mp3, 48000, false)]
    [InlineData("a.mp3", MediaContainer.Mp3, 44100, false)]
    [InlineData("a.m4a", MediaContainer.M4a, 48000, false)]
    [InlineData("a.m4a", MediaContainer.M4a, 44100, false)]
    [InlineData("a.opus", MediaContainer.Opus, 48000, false)]
    [InlineData("a.ogg", MediaContainer.Ogg, 44100, false)]
    public void LossyCodec_KeepsLengthAndAlignment(string name, MediaContainer container, int rate, bool isLossless)
    {
        float[][] planes = Clicks(2, rate);
        TestMedia.Write(_folder[name], TestMedia.Spec(container, 2, rate: rate), planes);
        using IMediaReader reader = MediaFile.Open(_folder[name], _options);
        Assert.Equal((container, (long)Length, rate, isLossless), (reader.Info.Container, reader.Length, reader.SampleRate, reader.Info.IsLossless));
        Assert.Equal(0, Lag(planes[0], TestMedia.ReadAll(reader)[0]));
    }

    [Theory]
    [InlineData("a.flac", MediaContainer.Flac, SampleEncoding.Signed16, 16)]
    [InlineData("a.flac", MediaContainer.Flac, SampleEncoding.Signed24, 24)]
    [InlineData("a.m4a", MediaContainer.M4a, SampleEncoding.Signed16, 16)]
    [InlineData("a.m4a", MediaContainer.M4a, SampleEncoding.Signed24, 24)]
    public void LosslessCodec_KeepsEveryBit(string name, MediaContainer container, SampleEncoding encoding, int bits)
    {
        float[][] planes = TestMedia.Noise(2, 30_011, bits);
        TestMedia.Write(_folder[name], TestMedia.Spec(container, 2, encoding) with { IsLosslessM4a = true }, planes);
        TestMedia.Write(_folder["a.wav"], TestMedia.Spec(MediaContainer.Wav, 2, encoding), planes);
        TestMedia.AssertSame(planes, TestMedia.ReadAll(_folder[name], _options));
        Assert.Equal(AudioHash.Compute(_folder["a.wav"]), AudioHash.Compute(_folder[name], _options));
    }

    [Fact]
    public void SevenPointOneFlac_KeepsItsChannels()
    {
        float[][] planes = TestMedia.Noise(8, 5000, 16);
        TestMedia.Write(_folder["a.flac"], TestMedia.Spec(MediaContainer.Flac, 8, SampleEncoding.Signed16), planes);
        using IMediaReader reader = MediaFile.Open(_folder["a.flac"], _options);
        Assert.Equal(ChannelLayout.Surround71, reader.Layout);
        TestMedia.AssertSame(planes, TestMedia.ReadAll(reader));
    }

    [Theory]
    [InlineData("a.mp3", MediaContainer.Mp3)]
    [InlineData("a.m4a", MediaContainer.M4a)]
    [InlineData("a.opus", MediaContainer.Opus)]
    [InlineData("a.ogg", MediaContainer.Ogg)]
    [InlineData("a.flac", MediaContainer.Flac)]
    public void TagsCoverAndChapters_AreRead(string name, MediaContainer container)
    {
        CoverArt cover = Picture();
        MediaTags tags = MediaTags.Empty.With("title", "Füße; #1 = \\ yes").With("artist", "Jemand").With("album", "Show").With("date", "2026-01-31")
            .With("genre", "Podcast").With("tracknumber", "7").With("copyright", "© me") with { Cover = cover };
        ImmutableArray<Chapter> chapters = Chapter.Contiguous([new(0, 0, "One"), new(0.5, 0, "Two; = three", "https://example.org/a?b=c"), new(1.25, 0, "Ende")], Length / 48000.0);
        TestMedia.Write(_folder[name], TestMedia.Spec(container, 2, SampleEncoding.Signed16) with { Tags = tags, Chapters = chapters }, Clicks(2, 48000));
        using IMediaReader reader = MediaFile.Open(_folder[name], _options);
        foreach ((string key, string value) in tags.Values)
        {
            Assert.Equal(value, reader.Info.Tags[key]);
        }

        Assert.Equal(cover.Bytes.ToArray(), reader.Info.Tags.Cover?.Bytes.ToArray());
        Assert.Equal(chapters.Select(c => (c.Title, Math.Round(c.StartSeconds, 3))), reader.Info.Chapters.Select(c => (c.Title, Math.Round(c.StartSeconds, 3))));
    }

    [Fact]
    public void Mp3WithVersion3Tag_IsRead()
    {
        MediaTags tags = MediaTags.Empty.With("title", "Füße").With("date", "2026-01-31").With("description", "größer");
        ImmutableArray<Chapter> chapters = [.. Enumerable.Range(0, 300).Select(i => new Chapter(i * 0.005, (i + 1) * 0.005, $"{i}"))];
        TestMedia.Write(_folder["a.mp3"], TestMedia.Spec(MediaContainer.Mp3) with { Tags = tags, Chapters = chapters, UsesId3Version3 = true }, Clicks(2, 48000));
        MediaInfo info = MediaFile.Probe(_folder["a.mp3"]);
        Assert.Equal(("Füße", "2026", "größer", 300), (info.Tags.Title, info.Tags["date"], info.Tags["description"], info.Chapters.Length));
    }

    [Fact]
    public void Encoding_IsTheSameBytesTwice()
    {
        foreach ((string name, MediaContainer container) in ((string, MediaContainer)[])[("a.mp3", MediaContainer.Mp3), ("a.m4a", MediaContainer.M4a), ("a.opus", MediaContainer.Opus), ("a.flac", MediaContainer.Flac)])
        {
            MediaFormatSpec spec = TestMedia.Spec(container, 2, SampleEncoding.Signed16) with { Tags = MediaTags.Empty.With("title", "x") };
            TestMedia.Write(_folder[name], spec, Clicks(2, 48000));
            byte[] first = File.ReadAllBytes(_folder[name]);
            TestMedia.Write(_folder[name], spec, Clicks(2, 48000));
            Assert.True(first.AsSpan().SequenceEqual(File.ReadAllBytes(_folder[name])), name);
        }
    }

    [Fact]
    public void LossyHash_IgnoresTags()
    {
        TestMedia.Write(_folder["a.mp3"], TestMedia.Spec(MediaContainer.Mp3), Clicks(2, 48000));
        TestMedia.Write(_folder["b.mp3"], TestMedia.Spec(MediaContainer.Mp3) with { Tags = MediaTags.Empty.With("title", "other") }, Clicks(2, 48000));
        Assert.Equal(AudioHash.Compute(_folder["a.mp3"]), AudioHash.Compute(_folder["b.mp3"]));
    }

    [Fact]
    public void AudioInVideo_IsRead()
    {
        float[][] planes = Clicks(2, 48000);
        TestMedia.Write(_folder["a.wav"], TestMedia.Spec(MediaContainer.Wav), planes);
        Tool("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=d=2:s=64x64:r=25", "-i", _folder["a.wav"], "-c:v", "mpeg4", "-c:a", "pcm_s24le", _folder["a.mov"]);
        using IMediaReader reader = MediaFile.Open(_folder["a.mov"], _options);
        Assert.Equal(MediaContainer.Other, reader.Info.Container);
        float[] written = TestMedia.ReadAll(_folder["a.wav"])[0];
        Assert.True(written.AsSpan().CommonPrefixLength(TestMedia.ReadAll(reader)[0]) > 90_000);
    }

    [Fact]
    public void DecodedOnce_TheCacheIsUsedAndADamagedEntryIsMadeAgain()
    {
        TestMedia.Write(_folder["a.mp3"], TestMedia.Spec(MediaContainer.Mp3), Clicks(2, 48000));
        float[][] first = TestMedia.ReadAll(_folder["a.mp3"], _options);
        string entry = Assert.Single(Directory.GetFiles(_folder["cache"]));
        DateTime written = File.GetLastWriteTimeUtc(entry);
        TestMedia.AssertSame(first, TestMedia.ReadAll(_folder["a.mp3"], _options));
        Assert.Equal(written, File.GetLastWriteTimeUtc(entry));
        using (var file = new FileStream(entry, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = file.Length / 2;
            int value = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(value ^ 1));
        }

        using IMediaReader reader = MediaFile.Open(_folder["a.mp3"], _options);
        Assert.Contains("RT9124", TestMedia.Codes(reader));
        TestMedia.AssertSame(first, TestMedia.ReadAll(reader));
    }

    [Fact]
    public void TruncatedFlac_IsSalvagedAndTold()
    {
        TestMedia.Write(_folder["a.flac"], TestMedia.Spec(MediaContainer.Flac, 2, SampleEncoding.Signed16), TestMedia.Noise(2, 480_000, 16));
        using (var file = new FileStream(_folder["a.flac"], FileMode.Open))
        {
            file.SetLength(file.Length / 2);
        }

        using IMediaReader reader = MediaFile.Open(_folder["a.flac"], _options);
        Assert.InRange(reader.Length, 100_000, 300_000);
        Assert.Contains("RT9101", TestMedia.Codes(reader));
    }

    [Fact]
    public void OddNames_AreOnlyNames()
    {
        float[][] planes = TestMedia.Noise(1, 1000, 16);
        foreach (string name in (string[])["-y.flac", "a:b.flac", "http:x.flac", "concat:a|b.flac", "%d.flac", "line\nbreak.flac", "[red] *?.flac"])
        {
            TestMedia.Write(_folder[name], TestMedia.Spec(MediaContainer.Flac, 1, SampleEncoding.Signed16), planes);
            TestMedia.AssertSame(planes, TestMedia.ReadAll(_folder[name], _options));
        }

        Assert.Equal(8, _folder.Names.Length);
    }

    [Theory]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nsecret.ts\n#EXT-X-ENDLIST\n")]
    [InlineData("ffconcat version 1.0\nfile secret.wav\n")]
    [InlineData("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=audio 5000 RTP/AVP 0\n")]
    [InlineData("<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><BaseURL>secret.wav</BaseURL></MPD>")]
    public void PlaylistNamedWav_IsRefused(string text)
    {
        TestMedia.Write(_folder["secret.wav"], TestMedia.Spec(MediaContainer.Wav), TestMedia.Noise(2, 1000, 16));
        Tool("ffmpeg", "-v", "error", "-y", "-i", _folder["secret.wav"], "-c:a", "mp2", "-f", "mpegts", _folder["secret.ts"]);
        File.WriteAllText(_folder["list.wav"], text);
        Assert.Throws<MediaFormatException>(() => MediaFile.Open(_folder["list.wav"], _options));
    }

    [Theory]
    [InlineData(MediaContainer.Mp3, 96000, 2, "48000 Hz")]
    [InlineData(MediaContainer.Opus, 44100, 2, "48000 Hz")]
    [InlineData(MediaContainer.Mp3, 48000, 6, "at most 2 channels")]
    public void WhatACodecDoesNotTake_IsRefusedWithTheWayOut(MediaContainer container, int rate, int channels, string hint)
    {
        RoomtoneException e = Assert.Throws<RoomtoneException>(() => MediaFile.Create(_folder["a"], TestMedia.Spec(container, channels, rate: rate)));
        Assert.Contains(hint, e.Findings[0].Hint, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void CancelledEncoding_LeavesNothing()
    {
        using var cancellation = new CancellationTokenSource();
        using (IMediaWriter writer = MediaFile.Create(_folder["a.mp3"], TestMedia.Spec(MediaContainer.Mp3), cancellation: cancellation.Token))
        {
            TestMedia.Write(writer, Clicks(2, 48000));
            cancellation.Cancel();
            Assert.Throws<OperationCanceledException>(writer.Complete);
        }

        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void AbandonedEncoding_LeavesNothing()
    {
        using (IMediaWriter writer = MediaFile.Create(_folder["a.m4a"], TestMedia.Spec(MediaContainer.M4a)))
        {
            TestMedia.Write(writer, Clicks(2, 48000));
        }

        Assert.Empty(_folder.Names);
    }

    // Isolated bursts on a quiet tone: what a codec smears stays around its burst, so the lag is unmistakable.
    private static float[][] Clicks(int channels, int rate)
    {
        float[][] planes = TestMedia.Noise(channels, Length, 16);
        foreach (float[] plane in planes)
        {
            for (int i = 0; i < plane.Length; i++)
            {
                double burst = i % 7919 < 600 ? 0.3 : 0.01;
                plane[i] = (float)(plane[i] * burst * 0.2 + burst * Math.Sin(2 * Math.PI * (500 + i % 7919) * i / rate));
            }
        }

        return planes;
    }

    private static int Lag(float[] expected, float[] actual)
    {
        int best = 0;
        double highest = double.MinValue;
        for (int lag = -1200; lag <= 1200; lag++)
        {
            double sum = 0;
            for (int i = 20_000; i < 40_000; i++)
            {
                sum += (double)expected[i] * actual[i + lag];
            }

            if (sum > highest)
            {
                (highest, best) = (sum, lag);
            }
        }

        return best;
    }

    private CoverArt Picture()
    {
        Tool("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=d=1:s=32x32:r=1", "-frames:v", "1", _folder["cover.png"]);
        byte[] bytes = File.ReadAllBytes(_folder["cover.png"]);
        File.Delete(_folder["cover.png"]);
        return CoverArt.From(bytes)!;
    }

    private static void Tool(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
