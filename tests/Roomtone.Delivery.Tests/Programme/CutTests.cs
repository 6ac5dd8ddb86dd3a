using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Delivery.Tests.Programme;

public sealed class CutTests
{
    private static readonly SessionDocument Document = new()
    {
        Schema = 1,
        Title = "Cuts",
        SampleRate = 48000,
        Regions =
        [
            new Region("a", 10000, 30000, "ad"), new Region("b", 25000, 40000, "ad"),
            new Region("c2", 50000, 60000, "chapter") { Name = "Two" }, new Region("c1", 0, 20000, "chapter"),
        ],
    };

    private static readonly Deliverable Plain = new() { Id = "d", File = "d.wav" };

    [Fact]
    public void Omitted_RegionsAreCutOnceWhereTheyOverlap()
    {
        CutList cut = Assert.Single(CutList.For(Document, Plain with { Omit = ["ad"] }, 100000));

        Assert.Equal([new Kept(0, 10000), new Kept(40000, 100000)], cut.Stretches);
        Assert.Equal(70000, cut.Length);
    }

    [Fact]
    public void PerRegion_MakesOneFileEachInTimeOrder()
    {
        ImmutableArray<CutList> cuts = CutList.For(Document, Plain with { PerRegionKind = "chapter" }, 100000);

        Assert.Equal([(1, "c1"), (2, "Two")], cuts.Select(c => (c.Index, c.Name)));
        Assert.Equal([new Kept(50000, 60000)], cuts[1].Stretches);
    }

    [Fact]
    public void RangeHeadAndTail_GiveTheLength()
    {
        Deliverable deliverable = Plain with { RangeStart = 1000, RangeEnd = 5000, Head = ExactTime.FromSeconds(0.5m), Tail = ExactTime.FromSamples(10) };

        Assert.Equal(24000 + 4000 + 10, Assert.Single(CutList.For(Document, deliverable, 100000)).Length);
    }

    [Fact]
    public void Chapters_AreRetimedAndThoseInsideACutMoveToTheJoin()
    {
        CutList cut = Assert.Single(CutList.For(Document, Plain with { Omit = ["ad"], Head = ExactTime.FromSamples(100) }, 100000));
        ImmutableArray<Chapter> chapters = cut.Map([new(0, "Open"), new(20000, "In the ad"), new(50000, "After"), new(100000, "Beyond")]);

        Assert.Equal([(100L, "Open"), (10100L, "In the ad"), (20100L, "After")], chapters.Select(c => (c.Position, c.Title)));
    }

    [Fact]
    public void ChapterThatRunsAtTheStartOfARange_BeginsThere()
    {
        CutList cut = Assert.Single(CutList.For(Document, Plain with { RangeStart = 5000 }, 100000));

        Assert.Equal([(0L, "B"), (1000L, "C")], cut.Map([new(0, "A"), new(4000, "B"), new(6000, "C")]).Select(c => (c.Position, c.Title)));
    }

    [Fact]
    public void AwayFromAJoin_EverySampleIsTheSource()
    {
        float[] wave = TestSignal.Noise(1, 100000);
        float[] output = Read(wave, 4096);

        Null.Exact(wave.AsSpan(0, 9760), output.AsSpan(0, 9760));
        Null.Exact(wave.AsSpan(40240), output.AsSpan(10240));
    }

    [Fact]
    public void AJoin_KeepsThePowerOfUnrelatedSides()
    {
        float[] early = [.. Enumerable.Range(0, 100000).Select(i => i < 20000 ? 1f : 0f)];
        float[] late = [.. early.Select(x => 1 - x)];
        float[] left = Read(early, 4096);
        float[] right = Read(late, 4096);

        Assert.All(Enumerable.Range(9760, 480), i => Assert.Equal(1, (left[i] * left[i]) + (right[i] * right[i]), 6));
        Assert.Equal(left[10000], right[9999], 6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(511)]
    public void AnyPartition_GivesTheSameBits(int block)
    {
        float[] wave = TestSignal.Noise(3, 100000);

        Null.Exact(Read(wave, 4096), Read(wave, block));
    }

    [Fact]
    public void HeadAndTail_AreSilent()
    {
        CutList cut = new([new Kept(100, 200)], 50, 50);
        using CutSource source = new(new ArraySource(48000, ChannelLayout.Mono, TestSignal.Constant(1, 1000)), cut);
        float[] output = ArraySource.ReadAll(source)[0];

        Assert.Equal(200, output.Length);
        Assert.All(output.Take(50).Concat(output.Skip(150)), x => Assert.Equal(0, x));
        Assert.All(output.Skip(50).Take(100), x => Assert.Equal(1, x));
    }

    [Fact]
    public void StereoToMono_IsHalfTheSum()
    {
        float[,] matrix = LayoutMatrix.For(ChannelLayout.Stereo, ChannelLayout.Mono, null)!;
        ArraySource stereo = new(48000, ChannelLayout.Stereo, TestSignal.Constant(0.5, 100), TestSignal.Constant(0.25, 100));
        using LayoutSource mono = new(stereo, ChannelLayout.Mono, matrix);

        Assert.All(ArraySource.ReadAll(mono)[0], x => Assert.Equal(0.375f, x));
    }

    [Fact]
    public void LoRo_HasTheCoefficientsOfBs775()
    {
        float[,] m = LayoutMatrix.For(ChannelLayout.Surround51, ChannelLayout.Stereo, new DownmixRule(ChannelLayout.Stereo, "lo-ro"))!;
        float h = (float)Math.Sqrt(0.5);

        Assert.Equal([1, 0, h, 0, h, 0], Enumerable.Range(0, 6).Select(i => m[0, i]));
        Assert.Equal([0, 1, h, 0, 0, h], Enumerable.Range(0, 6).Select(i => m[1, i]));
    }

    [Fact]
    public void SevenToFive_FoldsTheBacksIntoTheSurrounds()
    {
        float[,] m = LayoutMatrix.For(ChannelLayout.Surround71, ChannelLayout.Surround51, new DownmixRule(ChannelLayout.Surround51, "lo-ro"))!;
        int ls = ChannelLayout.Surround51.IndexOf("Ls");

        Assert.Equal(1, m[ls, ChannelLayout.Surround71.IndexOf("Lss")]);
        Assert.Equal(1, m[ls, ChannelLayout.Surround71.IndexOf("Lrs")]);
        Assert.Equal(1, m[ChannelLayout.Surround51.IndexOf("LFE"), ChannelLayout.Surround71.IndexOf("LFE")]);
    }

    [Fact]
    public void WrittenLevels_AreTaken()
    {
        DownmixRule rule = new(ChannelLayout.Surround51, "lo-ro") { RearDb = -3, HeightDb = double.NegativeInfinity };
        ChannelLayout from = ChannelLayout.Find("7.1.4")!;
        float[,] m = LayoutMatrix.For(from, ChannelLayout.Surround51, rule)!;
        int rs = ChannelLayout.Surround51.IndexOf("Rs");

        Assert.Equal((float)Math.Sqrt(0.5), m[rs, from.IndexOf("Rrs")]);
        Assert.All(Enumerable.Range(0, 6), o => Assert.Equal(0, m[o, from.IndexOf("Ltf")]));
    }

    [Fact]
    public void ChannelsWithoutAPlace_AreAnErrorOfTheDeliverable()
    {
        var findings = new List<Finding>();
        Deliverable deliverable = new() { Id = "x", File = "x.wav", Format = new FileFormat("wav") { Bits = 24, Layout = ChannelLayout.Stereo }, Downmix = new(ChannelLayout.Stereo, "lo-ro") };
        Assert.Null(DeliverySpecification.Resolve(deliverable, 48000, ChannelLayout.Discrete(6), ProfileCatalog.Shipped, findings));
        Assert.Contains(findings, f => f.Code == "RT0802" && f.Message.Contains("without a place", StringComparison.Ordinal));
    }

    [Fact]
    public void OtherLayoutWithoutARule_HasNoMatrix() => Assert.Null(LayoutMatrix.For(ChannelLayout.Surround51, ChannelLayout.Stereo, null));

    [Fact]
    public void Spool_GivesTheMixBackWhileItIsWritten()
    {
        float[][] wave = TestSignal.NoiseChannels(4, 2, 50000);
        ArraySource source = new(48000, ChannelLayout.Stereo, wave);
        using MixSpool spool = new(Path.GetTempPath(), 48000, ChannelLayout.Stereo, 100, 50000, (_, _, _) => throw new InvalidOperationException());
        IAudioSource reader = spool.OpenReader(CancellationToken.None);
        using AudioBuffer buffer = new(2, 777);
        for (long at = 0; at < 50000; at += 777)
        {
            AudioBlock block = buffer.Block.Slice(0, (int)Math.Min(777, 50000 - at));
            source.Read(at, block);
            spool.Write(block);
        }

        spool.Complete();
        using AudioBuffer back = new(2, 50200);
        reader.Read(0, back.Block);

        Null.Exact(wave[1], back.Block[1].Slice(100, 50000));
        Assert.Equal(0, back.Block[0][99]);
        Assert.Equal(0, back.Block[0][50150]);
    }

    private static float[] Read(float[] wave, int block)
    {
        CutList cut = Assert.Single(CutList.For(Document, Plain with { Omit = ["ad"] }, wave.Length));
        using CutSource source = new(new ArraySource(48000, ChannelLayout.Mono, wave), cut);
        return ArraySource.ReadAll(source, block)[0];
    }
}
