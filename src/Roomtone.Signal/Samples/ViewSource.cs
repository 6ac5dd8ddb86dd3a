namespace Roomtone.Signal;

/// <summary>A source made from another one, sample for sample; outside its length there is silence.</summary>
/// <param name="source">The other one.</param>
/// <param name="length">Samples per channel.</param>
public abstract class ViewSource(IAudioSource source, long length) : IAudioSource
{
    /// <inheritdoc/>
    public int SampleRate => Source.SampleRate;

    /// <inheritdoc/>
    public ChannelLayout Layout => Source.Layout;

    /// <inheritdoc/>
    public long Length { get; } = length;

    /// <summary>What is read.</summary>
    protected IAudioSource Source { get; } = source;

    /// <inheritdoc/>
    public void Read(long position, AudioBlock destination)
    {
        int from = (int)Math.Clamp(-position, 0, destination.Length);
        int to = (int)Math.Clamp(Length - position, from, destination.Length);
        destination.Slice(0, from).Clear();
        destination.Slice(to, destination.Length - to).Clear();
        if (from < to)
        {
            ReadInside(position + from, destination.Slice(from, to - from));
        }
    }

    /// <summary>Reads samples that all lie inside the source.</summary>
    /// <param name="position">First sample, 0 or more.</param>
    /// <param name="destination">Receives them.</param>
    protected abstract void ReadInside(long position, AudioBlock destination);
}
