using System.Collections.Immutable;

namespace Roomtone.Signal;

/// <summary>Whether a process runs as the audio passes or needs the whole clip.</summary>
public enum ProcessKind
{
    /// <summary>S of processes.md: block by block.</summary>
    Streaming,

    /// <summary>C of processes.md: over whole media, before the streaming processes.</summary>
    WholeClip,
}

/// <summary>What everything that knows a process only by name needs: session, command, JSON, pages, studio, laws.</summary>
public sealed record ProcessDescriptor
{
    /// <summary>The id, which never changes: <c>compressor</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name for people.</summary>
    public required string Title { get; init; }

    /// <summary>One line on what it does.</summary>
    public required string Summary { get; init; }

    /// <summary>Streaming or whole-clip.</summary>
    public required ProcessKind Kind { get; init; }

    /// <summary>The folder that it belongs to: Dynamics, Equalisation, Space …</summary>
    public required string Family { get; init; }

    /// <summary>Raised whenever the same settings give other bits; part of every cache key.</summary>
    public int AlgorithmVersion { get; init; } = 1;

    /// <summary>Whole-clip processes whose result depends on the range used (normalize, reverse), not only on the media.</summary>
    public bool IsRangeDependent { get; init; }

    /// <summary>Superposition and time-shift hold (law 14).</summary>
    public bool IsLinear { get; init; }

    /// <summary>Channels do not influence each other: permuting the input permutes the output (law 9).</summary>
    public bool IsPerChannel { get; init; }

    /// <summary>It sounds without input (law 7 does not hold).</summary>
    public bool Generates { get; init; }

    /// <summary>Dry and wet may be mixed: the last parameter is <c>mix</c> (0–100 %), which the catalog handles for the process.</summary>
    public bool HasMix { get; init; }

    /// <summary>The parameters, in the order of the documentation.</summary>
    public ImmutableArray<ParameterSpec> Parameters { get; init; } = [];
}

/// <summary>The vocabulary of processes, for what must check names and values without running anything.</summary>
public interface IProcessCatalog
{
    /// <summary>Every process, by id.</summary>
    IReadOnlyCollection<ProcessDescriptor> Descriptors { get; }

    /// <summary>Finds a process by its id or by an accepted spelling of it (denoise, leveler).</summary>
    /// <param name="id">As written.</param>
    /// <returns>The descriptor, or null.</returns>
    ProcessDescriptor? Find(string id);
}
