using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Analysis.Tests.Companion;

public sealed class CompanionMeterTests
{
    private const int Rate = 48000;
    private const int Length = 12 * Rate;
    private static readonly float[][] s_programme = [.. Enumerable.Range(0, 6).Select(c => Coloured(c))];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(2112)]
    [InlineData(-30_000)]
    public void ALag_IsFoundToTheSample(int lag)
    {
        float[][] late = [.. s_programme[..2].Select(c => Shift(c, lag))];
        CompanionReading reading = Read(late, ChannelLayout.Stereo, s_programme[..2], ChannelLayout.Stereo);
        Assert.NotEmpty(reading.Lags);
        Assert.All(reading.Lags, l => Assert.Equal(lag, l.Samples));
        Assert.Empty(reading.Swapped);
    }

    [Fact]
    public void ALostPart_IsFoundFromThereOn()
    {
        float[][] cut = [.. s_programme[..2].Select(c => c[..(6 * Rate)].Concat(c[(6 * Rate + 480)..]).ToArray())];
        CompanionReading reading = Read(cut, ChannelLayout.Stereo, s_programme[..2], ChannelLayout.Stereo);
        Assert.All(reading.Lags, l => Assert.Equal(l.Seconds < 6 ? 0 : -480, l.Samples));
        Assert.Contains(reading.Lags, l => l.Samples != 0);
    }

    [Fact]
    public void AFold_ADistortedVersion_AndATone_AreInSync()
    {
        float[] fold = [.. Enumerable.Range(0, Length).Select(i => 0.5f * (s_programme[0][i] + s_programme[1][i]))];
        Assert.All(Read([fold], ChannelLayout.Mono, s_programme[..2], ChannelLayout.Stereo).Lags, l => Assert.Equal(0, l.Samples));
        float[] distorted = [.. s_programme[0].Select(x => MathF.Tanh(4 * x))];
        Assert.All(Read([distorted], ChannelLayout.Mono, [s_programme[0]], ChannelLayout.Mono).Lags, l => Assert.Equal(0, l.Samples));
        float[] tone = TestSignal.Sine(440, Rate, Length);
        Assert.All(Read([tone], ChannelLayout.Mono, [tone], ChannelLayout.Mono).Lags, l => Assert.Equal(0, l.Samples));
    }

    [Fact]
    public void FilmOrderTakenForSmpte_IsNamed()
    {
        // L C R Ls Rs LFE where L R C LFE Ls Rs is expected.
        float[][] film = [s_programme[0], s_programme[2], s_programme[1], s_programme[4], s_programme[5], s_programme[3]];
        CompanionReading reading = Read(film, ChannelLayout.Surround51, s_programme, ChannelLayout.Surround51);
        Assert.All(reading.Lags, l => Assert.Equal(0, l.Samples));
        Assert.Equal([(1, 2), (2, 1), (3, 4), (4, 5), (5, 3)], reading.Swapped.Select(s => (s.Channel, s.Carries)));
    }

    [Fact]
    public void AChannelTurnedOver_IsNamed()
    {
        float[][] inverted = [s_programme[0], [.. s_programme[1].Select(x => -x)]];
        SwappedChannel swapped = Assert.Single(Read(inverted, ChannelLayout.Stereo, s_programme[..2], ChannelLayout.Stereo).Swapped);
        Assert.Equal(new SwappedChannel(1, 1, true), swapped);
    }

    [Fact]
    public void OtherMaterial_AndSilence_SayNothing()
    {
        Assert.Empty(Read([TestSignal.Noise(190_000_000, Length)], ChannelLayout.Mono, [s_programme[0]], ChannelLayout.Mono).Lags);
        Assert.Empty(Read([new float[Length]], ChannelLayout.Mono, [s_programme[0]], ChannelLayout.Mono).Lags);
        Assert.Empty(Read([new float[10]], ChannelLayout.Mono, [new float[10]], ChannelLayout.Mono).Lags);
    }

    private static CompanionReading Read(float[][] file, ChannelLayout layout, float[][] companion, ChannelLayout companionLayout) =>
        Metered.Read(new CompanionMeter(new ArraySource(Rate, companionLayout, companion), layout, file[0].Length), file, 5000);

    private static float[] Coloured(int seed)
    {
        // Seeds far apart: noise of neighbouring ones is the same sequence, begun later.
        float[] noise = TestSignal.Noise(10_000_000 * (seed + 1), Length, 0.3);
        for (int i = 1; i < Length; i++)
        {
            noise[i] += 0.8f * noise[i - 1];
        }

        return noise;
    }

    private static float[] Shift(float[] samples, int lag)
    {
        float[] shifted = new float[samples.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            int from = i - lag;
            shifted[i] = from >= 0 && from < samples.Length ? samples[from] : 0;
        }

        return shifted;
    }
}
