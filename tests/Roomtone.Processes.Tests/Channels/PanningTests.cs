using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Channels;

public sealed class PanningTests
{
    [Theory]
    [InlineData(PanLaw.Zero, 0)]
    [InlineData(PanLaw.Minus2Point5, -2.5)]
    [InlineData(PanLaw.Minus3, -3.0103)]
    [InlineData(PanLaw.Minus4Point5, -4.5154)]
    [InlineData(PanLaw.Minus6, -6.0206)]
    public void AtTheCentre_BothSidesHaveTheLevelOfTheLaw(PanLaw law, double db)
    {
        (double left, double right) = law.Gains(0);
        Assert.Equal(db, 20 * Math.Log10(left), 0.0001);
        Assert.Equal(left, right, 1e-12);
        Assert.Equal((1, 0), (law.Gains(-1).Left, Math.Round(law.Gains(-1).Right, 12)));
    }

    // algorithms.md 14, row 71.
    [Fact]
    public void Minus3_KeepsThePower()
    {
        for (double pan = -1; pan <= 1; pan += 0.01)
        {
            (double left, double right) = PanLaw.Minus3.Gains(pan);
            Assert.Equal(0, 10 * Math.Log10(left * left + right * right), 0.01);
        }
    }

    [Theory]
    [InlineData("stereo")]
    [InlineData("quad")]
    [InlineData("5.1")]
    [InlineData("7.1")]
    [InlineData("7.1.4")]
    public void Position_KeepsThePowerInEveryDirection(string layout)
    {
        for (int azimuth = -180; azimuth <= 180; azimuth += 5)
        {
            foreach ((double up, double spread, double divergence) in new[] { (0.0, 0.0, 0.0), (30, 0, 0), (0, 90, 0), (0, 0, 50), (45, 360, 100) })
            {
                double[] gains = Gains(layout, new PositionSettings
                {
                    AzimuthDegrees = azimuth,
                    ElevationDegrees = up,
                    SpreadDegrees = spread,
                    DivergencePercent = divergence,
                });
                Assert.Equal(0, 10 * Math.Log10(gains.Sum(g => g * g)), 0.01);
            }
        }
    }

    [Theory]
    [InlineData("5.1")]
    [InlineData("7.1.4")]
    public void Position_AtALoudspeaker_IsThatLoudspeakerAlone(string layout)
    {
        ChannelLayout speakers = ChannelLayout.Find(layout)!;
        for (int c = 0; c < speakers.Count; c++)
        {
            Speaker speaker = speakers.Speakers[c];
            if (!speaker.IsLfe)
            {
                double[] gains = Gains(layout, new PositionSettings { AzimuthDegrees = speaker.AzimuthDegrees, ElevationDegrees = speaker.ElevationDegrees });
                Assert.Equal(1, gains[c], 1e-6);
                Assert.Equal(1, gains.Sum(), 1e-6);
            }
        }
    }

    // Velocity vector: Σ g·u / Σ g points where VBAP says.
    [Fact]
    public void Position_BetweenLoudspeakers_PointsThere()
    {
        ChannelLayout layout = ChannelLayout.Surround71;
        for (int azimuth = -175; azimuth < 180; azimuth += 10)
        {
            double[] gains = Gains("7.1", new PositionSettings { AzimuthDegrees = azimuth });
            double x = 0, y = 0;
            for (int c = 0; c < gains.Length; c++)
            {
                double angle = layout.Speakers[c].AzimuthDegrees * Math.PI / 180;
                x += gains[c] * Math.Cos(angle);
                y += gains[c] * Math.Sin(angle);
            }

            Assert.Equal(azimuth, Math.Atan2(y, x) * 180 / Math.PI, 0.01);
        }
    }

    [Fact]
    public void Position_BehindAStereoPair_IsFoldedToTheFront()
    {
        double[] gains = Gains("stereo", new PositionSettings { AzimuthDegrees = 180 });
        Assert.Equal(gains[0], gains[1], 1e-6);
        Assert.Equal(1, Gains("stereo", new PositionSettings { AzimuthDegrees = 110 })[0], 1e-6);
    }

    [Fact]
    public void Distance_ChangesTheLevelOnlyUnderItsLaw()
    {
        var far = new PositionSettings { DistanceMetres = 2 };
        Assert.Equal(1, Power(Gains("5.1", far)), 1e-6);
        Assert.Equal(0.25, Power(Gains("5.1", far with { DistanceLaw = DistanceLaw.Inverse })), 1e-6);

        static double Power(double[] gains) => gains.Sum(g => g * g);
    }

    // 120 Hz, Linkwitz–Riley of fourth order: −6.02 dB at the corner.
    [Fact]
    public void LfeSend_PassesALowPassOf120Hz()
    {
        var settings = new PositionSettings { Layout = "5.1", LfeDb = -12 };
        ProcessFormat format = new(48000, ChannelLayout.Mono, ChannelLayout.Surround51, null, 4096);
        using IAudioProcessor processor = settings.CreateProcessor(format);
        float[] lfe = [.. Run.Whole(processor, format, [TestSignal.Impulse(0, 1 << 16)])[3]];
        Response.Of(lfe, 48000, 20).IsDb(-12, 0.05);
        Response.Of(lfe, 48000, 120).IsDb(-18.02, 0.01);
        Assert.True(Response.Of(lfe, 48000, 960).Db < -12 - 70);
    }

    [Fact]
    public void Balance_LowersTheFarSideOnly()
    {
        float[][] input = TestSignal.NoiseChannels(1, 2, 1000);
        ProcessFormat format = ProcessFormat.Of(48000, ChannelLayout.Stereo);
        using IAudioProcessor processor = new BalanceSettings { AmountPercent = 50 }.CreateProcessor(format);
        float[][] output = Run.Whole(processor, format, input);
        Null.Exact(input[1], output[1]);
        Assert.Equal(-3.0103, Residual.PeakDbfs(output[0]) - Residual.PeakDbfs(input[0]), 0.001);
    }

    private static double[] Gains(string layout, PositionSettings settings)
    {
        ChannelLayout output = ChannelLayout.Find(layout)!;
        ProcessFormat format = new(48000, ChannelLayout.Mono, output, null, 64);
        using IAudioProcessor processor = settings.CreateProcessor(format);
        return [.. Run.Whole(processor, format, [[1f]]).Select(c => (double)c[0])];
    }
}
