using System.Collections.Immutable;
using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.MultibandSettings>;

namespace Roomtone.Processes;

/// <summary>How a multiband process divides the spectrum.</summary>
public enum CrossoverMode
{
    /// <summary>Linkwitz–Riley, 24 dB per octave: no latency, the bands add up to an all-pass.</summary>
    Lr4,

    /// <summary>Linear phase: the bands add up to the input, delayed.</summary>
    Linear,
}

/// <summary>Multiband compressor: compresses the bands between crossovers on their own.</summary>
/// <remarks>
/// <para>Two to six bands; their sum is flat within 10⁻⁶ dB (lr4), or the input itself (linear). Each band is a
/// <see cref="CompressorSettings"/> without key filter.</para>
/// <para>Latency and tail: none and the filters' ringing (lr4); half the length of the low-passes and a block of their convolution (linear).</para>
/// </remarks>
public sealed record MultibandSettings : IProcess<MultibandSettings>, IStreamingProcess
{
    /// <summary>Bands at most.</summary>
    public const int MaximumBands = 6;

    /// <summary>How the spectrum is divided.</summary>
    public CrossoverMode Mode { get; init; }

    /// <summary>The crossovers by their numbers from 1; sorted by frequency they divide the bands.</summary>
    public ImmutableSortedDictionary<int, Crossover> Crossovers { get; init; } = ImmutableSortedDictionary<int, Crossover>.Empty;

    /// <summary>What is done to bands, 1 = the lowest; a band that is not here passes as it is.</summary>
    public ImmutableSortedDictionary<int, CompressedBand> Bands { get; init; } = ImmutableSortedDictionary<int, CompressedBand>.Empty;

    /// <inheritdoc/>
    public static ParameterTable<MultibandSettings> Parameters { get; } =
    [
        Word("mode", "Mode", s => s.Mode, (s, v) => s with { Mode = v })
            .Says("lr4 has no latency and turns the phase; linear delays and leaves it."),
        .. Group("crossover", MaximumBands - 1, s => s.Crossovers, (s, v) => s with { Crossovers = v }, Crossover.Parameters),
        .. Group("band", MaximumBands, s => s.Bands, (s, v) => s with { Bands = v }, CompressedBand.Parameters),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new MultibandSettings(), new ProcessDescriptor
    {
        Id = "multiband",
        Title = "Multiband compressor",
        Summary = "Compresses the bands between crossovers on their own.",
        Kind = ProcessKind.Streaming,
        Family = "Dynamics",
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool FollowsLeader => true;

    /// <inheritdoc/>
    public bool IsNeutral => Bands.Values.All(b => b.IsNeutral) && (Crossovers.IsEmpty || Mode == CrossoverMode.Linear);

    /// <summary>The crossover frequencies, rising.</summary>
    internal ImmutableArray<double> Frequencies => [.. Crossovers.Values.Select(c => c.FrequencyHz).Order()];

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        if (!Bands.IsEmpty && Bands.Keys.Max() > Crossovers.Count + 1)
        {
            throw new ProcessSettingsException(
                $"multiband: band {Bands.Keys.Max()} is beyond the {Crossovers.Count + 1} that {Crossovers.Count} crossovers make", $"band{Bands.Keys.Max()}.threshold");
        }

        int widened = Bands.Where(b => b.Value.WidthPercent != 100).Select(b => b.Key).FirstOrDefault();
        if (widened > 0 && (format.Input.IndexOf("L") < 0 || format.Input.IndexOf("R") < 0))
        {
            throw new ProcessSettingsException($"multiband: {format.Input} has no left and right whose width could change; leave width out", $"band{widened}.width");
        }

        foreach ((int number, Crossover crossover) in Crossovers)
        {
            FilterDemand.BelowNyquist("multiband", $"crossover{number}.freq", crossover.FrequencyHz, format.SampleRate);
        }

        return new MultibandProcessor(this, format);
    }
}

/// <summary>Where two bands meet, −6 dB in each.</summary>
public sealed record Crossover
{
    /// <summary>Hz.</summary>
    public double FrequencyHz { get; init; } = 1000;

    internal static ParameterTable<Crossover> Parameters { get; } =
    [
        ParametersOf<Crossover>.Quantity("freq", "Frequency", Unit.Hertz, 20, 20_000, s => s.FrequencyHz, (s, v) => s with { FrequencyHz = v }, ParameterScale.Logarithmic)
            .Structural().At(1).Says("Where two bands meet, −6 dB in each."),
    ];
}

/// <summary>The compressor of one band.</summary>
public sealed record CompressedBand
{
    /// <summary>Which side of the threshold it acts on.</summary>
    public CompressorMode Mode { get; init; }

    /// <summary>Level above which it acts (upward: below which), dB.</summary>
    public double ThresholdDb { get; init; }

    /// <summary>n of n:1.</summary>
    public double Ratio { get; init; } = 2.5;

    /// <summary>Width of the bend around the threshold, dB.</summary>
    public double KneeDb { get; init; } = 6;

    /// <summary>63 % time of a gain that falls, ms.</summary>
    public double AttackMs { get; init; } = 10;

    /// <summary>63 % time of a gain that rises, ms.</summary>
    public double ReleaseMs { get; init; } = 120;

    /// <summary>Largest reduction (upward: boost), dB.</summary>
    public double RangeDb { get; init; } = 12;

    /// <summary>Level of the band after its compression, dB; −∞ leaves it out.</summary>
    public double GainDb { get; init; }

    /// <summary>Stereo width of the band, 0 (mono) … 100 (as it is) … 200 %.</summary>
    public double WidthPercent { get; init; } = 100;

    internal static ParameterTable<CompressedBand> Parameters { get; } =
    [
        ParametersOf<CompressedBand>.Quantity("threshold", "Threshold", Unit.Decibels, -80, 0, s => s.ThresholdDb, (s, v) => s with { ThresholdDb = v })
            .Structural().Says("Level above which the band is compressed; with mode upward, below which."),
        ParametersOf<CompressedBand>.Quantity("ratio", "Ratio", Unit.Ratio, 1, 100, s => s.Ratio, (s, v) => s with { Ratio = v }, ParameterScale.Logarithmic)
            .Structural().Says("How many dB more in give one dB more out."),
        ParametersOf<CompressedBand>.Quantity("knee", "Knee", Unit.Decibels, 0, 40, s => s.KneeDb, (s, v) => s with { KneeDb = v })
            .Structural().Says("Width of the bend around the threshold."),
        ParametersOf<CompressedBand>.Quantity("attack", "Attack", Unit.Milliseconds, 0.01, 500, s => s.AttackMs, (s, v) => s with { AttackMs = v }, ParameterScale.Logarithmic)
            .Structural().Says("Time to 63 % of a gain that falls, in dB."),
        ParametersOf<CompressedBand>.Quantity("release", "Release", Unit.Milliseconds, 1, 5000, s => s.ReleaseMs, (s, v) => s with { ReleaseMs = v }, ParameterScale.Logarithmic)
            .Structural().Says("Time to 63 % of a gain that rises, in dB."),
        ParametersOf<CompressedBand>.Quantity("range", "Range", Unit.Decibels, 0, 100, s => s.RangeDb, (s, v) => s with { RangeDb = v })
            .Structural().Says("Largest reduction; with mode upward, largest boost."),
        ParametersOf<CompressedBand>.Word("mode", "Mode", s => s.Mode, (s, v) => s with { Mode = v })
            .Says("downward turns down what is above the threshold; upward turns up what is below it."),
        ParametersOf<CompressedBand>.Quantity("gain", "Gain", Unit.Decibels, double.NegativeInfinity, 24, s => s.GainDb, (s, v) => s with { GainDb = v })
            .Structural().Says("Level of the band after its compression; −inf dB leaves it out."),
        ParametersOf<CompressedBand>.Quantity("width", "Width", Unit.Percent, 0, 200, s => s.WidthPercent, (s, v) => s with { WidthPercent = v })
            .Structural().Says("Stereo width of the band, 0 (mono) … 100 (as it is) … 200 %."),
    ];

    internal bool IsNeutral => (Ratio == 1 || RangeDb == 0) && GainDb == 0 && WidthPercent == 100;

    /// <summary>The compressor.</summary>
    internal CompressorSettings ToCompressor() => new()
    {
        Mode = Mode, ThresholdDb = ThresholdDb, Ratio = Ratio, KneeDb = KneeDb, AttackMs = AttackMs, ReleaseMs = ReleaseMs, RangeDb = RangeDb, KeyFilterHz = 0,
    };
}
