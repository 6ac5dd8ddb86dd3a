using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.LevellerSettings>;

namespace Roomtone.Processes;

/// <summary>Leveller: rides a voice so that it is as loud everywhere, as a hand on the fader would.</summary>
/// <remarks>
/// A clip process: it hears all of the clip before it begins. Pauses and breaths are not turned up: there the gain of the speech before
/// them is held. A clip without speech stays as it is. See <see cref="LevellerCurve"/>.
/// </remarks>
public sealed record LevellerSettings : IProcess<LevellerSettings>, IClipProcess
{
    /// <summary>Loudness of the speech, −50…0 LUFS; null = that which it has as a whole.</summary>
    public double? TargetLufs { get; init; }

    /// <summary>Most that it turns up, 0…24 dB.</summary>
    public double MaxBoostDb { get; init; } = 6;

    /// <summary>Most that it turns down, 0…24 dB.</summary>
    public double MaxCutDb { get; init; } = 10;

    /// <summary>Over how much speech it judges, 0.4…30 s.</summary>
    public double WindowSeconds { get; init; } = 3;

    /// <summary>Steepest move, 0.5…60 dB/s.</summary>
    public double SpeedDbPerSecond { get; init; } = 6;

    /// <inheritdoc/>
    public static ParameterTable<LevellerSettings> Parameters { get; } =
    [
        OptionalQuantity("target", "Target", Unit.Lufs, -50, 0, s => s.TargetLufs, (s, v) => s with { TargetLufs = v }).Structural()
            .Says("Loudness of the speech; without it that which the clip's speech has as a whole."),
        Quantity("max-boost", "Largest boost", Unit.Decibels, 0, 24, s => s.MaxBoostDb, (s, v) => s with { MaxBoostDb = v }).Structural()
            .Says("Most that it turns up."),
        Quantity("max-cut", "Largest cut", Unit.Decibels, 0, 24, s => s.MaxCutDb, (s, v) => s with { MaxCutDb = v }).Structural()
            .Says("Most that it turns down."),
        Quantity("window", "Window", Unit.Seconds, 0.4, 30, s => s.WindowSeconds, (s, v) => s with { WindowSeconds = v }).Structural()
            .Says("Over how much speech it judges."),
        Quantity("speed", "Speed", Unit.DecibelsPerSecond, 0.5, 60, s => s.SpeedDbPerSecond, (s, v) => s with { SpeedDbPerSecond = v }).Structural()
            .Says("Steepest move of the gain."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new LevellerSettings(), new ProcessDescriptor
    {
        Id = "leveller",
        Title = "Leveller",
        Summary = "Keeps a voice at one loudness.",
        Kind = ProcessKind.WholeClip,
        Family = "Dynamics",
        IsRangeDependent = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => MaxBoostDb == 0 && MaxCutDb == 0;

    /// <inheritdoc/>
    public IAudioSource Apply(IAudioSource source, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (IsNeutral)
        {
            return source;
        }

        var curve = LevellerCurve.Of(source, this, progress, cancellation);
        return curve.IsNeutral ? source : new LevelledSource(source, curve);
    }
}
