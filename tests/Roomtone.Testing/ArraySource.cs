using Roomtone.Signal;

namespace Roomtone.Testing;

/// <summary>Audio in memory as a source.</summary>
public sealed class ArraySource(int sampleRate, ChannelLayout layout, params float[][] channels) : IAudioSource
{
    public int SampleRate => sampleRate;

    public ChannelLayout Layout => layout;

    public long Length => channels.Length == 0 ? 0 : channels[0].Length;

    public void Read(long position, AudioBlock destination)
    {
        destination.Clear();
        int from = (int)Math.Clamp(-position, 0, destination.Length);
        int to = (int)Math.Clamp(Length - position, from, destination.Length);
        for (int c = 0; c < channels.Length && from < to; c++)
        {
            channels[c].AsSpan((int)(position + from), to - from).CopyTo(destination[c][from..]);
        }
    }

    /// <summary>Everything that a source holds, read in blocks of a length.</summary>
    public static float[][] ReadAll(IAudioSource source, int blockLength = 4096)
    {
        float[][] all = [.. Enumerable.Range(0, source.Layout.Count).Select(_ => new float[source.Length])];
        using var buffer = new AudioBuffer(source.Layout.Count, blockLength);
        for (int at = 0; at < source.Length; at += blockLength)
        {
            int count = (int)Math.Min(blockLength, source.Length - at);
            AudioBlock block = buffer.Block.Slice(0, count);
            source.Read(at, block);
            for (int c = 0; c < all.Length; c++)
            {
                block[c].CopyTo(all[c].AsSpan(at));
            }
        }

        return all;
    }
}
