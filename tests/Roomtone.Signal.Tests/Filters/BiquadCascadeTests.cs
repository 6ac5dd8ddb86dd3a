namespace Roomtone.Signal.Tests;

public sealed class BiquadCascadeTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(5, 1)]
    [InlineData(8, 2)]
    [InlineData(10, 3)]
    [InlineData(19, 2)]
    public void Lanes_GiveTheBitsOfTheSerialForm(int count, int channels)
    {
        BiquadCoefficients[] sections = Sections(count);
        using AudioBuffer audio = Noise(channels, 3000);
        float[][] expected = [.. Enumerable.Range(0, channels).Select(c => Serial(sections, audio.Block[c]))];
        new BiquadCascade(sections, channels).Process(audio.Block, 17);
        for (int c = 0; c < channels; c++)
        {
            Assert.Equal(expected[c], audio.Block[c].ToArray());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(700)]
    public void Partition_ChangesNoBit(int block)
    {
        BiquadCoefficients[] sections = Sections(7);
        using AudioBuffer whole = Noise(2, 9000);
        using AudioBuffer parts = Noise(2, 9000);
        new BiquadCascade(sections, 2).Process(whole.Block, 100);
        var cascade = new BiquadCascade(sections, 2);
        for (int at = 0; at < 9000; at += block)
        {
            cascade.Process(parts.Block.Slice(at, Math.Min(block, 9000 - at)), 100 + at);
        }

        Assert.Equal(whole.Block[0].ToArray(), parts.Block[0].ToArray());
        Assert.Equal(whole.Block[1].ToArray(), parts.Block[1].ToArray());
    }

    [Fact]
    public void SavedHistory_Continues()
    {
        BiquadCoefficients[] sections = Sections(10);
        using AudioBuffer a = Noise(2, 4000);
        using AudioBuffer b = Noise(2, 4000);
        new BiquadCascade(sections, 2).Process(a.Block, 0);
        var first = new BiquadCascade(sections, 2);
        first.Process(b.Block.Slice(0, 1501), 0);
        var state = new StateWriter();
        first.Save(state);
        var second = new BiquadCascade(sections, 2);
        second.Load(new StateReader(state.Written.ToArray()));
        second.Process(b.Block.Slice(1501, 2499), 1501);
        Assert.Equal(a.Block[1].ToArray(), b.Block[1].ToArray());
    }

    [Fact]
    public void HighPassAt20Hz_KeepsATone140DbClean()
    {
        // Row 13: all in float32 the same filter errs by −84 dBFS.
        BiquadCoefficients[] sections = [MatchedDesign.Design(new FilterPrototype(FilterShape.HighPass, 20), 48000)];
        using var audio = new AudioBuffer(1, 96000);
        for (int i = 0; i < 96000; i++)
        {
            audio.Block[0][i] = (float)(0.5 * Math.Sin(2 * Math.PI * 1000 * i / 48000));
        }

        double[] expected = Exact(sections, audio.Block[0]);
        new BiquadCascade(sections, 1).Process(audio.Block, 0);
        double error = 0;
        for (int i = 48000; i < 96000; i++)
        {
            error += Math.Pow(audio.Block[0][i] - expected[i], 2);
        }

        Assert.InRange(Decibels.FromPower(error / 48000), -400, -140);
    }

    [Fact]
    public void Tail_DecaysToExactSilence()
    {
        BiquadCoefficients[] sections = Sections(4);
        using var audio = new AudioBuffer(1, 1 << 18);
        audio.Block[0][0] = 1;
        new BiquadCascade(sections, 1).Process(audio.Block, 0);
        Assert.NotEqual(0, audio.Block[0][1000]);
        Assert.Equal(0, audio.Block[0][^1]);
    }

    [Fact]
    public void DoubleOutput_IsTheUnroundedFilter()
    {
        BiquadCoefficients[] sections = [.. KWeighting.Design(48000)];
        using AudioBuffer audio = Noise(2, 1200);
        double[] y = new double[2400];
        new BiquadCascade(sections, 2).Process((ReadOnlyAudioBlock)audio.Block, 0, y);
        Assert.Equal(Exact(sections, audio.Block[0]), y[..1200]);
        Assert.Equal(Exact(sections, audio.Block[1]), y[1200..]);
    }

    [Fact]
    public void StateVariableForm_EqualsTheSection()
    {
        foreach (BiquadCoefficients section in Sections(12))
        {
            using AudioBuffer a = Noise(1, 2000);
            using AudioBuffer b = Noise(1, 2000);
            new BiquadCascade([section], 1).Process(a.Block, 0);
            new StateVariableFilter(1).Process(b.Block, 0, StateVariableCoefficients.Of(section));
            for (int i = 0; i < 2000; i++)
            {
                Assert.Equal(a.Block[0][i], b.Block[0][i], 2e-6f);
            }
        }
    }

    [Fact]
    public void ConstantLine_EqualsFixedCoefficientsBitForBit()
    {
        StateVariableCoefficients h = StateVariableCoefficients.Of(Sections(1)[0]);
        using AudioBuffer a = Noise(2, 640);
        using AudioBuffer b = Noise(2, 640);
        new StateVariableFilter(2).Process(a.Block, 0, h);
        var moving = new StateVariableFilter(2);
        for (int at = 0; at < 640; at += 32)
        {
            moving.Process(b.Block.Slice(at, 32), at, h, h);
        }

        Assert.Equal(a.Block[1].ToArray(), b.Block[1].ToArray());
    }

    [Fact]
    public void FastSweep_LeavesNoClick()
    {
        // f0 from 100 Hz to 1 kHz in 10 ms on a 300 Hz tone: what is left above 6 kHz is click, not filter.
        using var audio = new AudioBuffer(1, 48000);
        for (int i = 0; i < 48000; i++)
        {
            audio.Block[0][i] = (float)(0.5 * Math.Sin(2 * Math.PI * 300 * i / 48000));
        }

        StateVariableCoefficients At(long p)
        {
            double share = Math.Clamp((p - 24000) / 480.0, 0, 1);
            var prototype = new FilterPrototype(FilterShape.Bell, 100 * Math.Pow(10, share), 1, 6);
            return StateVariableCoefficients.Of(MatchedDesign.Design(prototype, 48000));
        }

        var filter = new StateVariableFilter(1);
        for (int at = 0; at < 48000; at += 64)
        {
            filter.Process(audio.Block.Slice(at, Math.Min(64, 48000 - at)), at, At(at), At(at + 64));
        }

        new BiquadCascade(ButterworthDesign.HighPass(8, 6000, 48000).AsSpan(), 1).Process(audio.Block, 0);
        Assert.InRange(Decibels.FromGain(Signal.Kernels.Peak(audio.Block[0][20000..])), -400, -80);
    }

    private static BiquadCoefficients[] Sections(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => MatchedDesign.Design(
            new FilterPrototype((FilterShape)(i % 3), 60 * Math.Pow(1.35, i), 0.7 + 0.1 * i, i % 2 == 0 ? 5 : -4), 48000)),
    ];

    private static AudioBuffer Noise(int channels, int length)
    {
        var audio = new AudioBuffer(channels, length);
        for (int c = 0; c < channels; c++)
        {
            new CounterRandom(11, (ulong)c).FillBipolar(0, audio.Block[c]);
        }

        return audio;
    }

    private static float[] Serial(BiquadCoefficients[] sections, ReadOnlySpan<float> x) => [.. Exact(sections, x).Select(y => (float)y)];

    private static double[] Exact(BiquadCoefficients[] sections, ReadOnlySpan<float> x)
    {
        double[] y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = x[i];
        }

        foreach (BiquadCoefficients h in sections)
        {
            double s1 = 0, s2 = 0;
            for (int i = 0; i < y.Length; i++)
            {
                double v = y[i];
                y[i] = h.B0 * v + s1;
                s1 = (h.B1 * v + s2) - h.A1 * y[i];
                s2 = h.B2 * v - h.A2 * y[i];
            }
        }

        return y;
    }
}
