namespace Roomtone.Peers;

/// <summary>One job that our command and its peers do on the same input.</summary>
/// <param name="Name">What is done.</param>
/// <param name="ProgrammeSeconds">Seconds of programme in the input.</param>
/// <param name="Bar">Times real time that must be passed whatever the peers reach here (peers' figures of the design).</param>
/// <param name="Ours">Our command line.</param>
/// <param name="Peers">Theirs, by name.</param>
internal sealed record Job(string Name, double ProgrammeSeconds, double Bar, string Ours, params (string Name, string CommandLine)[] Peers)
{
    /// <summary>Checks our output after the runs: what was wrong, or empty.</summary>
    public Func<string, string> Check { get; init; } = static _ => string.Empty;

    /// <summary>Run on one pinned core.</summary>
    public bool OnOneCore { get; init; } = true;
}

/// <summary>A job's figures: the least CPU time of each command over interleaved runs.</summary>
internal sealed record Figure(Job Job, string Peer, Run Ours, Run Theirs, string Remark)
{
    public double TimesRealTime => Job.ProgrammeSeconds / Ours.CpuSeconds;

    public double PeerTimesRealTime => Job.ProgrammeSeconds / Theirs.CpuSeconds;

    public double Ratio => Theirs.CpuSeconds / Ours.CpuSeconds;
}
