using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Analysis.Tests;

public sealed class MeterCatalogTests
{
    private const int SampleRate = 44100;

    public static TheoryData<string> Ids => [.. MeterCatalog.All.Select(m => m.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void AnyPartitionIntoBlocks_ReadsTheSameBits(string id)
    {
        float[][] audio = TestSignal.NoiseChannels(3, 2, 4 * SampleRate + 77);
        string whole = Text(Metered.Read(Create(id), audio, int.MaxValue));
        foreach (int block in new[] { 7, 64, 4411 })
        {
            Assert.Equal(whole, Text(Metered.Read(Create(id), audio, block)));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ResetEqualsNew_AndReadingInBetweenChangesNothing(string id)
    {
        float[][] audio = TestSignal.NoiseChannels(4, 2, SampleRate);
        IMeter<MeterReading> meter = Create(id);
        Metered.Read(meter, TestSignal.NoiseChannels(5, 2, 30_000, 0.9));
        meter.Reset();
        Metered.Read(meter, [audio[0][..20_000], audio[1][..20_000]]);
        Metered.Read(meter, [audio[0][20_000..], audio[1][20_000..]]);
        Assert.Equal(Text(Metered.Read(Create(id), audio)), Text(meter.Read()));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void WhatIsNoAudio_LeavesNoTrace(string id)
    {
        float[][] clean = TestSignal.NoiseChannels(6, 2, SampleRate);
        float[][] hostile = [[.. clean[0]], [.. clean[1]]];
        foreach ((int at, float value) in new[] { (100, float.NaN), (5000, float.PositiveInfinity), (9000, -1e30f) })
        {
            hostile[0][at] = value;
            clean[0][at] = 0;
        }

        Assert.Equal(Text(Metered.Read(Create(id), clean)), Text(Metered.Read(Create(id), hostile)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Silence_ReadsNothing(string id)
    {
        MeterReading reading = Metered.Read(Create(id), [new float[4 * SampleRate], new float[4 * SampleRate]]);
        Assert.NotEmpty(reading.Figures);
        Assert.All(reading.Figures, f => Assert.False(double.IsFinite(f.Value)));
    }

    private static IMeter<MeterReading> Create(string id) => MeterCatalog.Find(id)!.Create(SampleRate, ChannelLayout.Stereo, MonoPlayback.Single);

    private static string Text(MeterReading reading) => string.Join(' ', reading.Figures.Select(f => $"{f.Name}/{f.Part}={f.Value:R}"));
}
