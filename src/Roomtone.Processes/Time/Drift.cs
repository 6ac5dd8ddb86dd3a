using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.DriftSettings>;

namespace Roomtone.Processes;

/// <summary>Drift: corrects a recorder's clock by resampling.</summary>
/// <remarks>
/// Formula: sample n of the result is the source at time n·(1 + ppm/10⁶); the length is round-half-up(length/(1 + ppm/10⁶)). A recorder whose
/// clock is fast by +37 ppm took too many samples per second; drift +37 ppm takes them out again. See <see cref="StretchedSource"/>.
/// </remarks>
public sealed record DriftSettings : IProcess<DriftSettings>, IClipProcess
{
    // Amounts are exact to 0.001 ppm: 4 µs in an hour.
    private const long PpmScale = 1_000_000_000;

    // Samples that the recorder took where PpmScale were due.
    private long PpmTaken => PpmScale + (long)Math.Round((AmountPpm ?? 0) * (PpmScale / 1_000_000));

    /// <summary>How much the recorder's clock is fast (+) or slow (−), −20 000…20 000 ppm; demanded (null until it is written).</summary>
    public double? AmountPpm { get; init; }

    /// <summary>How exactly it filters.</summary>
    public ConversionQuality Quality { get; init; } = ConversionQuality.VeryHigh;

    /// <inheritdoc/>
    public static ParameterTable<DriftSettings> Parameters { get; } =
    [
        OptionalQuantity("amount", "Amount", Unit.PartsPerMillion, -20_000, 20_000, s => s.AmountPpm, (s, v) => s with { AmountPpm = v })
            .Structural().Required()
            .Says("How much the recorder's clock is fast (+) or slow (−), −20 000…20 000 ppm."),
        Word("quality", "Quality", s => s.Quality, (s, v) => s with { Quality = v })
            .Says("How exactly it filters."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new DriftSettings(), new ProcessDescriptor
    {
        Id = "drift",
        Title = "Drift",
        Summary = "Corrects a recorder's clock.",
        Kind = ProcessKind.WholeClip,
        Family = "Time",
        IsLinear = true,
        IsPerChannel = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => AmountPpm is null or 0;

    /// <inheritdoc/>
    public IAudioSource Apply(IAudioSource source, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        return IsNeutral ? source : new StretchedSource(source, PpmScale, PpmTaken, source.SampleRate, Quality);
    }

    /// <inheritdoc/>
    public SampleMap Map(IAudioSource source) => IsNeutral ? SampleMap.Identity : SampleMap.Stretch(PpmTaken, PpmScale);
}
