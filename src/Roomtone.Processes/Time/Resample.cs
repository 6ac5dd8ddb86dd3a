using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.ResampleSettings>;

namespace Roomtone.Processes;

/// <summary>Resample: the same audio at another sample rate.</summary>
/// <remarks>Length: round-half-up(length · new rate / old rate); nothing is lost at the ends. See <see cref="ResampledSource"/>.</remarks>
public sealed record ResampleSettings : IProcess<ResampleSettings>, IClipProcess
{
    /// <summary>The new rate, 8000…384 000 Hz; demanded (0 until it is written).</summary>
    public double RateHz { get; init; }

    /// <summary>How exactly it filters.</summary>
    public ConversionQuality Quality { get; init; } = ConversionQuality.VeryHigh;

    /// <summary>Where the filter rings.</summary>
    public ConversionPhase Phase { get; init; }

    /// <inheritdoc/>
    public static ParameterTable<ResampleSettings> Parameters { get; } =
    [
        OptionalQuantity("rate", "Rate", Unit.Hertz, 8000, 384_000, s => s.RateHz > 0 ? s.RateHz : null, (s, v) => s with { RateHz = v })
            .Structural().Required()
            .Says("The new rate, 8000…384 000 Hz."),
        Word("quality", "Quality", s => s.Quality, (s, v) => s with { Quality = v })
            .Says("How exactly it filters."),
        Word("phase", "Phase", s => s.Phase, (s, v) => s with { Phase = v })
            .Says("Where the filter rings."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new ResampleSettings(), new ProcessDescriptor
    {
        Id = "resample",
        Title = "Resample",
        Summary = "Converts to another sample rate.",
        Kind = ProcessKind.WholeClip,
        Family = "Time",
        IsLinear = true,
        IsPerChannel = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => false;

    /// <inheritdoc/>
    public IAudioSource Apply(IAudioSource source, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (RateHz != Math.Floor(RateHz))
        {
            throw new ProcessSettingsException($"resample: a rate of {RateHz} Hz is not whole; use drift for rates between", "rate");
        }

        return (int)RateHz == source.SampleRate ? source : new ResampledSource(source, (int)RateHz, Quality, Phase);
    }

    /// <inheritdoc/>
    public SampleMap Map(IAudioSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return SampleMap.Rate(source.SampleRate, (int)RateHz);
    }
}
