using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.WidthSettings>;

namespace Roomtone.Processes;

/// <summary>Stereo width: the side signal times a factor, the mid signal as it is.</summary>
/// <remarks>Formula: L' = ½(1 + w)·L + ½(1 − w)·R, and mirrored; the mono sum does not change. 100 % is the input to the bit. No latency, no tail.</remarks>
public sealed record WidthSettings : IProcess<WidthSettings>, IStreamingProcess
{
    /// <summary>Width, 0 (mono) … 100 (as it is) … 200 %.</summary>
    public double AmountPercent { get; init; } = 100;

    /// <inheritdoc/>
    public static ParameterTable<WidthSettings> Parameters { get; } =
    [
        Quantity("amount", "Amount", Unit.Percent, 0, 200, s => s.AmountPercent, (s, v) => s with { AmountPercent = v })
            .Says("Width, 0 (mono) … 100 (as it is) … 200 %."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new WidthSettings(), new ProcessDescriptor
    {
        Id = "width",
        Title = "Width",
        Summary = "Widens or narrows the stereo image.",
        Kind = ProcessKind.Streaming,
        Family = "Channels",
        IsLinear = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => AmountPercent == 100;

    /// <inheritdoc/>
    public ChannelLayout OutputLayout(ChannelLayout input) => LayoutDemand.Stereo(Descriptor.Id, input);

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format) => new WidthProcessor(format, AmountPercent);

    private sealed class WidthProcessor(ProcessFormat format, double amountPercent) : MatrixProcessor(format, amountPercent)
    {
        protected override void Fill(ReadOnlySpan<double> values, Span<double> weights)
        {
            double width = values[0] / 100;
            weights[0] = weights[3] = (1 + width) / 2;
            weights[1] = weights[2] = (1 - width) / 2;
        }
    }
}
