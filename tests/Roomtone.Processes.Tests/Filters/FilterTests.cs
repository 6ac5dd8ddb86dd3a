using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Filters;

public sealed class FilterTests
{
    private static readonly ProcessFormat Format = ProcessFormat.Of(48000, ChannelLayout.Mono, 4096);

    [Theory]
    [InlineData(6)]
    [InlineData(12)]
    [InlineData(24)]
    [InlineData(96)]
    public void HighPass_IsAButterworthFilterOfItsSlope(double slope)
    {
        using IAudioProcessor processor = new HighPassSettings { FrequencyHz = 1000, SlopeDbPerOctave = slope }.CreateProcessor(Format);
        Response.At(processor, Format, 1000).IsDb(-3.0103, 0.02);
        foreach (double hz in new[] { 500.0, 700, 900, 2000 })
        {
            // Butterworth: |H|² = 1/(1 + (f0/f)^2n).
            Response.At(processor, Format, hz).IsDb(-10 * Math.Log10(1 + Math.Pow(1000 / hz, slope / 3)), 0.05);
        }
    }

    [Theory]
    [InlineData(12)]
    [InlineData(48)]
    public void LowPass_FollowsTheAnalogueFilterUpTo20Khz(double slope)
    {
        var settings = new LowPassSettings { FrequencyHz = 12000, SlopeDbPerOctave = slope };
        using IAudioProcessor processor = settings.CreateProcessor(Format);
        double order = slope / 6;
        foreach (double hz in new[] { 100.0, 5000, 10000, 14000, 20000 })
        {
            // Butterworth: |H|² = 1/(1 + (f/f0)^2n).
            double analogue = -10 * Math.Log10(1 + Math.Pow(hz / 12000, 2 * order));
            Response.At(processor, Format, hz).IsDb(analogue, 0.1 * slope / 12);
        }
    }

    [Fact]
    public void BandPass_Is0DbAtItsCentreAndMinus3DbAtItsEdges()
    {
        // The edges of Q lie at f0·(√(1 + 1/4Q²) ± 1/2Q).
        using IAudioProcessor processor = new BandPassSettings { FrequencyHz = 1000, Q = 2 }.CreateProcessor(Format);
        Response.At(processor, Format, 1000).IsDb(0, 0.01);
        Response.At(processor, Format, 1000 * (Math.Sqrt(1 + 1.0 / 16) + 0.25)).IsDb(-3.0103, 0.03);
    }

    [Fact]
    public void Notch_RemovesItsFrequencyOnly()
    {
        using IAudioProcessor processor = new NotchSettings { FrequencyHz = 1000, Q = 10 }.CreateProcessor(Format);
        Assert.True(Response.At(processor, Format, 1000).Db < -80);
        Response.At(processor, Format, 500).IsDb(0, 0.1);
        Response.At(processor, Format, 2000).IsDb(0, 0.1);
    }

    [Fact]
    public void AllPass_KeepsEveryLevelAndTurnsItsFrequencyBy180Degrees()
    {
        using IAudioProcessor processor = new AllPassSettings { FrequencyHz = 1000 }.CreateProcessor(Format);
        Response.At(processor, Format, 100).IsDb(0, 0.001);
        Response.At(processor, Format, 10000).IsDb(0, 0.001);
        Assert.Equal(Math.PI, Math.Abs(Response.At(processor, Format, 1000).PhaseRadians), 0.001);
    }

    [Fact]
    public void Tilt_KeepsThePivotAndOpensItsGainAroundIt()
    {
        using IAudioProcessor processor = new TiltSettings { GainDb = 6, PivotHz = 1000 }.CreateProcessor(Format);
        Response.At(processor, Format, 1000).IsDb(0, 0.02);
        Response.At(processor, Format, 20).IsDb(-3, 0.05);
        Response.At(processor, Format, 20000).IsDb(3, 0.05);
    }

    [Fact]
    public void DcRemove_RemovesAnOffsetAndKeepsSpeech()
    {
        using IAudioProcessor processor = new DcRemoveSettings().CreateProcessor(Format);
        float[] output = Run.Whole(processor, Format, [TestSignal.Constant(0.25, 96000)])[0];
        Assert.True(Math.Abs(output[^1]) < 1e-6);
        Response.At(processor, Format, 80).IsDb(0, 0.02);
    }

    // algorithms.md 14, row 13: 20 Hz high-pass, 1 kHz at −6 dBFS.
    [Fact]
    public void HighPassAt20Hz_AddsNoNoise()
    {
        using IAudioProcessor processor = new HighPassSettings { FrequencyHz = 20 }.CreateProcessor(Format);
        float[] output = Run.Whole(processor, Format, [TestSignal.Sine(1000, 48000, 96000, 0.5)])[0];
        Response known = Response.At(processor, Format, 1000, length: 1 << 17);
        double gain = Math.Pow(10, known.Db / 20) * 0.5, error = 0;
        for (int i = 48000; i < output.Length; i++)
        {
            double exact = gain * Math.Sin(2 * Math.PI * 1000 * i / 48000 + known.PhaseRadians);
            error += (output[i] - exact) * (output[i] - exact);
        }

        Assert.True(10 * Math.Log10(error / 48000) < -140);
    }

    [Fact]
    public void FrequencyAboveNyquist_IsRefusedWithBothFrequencies()
    {
        ProcessSettingsException problem = Assert.Throws<ProcessSettingsException>(
            () => new LowPassSettings { FrequencyHz = 30000 }.CreateProcessor(Format));
        Assert.Equal("low-pass: freq 30000 Hz is not below half the sample rate (24000 Hz); lower it, or raise the rate", problem.Message);
    }

    // algorithms.md 2.1: 100 Hz – 1 kHz in 10 ms without a click above −80 dB. A click has energy where neither the tone nor its
    // sidebands are: above 12 kHz.
    [Fact]
    public void SweptLowPass_DoesNotClick()
    {
        ProcessFormat automated = Format with { IsAutomated = true };
        var process = new LowPassSettings { FrequencyHz = 100 };
        using IAudioProcessor processor = process.CreateProcessor(automated);
        float[] output = Run.Whole(processor, automated, [TestSignal.Sine(200, 48000, 9600)], 64, ramps: p => [new Ramp(Hz(p / 64), Hz(p / 64 + 1)), new Ramp(0.7071, 0.7071)])[0];
        var highPass = new HighPassSettings { FrequencyHz = 12000, SlopeDbPerOctave = 96 };
        using IAudioProcessor above = highPass.CreateProcessor(Format);
        float[] click = Run.Whole(above, Format, [output])[0];
        Assert.True(Residual.PeakDbfs(click.AsSpan(2000)) < -80 + Residual.PeakDbfs(output));

        // Up and down every 10 ms from sample 4800 on.
        static double Hz(long quantum)
        {
            double t = Math.Max(0, quantum - 75) * 64 / 480.0;
            double saw = t % 2 < 1 ? t % 2 : 2 - t % 2;
            return 100 * Math.Pow(10, saw);
        }
    }
}
