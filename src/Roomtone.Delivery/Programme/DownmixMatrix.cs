using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>The coefficients that make one layout of another.</summary>
/// <remarks>Source: ITU-R BS.775-4, Annex 4 (Lo/Ro); stereo to mono is half the sum, so that a centred voice keeps its level.</remarks>
public static class DownmixMatrix
{
    /// <summary>Coefficients [out, in].</summary>
    /// <param name="from">The session's layout.</param>
    /// <param name="to">The file's layout.</param>
    /// <param name="rule">As written; null where nothing is.</param>
    /// <returns>The matrix, or null where the two are one layout, or no rule says how.</returns>
    public static float[,]? For(ChannelLayout from, ChannelLayout to, DownmixRule? rule)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.Equals(ChannelLayout.Stereo) && to.Equals(ChannelLayout.Mono))
        {
            return new float[,] { { 0.5f, 0.5f } };
        }

        if (rule is null || from.Equals(to))
        {
            return null;
        }

        bool isMono = to.Equals(ChannelLayout.Mono);
        float[,] matrix = new float[to.Count, from.Count];
        for (int i = 0; i < from.Count; i++)
        {
            Fold(from.Speakers[i], to, isMono, rule, (o, gain) => matrix[o, i] += (float)(isMono ? gain / 2 : gain));
        }

        return matrix;
    }

    private static void Fold(Speaker speaker, ChannelLayout to, bool isMono, DownmixRule rule, Action<int, double> add)
    {
        int same = isMono ? -1 : to.IndexOf(speaker.Name);
        if (same >= 0)
        {
            add(same, 1);
            return;
        }

        double gain = GainOf(speaker, rule);
        int left = isMono ? 0 : Nearest(to, isLeft: true, speaker);
        int right = isMono ? 0 : Nearest(to, isLeft: false, speaker);
        if (speaker.AzimuthDegrees >= 0)
        {
            add(left, gain);
        }

        if (speaker.AzimuthDegrees <= 0)
        {
            add(right, gain);
        }
    }

    private static double GainOf(Speaker speaker, DownmixRule rule) =>
        speaker.IsLfe ? Decibels.ToGain(rule.LfeDb)
        : speaker.AzimuthDegrees == 0 ? Decibels.ToGain(rule.CentreDb)
        : Math.Abs(speaker.AzimuthDegrees) <= 30 && speaker.ElevationDegrees == 0 ? 1
        : Decibels.ToGain(rule.SurroundDb);

    /// <summary>The channel of a side that lies nearest in azimuth: surrounds fold to surrounds where the layout has them.</summary>
    private static int Nearest(ChannelLayout to, bool isLeft, Speaker speaker)
    {
        int nearest = isLeft ? to.IndexOf("L") : to.IndexOf("R");
        for (int o = 0; o < to.Count; o++)
        {
            Speaker candidate = to.Speakers[o];
            bool isSide = isLeft ? candidate.AzimuthDegrees > 0 : candidate.AzimuthDegrees < 0;
            bool isBed = isSide && !candidate.IsLfe && candidate.ElevationDegrees == 0 && speaker.AzimuthDegrees != 0;
            if (isBed && (nearest < 0 || Distance(candidate, speaker) < Distance(to.Speakers[nearest], speaker)))
            {
                nearest = o;
            }
        }

        return nearest;
    }

    private static double Distance(Speaker a, Speaker b) => Math.Abs(Math.Abs(a.AzimuthDegrees) - Math.Abs(b.AzimuthDegrees));
}
