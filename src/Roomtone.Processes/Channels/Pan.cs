using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.PanSettings>;

namespace Roomtone.Processes;

/// <summary>Pan: places a mono signal between left and right, or shifts a stereo one.</summary>
/// <remarks>Mono becomes stereo. A stereo signal keeps its channels: the law's gains, against those of the centre and at most 0 dB, lower the far side. No latency, no tail.</remarks>
public sealed record PanSettings : IProcess<PanSettings>, IStreamingProcess
{
    /// <summary>Place, −100 (left) … 100 (right).</summary>
    public double PanPercent { get; init; }

    /// <summary>Level of both sides at the centre.</summary>
    public PanLaw Law { get; init; } = PanLaw.Minus3;

    /// <inheritdoc/>
    public static ParameterTable<PanSettings> Parameters { get; } =
    [
        Pan("amount", "Amount", s => s.PanPercent, (s, v) => s with { PanPercent = v })
            .Says("Place, −100 (left) … 100 (right)."),
        Word("law", "Law", s => s.Law, (s, v) => s with { Law = v }, "0", "-2.5", "-3", "-4.5", "-6")
            .Says("Level of both sides at the centre."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new PanSettings(), new ProcessDescriptor
    {
        Id = "pan",
        Title = "Pan",
        Summary = "Places a mono signal between left and right.",
        Kind = ProcessKind.Streaming,
        Family = "Channels",
        IsLinear = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => false;

    /// <inheritdoc/>
    public ChannelLayout OutputLayout(ChannelLayout input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Count == 1
            ? ChannelLayout.Stereo
            : input.Equals(ChannelLayout.Stereo)
                ? input
                : throw new ProcessSettingsException($"pan takes mono or stereo, but the signal is {input}; use position");
    }

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format) => new PanProcessor(format, this);

    private sealed class PanProcessor(ProcessFormat format, PanSettings settings) : MatrixProcessor(format, settings.PanPercent)
    {
        private readonly double _centre = settings.Law.Gains(0).Left;
        private readonly bool _isMono = format.Input.Count == 1;

        protected override void Fill(ReadOnlySpan<double> values, Span<double> weights)
        {
            (double left, double right) = settings.Law.Gains(values[0] / 100);
            if (_isMono)
            {
                weights[0] = left;
                weights[1] = right;
            }
            else
            {
                weights[0] = Math.Min(1, left / _centre);
                weights[3] = Math.Min(1, right / _centre);
            }
        }
    }
}
