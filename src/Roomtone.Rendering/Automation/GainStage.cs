using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>A fader, a send's level: a constant gain times curves (its automation, VCAs, mutes). Immutable.</summary>
/// <param name="constant">Linear.</param>
/// <param name="curves">Multiplied in this order.</param>
internal sealed class GainStage(float constant, ImmutableArray<GainCurve> curves)
{
    /// <summary>No change.</summary>
    public static GainStage Unity { get; } = new(1, []);

    /// <summary>The constant part, linear.</summary>
    public float Constant => constant;

    /// <summary>What moves.</summary>
    public ImmutableArray<GainCurve> Curves => curves;

    /// <summary>Changes nothing, ever.</summary>
    public bool IsUnity => constant == 1 && curves.IsEmpty;

    /// <summary>The gain of a stretch in which nothing moves.</summary>
    /// <param name="position">First sample.</param>
    /// <param name="length">Samples.</param>
    /// <param name="gain">Linear.</param>
    /// <returns>False where something moves.</returns>
    public bool TryConstant(long position, int length, out float gain)
    {
        gain = constant;
        foreach (GainCurve curve in curves)
        {
            if (!curve.TryConstant(position, length, out float factor))
            {
                return false;
            }

            gain *= factor;
        }

        return true;
    }

    /// <summary>Writes the gains of consecutive samples.</summary>
    /// <param name="position">First sample.</param>
    /// <param name="gains">Receives linear gains.</param>
    /// <param name="scratch">As long as <paramref name="gains"/>.</param>
    public void Fill(long position, Span<float> gains, Span<float> scratch)
    {
        gains.Fill(constant);
        foreach (GainCurve curve in curves)
        {
            curve.Fill(position, scratch);
            Kernels.Multiply(scratch, gains);
        }
    }

    /// <summary>Multiplies a block.</summary>
    /// <param name="position">Content time of the first sample.</param>
    /// <param name="audio">The block.</param>
    /// <param name="gains">Room for the gains, as long as the block.</param>
    /// <param name="scratch">As long as the block.</param>
    public void Apply(long position, AudioBlock audio, Span<float> gains, Span<float> scratch)
    {
        if (TryConstant(position, audio.Length, out float gain))
        {
            for (int c = 0; gain != 1 && c < audio.Channels; c++)
            {
                Kernels.Scale(audio[c], gain);
            }

            return;
        }

        Fill(position, gains, scratch);
        for (int c = 0; c < audio.Channels; c++)
        {
            Kernels.Multiply(gains, audio[c]);
        }
    }
}
