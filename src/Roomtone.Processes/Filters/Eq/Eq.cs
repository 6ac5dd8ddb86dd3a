using System.Collections.Immutable;
using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.EqSettings>;

namespace Roomtone.Processes;

/// <summary>Equaliser: up to 32 bands of any type, on all channels, on left or right, on mid or side.</summary>
/// <remarks>
/// <para>The magnitude follows the analogue prototypes up to half the sample rate. Bands on all channels come first, the others in the order
/// of their numbers. No band, or bands of 0 dB, leave the audio as it is, bit for bit.</para>
/// <para>Linear phase: the product of the prototypes as a symmetric filter of 341 ms; latency 512 ms at 48 kHz, twice that with mid or side
/// bands. It can be neither automated nor dynamic.</para>
/// <para>Ballistics of dynamic bands: attack 10 ms, release 120 ms, the times in which the gain goes 63 % of the way in dB.</para>
/// </remarks>
public sealed record EqSettings : IProcess<EqSettings>, IStreamingProcess, IFilterCurve
{
    /// <summary>Largest number of a band.</summary>
    public const int MaximumBand = 32;

    /// <summary>The bands by number.</summary>
    public ImmutableSortedDictionary<int, EqBand> Bands { get; init; } = ImmutableSortedDictionary<int, EqBand>.Empty;

    /// <summary>Minimum phase without latency, or linear phase with it.</summary>
    public EqMode Mode { get; init; }

    /// <inheritdoc/>
    public static ParameterTable<EqSettings> Parameters { get; } =
    [
        Word("mode", "Mode", s => s.Mode, (s, v) => s with { Mode = v }),
        .. Group("band", MaximumBand, s => s.Bands, (s, v) => s with { Bands = v }, EqBand.Parameters),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new EqSettings(), new ProcessDescriptor
    {
        Id = "eq",
        Title = "Equaliser",
        Summary = "Raises and lowers bands of frequencies.",
        Kind = ProcessKind.Streaming,
        Family = "Filters",
        HasMix = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool FollowsLeader => Bands.Values.Any(b => b.ThresholdDbfs is not null);

    /// <inheritdoc/>
    public bool IsNeutral => Bands.Values.All(b => b.HasGain && b.GainDb == 0 && b.ThresholdDbfs is null);

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        foreach ((int number, EqBand band) in Bands)
        {
            FilterDemand.BelowNyquist(Descriptor.Id, $"band{number}.freq", band.FrequencyHz, format.SampleRate);
            DemandDynamics(number, band);
        }

        if (Mode == EqMode.Linear && format.IsAutomated)
        {
            throw new ProcessSettingsException("eq: linear phase can't be automated; write mode minimum, or leave the automation out", "mode");
        }

        return new EqProcessor(format, this);
    }

    /// <summary>Magnitude of the bands that work on all channels, dB; dynamic bands at rest.</summary>
    /// <param name="frequencyHz">0…half the sample rate.</param>
    /// <param name="sampleRate">Hz.</param>
    public double MagnitudeDbAt(double frequencyHz, int sampleRate)
    {
        IEnumerable<EqBand> everywhere = Bands.Values.Where(b => b.Channel == EqChannel.All);
        if (Mode == EqMode.Linear && !IsNeutral)
        {
            return LinearPhaseDesign.MagnitudeDb(LinearPhaseDesign.Taps([.. everywhere], sampleRate), frequencyHz, sampleRate);
        }

        double db = 0;
        foreach (EqBand band in everywhere)
        {
            var sections = new BiquadCoefficients[band.SectionCount];
            band.Design(band.FrequencyHz, band.GainDb, band.Q, sampleRate, sections);
            db += FilterResponse.MagnitudeDbAt(sections, frequencyHz, sampleRate);
        }

        return db;
    }

    private void DemandDynamics(int number, EqBand band)
    {
        if (band.ThresholdDbfs is not null && Mode == EqMode.Linear)
        {
            throw new ProcessSettingsException(
                $"eq: band {number} has a threshold, but linear phase can't be dynamic; write mode minimum, or leave the threshold out",
                $"band{number}.threshold");
        }

        if (band.ThresholdDbfs is not null && band.Type is not (EqBandType.Bell or EqBandType.LowShelf or EqBandType.HighShelf))
        {
            throw new ProcessSettingsException(
                $"eq: band {number} has a threshold, but only bells and shelves can be dynamic; leave the threshold out", $"band{number}.threshold");
        }
    }
}

/// <summary>What an equaliser does to the phase.</summary>
public enum EqMode
{
    /// <summary>The phase of the analogue filters; no latency.</summary>
    Minimum,

    /// <summary>All frequencies equally late.</summary>
    Linear,
}
