using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.PolaritySettings>;

namespace Roomtone.Processes;

/// <summary>Polarity: inverts all channels, or one of a pair.</summary>
/// <remarks>Exact to the bit; no latency, no tail.</remarks>
public sealed record PolaritySettings : IProcess<PolaritySettings>, IStreamingProcess
{
    /// <summary>The channels that are inverted.</summary>
    public PolarityChannels Channel { get; init; }

    /// <inheritdoc/>
    public static ParameterTable<PolaritySettings> Parameters { get; } =
    [
        Word("channel", "Channel", s => s.Channel, (s, v) => s with { Channel = v }, "all", "L", "R")
            .Says("The channels that are inverted."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new PolaritySettings(), new ProcessDescriptor
    {
        Id = "polarity",
        Title = "Polarity",
        Summary = "Inverts the polarity of all channels or of one.",
        Kind = ProcessKind.Streaming,
        Family = "Levels",
        IsLinear = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => false;

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        int only = Channel == PolarityChannels.All ? -1 : format.Input.IndexOf(Channel == PolarityChannels.Left ? "L" : "R");
        return Channel == PolarityChannels.All || only >= 0
            ? new PolarityProcessor(only)
            : throw new ProcessSettingsException($"polarity: {format.Input} has no such channel; write channel all", "channel");
    }

    private sealed class PolarityProcessor(int only) : StatelessProcessor
    {
        public override void Process(in ProcessContext context, AudioBlock audio)
        {
            for (int c = 0; c < audio.Channels; c++)
            {
                if (only < 0 || only == c)
                {
                    Kernels.Scale(audio[c], -1);
                }
            }
        }
    }
}

/// <summary>The channels whose polarity is inverted.</summary>
public enum PolarityChannels
{
    /// <summary>Every channel.</summary>
    All,

    /// <summary>The left one.</summary>
    Left,

    /// <summary>The right one.</summary>
    Right,
}
