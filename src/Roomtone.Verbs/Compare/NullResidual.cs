using System.Collections.Immutable;

namespace Roomtone.Verbs;

/// <summary>What is left when B is subtracted from A.</summary>
/// <param name="IsIdentical">Every sample is the same bit for bit, and the lengths are equal.</param>
/// <param name="RmsDbfs">Root mean square of the residual, dBFS; −∞ where nothing is left.</param>
/// <param name="PeakDbfs">Its largest sample, dBFS.</param>
/// <param name="BelowADb">Level of the residual against A, dB (−60: a thousandth of A is left).</param>
public sealed record NullResidual(bool IsIdentical, double RmsDbfs, double PeakDbfs, double BelowADb)
{
    /// <summary>The first sample that differs; null where none does.</summary>
    public long? FirstDifference { get; init; }

    /// <summary>Samples of B more than of A; what only one of them has counts as residual.</summary>
    public long LengthDifference { get; init; }

    /// <summary>The residual per octave, from 31.5 Hz up.</summary>
    public ImmutableArray<OctaveResidual> Octaves { get; init; } = [];

    /// <summary>Where the residual is loudest: at most ten ranges, in time order.</summary>
    public ImmutableArray<ResidualRange> Where { get; init; } = [];
}

/// <summary>The residual in an octave.</summary>
/// <param name="CentreHz">Centre of the octave, Hz.</param>
/// <param name="RmsDbfs">Level of the residual, dBFS.</param>
/// <param name="BelowADb">Against A in the same octave, dB; NaN where A has nothing there.</param>
public sealed record OctaveResidual(double CentreHz, double RmsDbfs, double BelowADb);

/// <summary>A stretch of time with a residual.</summary>
/// <param name="StartSeconds">Where it starts.</param>
/// <param name="EndSeconds">Where it ends.</param>
/// <param name="PeakDbfs">Its largest sample, dBFS.</param>
public sealed record ResidualRange(double StartSeconds, double EndSeconds, double PeakDbfs);
