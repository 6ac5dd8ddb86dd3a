using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.DuckerSettings>;

namespace Roomtone.Processes;

/// <summary>What of the sound a ducker turns down.</summary>
public enum DuckerBand
{
    /// <summary>All of it.</summary>
    Full,

    /// <summary>500 Hz to 5 kHz, where speech is understood; bass and air stay.</summary>
    Speech,
}

/// <summary>Ducker: turns a bed down while the key speaks, by a depth or so far that the key stays clear.</summary>
/// <remarks>
/// <para>Clarity is the difference of the loudness of key and bed over 1 s, K-weighted; the ducker takes off what is missing
/// (<see cref="DuckingCurve"/>). It knows the future: the gain has arrived when the key begins.</para>
/// <para>Latency: half the loudness window and the look-ahead, padded. Tail: the same. Source of the default: Torcoli et al., JAES
/// 67(12), 2019: commentary over music needs 10 LU, over ambience 15 LU.</para>
/// </remarks>
public sealed record DuckerSettings : IProcess<DuckerSettings>, IStreamingProcess
{
    /// <summary>The bus or track that the bed makes room for.</summary>
    public string? Key { get; init; }

    /// <summary>Fixed reduction while the key speaks, dB; null = by clarity.</summary>
    public double? DepthDb { get; init; }

    /// <summary>Loudness of the key over the bed, LU.</summary>
    public double ClarityLu { get; init; } = 10;

    /// <summary>Largest reduction by clarity, dB.</summary>
    public double MaxDepthDb { get; init; } = 18;

    /// <summary>Duration of the way down, ms.</summary>
    public double AttackMs { get; init; } = 250;

    /// <summary>How long a pause of the key may be without the bed coming up, ms.</summary>
    public double HoldMs { get; init; } = 1000;

    /// <summary>Duration of the way up, ms.</summary>
    public double ReleaseMs { get; init; } = 800;

    /// <summary>How long before the key the way down begins, ms.</summary>
    public double LookAheadMs { get; init; } = 250;

    /// <summary>What of the sound is turned down.</summary>
    public DuckerBand Band { get; init; }

    /// <inheritdoc/>
    public static ParameterTable<DuckerSettings> Parameters { get; } =
    [
        Key("key", "Key", s => s.Key, (s, v) => s with { Key = v }).Required().Says("The bus or track that the bed makes room for."),
        OptionalQuantity("depth", "Depth", Unit.Decibels, 0, 60, s => s.DepthDb, (s, v) => s with { DepthDb = v }).Structural()
            .Says("Fixed reduction while the key speaks, instead of clarity."),
        Quantity("clarity", "Clarity", Unit.Lu, -10, 30, s => s.ClarityLu, (s, v) => s with { ClarityLu = v }).Structural()
            .Says("Loudness of the key over the bed."),
        Quantity("max-depth", "Max depth", Unit.Decibels, 0, 60, s => s.MaxDepthDb, (s, v) => s with { MaxDepthDb = v }).Structural()
            .Says("Largest reduction by clarity."),
        Quantity("attack", "Attack", Unit.Milliseconds, 20, 2000, s => s.AttackMs, (s, v) => s with { AttackMs = v }).Structural()
            .Says("Duration of the way down."),
        Quantity("hold", "Hold", Unit.Milliseconds, 0, 10000, s => s.HoldMs, (s, v) => s with { HoldMs = v }).Structural()
            .Says("How long a pause of the key may be without the bed coming up."),
        Quantity("release", "Release", Unit.Milliseconds, 20, 10000, s => s.ReleaseMs, (s, v) => s with { ReleaseMs = v }).Structural()
            .Says("Duration of the way up."),
        Quantity("look-ahead", "Look-ahead", Unit.Milliseconds, 0, 1000, s => s.LookAheadMs, (s, v) => s with { LookAheadMs = v }).Structural()
            .Says("How long before the key the way down begins."),
        Word("band", "Band", s => s.Band, (s, v) => s with { Band = v }).Says("What of the sound is turned down."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new DuckerSettings(), new ProcessDescriptor
    {
        Id = "ducker",
        Title = "Ducker",
        Summary = "Turns a bed down while the key speaks.",
        Kind = ProcessKind.Streaming,
        Family = "Dynamics",
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool FollowsLeader => true;

    /// <inheritdoc/>
    public bool IsNeutral => (DepthDb ?? MaxDepthDb) == 0;

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return format.Key is null
            ? throw new ProcessSettingsException("ducker: no 'key' is connected; write the bus or track that speaks, such as 'key dialogue'", "key")
            : new DuckerProcessor(this, format);
    }
}
