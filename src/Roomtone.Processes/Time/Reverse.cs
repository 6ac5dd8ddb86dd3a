using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Reverse: the last sample first.</summary>
/// <remarks>Reversing twice is the input to the bit.</remarks>
public sealed record ReverseSettings : IProcess<ReverseSettings>, IClipProcess
{
    /// <inheritdoc/>
    public static ParameterTable<ReverseSettings> Parameters { get; } = [];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new ReverseSettings(), new ProcessDescriptor
    {
        Id = "reverse",
        Title = "Reverse",
        Summary = "Plays backwards.",
        Kind = ProcessKind.WholeClip,
        Family = "Time",
        IsRangeDependent = true,
        IsPerChannel = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => false;

    /// <inheritdoc/>
    public IAudioSource Apply(IAudioSource source, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new ReversedSource(source);
    }

    /// <inheritdoc/>
    public SampleMap Map(IAudioSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return SampleMap.Reverse(source.Length);
    }

    private sealed class ReversedSource(IAudioSource source) : ViewSource(source, source.Length)
    {
        protected override void ReadInside(long position, AudioBlock destination)
        {
            Source.Read(Length - position - destination.Length, destination);
            for (int c = 0; c < destination.Channels; c++)
            {
                destination[c].Reverse();
            }
        }
    }
}
