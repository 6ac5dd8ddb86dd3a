using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.NotchSettings>;

namespace Roomtone.Processes;

/// <summary>Notch: nothing at its frequency, 0 dB far from it.</summary>
/// <remarks>No latency.</remarks>
public sealed record NotchSettings : IProcess<NotchSettings>, IStreamingProcess, IFilterCurve
{
    /// <summary>Centre, 10 Hz…half the sample rate; demanded (0 until it is written).</summary>
    public double FrequencyHz { get; init; }

    /// <summary>Quality: centre frequency over bandwidth, 0.025…40.</summary>
    public double Q { get; init; } = 10;

    /// <inheritdoc/>
    public static ParameterTable<NotchSettings> Parameters { get; } =
    [
        FilterDemand.Frequency<NotchSettings>("freq", s => s.FrequencyHz, (s, v) => s with { FrequencyHz = v })
            .Says("Centre, 10 Hz…half the sample rate."),
        Quantity("q", "Q", Unit.None, 0.025, 40, s => s.Q, (s, v) => s with { Q = v }, ParameterScale.Logarithmic)
            .Says("Quality: centre frequency over bandwidth, 0.025…40."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new NotchSettings(), new ProcessDescriptor
    {
        Id = "notch",
        Title = "Notch",
        Summary = "Removes one frequency.",
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
        sections[0] = FilterDemand.Section(FilterShape.Notch, values[0], values[1], 0, sampleRate);
}
