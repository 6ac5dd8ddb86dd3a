using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.HighPassSettings>;

namespace Roomtone.Processes;

/// <summary>High-pass: a Butterworth filter of 6…96 dB per octave, −3.01 dB at its corner.</summary>
/// <remarks>Magnitude matched to the analogue filter up to half the sample rate (no cramping). No latency.</remarks>
public sealed record HighPassSettings : IProcess<HighPassSettings>, IStreamingProcess, IFilterCurve
{
    /// <summary>Corner, 10 Hz…half the sample rate; demanded (0 until it is written).</summary>
    public double FrequencyHz { get; init; }

    /// <summary>Slope, 6…96 dB per octave in steps of 6.</summary>
    public double SlopeDbPerOctave { get; init; } = 12;

    /// <summary>Resonance, 0.025…40; 0.71 is maximally flat. With steeper slopes it raises the last section in proportion.</summary>
    public double Q { get; init; } = 0.70710678118654752;

    /// <inheritdoc/>
    public static ParameterTable<HighPassSettings> Parameters { get; } =
    [
        FilterDemand.Frequency<HighPassSettings>("freq", s => s.FrequencyHz, (s, v) => s with { FrequencyHz = v })
            .Says("Corner, 10 Hz…half the sample rate."),
        Quantity("slope", "Slope", Unit.DecibelsPerOctave, 6, 96, s => s.SlopeDbPerOctave, (s, v) => s with { SlopeDbPerOctave = v }).Structural()
            .Says("Slope, 6…96 dB per octave in steps of 6."),
        Quantity("q", "Q", Unit.None, 0.025, 40, s => s.Q, (s, v) => s with { Q = v }, ParameterScale.Logarithmic)
            .Says("Resonance, 0.025…40; 0.71 is maximally flat. With steeper slopes it raises the last section in proportion."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new HighPassSettings(), new ProcessDescriptor
    {
        Id = "high-pass",
        Title = "High-pass",
        Summary = "Removes what lies below a frequency.",
        Kind = ProcessKind.Streaming,
        Family = "Filters",
        IsLinear = true,
        IsPerChannel = true,
        HasMix = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => false;

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        FilterDemand.BelowNyquist(Descriptor.Id, "freq", FrequencyHz, format.SampleRate);
        return new FilterProcessor(format, SlopeDesign.Sections(Descriptor.Id, SlopeDbPerOctave), Design, FrequencyHz, Q);
    }

    /// <inheritdoc/>
    public double MagnitudeDbAt(double frequencyHz, int sampleRate) =>
        FilterDemand.MagnitudeDb(SlopeDesign.Sections(Descriptor.Id, SlopeDbPerOctave), Design, [FrequencyHz, Q], frequencyHz, sampleRate);

    private void Design(ReadOnlySpan<double> values, int sampleRate, Span<BiquadCoefficients> sections) =>
        SlopeDesign.Fill(FilterShape.HighPass, SlopeDesign.Order(Descriptor.Id, SlopeDbPerOctave), values[0], values[1], sampleRate, sections);
}
