using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.MonoSettings>;

namespace Roomtone.Processes;

/// <summary>Mono: half the sum of left and right, or one of them.</summary>
/// <remarks>Formula: surround is first folded to stereo as BS.775 does (LFE left out), then M = ½(L + R); channels without a place: their mean. No latency, no tail.</remarks>
public sealed record MonoSettings : IProcess<MonoSettings>, IStreamingProcess
{
    /// <summary>What becomes the one channel.</summary>
    public MonoSource From { get; init; }

    /// <inheritdoc/>
    public static ParameterTable<MonoSettings> Parameters { get; } =
    [
        Word("from", "From", s => s.From, (s, v) => s with { From = v }, "sum", "L", "R")
            .Says("What becomes the one channel."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new MonoSettings(), new ProcessDescriptor
    {
        Id = "mono",
        Title = "Mono",
        Summary = "Makes one channel of several.",
        Kind = ProcessKind.Streaming,
        Family = "Channels",
        IsLinear = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => false;

    /// <inheritdoc/>
    public ChannelLayout OutputLayout(ChannelLayout input) => ChannelLayout.Mono;

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        if (From == MonoSource.Sum)
        {
            return new FixedMatrixProcessor(format, DownmixMatrix.Between(format.Input, ChannelLayout.Mono, new DownmixLevels()));
        }

        int channel = format.Input.IndexOf(From == MonoSource.Left ? "L" : "R");
        if (channel < 0)
        {
            throw new ProcessSettingsException($"mono: {format.Input} has no such channel; write from sum", "from");
        }

        var weights = new double[format.Input.Count];
        weights[channel] = 1;
        return new FixedMatrixProcessor(format, weights);
    }
}

/// <summary>What becomes the one channel.</summary>
public enum MonoSource
{
    /// <summary>Half the sum of left and right.</summary>
    Sum,

    /// <summary>The left channel.</summary>
    Left,

    /// <summary>The right channel.</summary>
    Right,
}
