using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Dynamics;

public sealed class TransientTests
{
    private const int Rate = ToneProbe.SampleRate;
    private static readonly int[] s_onsets = [.. Enumerable.Range(1, 8).Select(n => n * 24_000)];

    // Bar: the energy of attacks within 0.5 dB of the setting, a chord under them within 0.2 dB (algorithms, row 29).
    [Theory]
    [InlineData(6, false)]
    [InlineData(-6, false)]
    [InlineData(12, false)]
    [InlineData(6, true)]
    [InlineData(-6, true)]
    public void Attack_ChangesTheEnergyOfAttacksByItsValueAndNothingBetween(double attackDb, bool hasChord)
    {
        float[] input = Bursts(hasChord ? Chord() : null);
        float[] output = ToneProbe.Run(new TransientSettings { AttackDb = attackDb }, input);
        Assert.InRange(s_onsets.Average(at => ChangeDb(input, output, at, 480)), attackDb - 0.5, attackDb + 0.5);
        if (hasChord)
        {
            Assert.All(s_onsets, at => Assert.InRange(ChangeDb(input, output, at + 9600, 9600), -0.2, 0.2));
        }
    }

    [Fact]
    public void SoundThatGoesOnKeepsItsLevel()
    {
        float[] chord = Chord();
        float[] output = ToneProbe.Run(new TransientSettings { AttackDb = 15, SustainDb = 15 }, chord);
        for (int at = Rate; at < chord.Length; at += Rate / 10)
        {
            Assert.InRange(ChangeDb(chord, output, at, Rate / 10), -0.2, 0.2);
        }
    }

    [Theory]
    [InlineData(9)]
    [InlineData(-9)]
    public void Sustain_ChangesWhatRingsAndLeavesTheAttack(double sustainDb)
    {
        float[] input = Bursts(null, decayMs: 60);
        float[] output = ToneProbe.Run(new TransientSettings { SustainDb = sustainDb }, input);
        Assert.All(s_onsets, at => Assert.InRange(ChangeDb(input, output, at, 240), -0.1, 0.1));
        Assert.All(s_onsets, at => Assert.Equal(sustainDb, ChangeDb(input, output, at + 9600, 2400), 1));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.3)]
    public void TheSameSoundAtAnotherLevelIsShapedAlike(double gain)
    {
        var settings = new TransientSettings { AttackDb = 8, SustainDb = -4 };
        float[] input = Bursts(Chord());
        float[] expected = ToneProbe.Run(settings, input);
        float[] actual = ToneProbe.Run(settings, [.. input.Select(x => (float)(x * gain))]);
        Assert.All(s_onsets, at => Assert.Equal(ChangeDb(expected, actual, at, 4800), Decibels.FromGain(gain), 2));
    }

    [Fact]
    public void AllChannelsShareOneGain()
    {
        float[] left = Bursts(null), right = Chord();
        float[][] output = ToneProbe.Run(new TransientSettings { AttackDb = 6 }, [left, right]);
        int at = s_onsets[3];
        Assert.InRange(ChangeDb(right, output[1], at, 240), 5, 6.1);
        Assert.Equal(ChangeDb(left, output[0], at, 240), ChangeDb(right, output[1], at, 240), 0);
    }

    private static double ChangeDb(float[] before, float[] after, int at, int length) => Decibels.FromPower(
        Kernels.SumOfSquares(after.AsSpan(at, length)) / Kernels.SumOfSquares(before.AsSpan(at, length)));

    private static float[] Chord()
    {
        var chord = new float[5 * Rate];
        foreach (double hertz in new[] { 110, 277.2, 440.5, 659.9, 1108.7, 1975.5, 3520.3, 7040.1 })
        {
            Kernels.Add(TestSignal.Sine(hertz, Rate, chord.Length, 0.08), chord);
        }

        return chord;
    }

    private static float[] Bursts(float[]? under, double decayMs = 8)
    {
        float[] samples = under ?? new float[5 * Rate];
        float[] noise = TestSignal.Noise(seed: 10_000_001, Rate, 0.3);
        for (int b = 0; b < s_onsets.Length; b++)
        {
            double hertz = 1800 + 600 * (b % 3);
            for (int i = 0; i < Rate / 3; i++)
            {
                double envelope = Math.Exp(-i * 1000.0 / (decayMs * Rate));
                samples[s_onsets[b] + i] += (float)(0.5 * envelope * (Math.Sin(2 * Math.PI * hertz * i / Rate) + noise[i]));
            }
        }

        return samples;
    }
}
