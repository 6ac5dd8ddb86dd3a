using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.TrimSettings>;

namespace Roomtone.Processes;

/// <summary>Trim: keeps what lies between two times.</summary>
/// <remarks>Times are rounded half up to samples; the samples kept are the input's to the bit.</remarks>
public sealed record TrimSettings : IProcess<TrimSettings>, IClipProcess
{
    private const double LongestSeconds = 1e6;

    /// <summary>Start of what is kept, seconds from the source's start.</summary>
    public double FromSeconds { get; init; }

    /// <summary>End of what is kept, seconds from the source's start; null = the source's end.</summary>
    public double? ToSeconds { get; init; }

    /// <inheritdoc/>
    public static ParameterTable<TrimSettings> Parameters { get; } =
    [
        Quantity("from", "From", Unit.Seconds, 0, LongestSeconds, s => s.FromSeconds, (s, v) => s with { FromSeconds = v }).Structural()
            .Says("Start of what is kept, seconds from the source's start."),
        OptionalQuantity("to", "To", Unit.Seconds, 0, LongestSeconds, s => s.ToSeconds, (s, v) => s with { ToSeconds = v }).Structural()
            .Says("End of what is kept, seconds from the source's start; without it the source's end."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new TrimSettings(), new ProcessDescriptor
    {
        Id = "trim",
        Title = "Trim",
        Summary = "Keeps what lies between two times.",
        Kind = ProcessKind.WholeClip,
        Family = "Time",
        IsRangeDependent = true,
        IsPerChannel = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => FromSeconds == 0 && ToSeconds is null;

    /// <inheritdoc/>
    public IAudioSource Apply(IAudioSource source, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        (long from, long to) = Range(source);
        double seconds = source.Length / (double)source.SampleRate;
        if (to > source.Length || from > source.Length)
        {
            throw new ProcessSettingsException(
                $"trim: {(from > source.Length ? FromSeconds : ToSeconds)} s is after the end ({seconds:0.###} s); write {seconds:0.###} s or less",
                from > source.Length ? "from" : "to");
        }

        return from <= to
            ? new RangeSource(source, from, to - from)
            : throw new ProcessSettingsException($"trim: from {FromSeconds} s is after to {ToSeconds} s; exchange them", "from");
    }

    /// <inheritdoc/>
    public SampleMap Map(IAudioSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        (long from, long to) = Range(source);
        return SampleMap.Part(from, to - from);
    }

    private (long From, long To) Range(IAudioSource source) =>
        (ClipTime.Samples(FromSeconds, source.SampleRate), ToSeconds is { } end ? ClipTime.Samples(end, source.SampleRate) : source.Length);
}
