using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.BalanceSettings>;

namespace Roomtone.Processes;

/// <summary>Balance: lowers the far side of a stereo signal, the near one stays.</summary>
/// <remarks>Formula: to the right by p, L' = cos(½π·p)·L, R' = R; and mirrored. The centre is the input to the bit. No latency, no tail.</remarks>
public sealed record BalanceSettings : IProcess<BalanceSettings>, IStreamingProcess
{
    /// <summary>Balance, −100 (left only) … 100 (right only).</summary>
    public double AmountPercent { get; init; }

    /// <inheritdoc/>
    public static ParameterTable<BalanceSettings> Parameters { get; } =
    [
        Pan("amount", "Amount", s => s.AmountPercent, (s, v) => s with { AmountPercent = v })
            .Says("Balance, −100 (left only) … 100 (right only)."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new BalanceSettings(), new ProcessDescriptor
    {
        Id = "balance",
        Title = "Balance",
        Summary = "Lowers one side of a stereo signal.",
        Kind = ProcessKind.Streaming,
        Family = "Channels",
        IsLinear = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => AmountPercent == 0;

    /// <inheritdoc/>
    public ChannelLayout OutputLayout(ChannelLayout input) => LayoutDemand.Stereo(Descriptor.Id, input);

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format) => new BalanceProcessor(format, AmountPercent);

    private sealed class BalanceProcessor(ProcessFormat format, double amountPercent) : MatrixProcessor(format, amountPercent)
    {
        protected override void Fill(ReadOnlySpan<double> values, Span<double> weights)
        {
            double p = values[0] / 100;
            weights[0] = p > 0 ? StableMath.CosPi(p / 2) : 1;
            weights[3] = p < 0 ? StableMath.CosPi(p / 2) : 1;
        }
    }
}
