namespace Roomtone.Signal;

/// <summary>One reading of a source from its first sample to its last.</summary>
public static class SourcePass
{
    /// <summary>Samples of a block, the last one excepted.</summary>
    public const int BlockLength = 1 << 13;

    /// <summary>Takes a block.</summary>
    /// <param name="block">As many channels as the source; valid during the call.</param>
    public delegate void Taker(ReadOnlyAudioBlock block);

    /// <summary>Reads a source in blocks.</summary>
    /// <param name="source">The audio.</param>
    /// <param name="take">Takes each block, in order.</param>
    /// <param name="progress">Told the share that is read, 0…1; null = nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    public static void Run(IAudioSource source, Taker take, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(take);
        using var buffer = new AudioBuffer(source.Layout.Count, BlockLength);
        for (long at = 0; at < source.Length; at += BlockLength)
        {
            cancellation.ThrowIfCancellationRequested();
            AudioBlock block = buffer.Block.Slice(0, (int)Math.Min(BlockLength, source.Length - at));
            source.Read(at, block);
            take(block);
            progress?.Report((at + block.Length) / (double)source.Length);
        }
    }
}
