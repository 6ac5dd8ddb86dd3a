using Roomtone.Processes;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>The coefficients by which a deliverable's channels come from the mix's: those of <c>downmix</c>, at the levels of its rule.</summary>
public static class LayoutMatrix
{
    /// <summary>Coefficients [out, in].</summary>
    /// <param name="from">The session's layout.</param>
    /// <param name="to">The file's layout.</param>
    /// <param name="rule">As written; null where nothing is.</param>
    /// <returns>The matrix, or null where the two are one layout, or no rule says how; stereo to mono needs none.</returns>
    /// <exception cref="ProcessSettingsException">Channels without a place.</exception>
    public static float[,]? For(ChannelLayout from, ChannelLayout to, DownmixRule? rule)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.Equals(to) || (rule is null && !(from.Equals(ChannelLayout.Stereo) && to.Equals(ChannelLayout.Mono))))
        {
            return null;
        }

        DownmixLevels levels = rule is null ? new() : new(rule.CentreDb, rule.SurroundDb, rule.RearDb, rule.HeightDb, rule.LfeDb);
        double[] weights = DownmixMatrix.Between(from, to, levels);
        float[,] matrix = new float[to.Count, from.Count];
        for (int i = 0; i < weights.Length; i++)
        {
            matrix[i / from.Count, i % from.Count] = (float)weights[i];
        }

        return matrix;
    }
}
