using Roomtone.Analysis;
using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.NormalizeSettings>;

namespace Roomtone.Processes;

/// <summary>Normalise: brings a clip to a loudness, a peak or a level.</summary>
/// <remarks>
/// One target is reached by gain alone. Loudness with a true peak is reached by gain where the peaks allow it, else by gain and limiter,
/// whose gain is corrected until the loudness is right within 0.05 LU; a pair that limiting cannot reach is refused.
/// </remarks>
public sealed record NormalizeSettings : IProcess<NormalizeSettings>, IClipProcess
{
    private const double ToleranceLu = 0.05;
    private const int LongestSearch = 8;

    /// <summary>Integrated loudness, −70…0 LUFS; null = no target.</summary>
    public double? LoudnessLufs { get; init; }

    /// <summary>Sample peak, −70…0 dBFS; null = no target.</summary>
    public double? PeakDbfs { get; init; }

    /// <summary>True peak, −70…0 dBTP; null = no target.</summary>
    public double? TruePeakDbtp { get; init; }

    /// <summary>RMS level over the whole clip, −70…0 dBFS; null = no target.</summary>
    public double? RmsDbfs { get; init; }

    /// <inheritdoc/>
    public static ParameterTable<NormalizeSettings> Parameters { get; } =
    [
        OptionalQuantity("loudness", "Loudness", Unit.Lufs, -70, 0, s => s.LoudnessLufs, (s, v) => s with { LoudnessLufs = v }).Structural()
            .Says("Integrated loudness, −70…0 LUFS."),
        OptionalQuantity("peak", "Peak", Unit.Dbfs, -70, 0, s => s.PeakDbfs, (s, v) => s with { PeakDbfs = v }).Structural()
            .Says("Sample peak, −70…0 dBFS."),
        OptionalQuantity("true-peak", "True peak", Unit.Dbtp, -70, 0, s => s.TruePeakDbtp, (s, v) => s with { TruePeakDbtp = v }).Structural()
            .Says("True peak, −70…0 dBTP."),
        OptionalQuantity("rms", "RMS", Unit.Dbfs, -70, 0, s => s.RmsDbfs, (s, v) => s with { RmsDbfs = v }).Structural()
            .Says("RMS level over the whole clip, −70…0 dBFS."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new NormalizeSettings(), new ProcessDescriptor
    {
        Id = "normalize",
        Title = "Normalise",
        Summary = "Brings a clip to a loudness, a peak or a level.",
        Kind = ProcessKind.WholeClip,
        Family = "Levels",
        IsRangeDependent = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => false;

    /// <inheritdoc/>
    public IAudioSource Apply(IAudioSource source, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        DemandTargets();
        ProgrammeMeasurement measured = Measure(source, progress, cancellation);
        double gainDb = GainFor(measured);
        if (!double.IsFinite(gainDb))
        {
            throw new ProcessSettingsException("normalize: the clip is silent or too short to measure; leave it as it is");
        }

        bool fits = LoudnessLufs is null || TruePeakDbtp is not { } ceiling || measured.TruePeakDbtp + gainDb <= ceiling;
        return fits ? new GainedSource(source, gainDb) : Limited(source, gainDb, cancellation);
    }

    private void DemandTargets()
    {
        int targets = new[] { LoudnessLufs, PeakDbfs, TruePeakDbtp, RmsDbfs }.Count(t => t is not null);
        if (targets == 0)
        {
            throw new ProcessSettingsException("normalize needs a target; write loudness, peak, true-peak or rms", "loudness");
        }

        if (targets > 1 && !(targets == 2 && LoudnessLufs is not null && TruePeakDbtp is not null))
        {
            throw new ProcessSettingsException("normalize takes one target, or loudness with true-peak; leave the others out", "loudness");
        }
    }

    private double GainFor(ProgrammeMeasurement measured) => this switch
    {
        { LoudnessLufs: { } loudness } => loudness - measured.IntegratedLufs,
        { PeakDbfs: { } peak } => peak - measured.SamplePeakDbfs,
        { TruePeakDbtp: { } peak } => peak - measured.TruePeakDbtp,
        _ => RmsDbfs!.Value - measured.RmsDbfs,
    };

    private LimitedSource Limited(IAudioSource source, double gainDb, CancellationToken cancellation)
    {
        double reached = double.NaN;
        for (int round = 0; round < LongestSearch; round++)
        {
            var limited = new LimitedSource(source, gainDb, TruePeakDbtp!.Value);
            reached = Measure(limited, null, cancellation).IntegratedLufs;
            double missing = LoudnessLufs!.Value - reached;
            if (Math.Abs(missing) <= ToleranceLu)
            {
                return limited;
            }

            limited.Dispose();
            gainDb += missing;
        }

        throw new ProcessSettingsException(
            $"normalize: {LoudnessLufs} LUFS can't be reached under {TruePeakDbtp} dBTP, limiting comes to {reached:0.0} LUFS; "
            + "write a lower loudness or a higher true-peak",
            "loudness");
    }

    private static ProgrammeMeasurement Measure(IAudioSource source, IProgress<double>? progress, CancellationToken cancellation)
    {
        var meter = new ProgrammeMeter(source.SampleRate, source.Layout);
        SourcePass.Run(source, meter.Add, progress, cancellation);
        return meter.Read();
    }

    private sealed class GainedSource(IAudioSource source, double gainDb) : ViewSource(source, source.Length)
    {
        private readonly float _gain = (float)Decibels.ToGain(gainDb);

        protected override void ReadInside(long position, AudioBlock destination)
        {
            Source.Read(position, destination);
            for (int c = 0; c < destination.Channels; c++)
            {
                Kernels.Scale(destination[c], _gain);
            }
        }
    }

    // As long as the source: what a limiter appends is the silence behind its look-ahead.
    private sealed class LimitedSource(IAudioSource source, double gainDb, double ceilingDbtp) : ViewSource(source, source.Length), IDisposable
    {
        private readonly StreamedSource _limited = new(
            new LimiterSettings { Ceiling = new ParameterValue.Quantity(ceilingDbtp, Unit.Dbtp), ReleaseMs = null }, new GainedSource(source, gainDb));

        public void Dispose() => _limited.Dispose();

        protected override void ReadInside(long position, AudioBlock destination) => _limited.Read(position, destination);
    }
}
