namespace Roomtone.Signal;

/// <summary>A range of a source as a source of its own; outside it there is silence.</summary>
/// <param name="source">The source.</param>
/// <param name="start">First sample of the range.</param>
/// <param name="length">Samples.</param>
public sealed class RangeSource(IAudioSource source, long start, long length) : IAudioSource
{
    /// <inheritdoc/>
    public int SampleRate => source.SampleRate;

    /// <inheritdoc/>
    public ChannelLayout Layout => source.Layout;

    /// <inheritdoc/>
    public long Length => length;

    /// <inheritdoc/>
    public void Read(long position, AudioBlock destination)
    {
        long from = Math.Clamp(position, 0, length), to = Math.Clamp(position + destination.Length, 0, length);
        if (from >= to)
        {
            destination.Clear();
            return;
        }

        int skip = (int)(from - position), count = (int)(to - from);
        destination.Slice(0, skip).Clear();
        destination.Slice(skip + count, destination.Length - skip - count).Clear();
        source.Read(start + from, destination.Slice(skip, count));
    }
}
