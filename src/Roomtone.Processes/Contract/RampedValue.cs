using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>How processors read what moves.</summary>
internal static class RampedValue
{
    /// <summary>Position mod 64, right for negative positions too.</summary>
    /// <param name="position">Content time, samples.</param>
    public static int Phase(long position) => (int)(position & (RenderGrid.Quantum - 1));

    /// <summary>The ramp of a parameter, or the settings' value at both ends where nothing moves.</summary>
    /// <param name="context">The call.</param>
    /// <param name="index">Index among the automatable parameters.</param>
    /// <param name="value">What the settings say.</param>
    public static Ramp Of(in ProcessContext context, int index, double value) =>
        context.Parameters.IsEmpty ? new Ramp(value, value) : context.Parameters[index];

    /// <summary>Linear gains of a level that moves, one per sample; linear in dB, or in amplitude where an end is −∞ dB.</summary>
    /// <param name="ramp">dB.</param>
    /// <param name="phase">Position mod 64 of the first sample.</param>
    /// <param name="gains">Receives the gains.</param>
    public static void Gains(Ramp ramp, int phase, Span<float> gains)
    {
        if (ramp.IsConstant)
        {
            gains.Fill((float)Decibels.ToGain(ramp.Start));
            return;
        }

        bool isAmplitude = double.IsNegativeInfinity(ramp.Start) || double.IsNegativeInfinity(ramp.End);
        Ramp line = isAmplitude ? new Ramp(Decibels.ToGain(ramp.Start), Decibels.ToGain(ramp.End)) : ramp;
        for (int i = 0; i < gains.Length; i++)
        {
            double value = line.At(phase + i);
            gains[i] = (float)(isAmplitude ? value : Decibels.ToGain(value));
        }
    }
}
