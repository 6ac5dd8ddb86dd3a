using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>Loudness of a K-weighted power, and back.</summary>
/// <remarks>Formula: L = −0.691 + 10·log₁₀ Σ G·z. Source: ITU-R BS.1770-5, Annex 1.</remarks>
public static class LoudnessLevel
{
    private const double OffsetDb = -0.691;

    /// <summary>Loudness of a K-weighted, channel-weighted mean square.</summary>
    /// <param name="power">Σ G·z; 0 gives −∞.</param>
    /// <returns>LUFS.</returns>
    public static double ToLufs(double power) => OffsetDb + Decibels.FromPower(power);

    /// <summary>The power that has a loudness.</summary>
    /// <param name="lufs">LUFS.</param>
    public static double ToPower(double lufs) => Decibels.ToPower(lufs - OffsetDb);
}
