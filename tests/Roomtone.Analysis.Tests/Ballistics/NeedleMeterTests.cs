using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Analysis.Tests;

public sealed class NeedleMeterTests
{
    private const int SampleRate = 48000;

    // IEC 60268-10, tone bursts of 5 kHz: milliseconds, nominal reading, tolerance.
    [Theory]
    [InlineData(PpmType.I, 10, -1, 0.5)]
    [InlineData(PpmType.I, 5, -2, 1)]
    [InlineData(PpmType.I, 3, -4, 1)]
    [InlineData(PpmType.I, 0.4, -15, 4)]
    [InlineData(PpmType.IIb, 100, 0, 0.5)]
    [InlineData(PpmType.IIb, 10, -2, 0.5)]
    [InlineData(PpmType.IIb, 5, -4, 0.75)]
    [InlineData(PpmType.IIb, 1.5, -9, 1)]
    [InlineData(PpmType.IIb, 0.5, -17, 2)]
    public void Ppm_UnderReadsShortBursts(PpmType type, double milliseconds, double expectedDb, double toleranceDb)
    {
        double steady = Maximum(new PpmMeter(SampleRate, ChannelLayout.Mono, type), TestSignal.Sine(5000, SampleRate, 2 * SampleRate));
        float[] burst = new float[SampleRate];
        TestSignal.Sine(5000, SampleRate, (int)Math.Round(milliseconds * SampleRate / 1000)).CopyTo(burst, 1000);
        Assert.Equal(expectedDb, Maximum(new PpmMeter(SampleRate, ChannelLayout.Mono, type), burst) - steady, toleranceDb);
    }

    [Theory]
    [InlineData(PpmType.I, 1.7, 20, 0.1)]
    [InlineData(PpmType.IIb, 2.8, 24, 0.1)]
    public void Ppm_ReturnsInItsTime(PpmType type, double seconds, double fallDb, double toleranceDb)
    {
        var meter = new PpmMeter(SampleRate, ChannelLayout.Mono, type);
        Metered.Read(meter, [TestSignal.Sine(1000, SampleRate, SampleRate)]);
        double before = Needle(meter);
        Metered.Read(meter, [new float[(int)(seconds * SampleRate)]]);
        Assert.Equal(fallDb, before - Needle(meter), toleranceDb);
    }

    [Theory]
    [InlineData(PpmType.I, -9, 0)]
    [InlineData(PpmType.IIa, -18, 4)]
    [InlineData(PpmType.IIa, -10, 6)]
    [InlineData(PpmType.IIb, -18, 0)]
    [InlineData(PpmType.IIb, -9, 9)]
    public void Ppm_ScaleStandsAtAlignmentLevel(PpmType type, double sineDbfs, double expected)
    {
        float[] sine = TestSignal.Sine(1000, SampleRate, 2 * SampleRate, Decibels.ToGain(sineDbfs));
        Assert.Equal(expected, Maximum(new PpmMeter(SampleRate, ChannelLayout.Mono, type), sine), 0.02);
    }

    [Fact]
    public void Vu_Reaches99PercentIn300Milliseconds_AndOvershootsByOneToOneAndAHalf()
    {
        var meter = new VuMeter(SampleRate, ChannelLayout.Mono);
        float[] tone = TestSignal.Sine(997, SampleRate, 3 * SampleRate, Decibels.ToGain(-20));
        Metered.Read(meter, [tone[..(int)(0.3 * SampleRate)]]);
        Assert.InRange(Decibels.ToGain(Needle(meter)), 0.985, 0.995);
        Metered.Read(meter, [tone[(int)(0.3 * SampleRate)..]]);
        Assert.Equal(0, Needle(meter), 0.01);
        Assert.InRange(Decibels.ToGain(Metered.Figure(meter.Read(), "maximum_vu")), 1.010, 1.016);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(14)]
    [InlineData(20)]
    public void K_ReadsASineAsItsPeakUnderItsHeadroom_After600Milliseconds(int headroomDb)
    {
        var meter = new KMeter(SampleRate, ChannelLayout.Mono, headroomDb);
        float[] tone = TestSignal.Sine(1000, SampleRate, 3 * SampleRate, Decibels.ToGain(-headroomDb));
        Metered.Read(meter, [tone[..(int)(0.6 * SampleRate)]]);
        Assert.InRange(Decibels.ToGain(Needle(meter)), 0.985, 0.995);
        Metered.Read(meter, [tone[(int)(0.6 * SampleRate)..]]);
        Assert.Equal(0, Needle(meter), 0.02);
    }

    [Fact]
    public void K_RefusesAnotherHeadroom() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new KMeter(SampleRate, ChannelLayout.Mono, 18));

    private static double Maximum(NeedleMeter meter, float[] audio) => Metered.Read(meter, [audio]).Figures[0].Value;

    private static double Needle(NeedleMeter meter)
    {
        double[] value = new double[1];
        meter.ReadNeedles(value);
        return value[0];
    }
}
