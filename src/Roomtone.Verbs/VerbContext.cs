using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Verbs;

/// <summary>What a verb needs beside its request: whom to tell, and when to stop.</summary>
/// <remarks>Thread: findings may be reported from any thread.</remarks>
public sealed class VerbContext
{
    private readonly Lock _lock = new();
    private readonly List<Finding> _findings = [];

    /// <summary>Is told how far the work has come.</summary>
    public IWorkProgress Progress { get; init; } = SilentProgress.Instance;

    /// <summary>Stops the work between tasks.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Warnings count as failures (<c>--strict</c>).</summary>
    public bool IsStrict { get; init; }

    /// <summary>Everything that was reported so far, in order.</summary>
    public ImmutableArray<Finding> Findings
    {
        get
        {
            lock (_lock)
            {
                return [.. _findings];
            }
        }
    }

    /// <summary>Adds something to tell the user at the end.</summary>
    /// <param name="finding">What.</param>
    public void Report(Finding finding)
    {
        lock (_lock)
        {
            _findings.Add(finding);
        }
    }

    /// <summary>Adds several things to tell the user at the end.</summary>
    /// <param name="findings">What, in order.</param>
    public void Report(IEnumerable<Finding> findings)
    {
        lock (_lock)
        {
            _findings.AddRange(findings);
        }
    }

    private sealed class SilentProgress : IWorkProgress
    {
        public static SilentProgress Instance { get; } = new();

        public void Report(string stage, double done, double total)
        {
        }
    }
}
