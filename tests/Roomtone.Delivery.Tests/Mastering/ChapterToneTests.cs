using System.Collections.Immutable;
using Roomtone.Processes;
using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Delivery.Tests;

public sealed class ChapterToneTests
{
    private const int Rate = 48000;
    private static readonly float[] s_voice = TestSignal.Noise(20_000_001, 4 * Rate, 0.05);

    [Fact]
    public void OnlyTheChapterThatSoundsUnlikeTheOthersIsEqualised_AndComesNearer()
    {
        float[] dull = Filtered(s_voice, new FilterPrototype(FilterShape.HighShelf, 1000, 0.7, -9));
        ImmutableArray<TrackMeasures> chapters = [Measure(s_voice), Measure(Noise(2)), Measure(dull), Measure(Noise(3))];
        ImmutableArray<MasteringMove> moves = ChapterTone.Decide(chapters);
        Assert.All([moves[0], moves[1], moves[3]], m => Assert.Null(m.Slot));
        ProcessSlot slot = moves[2].Slot!;
        Assert.Equal("eq", slot.Process);
        Assert.Contains("dB rms away", moves[2].Reasons[0], StringComparison.Ordinal);
        double[] gains = [.. slot.Values.Where(v => v.Key.EndsWith(".gain", StringComparison.Ordinal)).Select(v => ((ParameterValue.Quantity)v.Value).Value)];
        Assert.All(gains, g => Assert.InRange(g, -3, 3));
        Assert.Equal(3, gains[^1]);

        double before = SetTone.Of(chapters).DistancesDb[2];
        using var through = new StreamedSource((IStreamingProcess)ProcessCatalog.Standard.Create(slot.Process, slot.Values), new ArraySource(Rate, ChannelLayout.Mono, dull));
        double after = SetTone.Of(chapters.SetItem(2, Measure(through))).DistancesDb[2];
        Assert.True(after < before - 1.5, $"{before:0.00} dB came to {after:0.00} dB");
    }

    [Fact]
    public void WhereARecordingHoldsNothing_NothingIsRaised()
    {
        float[] telephone = LowPassed(s_voice);
        ImmutableArray<MasteringMove> moves = ChapterTone.Decide([Measure(s_voice), Measure(Noise(2)), Measure(telephone)]);
        Assert.DoesNotContain(moves[2].Slot!.Values, v => v.Value is ParameterValue.Word { Name: "high-shelf" });
    }

    [Fact]
    public void OfTwoChaptersNoneIsTheMedian() =>
        Assert.All(ChapterTone.Decide([Measure(s_voice), Measure(Filtered(s_voice, new FilterPrototype(FilterShape.HighShelf, 1000, 0.7, -9)))]), m => Assert.Null(m.Slot));

    private static float[] Noise(int n) => TestSignal.Noise(20_000_001 + n * 10_000_000, 4 * Rate, 0.05);

    private static TrackMeasures Measure(float[] audio) => Measure(new ArraySource(Rate, ChannelLayout.Mono, audio));

    private static TrackMeasures Measure(IAudioSource source) => TrackMeasures.Of("x.wav", source, MonoLoudness.Single, false, null, CancellationToken.None);

    private static float[] Filtered(float[] audio, FilterPrototype prototype) => Cascaded(audio, [MatchedDesign.Design(prototype, Rate)]);

    private static float[] LowPassed(float[] audio) => Cascaded(audio, [.. ButterworthDesign.LowPass(16, 2500, Rate)]);

    private static float[] Cascaded(float[] audio, BiquadCoefficients[] sections)
    {
        float[] filtered = [.. audio];
        new BiquadCascade(sections, 1).Process(new AudioBlock(filtered, filtered.Length, 1, 0, filtered.Length), 0);
        return filtered;
    }
}
