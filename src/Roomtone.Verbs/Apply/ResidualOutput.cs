using System.Collections.Immutable;
using Roomtone.Media;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Writes an output and, beside it, what was changed: output − input.</summary>
internal static class ResidualOutput
{
    /// <summary>Writes both in one pass.</summary>
    /// <param name="source">The output.</param>
    /// <param name="reader">The input.</param>
    /// <param name="target">Where the output goes.</param>
    /// <param name="residual">Where the residual goes.</param>
    /// <param name="isForced">Earlier files are replaced.</param>
    /// <param name="inputs">Files that are never written.</param>
    /// <param name="context">Progress and cancellation.</param>
    /// <returns>Level of the residual, dBFS; −∞ where nothing was changed.</returns>
    public static double Write(
        IAudioSource source, IMediaReader reader, MediaTarget target, MediaTarget residual, bool isForced, ImmutableArray<string> inputs, VerbContext context)
    {
        using IMediaWriter writer = MediaOutput.Create(target, source.Length, isForced, inputs, context);
        using IMediaWriter residualWriter = MediaOutput.Create(residual, source.Length, isForced, inputs, context);
        using var input = new AudioBuffer(reader.Layout.Count, AudioPump.BlockLength);
        Quantiser? quantiser = target.Quantiser();
        double energy = 0;
        long position = 0;
        AudioPump.Run(source, 0, source.Length, block =>
        {
            AudioBlock difference = input.Block.Slice(0, block.Length);
            reader.Read(position, difference);
            energy += Subtract(block, difference);
            residualWriter.Write(difference);
            quantiser?.Process(position, block);
            writer.Write(block);
            position += block.Length;
        }, "writing", context);
        context.Cancellation.ThrowIfCancellationRequested();
        writer.Complete();
        residualWriter.Complete();
        return Decibels.FromPower(energy / Math.Max(1, position * (double)source.Layout.Count));
    }

    // input ← output − input.
    private static double Subtract(AudioBlock output, AudioBlock input)
    {
        double energy = 0;
        for (int c = 0; c < input.Channels; c++)
        {
            Kernels.Scale(input[c], -1);
            Kernels.Add(output[c], input[c]);
            energy += Kernels.SumOfSquares(input[c]);
        }

        return energy;
    }
}
