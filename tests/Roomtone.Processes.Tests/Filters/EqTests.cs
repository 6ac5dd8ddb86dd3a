using System.Collections.Immutable;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Filters;

public sealed class EqTests
{
    private static readonly ProcessFormat Stereo = ProcessFormat.Of(48000, ChannelLayout.Stereo, 4096);

    // algorithms.md 14, row 11: the analogue bell, 20 Hz – 20 kHz, ≤ 0.2 dB at 48 kHz.
    [Theory]
    [InlineData(EqBandType.Bell, 10000, 0.7, 12, 0.2)]
    [InlineData(EqBandType.Bell, 1000, 1, 6, 0.2)]
    [InlineData(EqBandType.Bell, 16000, 2, 6, 0.2)]
    [InlineData(EqBandType.HighShelf, 12000, 0.7071, 12, 0.1)]
    [InlineData(EqBandType.LowPass, 12000, 0.7071, 0, 0.1)]
    public void Band_FollowsItsAnaloguePrototype(EqBandType type, double hz, double q, double gain, double toleranceDb)
    {
        var band = new EqBand { Type = type, FrequencyHz = hz, Quality = q, GainDb = gain };
        using IAudioProcessor processor = Eq(band).CreateProcessor(Stereo);
        float[] response = Response.ImpulseResponse(processor, Stereo, 0, 1 << 14);
        var prototype = new FilterPrototype(Enum.Parse<FilterShape>(type.ToString()), hz, q, gain);
        for (double f = 20; f <= 20000; f *= 1.02)
        {
            Response.Of(response, 48000, f).IsDb(10 * Math.Log10(prototype.PowerAt(f)), toleranceDb);
        }
    }

    [Fact]
    public void NoBand_IsTheInputBitForBit()
    {
        float[][] input = TestSignal.NoiseChannels(1, 2, 5000);
        using IAudioProcessor processor = new EqSettings().CreateProcessor(Stereo);
        Null.Exact(input, Run.Whole(processor, Stereo, input));
    }

    [Fact]
    public void BandsOfOneSide_LeaveTheOtherBitForBit()
    {
        float[][] input = TestSignal.NoiseChannels(2, 2, 5000);
        using IAudioProcessor processor = Eq(new EqBand { FrequencyHz = 1000, GainDb = 6, Channel = EqChannel.Left }).CreateProcessor(Stereo);
        float[][] output = Run.Whole(processor, Stereo, input);
        Null.Exact(input[1], output[1]);
        Assert.True(Residual.Db(input[0], output[0]) > -20);
    }

    [Fact]
    public void SideBand_KeepsTheMonoSum()
    {
        float[][] input = TestSignal.NoiseChannels(3, 2, 5000);
        using IAudioProcessor processor = Eq(new EqBand { FrequencyHz = 300, GainDb = -12, Channel = EqChannel.Side, Type = EqBandType.LowShelf }).CreateProcessor(Stereo);
        float[][] output = Run.Whole(processor, Stereo, input);
        Residual.BelowDb(Sum(input), Sum(output), -140);
    }

    [Fact]
    public void MidBand_ChangesTheCentreByItsGain()
    {
        float[] tone = TestSignal.Sine(1000, 48000, 48000);
        using IAudioProcessor processor = Eq(new EqBand { FrequencyHz = 1000, GainDb = 6, Channel = EqChannel.Mid }).CreateProcessor(Stereo);
        float[][] output = Run.Whole(processor, Stereo, [tone, tone]);
        Assert.Equal(6, Residual.PeakDbfs(output[0].AsSpan(24000)) - Residual.PeakDbfs(tone), 0.01);
    }

    [Fact]
    public void OneSideOfASurroundSignal_NeedsLeftAndRight()
    {
        ProcessFormat mono = ProcessFormat.Of(48000, ChannelLayout.Mono);
        ProcessSettingsException problem = Assert.Throws<ProcessSettingsException>(
            () => Eq(new EqBand { FrequencyHz = 100, GainDb = 1, Channel = EqChannel.Side }).CreateProcessor(mono));
        Assert.Equal("eq: band 1 is for one side, but mono has no left and right; write channel all", problem.Message);
    }

    [Fact]
    public void BandWithoutFrequency_IsRefused()
    {
        var values = new Dictionary<string, ParameterValue> { ["band2.gain"] = new ParameterValue.Quantity(3, Unit.Decibels) };
        Assert.Equal(
            "eq needs 'band2.freq'; write 10 Hz to 192000 Hz",
            Assert.Throws<ProcessSettingsException>(() => ProcessCatalog.Standard.Create("eq", values)).Message);
    }

    [Fact]
    public void AutomatableParameters_AreThoseOfTheBandsInUseThenMix()
    {
        var values = new Dictionary<string, ParameterValue>
        {
            ["band2.freq"] = new ParameterValue.Quantity(100, Unit.Hertz),
            ["band1.freq"] = new ParameterValue.Quantity(200, Unit.Hertz),
        };
        Assert.Equal(
            ["band1.freq", "band1.gain", "band1.q", "band2.freq", "band2.gain", "band2.q", "mix"],
            ProcessCatalog.Standard.Automatable(ProcessCatalog.Standard.Create("eq", values)).Select(p => p.Path));
    }

    // algorithms.md 2.3: law error ≤ 0.1 dB at the centre. A sine at −10 dBFS is −13.01 dBFS RMS, 16.99 dB over −30; ratio 2 takes half.
    [Fact]
    public void DynamicBand_LowersItsGainByTheRatio()
    {
        var band = new EqBand { FrequencyHz = 1000, ThresholdDbfs = -30, Ratio = 2 };
        float[] tone = TestSignal.Sine(1000, 48000, 96000, Math.Pow(10, -0.5));
        using IAudioProcessor processor = Eq(band).CreateProcessor(Stereo);
        float[][] output = Run.Whole(processor, Stereo, [tone, tone]);
        Assert.Equal(-16.99 / 2, Residual.PeakDbfs(output[0].AsSpan(72000)) - Residual.PeakDbfs(tone), 0.1);
    }

    [Fact]
    public void IdleDynamicBand_IsTheInputBitForBit()
    {
        float[][] input = TestSignal.NoiseChannels(4, 2, 20000, 0.01);
        using IAudioProcessor processor = Eq(new EqBand { FrequencyHz = 1000, ThresholdDbfs = -20 }).CreateProcessor(Stereo);
        Null.Exact(input, Run.Whole(processor, Stereo, input));
    }

    // algorithms.md 14, row 14: 60 Hz, Q 2, +9 dB within 0.25 dB from 30 Hz up; group delay spread ≤ 0.001 ms.
    [Fact]
    public void LinearPhase_FollowsThePrototypeAndDelaysAllFrequenciesAlike()
    {
        var settings = Eq(new EqBand { FrequencyHz = 60, Quality = 2, GainDb = 9 }) with { Mode = EqMode.Linear };
        using IAudioProcessor processor = settings.CreateProcessor(Stereo);
        float[] response = Response.ImpulseResponse(processor, Stereo, 0, 1 << 16);
        var prototype = new FilterPrototype(FilterShape.Bell, 60, 2, 9);
        for (double hz = 30; hz < 20000; hz *= 1.1)
        {
            Response.Of(response, 48000, hz).IsDb(10 * Math.Log10(prototype.PowerAt(hz)), 0.25);
        }

        int middle = processor.LatencySamples;
        for (int n = 1; n < 8192; n++)
        {
            Assert.Equal(response[middle - n], response[middle + n], 2e-7f);
        }
    }

    [Fact]
    public void LinearPhase_GivesTheSameBitsForAnyPartition_AndResumes()
    {
        var settings = Eq(new EqBand { FrequencyHz = 1000, GainDb = 9 }, new EqBand { FrequencyHz = 100, GainDb = -6, Channel = EqChannel.Side }) with { Mode = EqMode.Linear };
        float[][] input = TestSignal.NoiseChannels(5, 2, 100_000);
        using IAudioProcessor one = settings.CreateProcessor(Stereo);
        float[][] whole = Run.Whole(one, Stereo, input, 4096);
        one.Reset();
        Null.Exact(whole, Run.Whole(one, Stereo, input, 777));
        one.Reset();
        Run.InBlocks(one, Stereo, [.. input.Select(c => c[..60_000])], Enumerable.Repeat(600, 100));
        var state = new StateWriter();
        one.Save(state);
        using IAudioProcessor other = settings.CreateProcessor(Stereo);
        other.Load(new StateReader(state.Written.ToArray()));
        float[][] rest = Run.InBlocks(other, Stereo, [.. input.Select(c => c[60_000..])], Enumerable.Repeat(1000, 40), 60_000);
        Null.Exact(whole[0].AsSpan(60_000), rest[0]);
        Null.Exact(whole[1].AsSpan(60_000), rest[1]);
    }

    private static EqSettings Eq(params EqBand[] bands) =>
        new() { Bands = bands.Select((b, i) => (i + 1, b)).ToImmutableSortedDictionary(b => b.Item1, b => b.b) };

    private static float[] Sum(float[][] stereo) => [.. stereo[0].Select((x, i) => x + stereo[1][i])];
}
