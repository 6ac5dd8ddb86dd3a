using System.Collections.Immutable;
using Roomtone.Analysis;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>Everything that one pass over a programme tells.</summary>
/// <param name="Measurement">The meter's reading.</param>
/// <param name="Measures">What plans work with.</param>
/// <param name="Trace">Waveform, peaks over the limit, clipped places.</param>
public sealed record MeasuredProgramme(ProgrammeMeasurement Measurement, ProgrammeMeasures Measures, ProgrammeTrace Trace)
{
    /// <summary>Where it speaks; null where that was not asked for.</summary>
    public SpeechReading? Speech { get; init; }

    /// <summary>Line-up tones and pops; null where that was not asked for.</summary>
    public ToneReading? Tones { get; init; }

    /// <summary>Dialogue outside the centre; null where that was not asked for, or the layout has none.</summary>
    public CentreReading? Centre { get; init; }
}

/// <summary>What a pass measures besides loudness, levels and peaks.</summary>
public sealed record MeasureExtras
{
    /// <summary>Nothing.</summary>
    public static MeasureExtras None { get; } = new();

    /// <summary>Leq(M).</summary>
    public bool HasLeqM { get; init; }

    /// <summary>Dialogue loudness and the share of speech.</summary>
    public bool HasDialogue { get; init; }

    /// <summary>Where the programme speaks, if that is known; null = it is found in the programme.</summary>
    public SpeechReading? Speech { get; init; }

    /// <summary>Line-up tones and pops.</summary>
    public bool HasLineUp { get; init; }

    /// <summary>Dialogue outside the centre; only for layouts that have one.</summary>
    public bool HasCentre { get; init; }

    /// <summary>Other meters over the same audio; their owner reads them.</summary>
    public ImmutableArray<IMeter<object>> Meters { get; init; } = [];

    /// <summary>What a profile's clauses ask for.</summary>
    /// <param name="profile">The profile; null asks for nothing.</param>
    public static MeasureExtras Of(DeliveryProfile? profile) => profile is null
        ? None
        : new MeasureExtras
        {
            HasLeqM = profile.MaximumLeqMDb is not null,
            HasDialogue = profile.Anchor == LoudnessAnchor.Dialogue,
            HasLineUp = profile.ForbidsLineUp,
            HasCentre = profile.WantsDialogueInCentre,
        };
}

/// <summary>Reads a programme once, from end to end.</summary>
public static class MeasurePass
{
    internal const int Block = 16384;

    /// <summary>Measures a source.</summary>
    /// <param name="source">The programme.</param>
    /// <param name="monoAs">How a mono programme counts.</param>
    /// <param name="limitDbtp">True peaks above it are listed.</param>
    /// <param name="stage">For the progress.</param>
    /// <param name="progress">Told how far it is; null = nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="extras">What is measured besides; null = nothing.</param>
    public static MeasuredProgramme Measure(
        IAudioSource source, MonoLoudness monoAs, double limitDbtp, string stage, IWorkProgress? progress, CancellationToken cancellation, MeasureExtras? extras = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        extras ??= MeasureExtras.None;
        ProgrammeMeter meter = new(source.SampleRate, source.Layout, Playback(monoAs));
        LeqMMeter? cinema = extras.HasLeqM ? new(source.SampleRate, source.Layout) : null;
        DialogueMeter? dialogue = extras.HasDialogue ? new(source.SampleRate, source.Layout, Playback(monoAs), extras.Speech) : null;
        ToneMeter? tones = extras.HasLineUp ? new(source.SampleRate, source.Layout) : null;
        CentreMeter? centre = extras.HasCentre && CentreMeter.IsFor(source.Layout) ? new(source.SampleRate, source.Layout) : null;
        ProgrammeTracer tracer = new(source.SampleRate, source.Layout.Count, source.Length, limitDbtp);
        Read(
            source,
            block =>
            {
                meter.Add(block);
                cinema?.Add(block);
                dialogue?.Add(block);
                tones?.Add(block);
                centre?.Add(block);
                foreach (IMeter<object> other in extras.Meters)
                {
                    other.Add(block);
                }

                tracer.Add(block);
            },
            stage, progress, cancellation);
        ProgrammeMeasurement measurement = meter.Read();
        ProgrammeTrace trace = tracer.Read();
        DialogueReading? spoken = dialogue?.Read();
        ProgrammeMeasures measures = Slim(measurement) with
        {
            ClippedRuns = trace.ClippedRuns,
            HasClippedBursts = trace.HasClippedBursts,
            LeqMDb = cinema?.LevelDb,
            DialogueLufs = spoken?.Lufs,
            SpeechPercent = spoken?.SpeechPercent,
            IsSpeechKnown = extras.Speech is not null,
        };
        return new MeasuredProgramme(measurement, measures, trace) { Speech = spoken?.Speech, Tones = tones?.Read(), Centre = centre?.Read() };
    }

    /// <summary>Finds where a programme speaks, and measures nothing else.</summary>
    /// <param name="source">The programme.</param>
    /// <param name="stage">For the progress.</param>
    /// <param name="progress">Told how far it is; null = nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    public static SpeechReading FindSpeech(IAudioSource source, string stage, IWorkProgress? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        SpeechMeter speech = new(source.SampleRate, source.Layout);
        Read(source, speech.Add, stage, progress, cancellation);
        return speech.Read();
    }

    private static void Read(IAudioSource source, Heard heard, string stage, IWorkProgress? progress, CancellationToken cancellation)
    {
        using AudioBuffer buffer = new(source.Layout.Count, Block);
        for (long at = 0; at < source.Length; at += Block)
        {
            cancellation.ThrowIfCancellationRequested();
            AudioBlock block = buffer.Block.Slice(0, (int)Math.Min(Block, source.Length - at));
            source.Read(at, block);
            heard(block);
            progress?.Report(stage, (double)(at + block.Length) / source.SampleRate, (double)source.Length / source.SampleRate);
        }
    }

    private delegate void Heard(ReadOnlyAudioBlock block);

    internal static MonoPlayback Playback(MonoLoudness monoAs) => monoAs == MonoLoudness.Dual ? MonoPlayback.Dual : MonoPlayback.Single;

    internal static ProgrammeMeasures Slim(ProgrammeMeasurement m) => new()
    {
        DurationSeconds = m.LengthSeconds,
        IntegratedLufs = m.IntegratedLufs,
        LoudnessRangeLu = m.LoudnessRangeLu,
        MaximumMomentaryLufs = m.MaximumMomentaryLufs,
        MaximumShortTermLufs = m.MaximumShortTermLufs,
        TruePeakDbtp = m.TruePeakDbtp,
        SamplePeakDbfs = m.SamplePeakDbfs,
        RmsDbfs = m.RmsDbfs,
        NoiseFloorDbfs = m.NoiseFloorDbfs,
    };
}
