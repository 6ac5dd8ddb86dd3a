using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Reads the gains off a panner that stands still, so that the mix applies them without running it.</summary>
/// <remarks>A linear process without latency, tail or motion is a matrix; a unit impulse in each input shows its columns.</remarks>
internal static class PannerMatrix
{
    /// <summary>The matrix of a panner.</summary>
    /// <param name="plan">The panner.</param>
    /// <returns>Null where it moves, remembers, or is not linear.</returns>
    public static ChannelMap? TryRead(SlotPlan plan)
    {
        if (!plan.Moving.IsEmpty || plan.LatencySamples != 0 || plan.TailSamples != 0 || !plan.Process.Definition.IsLinear)
        {
            return null;
        }

        using IAudioProcessor processor = plan.Process.CreateProcessor(plan.Format);
        using var block = new AudioBuffer(plan.Format.Planes, 1);
        ImmutableArray<ChannelRoute>.Builder routes = ImmutableArray.CreateBuilder<ChannelRoute>();
        for (int from = 0; from < plan.Format.Input.Count; from++)
        {
            block.Clear();
            block.Block[from][0] = 1;
            processor.Process(new ProcessContext { Position = from }, block.Block);
            for (int to = 0; to < plan.Format.Output.Count; to++)
            {
                if (block.Block[to][0] != 0)
                {
                    routes.Add(new ChannelRoute(from, to, block.Block[to][0]));
                }
            }
        }

        return new ChannelMap(routes.ToImmutable(), []);
    }
}
