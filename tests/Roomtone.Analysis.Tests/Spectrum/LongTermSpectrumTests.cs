using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Analysis.Tests.Spectrum;

public sealed class LongTermSpectrumTests
{
    private const int Rate = 48000;

    [Fact]
    public void Programme_HoldsThePowerOfTheSignal_WhereItLies()
    {
        LongTermSpectrum spectrum = Of(ChannelLayout.Mono, TestSignal.Sine(1000, Rate, 10 * Rate, 0.5));
        double[] power = spectrum.Programme()!;
        Assert.Equal(-9.03, Decibels.FromPower(power.Sum()), 0.3);
        Assert.Equal(1000, spectrum.BinHz * Array.IndexOf(power, power.Max()), spectrum.BinHz);
        Assert.Null(spectrum.Noise());
    }

    [Fact]
    public void Pauses_DoNotCount_AndGiveTheNoise()
    {
        float[] tone = TestSignal.Sine(500, Rate, 20 * Rate, 0.5), hiss = TestSignal.Noise(4, 20 * Rate, 0.001);
        float[] speech = [.. tone.Select((x, i) => (i / (2 * Rate) % 2 == 0 ? x : 0) + hiss[i])];
        LongTermSpectrum spectrum = Of(ChannelLayout.Mono, speech), whole = Of(ChannelLayout.Mono, [.. tone.Zip(hiss, (x, n) => x + n)]);

        // Frames that are half pause count, those that are all pause do not: a mean over everything would lie 3 dB lower.
        Assert.InRange(Decibels.FromPower(spectrum.Programme()!.Sum() / whole.Programme()!.Sum()), -1.2, 0);
        Assert.Equal(Decibels.FromPower(1e-6 / 3), Decibels.FromPower(spectrum.Noise()!.Sum()), 0.5);
    }

    [Fact]
    public void LfeDoesNotCount()
    {
        float[] tone = TestSignal.Sine(60, Rate, 3 * Rate, 0.5), none = new float[3 * Rate];
        Assert.Null(Of(ChannelLayout.Surround51, none, none, none, tone, none, none).Programme());
    }

    [Fact]
    public void AClipShorterThanAFrame_IsHeard() => Assert.NotNull(Of(ChannelLayout.Mono, TestSignal.Noise(1, 500)).Programme());

    [Fact]
    public void TwoProgrammes_AddUpToTheirMean()
    {
        LongTermSpectrum loud = Of(ChannelLayout.Mono, TestSignal.Noise(1, 10 * Rate, 0.5)), soft = Of(ChannelLayout.Mono, TestSignal.Noise(2, 10 * Rate, 0.25));
        double expected = (loud.Programme()!.Sum() + soft.Programme()!.Sum()) / 2;
        loud.Add(soft);
        Assert.Equal(expected, loud.Programme()!.Sum(), expected * 1e-9);
    }

    // A high shelf on a signal that has loud and quiet passages, some under the relative gate.
    [Fact]
    public void LoudnessChange_IsThatOfTheMeter()
    {
        float[] noise = TestSignal.Noise(6, 30 * Rate);
        float[] input = [.. noise.Select((x, i) => x * (i / (3 * Rate) % 3) switch { 0 => 0.5f, 1 => 0.25f, _ => 0.02f })];
        BiquadCoefficients[] shelf = [MatchedDesign.Design(new FilterPrototype(FilterShape.HighShelf, 3000, 0.7, -8), Rate)];
        float[] output = [.. input];
        using var buffer = new AudioBuffer(1, output.Length);
        output.CopyTo(buffer.Block[0]);
        new BiquadCascade(shelf, 1).Process(buffer.Block, 0);
        buffer.Block[0].CopyTo(output);
        LongTermSpectrum spectrum = Of(ChannelLayout.Mono, input);
        double[] gain = [.. Enumerable.Range(0, spectrum.BinCount).Select(k => Decibels.ToPower(FilterResponse.MagnitudeDbAt(shelf, k * spectrum.BinHz, Rate)))];
        Assert.Equal(Lufs(output) - Lufs(input), spectrum.LoudnessChangeLu(gain), 0.05);
    }

    private static LongTermSpectrum Of(ChannelLayout layout, params float[][] channels) =>
        LongTermSpectrum.Of(new ArraySource(Rate, layout, channels), null, TestContext.Current.CancellationToken);

    private static double Lufs(float[] samples)
    {
        var meter = new ProgrammeMeter(Rate, ChannelLayout.Mono);
        using var buffer = new AudioBuffer(1, samples.Length);
        samples.CopyTo(buffer.Block[0]);
        meter.Add(buffer.Block);
        return meter.Read().IntegratedLufs;
    }
}
