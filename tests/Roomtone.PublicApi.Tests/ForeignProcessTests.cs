using Roomtone.Processes;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.PublicApi.Tests;

/// <summary>A process written outside of the program, with nothing but what is public: the steps of CONTRIBUTING.md hold.</summary>
public sealed class ForeignProcessTests
{
    private const int Rate = 48_000;

    [Fact]
    public void StreamedSource_RunsAForeignProcess()
    {
        // The corner of 75 us lies at 1/(2 pi tau) = 2122 Hz.
        float[] low = Through(new DeEmphasisSettings(), Sine(20)), corner = Through(new DeEmphasisSettings(), Sine(2122));
        Assert.Equal(0, LevelDb(low), 0.01);
        Assert.Equal(-3.01, LevelDb(corner), 0.05);
    }

    [Fact]
    public void StreamedSource_AppendsTheTailOfAForeignProcess()
    {
        var source = new ArraySource(Rate, ChannelLayout.Mono, [.. Enumerable.Repeat(1f, 1000)]);
        using var processed = new StreamedSource(new DeEmphasisSettings(), source);
        float[] all = ArraySource.ReadAll(processed)[0];
        Assert.Equal(1000 + 60, all.Length);
        Assert.InRange(all[^1], 1e-9f, 1e-7f);
    }

    [Fact]
    public void StreamedSource_ResumesAForeignProcessFromItsSavedState()
    {
        // Longer than the distance of checkpoints, so that the way back loads one.
        float[] input = [.. Enumerable.Range(0, 1_200_000).Select(n => n * 7919 % 2003 / 1001f - 1)];
        using var processed = new StreamedSource(new DeEmphasisSettings(), new ArraySource(Rate, ChannelLayout.Mono, input));
        float[] inOrder = ArraySource.ReadAll(processed)[0];
        using var buffer = new AudioBuffer(1, 1000);
        processed.Read(1_100_000, buffer.Block);
        processed.Read(700_000, buffer.Block);
        Assert.Equal(inOrder[700_000..701_000], buffer.Block[0].ToArray());
    }

    [Fact]
    public void MixProcess_BlendsAForeignProcessWithItsInput()
    {
        float[] input = Sine(8000);
        float[] wet = Through(new DeEmphasisSettings(), input), half = Through(new MixProcess(new DeEmphasisSettings(), 50), input);
        Assert.All(Enumerable.Range(0, input.Length), n => Assert.Equal((input[n] + wet[n]) / 2, half[n], 1e-6f));
    }

    [Fact]
    public void ForeignTable_ReadsSetsAndRefusesValues()
    {
        Parameter<DeEmphasisSettings> time = DeEmphasisSettings.Parameters[0];
        DeEmphasisSettings set = time.With(new DeEmphasisSettings(), 0, new ParameterValue.Quantity(0.05, Unit.Milliseconds));
        Assert.Equal(0.05, set.TimeMs);
        Assert.Equal(new ParameterValue.Quantity(0.075, Unit.Milliseconds), DeEmphasisSettings.Descriptor.Parameters[0].Default);
        ProcessSettingsException refused = Assert.Throws<ProcessSettingsException>(
            () => time.With(set, 0, new ParameterValue.Quantity(2, Unit.Milliseconds)));
        Assert.Equal("'time' is 2 ms, outside its range; write 0.01 ms to 1 ms", refused.Message);
    }

    private static float[] Sine(double hertz) =>
        [.. Enumerable.Range(0, Rate).Select(n => (float)StableMath.SinPi(2 * (hertz * n / Rate % 1)))];

    private static float[] Through(IStreamingProcess process, float[] input)
    {
        using var processed = new StreamedSource(process, new ArraySource(Rate, ChannelLayout.Mono, input));
        return ArraySource.ReadAll(processed)[0][..input.Length];
    }

    // Against a full-scale sine, over the second half: what the start left has died away.
    private static double LevelDb(float[] samples) =>
        Decibels.FromPower(samples[(samples.Length / 2)..].Average(x => (double)x * x) / 0.5);
}
