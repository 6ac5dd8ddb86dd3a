using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.ClipperSettings>;

namespace Roomtone.Processes;

/// <summary>Clipper: cuts the tops off peaks, before a limiter has to turn everything down for them.</summary>
/// <remarks>
/// The curve: <see cref="ClipCurve"/>, run at a higher rate by its antiderivatives. What is left above the band is filtered away, so that a
/// peak may pass the ceiling by what its harmonics held: a true-peak limiter comes after. Latency: 128 samples; tail: the same.
/// </remarks>
public sealed record ClipperSettings : IProcess<ClipperSettings>, IStreamingProcess
{
    /// <summary>Where it clips, −40…0 dBFS.</summary>
    public double CeilingDbfs { get; init; } = -1;

    /// <summary>How much of the way up to the ceiling is bent, 0…100 %.</summary>
    public double SoftnessPercent { get; init; } = 25;

    /// <summary>No peak is lowered by more, 0.5…24 dB: beyond, it passes the ceiling; null = whatever it takes.</summary>
    public double? MaxReductionDb { get; init; }

    /// <summary>How far the rate is raised.</summary>
    public OversamplingFactor Oversampling { get; init; } = OversamplingFactor.X4;

    /// <inheritdoc/>
    public static ParameterTable<ClipperSettings> Parameters { get; } =
    [
        Quantity("ceiling", "Ceiling", Unit.Dbfs, -40, 0, s => s.CeilingDbfs, (s, v) => s with { CeilingDbfs = v }).Structural()
            .Says("Where it clips."),
        Quantity("softness", "Softness", Unit.Percent, 0, 100, s => s.SoftnessPercent, (s, v) => s with { SoftnessPercent = v }).Structural()
            .Says("How much of the way up to the ceiling is bent; 0 % clips hard."),
        OptionalQuantity("max-reduction", "Max reduction", Unit.Decibels, 0.5, 24, s => s.MaxReductionDb, (s, v) => s with { MaxReductionDb = v }).Structural()
            .Says("No peak is lowered by more: beyond, it passes the ceiling; without it, whatever it takes."),
        Word("oversampling", "Oversampling", s => s.Oversampling, (s, v) => s with { Oversampling = v })
            .Says("How far the rate is raised around the curve."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new ClipperSettings(), new ProcessDescriptor
    {
        Id = "clipper",
        Title = "Clipper",
        Summary = "Cuts the tops off peaks.",
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
        var curve = new ClipCurve(SoftnessPercent / 100, MaxReductionDb is { } reduction ? Decibels.ToGain(-reduction) : 0);
        return new ShapingProcessor(new Shaping(-CeilingDbfs, CeilingDbfs, Oversampling), () => new AntiderivativeShaper<ClipCurve>(curve), format);
    }
}
