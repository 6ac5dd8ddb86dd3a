using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.MidSideSettings>;

namespace Roomtone.Processes;

/// <summary>Mid/side: left and right become mid and side, or mid and side left and right.</summary>
/// <remarks>Formula: M = ½(L + R), S = ½(L − R); back: L = M + S, R = M − S. No latency, no tail.</remarks>
public sealed record MidSideSettings : IProcess<MidSideSettings>, IStreamingProcess
{
    /// <summary>Into mid and side, or back.</summary>
    public MidSideDirection Direction { get; init; }

    /// <inheritdoc/>
    public static ParameterTable<MidSideSettings> Parameters { get; } =
    [
        Word("direction", "Direction", s => s.Direction, (s, v) => s with { Direction = v })
            .Says("Into mid and side, or back."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new MidSideSettings(), new ProcessDescriptor
    {
        Id = "mid-side",
        Title = "Mid/side",
        Summary = "Turns left and right into mid and side, or back.",
        Kind = ProcessKind.Streaming,
        Family = "Channels",
        IsLinear = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => false;

    /// <inheritdoc/>
    public ChannelLayout OutputLayout(ChannelLayout input) => LayoutDemand.Stereo(Descriptor.Id, input);

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        double half = Direction == MidSideDirection.Encode ? 0.5 : 1;
        return new FixedMatrixProcessor(format, [half, half, half, -half]);
    }
}

/// <summary>Which way mid/side turns.</summary>
public enum MidSideDirection
{
    /// <summary>Left and right become mid and side.</summary>
    Encode,

    /// <summary>Mid and side become left and right.</summary>
    Decode,
}
