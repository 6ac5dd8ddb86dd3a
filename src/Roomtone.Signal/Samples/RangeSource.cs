namespace Roomtone.Signal;

/// <summary>A range of a source as a source of its own; outside it there is silence.</summary>
/// <param name="source">The source.</param>
/// <param name="start">First sample of the range.</param>
/// <param name="length">Samples.</param>
public sealed class RangeSource(IAudioSource source, long start, long length) : ViewSource(source, length)
{
    /// <inheritdoc/>
    protected override void ReadInside(long position, AudioBlock destination) => Source.Read(start + position, destination);
}
