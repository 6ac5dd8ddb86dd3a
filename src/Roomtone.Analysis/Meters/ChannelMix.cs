using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>All channels but the LFE as one.</summary>
internal static class ChannelMix
{
    /// <summary>Adds the channels up.</summary>
    /// <param name="block">The channels.</param>
    /// <param name="layout">Which of them is the LFE.</param>
    /// <param name="sum">Receives as many samples as the block has.</param>
    public static void Sum(ReadOnlyAudioBlock block, ChannelLayout layout, Span<float> sum)
    {
        sum = sum[..block.Length];
        sum.Clear();
        for (int c = 0; c < block.Channels; c++)
        {
            if (!layout.Speakers[c].IsLfe)
            {
                Kernels.Add(block[c], sum);
            }
        }
    }
}
