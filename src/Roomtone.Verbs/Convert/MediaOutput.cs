using System.Collections.Immutable;
using Roomtone.Media;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Writes audio to the file that a target describes.</summary>
internal static class MediaOutput
{
    private const int NativeSamples = 16_384;

    /// <summary>Writes a source; where nothing changes the samples of a file, their bytes are copied.</summary>
    /// <param name="source">What to write.</param>
    /// <param name="reader">The file it comes from.</param>
    /// <param name="target">Where and how.</param>
    /// <param name="isForced">An earlier file is replaced.</param>
    /// <param name="inputs">Files that are never written.</param>
    /// <param name="context">Progress and cancellation.</param>
    public static void Write(
        IAudioSource source, IMediaReader reader, MediaTarget target, bool isForced, ImmutableArray<string> inputs, VerbContext context)
    {
        using IMediaWriter writer = Create(target, source.Length, isForced, inputs, context);
        bool isSame = ReferenceEquals(source, reader) && target.Spec.Encoding == reader.Info.Format.Encoding && !reader.Info.Format.IsFloat;
        if (isSame && writer is INativeMediaWriter native)
        {
            CopyNative(reader, native, context);
        }
        else
        {
            CopyDithered(source, writer, target, context);
        }

        context.Cancellation.ThrowIfCancellationRequested();
        writer.Complete();
    }

    /// <summary>Opens the file.</summary>
    /// <param name="target">Where and how.</param>
    /// <param name="length">Samples that will be written.</param>
    /// <param name="isForced">An earlier file is replaced.</param>
    /// <param name="inputs">Files that are never written.</param>
    /// <param name="context">Cancellation.</param>
    public static IMediaWriter Create(MediaTarget target, long length, bool isForced, ImmutableArray<string> inputs, VerbContext context)
    {
        long bytes = target.Spec.IsPlain ? length * target.Spec.Layout.Count * SampleFormat.Of(target.Spec.Encoding).Bytes : 0;
        var options = new OutputOptions { Replace = isForced, Protected = inputs, ExpectedBytes = bytes };
        return MediaFile.Create(target.Path, target.Spec, options, cancellation: context.Cancellation);
    }

    private static void CopyDithered(IAudioSource source, IMediaWriter writer, MediaTarget target, VerbContext context)
    {
        Quantiser? quantiser = target.Quantiser();
        long position = 0;
        AudioPump.Run(source, 0, source.Length, block =>
        {
            quantiser?.Process(position, block);
            writer.Write(block);
            position += block.Length;
        }, "writing", context);
    }

    private static void CopyNative(IMediaReader reader, INativeMediaWriter writer, VerbContext context)
    {
        int frame = reader.Layout.Count * reader.Info.Format.Bytes;
        var piece = new byte[NativeSamples * frame];
        double rate = reader.SampleRate;
        for (long done = 0; done < reader.Length;)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            int count = (int)Math.Min(NativeSamples, reader.Length - done);
            reader.ReadNative(done, piece.AsSpan(0, count * frame));
            writer.WriteNative(piece.AsSpan(0, count * frame));
            done += count;
            context.Progress.Report("writing", done / rate, reader.Length / rate);
        }
    }
}
