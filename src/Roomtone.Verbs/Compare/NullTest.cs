using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Subtracts two programmes of the same rate and channels, and says what is left, where and in which octaves.</summary>
internal static class NullTest
{
    /// <summary>One pass over both.</summary>
    /// <param name="a">The first.</param>
    /// <param name="b">The second.</param>
    /// <param name="gainDb">Gain of B before the subtraction, dB.</param>
    /// <param name="context">Progress and cancellation.</param>
    public static NullResidual Run(IAudioSource a, IAudioSource b, double gainDb, VerbContext context)
    {
        float gain = (float)Decibels.ToGain(gainDb);
        var sums = new ResidualSums(a.SampleRate, a.Layout.Count);
        using var reference = new OctavePowers(a.SampleRate, a.Layout.Count);
        using var residual = new OctavePowers(a.SampleRate, a.Layout.Count);
        using var other = new AudioBuffer(b.Layout.Count, AudioPump.BlockLength);
        long position = 0;
        AudioPump.Run(a, 0, Math.Max(a.Length, b.Length), block =>
        {
            AudioBlock second = other.Block.Slice(0, block.Length);
            b.Read(position, second);
            reference.Add(block);
            sums.AddReference(block);
            Subtract(block, second, gain);
            sums.Add(block, position);
            residual.Add(block);
            position += block.Length;
        }, "comparing", context);
        return sums.Result(a.Length == b.Length) with
        {
            LengthDifference = b.Length - a.Length,
            Octaves = Octaves(reference, residual),
        };
    }

    private static void Subtract(AudioBlock a, AudioBlock b, float gain)
    {
        for (int c = 0; c < a.Channels; c++)
        {
            Kernels.Mix(b[c], -gain, a[c]);
        }
    }

    private static ImmutableArray<OctaveResidual> Octaves(OctavePowers reference, OctavePowers residual)
    {
        ReadOnlySpan<double> of = reference.MeanSquares();
        ReadOnlySpan<double> left = residual.MeanSquares();
        var octaves = ImmutableArray.CreateBuilder<OctaveResidual>();
        for (int i = 0; i < left.Length; i++)
        {
            double below = of[i] > 0 ? Decibels.FromPower(left[i] / of[i]) : double.NaN;
            octaves.Add(new OctaveResidual(OctavePowers.CentreHz(i), Decibels.FromPower(left[i]), below));
        }

        return octaves.ToImmutable();
    }
}
