using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Exchanges every left channel with its right one.</summary>
/// <remarks>Channels without a partner stay. Exact to the bit; no latency, no tail.</remarks>
public sealed record SwapChannelsSettings : IProcess<SwapChannelsSettings>, IStreamingProcess
{
    /// <inheritdoc/>
    public static ParameterTable<SwapChannelsSettings> Parameters { get; } = [];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new SwapChannelsSettings(), new ProcessDescriptor
    {
        Id = "swap-channels",
        Title = "Swap channels",
        Summary = "Exchanges left and right.",
        Kind = ProcessKind.Streaming,
        Family = "Channels",
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
        int count = format.Input.Count;
        var weights = new double[count * count];
        for (int c = 0; c < count; c++)
        {
            weights[c * count + Partner(format.Input, c)] = 1;
        }

        return new FixedMatrixProcessor(format, weights);
    }

    // The channel at the mirrored direction: L and R, Ls and Rs, Ltf and Rtf.
    private static int Partner(ChannelLayout layout, int channel)
    {
        Speaker one = layout.Speakers[channel];
        for (int c = 0; c < layout.Count; c++)
        {
            Speaker other = layout.Speakers[c];
            if (one.Kind == ChannelKind.Speaker && other.Kind == one.Kind && one.AzimuthDegrees != 0
                && other.AzimuthDegrees == -one.AzimuthDegrees && other.ElevationDegrees == one.ElevationDegrees)
            {
                return c;
            }
        }

        return channel;
    }
}
