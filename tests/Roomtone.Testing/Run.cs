using Roomtone.Signal;

namespace Roomtone.Testing;

/// <summary>Runs processors over audio in memory.</summary>
public static class Run
{
    /// <summary>Processes channels in blocks of one length; what goes in beyond the input's channels is silence.</summary>
    /// <param name="processor">The processor.</param>
    /// <param name="format">What it was created for.</param>
    /// <param name="input">Channels × samples.</param>
    /// <param name="blockLength">Samples per call.</param>
    /// <param name="key">The side-chain, or null.</param>
    /// <param name="ramps">What moves at a position; null = nothing.</param>
    public static float[][] Whole(
        IAudioProcessor processor, ProcessFormat format, float[][] input, int blockLength = 512, float[][]? key = null, Func<long, Ramp[]>? ramps = null)
    {
        var cuts = new List<int>();
        for (int at = 0; at < input[0].Length; at += blockLength)
        {
            cuts.Add(Math.Min(blockLength, input[0].Length - at));
        }

        return InBlocks(processor, format, input, cuts, 0, key, ramps);
    }

    /// <summary>Processes channels in blocks of given lengths, from a position on.</summary>
    public static float[][] InBlocks(
        IAudioProcessor processor, ProcessFormat format, float[][] input, IEnumerable<int> blocks, long position = 0, float[][]? key = null, Func<long, Ramp[]>? ramps = null,
        float[][]? leader = null)
    {
        int length = input[0].Length;
        using var buffer = new AudioBuffer(format.Planes, length);
        using var side = new AudioBuffer(format.Key?.Count ?? 0, length);
        Fill(buffer, input);
        using var whole = new AudioBuffer(leader is null ? 0 : format.Input.Count, length);
        if (leader is not null)
        {
            Fill(whole, leader);
        }

        if (key is not null)
        {
            Fill(side, key);
        }

        int at = 0;
        foreach (int block in blocks)
        {
            for (int done = 0; done < block;)
            {
                int count = block - done;
                if (ramps is not null)
                {
                    count = (int)Math.Min(count, RenderGrid.Quantum - ((position + at) & (RenderGrid.Quantum - 1)));
                }

                ProcessContext context = new()
                {
                    Position = position + at,
                    Parameters = ramps is null ? default : ramps(position + at),
                    Key = ((ReadOnlyAudioBlock)side.Block).Slice(at, count),
                    Leader = ((ReadOnlyAudioBlock)whole.Block).Slice(at, count),
                };
                processor.Process(context, buffer.Block.Slice(at, count));
                at += count;
                done += count;
            }
        }

        return [.. Enumerable.Range(0, format.Output.Count).Select(c => buffer.Block[c][..at].ToArray())];
    }

    private static void Fill(AudioBuffer buffer, float[][] input)
    {
        for (int c = 0; c < Math.Min(input.Length, buffer.Channels); c++)
        {
            input[c].CopyTo(buffer.Block[c]);
        }
    }
}
