using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.FadeSettings>;

namespace Roomtone.Processes;

/// <summary>Fade: from silence at the start of a clip, to silence at its end.</summary>
/// <remarks>
/// The first sample of a fade-in and the last of a fade-out are silent; what lies between the fades is the input to the bit. It needs the
/// length of the clip, so it is a process of whole clips although it works in any order and keeps nothing.
/// </remarks>
public sealed record FadeSettings : IProcess<FadeSettings>, IClipProcess
{
    private const double LongestSeconds = 3600;

    /// <summary>Length of the fade-in, 0…3600 s.</summary>
    public double InSeconds { get; init; }

    /// <summary>Length of the fade-out, 0…3600 s.</summary>
    public double OutSeconds { get; init; }

    /// <summary>Shape of the fade-in.</summary>
    public FadeCurveShape InShape { get; init; }

    /// <summary>Shape of the fade-out.</summary>
    public FadeCurveShape OutShape { get; init; }

    /// <inheritdoc/>
    public static ParameterTable<FadeSettings> Parameters { get; } =
    [
        Quantity("in", "In", Unit.Seconds, 0, LongestSeconds, s => s.InSeconds, (s, v) => s with { InSeconds = v }).Structural()
            .Says("Length of the fade-in, 0…3600 s."),
        Quantity("out", "Out", Unit.Seconds, 0, LongestSeconds, s => s.OutSeconds, (s, v) => s with { OutSeconds = v }).Structural()
            .Says("Length of the fade-out, 0…3600 s."),
        Word("in-shape", "Shape in", s => s.InShape, (s, v) => s with { InShape = v })
            .Says("Shape of the fade-in."),
        Word("out-shape", "Shape out", s => s.OutShape, (s, v) => s with { OutShape = v })
            .Says("Shape of the fade-out."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new FadeSettings(), new ProcessDescriptor
    {
        Id = "fade",
        Title = "Fade",
        Summary = "Fades a clip in and out.",
        Kind = ProcessKind.WholeClip,
        Family = "Levels",
        IsRangeDependent = true,
        IsPerChannel = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => InSeconds == 0 && OutSeconds == 0;

    /// <inheritdoc/>
    public IAudioSource Apply(IAudioSource source, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        long fadeIn = ClipTime.Samples(InSeconds, source.SampleRate), fadeOut = ClipTime.Samples(OutSeconds, source.SampleRate);
        if (Math.Max(fadeIn, fadeOut) > source.Length)
        {
            double seconds = source.Length / (double)source.SampleRate;
            throw new ProcessSettingsException(
                $"fade: {Math.Max(InSeconds, OutSeconds)} s is longer than the clip; write {seconds:0.###} s or less", fadeIn > fadeOut ? "in" : "out");
        }

        return new FadedSource(source, fadeIn, fadeOut, this);
    }

    private sealed class FadedSource(IAudioSource source, long fadeIn, long fadeOut, FadeSettings settings) : ViewSource(source, source.Length)
    {
        protected override void ReadInside(long position, AudioBlock destination)
        {
            Source.Read(position, destination);
            for (int i = 0; i < destination.Length && position + i < fadeIn; i++)
            {
                Apply(destination, i, FadeCurve.In(settings.InShape, (position + i) / (double)fadeIn));
            }

            long toEnd = Length - 1 - position;
            for (int i = (int)Math.Max(0, toEnd - fadeOut + 1); i < destination.Length; i++)
            {
                Apply(destination, i, FadeCurve.Out(settings.OutShape, 1 - (toEnd - i) / (double)fadeOut));
            }
        }

        private static void Apply(AudioBlock destination, int index, double gain)
        {
            for (int c = 0; c < destination.Channels; c++)
            {
                destination[c][index] *= (float)gain;
            }
        }
    }
}
