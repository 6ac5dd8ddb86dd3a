using System.Collections.Immutable;
using Roomtone.Processes;
using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Delivery.Tests;

public sealed class MasteringRulesTests
{
    private const int Rate = 48000;
    private const int Length = 12 * Rate;

    [Fact]
    public void AnEvenMix_IsLeftAsItIs()
    {
        float[] mix = Programme(1);
        ImmutableArray<MasteringMove> moves = Decide(-20, mix, mix);
        Assert.All(moves, m => Assert.True(m.Slot is null, string.Join("; ", m.Reasons)));
        Assert.Equal(5, moves.Length);
        Assert.All(moves, m => Assert.StartsWith("no ", Assert.Single(m.Reasons), StringComparison.Ordinal));
    }

    [Fact]
    public void Rumble_IsTakenAway()
    {
        float[] mix = Mixed(Programme(1), TestSignal.Sine(11, Rate, Length, 0.1));
        Assert.Equal("high-pass", Decide(-20, mix, mix)[0].Slot!.Process);
    }

    [Theory]
    [InlineData(4000, 10, -3)]
    [InlineData(1000, -8, 3)]
    public void AnOctaveOffTheSlope_ComesBackByThreeDbAtMost(double hz, double db, double expected)
    {
        float[] mix = Filtered(Programme(1), MatchedDesign.Design(new FilterPrototype(FilterShape.Bell, hz, 1, db), Rate));
        MasteringMove balance = Decide(-20, mix, mix)[1];
        Assert.Equal(new ParameterValue.Quantity(hz, Unit.Hertz), balance.Slot!.Values["band1.freq"]);
        double gain = ((ParameterValue.Quantity)balance.Slot.Values["band1.gain"]).Value;
        Assert.InRange(gain / expected, 0.15, 1);
        Assert.Contains($"the octave at {hz} Hz lies", balance.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmptyOctave_IsNotRaised()
    {
        float[] mix = Filtered(Programme(1), [.. ButterworthDesign.LowPass(8, 4000, Rate)]);
        MasteringMove balance = Decide(-20, mix, mix)[1];
        Assert.Null(balance.Slot);
        Assert.Contains(balance.Reasons, r => r.StartsWith("the octave at 8000 Hz lies", StringComparison.Ordinal) && r.EndsWith("there is nothing to raise", StringComparison.Ordinal));
    }

    // The move does what it says: measured again behind it, the low end correlates as it shall.
    [Fact]
    public void AWideLowEnd_IsNarrowedToACorrelationOf0_7()
    {
        float[] left = Programme(1);
        float[] right = [.. left.Skip(5000), .. left.Take(5000)];
        MasteringMove bands = Decide(-20, left, right)[2];
        Assert.Equal("multiband", bands.Slot!.Process);
        Assert.InRange(MixStudy.Of(Through(bands.Slot, left, right), null, TestContext.Current.CancellationToken).LowCorrelation, 0.7, 0.78);
    }

    // Narrowing would leave nothing of it.
    [Fact]
    public void AnInvertedLowEnd_IsToldAndLeft()
    {
        float[] left = Programme(1);
        MasteringMove bands = Decide(-20, left, [.. left.Select(x => -x)])[2];
        Assert.Null(bands.Slot);
        Assert.Contains("invert it in the mix", Assert.Single(bands.Reasons), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(192_000)]
    public void EveryRate_GetsAChainThatRuns(int rate)
    {
        float[] noise = TestSignal.Noise(1, 4 * rate, 1.9);
        noise[rate] = 5;
        var source = new ArraySource(rate, ChannelLayout.Stereo, noise, [.. noise.Skip(777), .. noise.Take(777)]);
        ImmutableArray<MasteringMove> moves = MasteringRules.Decide(MixStudy.Of(source, null, TestContext.Current.CancellationToken), -9, -1);
        foreach (ProcessSlot slot in moves.Select(m => m.Slot).OfType<ProcessSlot>())
        {
            using var run = new StreamedSource((IStreamingProcess)AutoAnalysis.Resolve(ProcessCatalog.Standard.Create(slot.Process, slot.Values), AutoAnalysis.Measure(source, default), []), source);
            Assert.True(run.Length >= source.Length);
        }

        Assert.Contains(moves, m => m.Slot is not null);
    }

    [Fact]
    public void AMomentOfSound_IsNotJudged() =>
        Assert.Equal(["the mix is too short or too quiet to be judged"], Assert.Single(Decide(-14, TestSignal.Noise(1, 9000), TestSignal.Noise(1, 9000))).Reasons);

    [Fact]
    public void PeaksOfOneBand_AreHeldThere()
    {
        float[] mix = Programme(1);
        float[] kick = TestSignal.Sine(60, Rate, Length, 0.9);
        for (int i = 0; i < Length; i++)
        {
            // A kick that swells and fades over a fifth of a second.
            int at = i % (4 * Rate);
            mix[i] += at < Rate / 5 ? kick[at] * (float)Math.Pow(Math.Sin(Math.PI * at / (Rate / 5)), 2) : 0;
        }

        MasteringMove bands = Decide(-30, mix, mix)[2];
        Assert.Contains("the peaks of band 1 stand", bands.Reasons[0], StringComparison.Ordinal);
        Assert.Equal(new ParameterValue.Quantity(1.5, Unit.Ratio), bands.Slot!.Values["band1.ratio"]);
    }

    // Loud passages lose 1 to 2 dB on average, as aimed at.
    [Fact]
    public void AVeryDynamicMix_IsCompressedByOneToTwoDb()
    {
        float[] mix = [.. Programme(1).Select((x, i) => x * (i % Rate < 20_000 ? 0.25f : 0.06f))];
        for (int i = Rate / 2; i < Length; i += Rate)
        {
            mix[i] = 0.9f;
        }

        MasteringMove glue = Decide(-30, mix, mix)[3];
        Assert.Equal("compressor", glue.Slot!.Process);
        float[] output = ArraySource.ReadAll(Through(glue.Slot, mix, mix))[0];
        double before = 0, after = 0;
        for (int second = 1; second < 11; second++)
        {
            before += Power(mix.AsSpan(second * Rate + 2000, 16_000));
            after += Power(output.AsSpan(second * Rate + 2000, 16_000));
        }

        Assert.InRange(Decibels.FromPower(before / after), 1, 2.2);
    }

    [Fact]
    public void AHotTarget_BendsTheHighestPeaks()
    {
        float[] mix = Programme(1);
        MasteringMove tops = Decide(-6, mix, mix)[4];
        Assert.Equal("clipper", tops.Slot!.Process);
        Assert.Equal(new ParameterValue.Quantity(1.5, Unit.Decibels), tops.Slot.Values["max-reduction"]);
    }

    [Fact]
    public void Silence_AsksForNothing() => Assert.Equal(["the mix is silent"], Assert.Single(Decide(-14, new float[Rate], new float[Rate])).Reasons);

    [Fact]
    public void Studies_AddUp()
    {
        float[] loud = Programme(1), soft = [.. Programme(2).Select(x => 0.1f * x)];
        var both = MixStudy.Together([Study(loud, loud), Study(soft, soft)]);
        MixStudy whole = Study([.. loud, .. soft], [.. loud, .. soft]);
        Assert.Equal(whole.IntegratedLufs, both.IntegratedLufs, 0.1);
        Assert.Equal(whole.TruePeakDbtp, both.TruePeakDbtp, 0.1);
        Assert.Equal(whole.LowCorrelation, both.LowCorrelation, 0.01);
        Assert.All(whole.BandCrestsDb.Zip(both.BandCrestsDb), p => Assert.Equal(p.First, p.Second, 0.2));
    }

    private static ImmutableArray<MasteringMove> Decide(double target, float[] left, float[] right) => MasteringRules.Decide(Study(left, right), target, -1);

    private static MixStudy Study(float[] left, float[] right) =>
        MixStudy.Of(new ArraySource(Rate, ChannelLayout.Stereo, left, right), null, TestContext.Current.CancellationToken);

    private static StreamedSource Through(ProcessSlot slot, float[] left, float[] right) =>
        new((IStreamingProcess)ProcessCatalog.Standard.Create(slot.Process, slot.Values), new ArraySource(Rate, ChannelLayout.Stereo, left, right));

    // Noise that falls by 4.5 dB an octave from 100 Hz on, over the range that is judged: one-pole slopes, staggered.
    private static float[] Programme(int seed) => Filtered(
        TestSignal.Noise(seed, Length),
        [.. ButterworthDesign.HighPass(4, 45, Rate), .. new[] { 130.0, 420, 1350, 4300, 13_800 }.Select(hz => MatchedDesign.Design(new FilterPrototype(FilterShape.HighShelf, hz, 0.5, -7.6), Rate))]);

    private static float[] Mixed(float[] a, float[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static float[] Filtered(float[] samples, params BiquadCoefficients[] sections)
    {
        using var buffer = new AudioBuffer(1, samples.Length);
        samples.CopyTo(buffer.Block[0]);
        new BiquadCascade(sections, 1).Process(buffer.Block, 0);
        return buffer.Block[0].ToArray();
    }

    private static double Power(ReadOnlySpan<float> samples)
    {
        double sum = 0;
        foreach (float x in samples)
        {
            sum += (double)x * x;
        }

        return sum / samples.Length;
    }
}
