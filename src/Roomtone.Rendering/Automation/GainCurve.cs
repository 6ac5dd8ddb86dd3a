using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>What an envelope's value means as a gain.</summary>
internal enum GainMeaning
{
    /// <summary>dB.</summary>
    Level,

    /// <summary>1 mutes, 0 does not; between them linear in amplitude.</summary>
    Mute,
}

/// <summary>Per-sample gains of an automated level: exact at every point and grid line, straight in dB between them.</summary>
/// <remarks>
/// Formula: g(i) = g₀·2^((d₁ − d₀)·(log₂10/20)·i/64) with d₀, d₁ in dB at the grid lines around the sample. The argument of the power is
/// small, so the gain keeps float32's precision and a fade has no spur of the grid. Where a level touches −∞ dB, straight in amplitude;
/// in a quantum that holds a point, exact at every sample.
/// Immutable; a gain depends on its position only.
/// </remarks>
/// <param name="envelope">The level.</param>
/// <param name="meaning">What its values are.</param>
internal sealed class GainCurve(Envelope envelope, GainMeaning meaning)
{
    private const int Quantum = RenderGrid.Quantum;

    /// <summary>The envelope.</summary>
    public Envelope Envelope => envelope;

    /// <summary>What the values are.</summary>
    public GainMeaning Meaning => meaning;

    /// <summary>The gain of a stretch in which nothing moves.</summary>
    /// <param name="position">First sample.</param>
    /// <param name="length">Samples.</param>
    /// <param name="gain">The gain, linear.</param>
    /// <returns>False where it moves.</returns>
    public bool TryConstant(long position, int length, out float gain)
    {
        long first = Line(position);
        gain = (float)GainAt(first);
        return envelope.IsConstant(first, Line(position + length - 1) + Quantum);
    }

    /// <summary>Writes the gains of consecutive samples.</summary>
    /// <param name="position">First sample.</param>
    /// <param name="gains">Receives linear gains.</param>
    public void Fill(long position, Span<float> gains)
    {
        Span<float> quantum = stackalloc float[Quantum];
        long straightUntil = 0;
        int segment = 0;
        for (int i = 0; i < gains.Length;)
        {
            long line = Line(position + i);
            int phase = (int)(position + i - line);
            int count = Math.Min(Quantum - phase, gains.Length - i);
            if (meaning == GainMeaning.Level && line + Quantum > straightUntil)
            {
                straightUntil = envelope.StraightUntil(line, out segment);
            }

            Span<float> whole = count == Quantum ? gains.Slice(i, Quantum) : quantum;
            if (line + Quantum <= straightUntil)
            {
                FillExponential(envelope.Straight(segment, line), envelope.Straight(segment, line + Quantum), whole);
            }
            else
            {
                FillQuantum(line, whole);
            }

            if (count < Quantum)
            {
                quantum.Slice(phase, count).CopyTo(gains[i..]);
            }

            i += count;
        }
    }

    private static long Line(long position) => position & -Quantum;

    private double GainAt(long position) =>
        meaning == GainMeaning.Mute ? 1 - envelope.At(position) : Decibels.ToGain(envelope.At(position));

    private void FillQuantum(long line, Span<float> gains)
    {
        if (envelope.IsConstant(line, line + Quantum))
        {
            gains.Fill((float)GainAt(line));
            return;
        }

        if (envelope.IsBroken(line, line + Quantum))
        {
            for (int i = 0; i < gains.Length; i++)
            {
                gains[i] = (float)GainAt(line + i);
            }

            return;
        }

        double start = envelope.At(line), end = envelope.At(line + Quantum);
        bool isAmplitude = meaning == GainMeaning.Mute || envelope.IsAmplitude(line)
            || double.IsNegativeInfinity(start) || double.IsNegativeInfinity(end);
        if (isAmplitude)
        {
            FillStraight(GainAt(line), GainAt(line + Quantum), gains);
        }
        else
        {
            FillExponential(start, end, gains);
        }
    }

    private static void FillStraight(double start, double end, Span<float> gains)
    {
        var ramp = new Ramp(start, end);
        for (int i = 0; i < gains.Length; i++)
        {
            gains[i] = (float)ramp.At(i);
        }
    }

    private static void FillExponential(double startDb, double endDb, Span<float> gains)
    {
        float gain = (float)Decibels.ToGain(startDb), octaves = (float)(endDb - startDb) * VectorMath.Log2PerDecibel;
        ref float y = ref MemoryMarshal.GetReference(gains);
        Vector512<float> phase = Vector512.CreateSequence(0f, 1f / Quantum);
        for (int i = 0; i < Quantum; i += Kernels.Lanes)
        {
            (Vector512.Create(gain) * VectorMath.Exp2(phase * Vector512.Create(octaves))).StoreUnsafe(ref y, (nuint)i);
            phase += Vector512.Create((float)Kernels.Lanes / Quantum);
        }
    }
}
