using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Dynamics;

/// <summary>Runs a process over tones and reads the level of what comes out.</summary>
internal static class ToneProbe
{
    public const int SampleRate = 48000;

    /// <summary>The output, its latency taken off.</summary>
    public static float[][] Run(IStreamingProcess process, float[][] input, float[][]? key = null)
    {
        ChannelLayout layout = ChannelLayout.Default(input.Length);
        ProcessFormat format = ProcessFormat.Of(SampleRate, layout) with { Key = key is null ? null : ChannelLayout.Default(key.Length) };
        using IAudioProcessor processor = process.CreateProcessor(format);
        int latency = processor.LatencySamples;
        float[][] output = Testing.Run.Whole(
            processor, format, [.. input.Select(c => (float[])[.. c, .. new float[latency]])],
            key: key?.Select(c => (float[])[.. c, .. new float[latency]]).ToArray());
        return [.. output.Select(c => c[latency..])];
    }

    public static float[] Run(IStreamingProcess process, float[] input) => Run(process, [input])[0];

    /// <summary>1 kHz at levels one after the other, each of the same length, dBFS peak.</summary>
    public static float[] Steps(double seconds, params double[] levelsDb)
    {
        int length = (int)(seconds * SampleRate);
        return [.. levelsDb.SelectMany(db => TestSignal.Sine(1000, SampleRate, length, Decibels.ToGain(db)))];
    }

    /// <summary>Peak level of a 1 kHz tone over its period from a time on, dBFS: from the energy of 48 samples.</summary>
    public static double LevelDb(float[] samples, double seconds)
    {
        int at = (int)(seconds * SampleRate);
        return Decibels.FromPower(Kernels.SumOfSquares(samples.AsSpan(at, 48)) / 24);
    }
}
