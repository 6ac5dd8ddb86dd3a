using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Passes audio from a source to a sink, block by block, with progress and an ear for cancellation.</summary>
public static class AudioPump
{
    /// <summary>Samples per channel of a block: long enough for large reads, short enough for the cache.</summary>
    public const int BlockLength = 16_384;

    private const int BlocksBetweenReports = 16;

    /// <summary>Passes a part of the source.</summary>
    /// <param name="source">Read in order.</param>
    /// <param name="start">First sample.</param>
    /// <param name="length">Samples per channel.</param>
    /// <param name="take">Receives the blocks.</param>
    /// <param name="stage">For the progress: "measuring".</param>
    /// <param name="context">Progress and cancellation.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static void Run(IAudioSource source, long start, long length, BlockTaker take, string stage, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(take);
        ArgumentNullException.ThrowIfNull(context);
        using var buffer = new AudioBuffer(source.Layout.Count, (int)Math.Min(BlockLength, Math.Max(length, 1)));
        double rate = source.SampleRate;
        int blocks = 0;
        for (long done = 0; done < length;)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            int count = (int)Math.Min(buffer.Length, length - done);
            AudioBlock block = buffer.Block.Slice(0, count);
            source.Read(start + done, block);
            take(block);
            done += count;
            if (++blocks % BlocksBetweenReports == 0 || done == length)
            {
                context.Progress.Report(stage, done / rate, length / rate);
            }
        }
    }

    /// <summary>Passes a whole source to a sink.</summary>
    /// <param name="source">Read in order.</param>
    /// <param name="sink">Receives the blocks.</param>
    /// <param name="stage">For the progress.</param>
    /// <param name="context">Progress and cancellation.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static void Copy(IAudioSource source, IAudioSink sink, string stage, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sink);
        Run(source, 0, source.Length, block => sink.Write(block), stage, context);
    }
}

/// <summary>Takes a block of audio; it may be changed in place.</summary>
/// <param name="block">Valid during the call.</param>
public delegate void BlockTaker(AudioBlock block);
