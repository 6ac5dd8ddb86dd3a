using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.SaturateSettings>;

namespace Roomtone.Processes;

/// <summary>The curve of a saturation.</summary>
public enum SaturationCurve
{
    /// <summary>Soft and symmetric: odd harmonics.</summary>
    Tanh,

    /// <summary>Soft and off its middle, as a valve: even harmonics too.</summary>
    Tube,

    /// <summary>Soft, with a tape's loop: odd harmonics that come on slowly, and a little of the past.</summary>
    Tape,

    /// <summary>Clips at full scale.</summary>
    Hard,

    /// <summary>Folds back what passes full scale.</summary>
    Fold,
}

/// <summary>Saturation: harmonics by a curve, with next to no aliasing.</summary>
/// <remarks>
/// Formula: y = output · f(drive · x), f of slope 1 at 0 and bound near 1: quiet sounds get louder by drive + output, loud ones get harmonics.
/// Run at a higher rate with antiderivatives (<see cref="AntiderivativeShaper{TCurve}"/>, <see cref="TapeHysteresis"/>). Latency: 128 samples;
/// tail: the same.
/// </remarks>
public sealed record SaturateSettings : IProcess<SaturateSettings>, IStreamingProcess
{
    /// <summary>Gain into the curve, −24…+48 dB.</summary>
    public double DriveDb { get; init; } = 6;

    /// <summary>The curve.</summary>
    public SaturationCurve Curve { get; init; }

    /// <summary>Gain after the curve, −60…+24 dB.</summary>
    public double OutputDb { get; init; }

    /// <summary>How far the rate is raised.</summary>
    public OversamplingFactor Oversampling { get; init; } = OversamplingFactor.X4;

    /// <inheritdoc/>
    public static ParameterTable<SaturateSettings> Parameters { get; } =
    [
        Quantity("drive", "Drive", Unit.Decibels, -24, 48, s => s.DriveDb, (s, v) => s with { DriveDb = v })
            .Says("Gain into the curve, which bends from about −12 dBFS on and is full at 0 dBFS."),
        Word("curve", "Curve", s => s.Curve, (s, v) => s with { Curve = v })
            .Says("tanh: soft, odd harmonics; tube: even ones too; tape: soft, with the loop of its magnetism; hard: clips; fold: folds back what passes full scale."),
        Quantity("output", "Output", Unit.Decibels, -60, 24, s => s.OutputDb, (s, v) => s with { OutputDb = v })
            .Says("Gain after the curve."),
        Word("oversampling", "Oversampling", s => s.Oversampling, (s, v) => s with { Oversampling = v })
            .Says("How far the rate is raised around the curve."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new SaturateSettings(), new ProcessDescriptor
    {
        Id = "saturate",
        Title = "Saturation",
        Summary = "Adds harmonics by a curve.",
        Kind = ProcessKind.Streaming,
        Family = "Colour",
        HasMix = true,
        IsPerChannel = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => false;

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        var shaping = new Shaping(DriveDb, OutputDb, Oversampling, Curve is SaturationCurve.Tube or SaturationCurve.Tape);
        return new ShapingProcessor(
            shaping,
            Curve switch
            {
                SaturationCurve.Tube => () => new AntiderivativeShaper<TubeCurve>(),
                SaturationCurve.Tape => () => new TapeHysteresis(),
                SaturationCurve.Hard => () => new AntiderivativeShaper<ClipCurve>(new ClipCurve(softness: 0)),
                SaturationCurve.Fold => () => new AntiderivativeShaper<FoldCurve>(),
                _ => () => new AntiderivativeShaper<TanhCurve>(),
            },
            format);
    }
}
