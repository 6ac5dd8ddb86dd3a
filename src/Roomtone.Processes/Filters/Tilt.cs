using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.TiltSettings>;

namespace Roomtone.Processes;

/// <summary>Tilt: half the gain below the pivot down, half above it up.</summary>
/// <remarks>Two shelves of Q 0.5 at the pivot, −½ and +½ of the gain: 0 dB at the pivot. No latency.</remarks>
public sealed record TiltSettings : IProcess<TiltSettings>, IStreamingProcess, IFilterCurve
{
    /// <summary>Highs against lows, −24…24 dB.</summary>
    public double GainDb { get; init; }

    /// <summary>Frequency that keeps its level, 10 Hz…half the sample rate.</summary>
    public double PivotHz { get; init; } = 1000;

    /// <inheritdoc/>
    public static ParameterTable<TiltSettings> Parameters { get; } =
    [
        Quantity("gain", "Gain", Unit.Decibels, -24, 24, s => s.GainDb, (s, v) => s with { GainDb = v })
            .Says("Highs against lows, −24…24 dB."),
        Quantity("pivot", "Pivot", Unit.Hertz, 10, 96_000, s => s.PivotHz, (s, v) => s with { PivotHz = v }, ParameterScale.Logarithmic)
            .Says("Frequency that keeps its level, 10 Hz…half the sample rate."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new TiltSettings(), new ProcessDescriptor
    {
        Id = "tilt",
        Title = "Tilt",
        Summary = "Turns the balance of lows and highs around a frequency.",
        Kind = ProcessKind.Streaming,
        Family = "Filters",
        IsLinear = true,
        IsPerChannel = true,
        HasMix = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => GainDb == 0;

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        FilterDemand.BelowNyquist(Descriptor.Id, "pivot", PivotHz, format.SampleRate);
        return IsNeutral && !format.IsAutomated ? new PassThroughProcessor() : new FilterProcessor(format, 2, Design, GainDb, PivotHz);
    }

    /// <inheritdoc/>
    public double MagnitudeDbAt(double frequencyHz, int sampleRate) =>
        FilterDemand.MagnitudeDb(2, Design, [GainDb, PivotHz], frequencyHz, sampleRate);

    private static void Design(ReadOnlySpan<double> values, int sampleRate, Span<BiquadCoefficients> sections) =>
        TiltDesign.Fill(values[1], values[0], sampleRate, sections);
}
