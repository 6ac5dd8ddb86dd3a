using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>What a pass through gain and limiter took off.</summary>
/// <param name="LargestDb">Largest gain reduction, dB.</param>
/// <param name="Percentile99Db">99th percentile over the programme, dB.</param>
internal readonly record struct LevelReduction(double LargestDb, double Percentile99Db);

/// <summary>Runs a programme through gain and true-peak limiter into a sink, as long as it was and where it was.</summary>
internal static class LevelPass
{
    // Short blocks: the limiter only delays a block in which nothing exceeds the ceiling.
    private const int Block = 1024;

    /// <summary>Runs the programme.</summary>
    /// <param name="source">The programme.</param>
    /// <param name="gainDb">Gain, dB.</param>
    /// <param name="ceilingDbtp">The limiter's ceiling; null = no limiter.</param>
    /// <param name="sink">Takes the result in order.</param>
    /// <param name="stage">For the progress.</param>
    /// <param name="progress">Told how far it is; null = nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="whole">Of a stem: the mix at the same place, which the limiter hears in its stead; null where the source is the mix.</param>
    public static LevelReduction Run(
        IAudioSource source, double gainDb, double? ceilingDbtp, IAudioSink sink, string stage, IWorkProgress? progress, CancellationToken cancellation,
        IAudioSource? whole = null)
    {
        using IAudioProcessor? limiter = ceilingDbtp is { } ceiling
            ? new LimiterSettings { Ceiling = new ParameterValue.Quantity(ceiling, Unit.Dbtp) }.CreateProcessor(
                ProcessFormat.Of(source.SampleRate, source.Layout, Block) with { IsFollower = whole is not null })
            : null;
        using AudioBuffer buffer = new(source.Layout.Count, Block), leader = new(whole is null || limiter is null ? 0 : source.Layout.Count, Block);
        float gain = gainDb == 0 ? 1 : (float)Decibels.ToGain(gainDb);
        int latency = limiter?.LatencySamples ?? 0;
        for (long at = 0; at < source.Length + latency; at += Block)
        {
            cancellation.ThrowIfCancellationRequested();
            AudioBlock block = buffer.Block.Slice(0, (int)Math.Min(Block, source.Length + latency - at));
            source.Read(at, block);
            Scale(block, gain);
            AudioBlock heard = leader.Block.Slice(0, block.Length);
            if (heard.Channels > 0)
            {
                whole!.Read(at, heard);
                Scale(heard, gain);
            }

            limiter?.Process(new ProcessContext { Position = at, Leader = heard }, block);
            int early = (int)Math.Clamp(latency - at, 0, block.Length);
            if (early < block.Length)
            {
                sink.Write(block.Slice(early, block.Length - early));
            }

            if (at % (Block * 64) == 0)
            {
                progress?.Report(stage, (double)Math.Min(at, source.Length) / source.SampleRate, (double)source.Length / source.SampleRate);
            }
        }

        return limiter is IReportsGainReduction { Reduction: var reduction }
            ? new LevelReduction(reduction.MaximumDb, reduction.PercentileDb(0.99))
            : default;
    }

    private static void Scale(AudioBlock block, float gain)
    {
        if (gain.Equals(1))
        {
            return;
        }

        for (int c = 0; c < block.Channels; c++)
        {
            Kernels.Scale(block[c], gain);
        }
    }
}
