using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>A crossfade that keeps the power flat whatever the two sides have in common.</summary>
/// <remarks>
/// Formula: straight weights a, b = 1 − a, both times 1/√(a² + b² + 2ρab), ρ the normalised correlation of the two sides in the overlap.
/// Source: M. Fink, M. Holters and U. Zölzer, "Signal-matched power-complementary cross-fading and dry-wet mixing", DAFx 2016.
/// Below ρ = −0.3 the correction would lift noise more than it fills the dip, so ρ is held there and the dip is told.
/// </remarks>
public static class AdaptiveJoin
{
    /// <summary>The correlation below which the correction is held.</summary>
    public const double LowestCorrelation = -0.3;

    private const int BlockLength = 4096;

    /// <summary>The gain that both weights take.</summary>
    /// <param name="a">Weight of the side that goes out.</param>
    /// <param name="b">Weight of the side that comes in.</param>
    /// <param name="correlation">ρ.</param>
    public static double Correction(double a, double b, double correlation) =>
        1 / Math.Sqrt(a * a + b * b + 2 * Math.Max(correlation, LowestCorrelation) * a * b);

    /// <summary>How far the level falls in the middle of the join because ρ is held at −0.3.</summary>
    /// <param name="correlation">ρ as measured.</param>
    /// <returns>dB, 0 or less.</returns>
    public static double DipDb(double correlation) =>
        Decibels.FromPower((1 + correlation) / (1 + Math.Max(correlation, LowestCorrelation)));

    /// <summary>Normalised correlation of two stretches of audio, over all channels.</summary>
    /// <param name="outgoing">The side that goes out.</param>
    /// <param name="outgoingStart">Its first sample.</param>
    /// <param name="incoming">The side that comes in, in the same layout.</param>
    /// <param name="incomingStart">Its first sample.</param>
    /// <param name="length">Samples.</param>
    /// <returns>ρ, −1…1; 0 where a side is silent.</returns>
    public static double Correlation(IAudioSource outgoing, long outgoingStart, IAudioSource incoming, long incomingStart, long length)
    {
        ArgumentNullException.ThrowIfNull(outgoing);
        ArgumentNullException.ThrowIfNull(incoming);
        int channels = Math.Min(outgoing.Layout.Count, incoming.Layout.Count);
        using var a = new AudioBuffer(outgoing.Layout.Count, BlockLength);
        using var b = new AudioBuffer(incoming.Layout.Count, BlockLength);
        double aa = 0, bb = 0, ab = 0;
        for (long at = 0; at < length; at += BlockLength)
        {
            int count = (int)Math.Min(BlockLength, length - at);
            outgoing.Read(outgoingStart + at, a.Block.Slice(0, count));
            incoming.Read(incomingStart + at, b.Block.Slice(0, count));
            for (int c = 0; c < channels; c++)
            {
                Accumulate(a.Block[c][..count], b.Block[c][..count], ref aa, ref bb, ref ab);
            }
        }

        return aa > 0 && bb > 0 ? Math.Clamp(ab / Math.Sqrt(aa * bb), -1, 1) : 0;
    }

    /// <summary>The shift of the incoming side at which the two sides are most alike.</summary>
    /// <param name="outgoing">The side that goes out.</param>
    /// <param name="outgoingStart">Its first sample.</param>
    /// <param name="incoming">The side that comes in.</param>
    /// <param name="incomingStart">Its first sample.</param>
    /// <param name="length">Samples of the overlap.</param>
    /// <param name="reach">Largest shift either way, samples (12…20 ms).</param>
    /// <param name="isInverted">One side is played with the other polarity.</param>
    /// <returns>Samples to add to <paramref name="incomingStart"/>, and ρ there; of equals the smallest shift.</returns>
    public static (int Shift, double Correlation) Align(
        IAudioSource outgoing, long outgoingStart, IAudioSource incoming, long incomingStart, int length, int reach, bool isInverted = false)
    {
        ArgumentNullException.ThrowIfNull(outgoing);
        ArgumentNullException.ThrowIfNull(incoming);
        using var a = new AudioBuffer(outgoing.Layout.Count, length);
        using var b = new AudioBuffer(incoming.Layout.Count, length + 2 * reach);
        outgoing.Read(outgoingStart, a.Block);
        incoming.Read(incomingStart - reach, b.Block);
        (int best, double highest) = (0, double.NegativeInfinity);
        for (int step = 0; step <= 2 * reach; step++)
        {
            int shift = (step & 1) == 0 ? -step / 2 : (step + 1) / 2;
            double correlation = Correlation(a.Block, b.Block.Slice(reach + shift, length));
            correlation = isInverted ? -correlation : correlation;
            if (correlation > highest)
            {
                (best, highest) = (shift, correlation);
            }
        }

        return (best, highest);
    }

    private static double Correlation(AudioBlock outgoing, AudioBlock incoming)
    {
        double aa = 0, bb = 0, ab = 0;
        for (int c = 0; c < Math.Min(outgoing.Channels, incoming.Channels); c++)
        {
            Accumulate(outgoing[c], incoming[c], ref aa, ref bb, ref ab);
        }

        return aa > 0 && bb > 0 ? Math.Clamp(ab / Math.Sqrt(aa * bb), -1, 1) : 0;
    }

    private static void Accumulate(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ref double aa, ref double bb, ref double ab)
    {
        for (int i = 0; i < a.Length; i++)
        {
            double x = a[i], y = b[i];
            aa += x * x;
            bb += y * y;
            ab += x * y;
        }
    }
}
