using Roomtone.Processes;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Conformance.Tests;

/// <summary>A limiter against 1,000 seeded hostile signals and an independent 16-times filter (reliability promise R30).</summary>
public sealed class LimiterCeilingTests
{
    private const int SampleRate = 48000;
    private const int Length = 1600;
    private const int SignalsPerKind = 125;

    // Of ±1 noise a third lies above 0.45 of the rate, where a true peak depends on the filter that asks.
    private const double OverDb = 0.01;
    private const double OverNearNyquistDb = 0.1;

    public static TheoryData<string> Kinds => ["quarter rate", "binary noise", "clicks", "steps", "square", "silence to full scale", "bursts", "high sweep"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NothingLeavesAboveTheCeiling(string kind)
    {
        double allowed = kind is "binary noise" or "bursts" ? OverNearNyquistDb : OverDb;
        for (int seed = 0; seed < SignalsPerKind; seed++)
        {
            double ceilingDb = new[] { -0.1, -1, -6 }[seed % 3];
            double ceiling = Decibels.ToGain(ceilingDb);
            float[] output = Limit(Hostile(kind, seed), ceilingDb);
            double over = Decibels.FromGain(PeakJudge.Peak(output, ceiling) / ceiling);
            Assert.True(over <= allowed, $"{kind}, seed {seed}, ceiling {ceilingDb} dBTP: {over:0.0000} dB over");
        }
    }

    private static float[] Limit(float[] input, double ceilingDb)
    {
        var format = ProcessFormat.Of(SampleRate, ChannelLayout.Mono);
        using IAudioProcessor processor = new LimiterSettings { Ceiling = new ParameterValue.Quantity(ceilingDb, Unit.Dbtp) }.CreateProcessor(format);
        return Run.Whole(processor, format, [[.. input, .. new float[processor.LatencySamples]]])[0];
    }

    private static float[] Hostile(string kind, int seed)
    {
        ulong state = (ulong)seed + 1;
        double amplitude = Decibels.ToGain(24 * TestSignal.NextUnit(ref state));
        var samples = new float[Length];
        for (int i = 0; i < Length; i++)
        {
            double random = 2 * TestSignal.NextUnit(ref state) - 1;
            double sign = random < 0 ? -1 : 1;
            samples[i] = (float)(kind switch
            {
                "quarter rate" => amplitude * StableMath.SinPi(0.5 * (i % 4) + 0.25),
                "binary noise" => amplitude * sign,
                "clicks" => Math.Abs(random) < 0.01 ? 3 * amplitude * sign : 0,
                "steps" => (i / 400 % 2 == 0 ? 0.02 : 2) * Tone(200 + seed, i),
                "square" => amplitude * (Tone(100 + 3 * seed, i) < 0 ? -1 : 1),
                "silence to full scale" => i < Length / 3 ? 0 : amplitude * Tone(1000 + 37 * seed, i),
                "bursts" => amplitude * random * (i / 530 % 2 == 0 ? 0.01 : 1),
                _ => amplitude * StableMath.SinPi((0.6 + 0.3 * (seed % 20) / 20) * i) * Tone(24, i),
            });
        }

        return samples;
    }

    private static double Tone(double hz, int i) => StableMath.SinPi(2 * (hz * i / SampleRate));
}
