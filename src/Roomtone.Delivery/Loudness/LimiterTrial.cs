using Roomtone.Analysis;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>Tries a limiter on a programme: one pass that is measured and thrown away.</summary>
internal sealed class LimiterTrial(
    IAudioSource source, MonoLoudness monoAs, LoudnessAnchor anchor, Func<SpeechReading?> speech, IWorkProgress? progress, CancellationToken cancellation) : ILimiterTrial
{
    private readonly Dictionary<(double Gain, double Ceiling), (LimiterOutcome Outcome, ProgrammeMeasurement Measurement)> _known = [];

    /// <inheritdoc/>
    public LimiterOutcome Run(double gainDb, double ceilingDbtp) => Try(gainDb, ceilingDbtp).Outcome;

    /// <summary>Everything measured behind gain and limiter.</summary>
    public ProgrammeMeasurement Measure(double gainDb, double ceilingDbtp) => Try(gainDb, ceilingDbtp).Measurement;

    private (LimiterOutcome Outcome, ProgrammeMeasurement Measurement) Try(double gainDb, double ceilingDbtp)
    {
        if (_known.TryGetValue((gainDb, ceilingDbtp), out (LimiterOutcome, ProgrammeMeasurement) known))
        {
            return known;
        }

        MonoPlayback playback = MeasurePass.Playback(monoAs);
        DialogueMeter? dialogue = anchor == LoudnessAnchor.Dialogue ? new(source.SampleRate, source.Layout, playback, speech()) : null;
        MeterSink meter = new(new ProgrammeMeter(source.SampleRate, source.Layout, playback), dialogue);
        LevelReduction reduction = LevelPass.Run(source, gainDb, ceilingDbtp, meter, "trying the limiter", progress, cancellation);
        ProgrammeMeasurement m = meter.Meter.Read();
        LimiterOutcome outcome = new(
            dialogue?.Read().Lufs ?? (anchor == LoudnessAnchor.Rms ? m.RmsDbfs : m.IntegratedLufs), m.TruePeakDbtp, reduction.LargestDb, reduction.Percentile99Db);
        return _known[(gainDb, ceilingDbtp)] = (outcome, m);
    }

    private sealed class MeterSink(ProgrammeMeter meter, DialogueMeter? dialogue) : IAudioSink
    {
        public ProgrammeMeter Meter => meter;

        public void Write(ReadOnlyAudioBlock audio)
        {
            meter.Add(audio);
            dialogue?.Add(audio);
        }
    }
}
