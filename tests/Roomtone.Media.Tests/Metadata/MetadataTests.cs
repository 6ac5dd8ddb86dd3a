using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Media.Tests;

/// <summary>The seven chunks that other tools lose, through gain, trim and resample.</summary>
public sealed class MetadataTests : IDisposable
{
    private const ulong Midnight = 172_800_000;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryChunk_SurvivesByteForByteAndInOrder()
    {
        var random = new Seeded(5);
        byte[] odd = [.. Enumerable.Range(0, 33).Select(_ => (byte)random.Next())];
        byte[] source = new RiffBuilder().Chunk("JUNK", new byte[92]).Chunk("bext", Bext()).Format(1, 2, 48000, 24).Chunk("iXML", Ixml())
            .Chunk("odd1", odd).Chunk("data", new byte[600]).Chunk("cue ", Cues()).Chunk("LIST", Adtl()).Chunk("smpl", Sampler()).Chunk("LIST", Info())
            .Chunk("axml", Encoding.UTF8.GetBytes("<ebuCoreMain/>")).Chunk("????", []).Chunk("odd1", odd).ToArray();
        using IMediaReader reader = MediaFile.Open(new BytesInMemory(source));
        foreach (MediaContainer container in (MediaContainer[])[MediaContainer.Wav, MediaContainer.Bw64, MediaContainer.Wave64])
        {
            TestMedia.Write(_folder["a"], TestMedia.Spec(container) with { Metadata = reader.Info.Metadata }, TestMedia.ReadAll(reader));
            using IMediaReader copy = MediaFile.Open(_folder["a"]);
            ImmutableArray<MetadataChunk> before = reader.Info.Metadata.Chunks;
            ImmutableArray<MetadataChunk> after = copy.Info.Metadata.Chunks;
            Assert.Equal(["JUNK", "bext", "iXML", "odd1", "cue ", "LIST", "smpl", "LIST", "axml", "????", "odd1"], after.Select(c => c.Id));
            Assert.Equal(before.Select(c => (c.Id, c.IsAfterData, Convert.ToHexString(c.Data.Span))), after.Select(c => (c.Id, c.IsAfterData, Convert.ToHexString(c.Data.Span))));
            Assert.Empty(copy.Info.Findings);
        }
    }

    [Fact]
    public void LargeChunk_IsCopiedFromItsFile()
    {
        byte[] large = new byte[70_001];
        new Random(1).NextBytes(large);
        File.WriteAllBytes(_folder["a.wav"], new RiffBuilder().Format(1, 1, 48000, 16).Chunk("blob", large).Chunk("data", new byte[20]).ToArray());
        using IMediaReader reader = MediaFile.Open(_folder["a.wav"], MediaOpenOptions.Default with { Limits = Limits.Default with { MaximumChunkBytes = 1000 } });
        MetadataChunk chunk = Assert.Single(reader.Info.Metadata.Chunks);
        Assert.False(chunk.IsInMemory);
        TestMedia.Write(_folder["b.wav"], TestMedia.Spec(MediaContainer.Wav, 1) with { Metadata = reader.Info.Metadata }, TestMedia.ReadAll(reader));
        Assert.Equal(large, MediaFile.Probe(_folder["b.wav"]).Metadata.Find("blob")!.Data.ToArray());
    }

    [Fact]
    public void Trim_MovesTimeCuesRegionsAndLoops()
    {
        var findings = new List<Finding>();
        MetadataSet trimmed = All().Trim(1000, 5000, findings);
        Assert.Equal(Midnight + 1000, trimmed.Broadcast!.TimeReference);
        Assert.Equal(Midnight + 1000, trimmed.Ixml!.TimeReference);
        Assert.Equal(
            [new CuePoint(2, 0, 500, "region", ""), new CuePoint(3, 1000, 0, "Метка", "a note")],
            trimmed.Cues);
        Assert.Equal([(1000L, 1999L)], trimmed.Loops.Select(l => (l.Start, l.End)));
        Assert.Equal(3, findings.Count);
    }

    [Fact]
    public void Trim_OfNothing_KeepsEveryByte()
    {
        MetadataSet set = All();
        Assert.Equal(set.Chunks.Select(c => Convert.ToHexString(c.Data.Span)), set.Trim(0, 10_000).Chunks.Select(c => Convert.ToHexString(c.Data.Span)));
    }

    [Fact]
    public void Resample_ScalesTimeCuesRegionsAndLoops()
    {
        MetadataSet scaled = All().Resample(48000, 96000);
        Assert.Equal(2 * Midnight, scaled.Broadcast!.TimeReference);
        Assert.Equal(2 * Midnight, scaled.Ixml!.TimeReference);
        Assert.Equal("96000", scaled.Ixml["SPEED/FILE_SAMPLE_RATE"]);
        Assert.Equal([(1L, 200L, 0L), (2L, 1000L, 2000L), (3L, 4000L, 0L)], scaled.Cues.Select(c => ((long)c.Id, c.Position, c.Length)));
        Assert.Equal([(4000L, 5999L), (19_000L, 19_199L)], scaled.Loops.Select(l => (l.Start, l.End)));
        Assert.Equal(10416u, BinaryPrimitives.ReadUInt32LittleEndian(scaled.Find("smpl")!.Data.Span[8..]));
        Assert.Empty(scaled.Conflicts(96000));
    }

    [Fact]
    public void Bext_KeepsEveryFieldThroughItsChunk()
    {
        BroadcastExtension bext = BroadcastExtension.Parse(Bext());
        Assert.Equal(("sSCENE=1", "Roomtone", "2026:01:31", "12-41-00", Midnight, 2), (bext.Description, bext.Originator, bext.OriginationDate, bext.OriginationTime, bext.TimeReference, bext.Version));
        Assert.Equal(new BroadcastLoudness(-23, 4.2, -1.02, -18.1, null), bext.Loudness);
        Assert.Equal("A=PCM,F=48000,W=24,M=stereo", bext.CodingHistory);
        Assert.Equal(bext, BroadcastExtension.Parse(bext.ToChunk()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(340)]
    [InlineData(400)]
    [InlineData(600)]
    public void ShortBext_ReadsWhatIsThere(int length)
    {
        BroadcastExtension bext = BroadcastExtension.Parse(Bext().AsSpan(0, length));
        Assert.Equal(length >= 256 ? "sSCENE=1" : length == 0 ? "" : "sSCENE=1", bext.Description);
        Assert.Equal(length >= 346 ? Midnight : 0, bext.TimeReference);
    }

    [Theory]
    [InlineData(1, -2300)]
    [InlineData(2, 0x7FFF)]
    [InlineData(2, -8000)]
    [InlineData(2, -12000)]
    public void UnsetLoudness_IsNotReported(int version, short raw)
    {
        byte[] chunk = new byte[602];
        chunk[346] = (byte)version;
        for (int i = 0; i < 5; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(chunk.AsSpan(412 + 2 * i), raw);
        }

        Assert.Null(BroadcastExtension.Parse(chunk).Loudness);
    }

    [Fact]
    public void MeasuredLoudness_MakesVersion2AndKeepsTheRest()
    {
        byte[] version1 = Bext();
        version1[346] = 1;
        MetadataSet set = TestMedia.Chunks(("bext", version1)).WithLoudness(new BroadcastLoudness(-16.004, 5, -1.1, null, double.NegativeInfinity));
        Assert.Equal((2, "sSCENE=1", Midnight), (set.Broadcast!.Version, set.Broadcast.Description, set.Broadcast.TimeReference));
        Assert.Equal(new BroadcastLoudness(-16, 5, -1.1, null, null), set.Broadcast.Loudness);
    }

    [Fact]
    public void SignedHalvesOfIxmlTime_AreTakenAsUnsigned()
    {
        byte[] text = Encoding.UTF8.GetBytes(
            "<BWFXML><SPEED><TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>0</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>"
            + "<TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO>-1940552340</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO></SPEED></BWFXML>\0\0   \0");
        Assert.Equal(2_354_414_956, new IxmlText(text).TimeReference);
    }

    [Fact]
    public void ConflictOfBextAndIxml_IsReported()
    {
        byte[] bext = BroadcastExtension.Parse(Bext()) is var b ? (b with { TimeReference = 7 }).ToChunk() : [];
        Assert.Contains("RT9106", TestMedia.Chunks(("bext", bext), ("iXML", Ixml())).Conflicts(48000).Select(f => f.Code));
        Assert.Contains("RT9107", TestMedia.Chunks(("iXML", Ixml())).Conflicts(47952).Select(f => f.Code));
    }

    [Theory]
    [InlineData("<rdf:Description bext:timeReference=\"{0}\" xmpDM:audioSampleRate = '{1}' dc:x=\"é\"/>")]
    [InlineData("<rdf:Description><bext:timeReference>{0}</bext:timeReference><xmpDM:audioSampleRate>{1}</xmpDM:audioSampleRate></rdf:Description>")]
    public void XmpPacket_IsComparedAndMovedInPlace(string packet)
    {
        static byte[] Text(string packet, params object[] values) => Encoding.UTF8.GetBytes(string.Format(CultureInfo.InvariantCulture, packet, values));
        byte[] bext = (BroadcastExtension.Parse(Bext()) with { TimeReference = 96_000 }).ToChunk();
        MetadataSet agrees = TestMedia.Chunks(("bext", bext), ("_PMX", Text(packet, 96_000, 48000)));
        Assert.Empty(agrees.Conflicts(48000));
        Assert.Equal(["RT9106", "RT9107"], TestMedia.Chunks(("bext", bext), ("_PMX", Text(packet, 95_999, 44100))).Conflicts(48000).Select(f => f.Code));

        Assert.Equal(Text(packet, 96_005, 48000), agrees.Trim(5, 10).Find("_PMX")!.Data.ToArray());
        Assert.Empty(agrees.Trim(5, 10).Conflicts(48000));
    }

    [Theory]
    [InlineData("bext:timeReference")]
    [InlineData("bext:timeReference=")]
    [InlineData("<bext:timeReference>7")]
    [InlineData("bext:timeReference=\"7")]
    [InlineData("bext:timeReference=7")]
    [InlineData("bext:timeReference=\"about noon\" xmpDM:audioSampleRate=\"48000.0\"")]
    [InlineData("</bext:timeReference>7<bext:timeReference/>")]
    public void BrokenXmp_SaysNothingAndIsKept(string text)
    {
        MetadataSet set = TestMedia.Chunks(("_PMX", Encoding.UTF8.GetBytes(text)));
        Assert.Null(set.Xmp!.TimeReference);
        Assert.Equal(text, Encoding.UTF8.GetString(set.Trim(10, 10).Find("_PMX")!.Data.Span));
    }

    [Fact]
    public void UnknownPartsOfIxml_KeepTheirBytes()
    {
        byte[] trimmed = TestMedia.Chunks(("iXML", Ixml())).Trim(5, 10).Find("iXML")!.Data.ToArray();
        string text = Encoding.Latin1.GetString(trimmed);
        Assert.Contains("<!-- keep --><ODD a=\"1\">é</ODD>", Encoding.UTF8.GetString(trimmed), StringComparison.Ordinal);
        Assert.Contains($"<TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO>{Midnight + 5}<", text, StringComparison.Ordinal);
        Assert.EndsWith("\0\0\0", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><BWFXML><SCENE>&b;</SCENE></BWFXML>")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><BWFXML><SCENE>&e;</SCENE></BWFXML>")]
    [InlineData("<BWFXML>")]
    [InlineData("")]
    public void HostileXml_HasNoElementsAndIsKept(string text)
    {
        MetadataSet set = TestMedia.Chunks(("iXML", Encoding.UTF8.GetBytes(text)));
        Assert.Null(set.Ixml!["SCENE"]);
        Assert.Equal(text, Encoding.UTF8.GetString(set.Trim(10, 10).Find("iXML")!.Data.Span));
    }

    [Fact]
    public void DeepXml_IsLeftAlone()
    {
        string text = string.Concat(Enumerable.Repeat("<a>", 100_000)) + string.Concat(Enumerable.Repeat("</a>", 100_000));
        Assert.False(new IxmlText(Encoding.UTF8.GetBytes(text)).IsWellFormed);
    }

    [Theory]
    [InlineData(MediaContainer.Aiff)]
    [InlineData(MediaContainer.Caf)]
    public void MarkersForAnotherFamily_AreTranslatedAndTheRestIsTold(MediaContainer container)
    {
        var findings = new List<Finding>();
        MetadataSet there = All().For(container, 48_000, findings);
        Assert.Contains(findings, f => f.Message.Contains("'bext'", StringComparison.Ordinal));
        Assert.DoesNotContain(findings, f => f.Message.Contains("'cue '", StringComparison.Ordinal) || f.Message.Contains("'LIST'", StringComparison.Ordinal));
        (long, long, string)[] regions = container == MediaContainer.Caf
            ? [(100, 0, "gone"), (500, 1000, "region"), (2000, 0, "Метка: a note")]
            : [(100, 0, "gone"), (500, 0, "region"), (1500, 0, "region (end)"), (2000, 0, "Метка: a note")];
        Assert.Equal(regions, there.Cues.Where(c => !c.Label.StartsWith("loop", StringComparison.Ordinal)).Select(c => (c.Position, c.Length, c.Label)));
        Assert.Equal(regions, there.For(MediaContainer.Wav, 48_000, findings).Cues.Select(c => (c.Position, c.Length, c.Label)));
    }

    [Fact]
    public void LoopsOfASampler_PassBetweenWavAndAiff()
    {
        byte[] sampler = Sampler(61, 0xC0000000, (0, 1000, 1999), (1, 3000, 3499));
        (byte[] cue, byte[] list) = CueChunks.Build([new CuePoint(1, 50, 0, "start", "")]);
        MetadataSet wav = TestMedia.Chunks(("cue ", cue), ("LIST", list), ("smpl", sampler));
        var findings = new List<Finding>();
        MetadataSet aiff = wav.For(MediaContainer.Aiff, 48_000, findings);
        byte[] instrument = aiff.Find("INST")!.Data.ToArray();
        // 61 and three quarters of a semitone are 62 less a quarter.
        Assert.Equal((62, -25), (instrument[0], (sbyte)instrument[1]));
        Assert.Equal([0, 1, 0, 2, 0, 3], instrument[8..14]);
        Assert.Equal([0, 2, 0, 4, 0, 5], instrument[14..20]);
        // The end of a loop is its last sample in RIFF, and the place after it in AIFF.
        Assert.Equal([50L, 1000, 2000, 3000, 3500], aiff.Cues.Select(c => c.Position));

        MetadataSet back = aiff.For(MediaContainer.Wav, 48_000, findings);
        Assert.Equal(wav.Loops.Select(l => (l.Kind, l.Start, l.End)), back.Loops.Select(l => (l.Kind, l.Start, l.End)));
        Assert.Equal(sampler[12..20], back.Find("smpl")!.Data[12..20].ToArray());
        Assert.Equal(["start"], back.Cues.Select(c => c.Label));
        Assert.DoesNotContain(findings, f => f.Message.Contains("smpl", StringComparison.Ordinal) || f.Message.Contains("INST", StringComparison.Ordinal));
    }

    [Fact]
    public void LoopsThatAiffHasNoRoomFor_AndDamagedInstruments_AreTold()
    {
        var findings = new List<Finding>();
        TestMedia.Chunks(("smpl", Sampler(60, 0, (0, 1, 2), (0, 3, 4), (0, 5, 6)))).For(MediaContainer.Aiff, 48_000, findings);
        Assert.Contains(findings, f => f.Message == "AIFF has two loops: 1 of yours is dropped");
        // A loop backwards, and a chunk that ends early.
        Assert.Empty(TestMedia.Chunks(("smpl", Sampler(60, 0, (0, 9, 2)))).For(MediaContainer.Aiff, 48_000, []).Cues);
        Assert.NotNull(TestMedia.Chunks(("smpl", new byte[7])).For(MediaContainer.Aiff, 48_000, []).Find("INST"));
    }

    private static byte[] Sampler(uint note, uint fraction, params (uint Kind, uint Start, uint End)[] loops)
    {
        uint[] words = [0, 0, 20_833, note, fraction, 0, 0, (uint)loops.Length, 0, .. loops.SelectMany((l, i) => new uint[] { (uint)i + 1, l.Kind, l.Start, l.End, 0, 0 })];
        return [.. words.SelectMany(BitConverter.GetBytes)];
    }

    [Fact]
    public void MoreMarkersThanAiffCanNumber_AreTold()
    {
        (byte[] cue, byte[] list) = CueChunks.Build([.. Enumerable.Range(1, 40_000).Select(i => new CuePoint((uint)i, i, 0, "m", ""))]);
        var findings = new List<Finding>();
        Assert.Equal(32_767, TestMedia.Chunks(("cue ", cue), ("LIST", list)).For(MediaContainer.Aiff, 48_000, findings).Cues.Length);
        Assert.Contains(findings, f => f.Message == "AIFF numbers its markers to 32767: the last 7233 are dropped");
    }

    [Fact]
    public void CompressedFiles_HaveNoChunksAndItIsTold()
    {
        var findings = new List<Finding>();
        MetadataSet set = All();
        Assert.True((set with { Chunks = set.Chunks.Add(new MetadataChunk("JUNK", new byte[9])) }).For(MediaContainer.Flac, 48_000, findings).Chunks.IsEmpty);
        Assert.Contains(findings, f => f.Message == "chunk 'bext' has no place in FLAC files and is dropped");
        Assert.Contains(findings, f => f.Message == "FLAC has no markers: chapters stand for them; the ends of regions are dropped");
        Assert.DoesNotContain(findings, f => f.Message.Contains("'cue '", StringComparison.Ordinal) || f.Message.Contains("JUNK", StringComparison.Ordinal));
    }

    [Fact]
    public void MarkersStandForChaptersThatAFileHasNot()
    {
        TestMedia.Write(_folder["m.wav"], TestMedia.Spec(MediaContainer.Wav) with { Metadata = All() }, TestMedia.Noise(2, 4000, 16));
        MediaInfo info = MediaFile.Probe(_folder["m.wav"]);
        Assert.Equal(["gone", "region", "Метка: a note"], info.ChaptersOrMarkers.Select(c => c.Title));
        Assert.Equal(500.0 / info.SampleRate, info.ChaptersOrMarkers[1].StartSeconds, 12);
        Assert.Equal("own", (info with { Chapters = [new Chapter(0, 1, "own")] }).ChaptersOrMarkers.Single().Title);
    }

    [Fact]
    public void TextsWithoutATag_AreToldWhenTheyAreDropped()
    {
        var findings = new List<Finding>();
        TestMedia.Chunks(("LIST", Encoding.Latin1.GetBytes("INFOIENG\x04\0\0\0Ann\0"))).For(MediaContainer.Aiff, 48_000, findings);
        Assert.Contains(findings, f => f.Message.Contains("'LIST'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(MediaContainer.Wav, "a.wav")]
    [InlineData(MediaContainer.AiffC, "a.aifc")]
    [InlineData(MediaContainer.Caf, "a.caf")]
    public void Chapters_AreMarkersOfAPlainFile(MediaContainer container, string name)
    {
        MediaFormatSpec spec = TestMedia.Spec(container) with { Chapters = [new Chapter(0, 0.01, "Eins"), new Chapter(0.01, 0.02, "Zwölf")] };
        TestMedia.Write(_folder[name], spec, TestMedia.Noise(2, 2000, 16));
        Assert.Equal(
            [(0L, "Eins"), ((long)Math.Round(spec.SampleRate * 0.01), "Zwölf")], MediaFile.Probe(_folder[name]).Metadata.Cues.Select(c => (c.Position, c.Label)));
    }

    [Fact]
    public void ChaptersLeaveMarkersThatAreThereAlone()
    {
        MediaFormatSpec spec = TestMedia.Spec(MediaContainer.Wav) with { Metadata = All(), Chapters = [new Chapter(0, 1, "x")] };
        TestMedia.Write(_folder["b.wav"], spec, TestMedia.Noise(2, 2000, 16));
        Assert.Equal(3, MediaFile.Probe(_folder["b.wav"]).Metadata.Cues.Length);
    }

    [Fact]
    public void BuiltCues_ReadBack()
    {
        ImmutableArray<CuePoint> cues = [new CuePoint(1, 5, 0, "a", "bc"), new CuePoint(2, 10, 100, "Füße", "")];
        (byte[] cue, byte[] list) = CueChunks.Build(cues);
        Assert.Equal(cues, TestMedia.Chunks(("cue ", cue), ("LIST", list)).Cues);
    }

    [Fact]
    public void AiffMarkersAndChunks_AreKeptAndMoved()
    {
        byte[] mark = [0, 2, 0, 1, 0, 0, 0x07, 0xD0, 3, (byte)'o', (byte)'n', (byte)'e', 0, 2, 0, 0, 0, 5, 1, (byte)'x'];
        var set = new MetadataSet(ChunkFamily.Aiff, [new MetadataChunk("MARK", mark), new MetadataChunk("odd ", new byte[3], isAfterData: true)]);
        TestMedia.Write(_folder["a.aif"], TestMedia.Spec(MediaContainer.Aiff) with { Metadata = set }, TestMedia.Noise(2, 100, 16));
        MetadataSet read = MediaFile.Probe(_folder["a.aif"]).Metadata;
        Assert.Equal(mark, read.Find("MARK")!.Data.ToArray());
        Assert.True(read.Find("odd ")!.IsAfterData);
        byte[] moved = read.Trim(1000, 5000).Find("MARK")!.Data.ToArray();
        Assert.Equal((1000u, 0u), (BinaryPrimitives.ReadUInt32BigEndian(moved.AsSpan(4)), BinaryPrimitives.ReadUInt32BigEndian(moved.AsSpan(14))));
    }

    [Fact]
    public void Reverse_MirrorsRegionsInEveryFamily()
    {
        MetadataSet set = All().Move(SampleMap.Reverse(10_000));
        Assert.Equal([(1L, 9900L, 0L), (2L, 8500L, 1000L), (3L, 8000L, 0L)], set.Cues.Select(c => ((long)c.Id, c.Position, c.Length)));
        Assert.Equal([(7000L, 7999L), (400L, 499L)], set.Loops.Select(l => (l.Start, l.End)));
        Assert.Equal(Midnight, set.Broadcast!.TimeReference);
        MetadataSet caf = All().For(MediaContainer.Caf, 48_000, []).Move(SampleMap.Reverse(10_000));
        Assert.Equal(
            [(8000L, 0L, "Метка: a note"), (8500L, 1000L, "region"), (9900L, 0L, "gone")], caf.Cues.Select(c => (c.Position, c.Length, c.Label)).Order());
        MetadataSet aiff = All().For(MediaContainer.Aiff, 48_000, []).Move(SampleMap.Reverse(10_000));
        Assert.Equal([9900L, 9500L, 8500L, 8000L], aiff.Cues.Take(4).Select(c => c.Position));
        Assert.Equal([(7000L, 7999L), (400L, 499L)], aiff.For(MediaContainer.Wav, 48_000, []).Loops.Select(l => (l.Start, l.End)));
    }

    private static MetadataSet All() =>
        TestMedia.Chunks(("bext", Bext()), ("iXML", Ixml()), ("axml", "<a/>"u8.ToArray()), ("cue ", Cues()), ("LIST", Adtl()), ("smpl", Sampler()), ("LIST", Info()));

    private static byte[] Bext()
    {
        byte[] chunk = new byte[602 + 29];
        "sSCENE=1"u8.CopyTo(chunk);
        "Roomtone"u8.CopyTo(chunk.AsSpan(256));
        "2026:01:31"u8.CopyTo(chunk.AsSpan(320));
        "12-41-00"u8.CopyTo(chunk.AsSpan(330));
        BinaryPrimitives.WriteUInt64LittleEndian(chunk.AsSpan(338), Midnight);
        chunk[346] = 2;
        short[] loudness = [-2300, 420, -102, -1810, 0x7FFF];
        for (int i = 0; i < 5; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(chunk.AsSpan(412 + 2 * i), loudness[i]);
        }

        "A=PCM,F=48000,W=24,M=stereo\r\n"u8.CopyTo(chunk.AsSpan(602));
        return chunk;
    }

    private static byte[] Ixml() => Encoding.UTF8.GetBytes(
        "<?xml version=\"1.0\"?><BWFXML><SCENE>12</SCENE><SPEED><FILE_SAMPLE_RATE>48000</FILE_SAMPLE_RATE>"
        + "<TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>0</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>"
        + $"<TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO>{Midnight}</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO></SPEED>"
        + "<!-- keep --><ODD a=\"1\">é</ODD></BWFXML>\0\0\0");

    // Points at 100, 500 (a region of 1000) and 2000.
    private static byte[] Cues() => CueChunks.Build([new CuePoint(1, 100, 0, "", ""), new CuePoint(2, 500, 1000, "", ""), new CuePoint(3, 2000, 0, "", "")]).Cue;

    private static byte[] Adtl() => CueChunks.Build([new CuePoint(1, 100, 0, "gone", ""), new CuePoint(2, 500, 1000, "region", ""), new CuePoint(3, 2000, 0, "Метка", "a note")]).List;

    private static byte[] Sampler()
    {
        byte[] chunk = new byte[36 + 48];
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(8), 20833);
        chunk[28] = 2;
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(36 + 8), 2000);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(36 + 12), 2999);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(60 + 8), 9500);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(60 + 12), 9599);
        return chunk;
    }

    private static byte[] Info() => Encoding.Latin1.GetBytes("INFOINAM\x06\0\0\0Title\0");
}
