using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.TransientSettings>;

namespace Roomtone.Processes;

/// <summary>Transient shaper: makes attacks and what rings after them louder or quieter, whatever the level.</summary>
/// <remarks>
/// Latency: 1.5 ms of look-ahead, padded. Tail: the same. Source: the difference of two envelopes in dB, the principle of
/// SPL's Transient Designer.
/// </remarks>
public sealed record TransientSettings : IProcess<TransientSettings>, IStreamingProcess
{
    /// <summary>Level of attacks, dB.</summary>
    public double AttackDb { get; init; }

    /// <summary>Level of what rings after them, dB.</summary>
    public double SustainDb { get; init; }

    /// <inheritdoc/>
    public static ParameterTable<TransientSettings> Parameters { get; } =
    [
        Quantity("attack", "Attack", Unit.Decibels, -15, 15, s => s.AttackDb, (s, v) => s with { AttackDb = v })
            .Says("Level of attacks."),
        Quantity("sustain", "Sustain", Unit.Decibels, -15, 15, s => s.SustainDb, (s, v) => s with { SustainDb = v })
            .Says("Level of what rings after them."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new TransientSettings(), new ProcessDescriptor
    {
        Id = "transient",
        Title = "Transient shaper",
        Summary = "Makes attacks and what rings after them louder or quieter, whatever the level.",
        Kind = ProcessKind.Streaming,
        Family = "Dynamics",
        HasMix = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool FollowsLeader => true;

    /// <inheritdoc/>
    public bool IsNeutral => AttackDb == 0 && SustainDb == 0;

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return new TransientProcessor(this, format);
    }
}
