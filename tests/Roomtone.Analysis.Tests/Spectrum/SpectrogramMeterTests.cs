using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Analysis.Tests;

public sealed class SpectrogramMeterTests
{
    private const int SampleRate = 48000;

    [Fact]
    public void ATone_StandsInItsRowAndColumns()
    {
        float[] audio = new float[4 * SampleRate];
        TestSignal.Sine(1000, SampleRate, 2 * SampleRate).CopyTo(audio, 2 * SampleRate);
        Spectrogram s = Metered.Read(new SpectrogramMeter(SampleRate, ChannelLayout.Mono, 96), [audio]);
        int row = Enumerable.Range(0, 96).MinBy(r => Math.Abs(Math.Log(s.RowsHz[r] / 1000)));
        int column = (int)(3 / s.SecondsPerColumn);
        Assert.Equal(row, Enumerable.Range(0, 96).MaxBy(r => s.Columns[column][r]), 1.0);
        Assert.InRange(s.Columns[column].Max(), -13, -8.5);
        Assert.True(float.IsNegativeInfinity(s.Columns[(int)(1 / s.SecondsPerColumn)][row]));
    }

    [Fact]
    public void AnyLength_HasABoundedNumberOfColumns()
    {
        foreach (int seconds in new[] { 1, 10, 100 })
        {
            Spectrogram s = Metered.Read(new SpectrogramMeter(8000, ChannelLayout.Mono, 16, 64), [TestSignal.Noise(1, seconds * 8000)]);
            Assert.InRange(s.Columns.Length, 1, 64);
            Assert.Equal(seconds, s.Columns.Length * s.SecondsPerColumn, s.SecondsPerColumn + 0.1);
        }
    }

    [Fact]
    public void AnyPartitionIntoBlocks_IsTheSame()
    {
        float[][] audio = TestSignal.NoiseChannels(1, 2, 50_000);
        Spectrogram a = Metered.Read(new SpectrogramMeter(SampleRate, ChannelLayout.Stereo), audio);
        Spectrogram b = Metered.Read(new SpectrogramMeter(SampleRate, ChannelLayout.Stereo), audio, 777);
        Assert.Equal(a.Columns.SelectMany(c => c), b.Columns.SelectMany(c => c));
    }
}
