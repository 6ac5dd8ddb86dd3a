namespace Roomtone.Processes;

/// <summary>How far the rate is raised around a curve.</summary>
public enum OversamplingFactor
{
    /// <summary>Twice.</summary>
    X2,

    /// <summary>Four times.</summary>
    X4,

    /// <summary>Eight times.</summary>
    X8,
}
