using Roomtone.Analysis;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>Everything that one pass over a programme tells.</summary>
/// <param name="Measurement">The meter's reading.</param>
/// <param name="Measures">What plans work with.</param>
/// <param name="Trace">Waveform, peaks over the limit, clipped places.</param>
public sealed record MeasuredProgramme(ProgrammeMeasurement Measurement, ProgrammeMeasures Measures, ProgrammeTrace Trace);

/// <summary>Reads a programme once, from end to end.</summary>
public static class MeasurePass
{
    internal const int Block = 16384;

    /// <summary>Measures a source.</summary>
    /// <param name="source">The programme.</param>
    /// <param name="monoAs">How a mono programme counts.</param>
    /// <param name="limitDbtp">True peaks above it are listed.</param>
    /// <param name="stage">For the progress.</param>
    /// <param name="progress">Told how far it is; null = nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="hasLeqM">Leq(M) is measured too.</param>
    /// <param name="besides">Another meter over the same audio; null = none.</param>
    public static MeasuredProgramme Measure(
        IAudioSource source, MonoLoudness monoAs, double limitDbtp, string stage, IWorkProgress? progress, CancellationToken cancellation, bool hasLeqM = false,
        IMeter<QualityReading>? besides = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ProgrammeMeter meter = new(source.SampleRate, source.Layout, Playback(monoAs));
        LeqMMeter? cinema = hasLeqM ? new(source.SampleRate, source.Layout) : null;
        ProgrammeTracer tracer = new(source.SampleRate, source.Layout.Count, source.Length, limitDbtp);
        using AudioBuffer buffer = new(source.Layout.Count, Block);
        for (long at = 0; at < source.Length; at += Block)
        {
            cancellation.ThrowIfCancellationRequested();
            AudioBlock block = buffer.Block.Slice(0, (int)Math.Min(Block, source.Length - at));
            source.Read(at, block);
            meter.Add(block);
            cinema?.Add(block);
            besides?.Add(block);
            tracer.Add(block);
            progress?.Report(stage, (double)(at + block.Length) / source.SampleRate, (double)source.Length / source.SampleRate);
        }

        ProgrammeMeasurement measurement = meter.Read();
        ProgrammeTrace trace = tracer.Read();
        return new MeasuredProgramme(measurement, Slim(measurement, trace.ClippedRuns) with { LeqMDb = cinema?.LevelDb }, trace);
    }

    internal static MonoPlayback Playback(MonoLoudness monoAs) => monoAs == MonoLoudness.Dual ? MonoPlayback.Dual : MonoPlayback.Single;

    internal static ProgrammeMeasures Slim(ProgrammeMeasurement m, int clippedRuns) => new()
    {
        DurationSeconds = m.LengthSeconds,
        IntegratedLufs = m.IntegratedLufs,
        LoudnessRangeLu = m.LoudnessRangeLu,
        MaximumMomentaryLufs = m.MaximumMomentaryLufs,
        MaximumShortTermLufs = m.MaximumShortTermLufs,
        TruePeakDbtp = m.TruePeakDbtp,
        SamplePeakDbfs = m.SamplePeakDbfs,
        RmsDbfs = m.RmsDbfs,
        NoiseFloorDbfs = m.NoiseFloorDbfs,
        ClippedRuns = clippedRuns,
    };
}
