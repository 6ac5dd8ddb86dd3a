using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.AllPassSettings>;

namespace Roomtone.Processes;

/// <summary>All-pass of second order: −180° at its frequency, 0 dB everywhere.</summary>
/// <remarks>No latency.</remarks>
public sealed record AllPassSettings : IProcess<AllPassSettings>, IStreamingProcess, IFilterCurve
{
    /// <summary>Centre, 10 Hz…half the sample rate; demanded (0 until it is written).</summary>
    public double FrequencyHz { get; init; }

    /// <summary>Quality: centre frequency over bandwidth, 0.025…40.</summary>
    public double Q { get; init; } = 0.70710678118654752;

    /// <inheritdoc/>
    public static ParameterTable<AllPassSettings> Parameters { get; } =
    [
        FilterDemand.Frequency<AllPassSettings>("freq", s => s.FrequencyHz, (s, v) => s with { FrequencyHz = v })
            .Says("Centre, 10 Hz…half the sample rate."),
        Quantity("q", "Q", Unit.None, 0.025, 40, s => s.Q, (s, v) => s with { Q = v }, ParameterScale.Logarithmic)
            .Says("Quality: centre frequency over bandwidth, 0.025…40."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new AllPassSettings(), new ProcessDescriptor
    {
        Id = "all-pass",
        Title = "All-pass",
        Summary = "Turns the phase, keeps the level.",
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
        return new FilterProcessor(format, 1, Design, FrequencyHz, Q);
    }

    /// <inheritdoc/>
    public double MagnitudeDbAt(double frequencyHz, int sampleRate) =>
        FilterDemand.MagnitudeDb(1, Design, [FrequencyHz, Q], frequencyHz, sampleRate);

    private static void Design(ReadOnlySpan<double> values, int sampleRate, Span<BiquadCoefficients> sections) =>
        sections[0] = FilterDemand.Section(FilterShape.AllPass, values[0], values[1], 0, sampleRate);
}
