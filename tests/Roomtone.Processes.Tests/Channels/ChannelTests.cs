using System.Collections.Immutable;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Channels;

public sealed class ChannelTests
{
    private static readonly ProcessFormat Stereo = ProcessFormat.Of(48000, ChannelLayout.Stereo);

    [Fact]
    public void Width_KeepsTheMonoSumAndScalesTheSide()
    {
        float[][] input = TestSignal.NoiseChannels(1, 2, 5000);
        float[][] output = Process(new WidthSettings { AmountPercent = 150 }, Stereo, input);
        Residual.BelowDb(Combine(input, 1), Combine(output, 1), -140);
        Residual.BelowDb([.. Combine(input, -1).Select(x => 1.5f * x)], Combine(output, -1), -140);
    }

    [Fact]
    public void MidSideThereAndBack_IsTheInput()
    {
        float[][] input = TestSignal.NoiseChannels(2, 2, 5000);
        float[][] turned = Process(new MidSideSettings(), Stereo, input);
        float[][] back = Process(new MidSideSettings { Direction = MidSideDirection.Decode }, Stereo, turned);
        Residual.BelowDb(input[0], back[0], -140);
        Residual.BelowDb(input[1], back[1], -140);
    }

    [Fact]
    public void SwapChannels_ExchangesEveryLeftWithItsRight()
    {
        float[][] input = TestSignal.NoiseChannels(3, 6, 100);
        float[][] output = Process(new SwapChannelsSettings(), ProcessFormat.Of(48000, ChannelLayout.Surround51), input);
        Null.Exact([input[1], input[0], input[2], input[3], input[5], input[4]], output);
    }

    [Fact]
    public void Polarity_OfOneChannel_InvertsItAlone()
    {
        float[][] input = TestSignal.NoiseChannels(4, 2, 100);
        float[][] output = Process(new PolaritySettings { Channel = PolarityChannels.Right }, Stereo, input);
        Null.Exact([input[0], [.. input[1].Select(x => -x)]], output);
    }

    [Fact]
    public void MonoOfStereo_IsHalfTheSum()
    {
        float[][] input = TestSignal.NoiseChannels(5, 2, 100);
        float[][] output = Process(new MonoSettings(), Stereo with { Output = ChannelLayout.Mono }, input);
        Residual.BelowDb([.. Combine(input, 1).Select(x => x / 2)], output[0], -140);
    }

    // ITU-R BS.775-4, annex 8: Lo = L + √½·C + √½·Ls; LFE left out. algorithms.md 14, row 72: ± 1e-4.
    [Fact]
    public void DownmixTo2_HasTheCoefficientsOfBs775()
    {
        double h = Math.Sqrt(0.5);
        double[] expected = [1, 0, h, 0, h, 0, 0, 1, h, 0, 0, h];
        double[] actual = DownmixMatrix.Between(ChannelLayout.Surround51, ChannelLayout.Stereo, new DownmixLevels());
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void Downmix_UsesTheLevelsThatAreWritten()
    {
        double[] weights = DownmixMatrix.Between(ChannelLayout.Surround51, ChannelLayout.Stereo, new DownmixLevels(-4.5, double.NegativeInfinity, 0, -3, -10));
        Assert.Equal(0.5946, weights[2], 1e-4);
        Assert.Equal(0.3162, weights[3], 1e-4);
        Assert.Equal(0, weights[4]);
    }

    [Theory]
    [InlineData("7.1", "5.1")]
    [InlineData("7.1.4", "5.1")]
    [InlineData("7.1.4", "7.1")]
    [InlineData("7.1.4", "stereo")]
    [InlineData("5.1.4", "5.1")]
    [InlineData("5.1", "quad")]
    [InlineData("5.1", "lcr")]
    [InlineData("5.1", "mono")]
    public void Downmix_LosesNoChannelButTheLfe_AndIsSymmetric(string from, string to)
    {
        ChannelLayout input = ChannelLayout.Find(from)!, output = ChannelLayout.Find(to)!;
        double[] weights = DownmixMatrix.Between(input, output, new DownmixLevels());
        double[] totals = [.. Enumerable.Range(0, input.Count).Select(i => Enumerable.Range(0, output.Count).Sum(o => weights[o * input.Count + i]))];
        for (int i = 0; i < input.Count; i++)
        {
            Assert.Equal(input.Speakers[i].IsLfe && output.IndexOf("LFE") < 0, totals[i] == 0);
            int partner = Enumerable.Range(0, input.Count).FirstOrDefault(
                p => input.Speakers[p].AzimuthDegrees == -input.Speakers[i].AzimuthDegrees
                    && input.Speakers[p].ElevationDegrees == input.Speakers[i].ElevationDegrees && input.Speakers[p].Kind == input.Speakers[i].Kind, i);
            Assert.Equal(totals[i], totals[partner], 1e-12);
        }
    }

    [Theory]
    [InlineData(44100)]
    [InlineData(48000)]
    public void LtRt_TurnsTheSurroundsBy90Degrees_AndNothingElse(int sampleRate)
    {
        var settings = new DownmixSettings { Layout = DownmixSettings.LtRt };
        var format = new ProcessFormat(sampleRate, ChannelLayout.Surround51, ChannelLayout.Stereo, null, 512);
        using IAudioProcessor processor = settings.CreateProcessor(format);
        float[][] front = Impulse(processor, format, "L"), centre = Impulse(processor, format, "C"), surround = Impulse(processor, format, "Rs");
        foreach (double hz in new[] { 20, 50, 200, 1000, 5000, 12_000, 20_000.0 })
        {
            Response left = Response.Of(front[0], sampleRate, hz);
            Assert.Equal(0, left.Db, 0.001);
            Assert.Equal(-3.01, Response.Of(centre[1], sampleRate, hz).Db, 0.01);
            foreach ((int side, double degrees) in new[] { (0, 90.0), (1, -90) })
            {
                Response turned = Response.Of(surround[side], sampleRate, hz);
                Assert.Equal(-3.01, turned.Db, 0.05);
                Assert.Equal(degrees, Math.IEEERemainder((turned.PhaseRadians - left.PhaseRadians) * 180 / Math.PI, 360), 0.5);
            }
        }

        static float[][] Impulse(IAudioProcessor processor, ProcessFormat format, string speaker)
        {
            int at = format.Input.IndexOf(speaker);
            processor.Reset();
            return Run.Whole(processor, format, [.. Enumerable.Range(0, format.Input.Count).Select(c => c == at ? TestSignal.Impulse(0, 32_768) : new float[32_768])]);
        }
    }

    [Fact]
    public void DownmixTo71_PutsRearsAndSidesWhereTheyBelong()
    {
        double[] weights = DownmixMatrix.Between(ChannelLayout.Surround71, ChannelLayout.Surround51, new DownmixLevels());
        int ls = ChannelLayout.Surround51.IndexOf("Ls") * 8;
        Assert.Equal(1, weights[ls + ChannelLayout.Surround71.IndexOf("Lss")], 1e-12);
        Assert.Equal(1, weights[ls + ChannelLayout.Surround71.IndexOf("Lrs")], 1e-12);
    }

    [Fact]
    public void ChannelDelay_DelaysEachChannelByItsSamples()
    {
        var settings = new ChannelDelaySettings
        {
            Delay = new ParameterValue.Quantity(10, Unit.Milliseconds),
            Channels = ImmutableSortedDictionary<int, OneChannelDelay>.Empty.Add(2, new OneChannelDelay { Delay = new ParameterValue.Quantity(3, Unit.Samples) }),
        };
        float[][] output = Process(settings, Stereo, [TestSignal.Impulse(0, 1000), TestSignal.Impulse(0, 1000)]);
        Null.Exact([TestSignal.Impulse(480, 1000), TestSignal.Impulse(483, 1000)], output);
    }

    [Fact]
    public void ChannelMap_CopiesWhatItsEntriesSay()
    {
        float[][] input = TestSignal.NoiseChannels(6, 2, 100);
        var settings = new ChannelMapSettings { Layout = "lcr", Map = "C=L, L=2" };
        float[][] output = Process(settings, Stereo with { Output = ChannelLayout.Lcr }, input);
        Null.Exact([input[1], input[1], input[0]], output);
    }

    [Fact]
    public void ChannelDelay_CountsFramesOfItsRate()
    {
        var settings = new ChannelDelaySettings { Delay = new ParameterValue.Quantity(2, Unit.Frames), FrameRate = "25" };
        float[][] output = Process(settings, Stereo, [TestSignal.Impulse(0, 5000), TestSignal.Impulse(3, 5000)]);
        Null.Exact([TestSignal.Impulse(3840, 5000), TestSignal.Impulse(3843, 5000)], output);
        ProcessSettingsException problem = Assert.Throws<ProcessSettingsException>(() => (settings with { FrameRate = null }).CreateProcessor(Stereo));
        Assert.Contains("write frame-rate 25", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ChannelMap_SumsTermsAtTheirLevels()
    {
        float[][] input = TestSignal.NoiseChannels(6, 3, 100);
        var settings = new ChannelMapSettings { Layout = "stereo", Map = "L=L+C@-3 R=-R+3@+6dB" };
        float[][] output = Process(settings, new ProcessFormat(48000, ChannelLayout.Lcr, ChannelLayout.Stereo, null, 4096), input);
        for (int n = 0; n < 100; n++)
        {
            Assert.Equal(input[0][n] + Math.Sqrt(0.5) * input[2][n], output[0][n], 1e-6);
            Assert.Equal(-input[1][n] + 1.99526 * input[2][n], output[1][n], 1e-5);
        }
    }

    [Theory]
    [InlineData("L=")]
    [InlineData("L=R@loud")]
    [InlineData("L=R@1@2")]
    [InlineData("L=R+")]
    public void ChannelMap_WithAMalformedSum_SaysHowToWriteIt(string map)
    {
        ProcessSettingsException problem = Assert.Throws<ProcessSettingsException>(() => new ChannelMapSettings { Map = map }.CreateProcessor(Stereo));
        Assert.StartsWith("channel-map:", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ChannelMap_WithAnUnknownChannel_NamesThoseThatThereAre()
    {
        ProcessSettingsException problem = Assert.Throws<ProcessSettingsException>(() => new ChannelMapSettings { Map = "L=Ls" }.CreateProcessor(Stereo));
        Assert.Equal("channel-map: stereo has no channel 'Ls'; it has L R, or 1 to 2", problem.Message);
    }

    private static float[][] Process(IStreamingProcess process, ProcessFormat format, float[][] input)
    {
        using IAudioProcessor processor = process.CreateProcessor(format);
        return Run.Whole(processor, format, input);
    }

    private static float[] Combine(float[][] stereo, int sign) => [.. stereo[0].Select((x, i) => x + sign * stereo[1][i])];
}
