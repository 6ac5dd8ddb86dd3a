using System.Collections.Immutable;
using Roomtone.Analysis;
using Roomtone.Platform;
using Roomtone.Rendering;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Asks for the measurement of files.</summary>
/// <param name="Files">Names, folders, patterns.</param>
public sealed record MeasureRequest(ImmutableArray<string> Files)
{
    /// <summary>How several files are worked on.</summary>
    public BatchOptions Batch { get; init; }

    /// <summary>A mono file counts as played by two loudspeakers: 3.01 LU louder.</summary>
    public bool IsMonoDual { get; init; }

    /// <summary>What the channels of the files are, whatever the files say; null = what they say.</summary>
    public ChannelLayout? Layout { get; init; }

    /// <summary>Ids of further meters, as typed: <c>vu,leq-m</c>; null = none.</summary>
    public string? Meters { get; init; }

    /// <summary>Tracks and buses of a session that are measured too, as typed: <c>dialog,music</c>; null = the mix alone.</summary>
    public string? Taps { get; init; }

    /// <summary>File that receives loudness and needles over time as CSV; null = none.</summary>
    public string? SeriesPath { get; init; }

    /// <summary>An earlier series may be replaced.</summary>
    public bool Force { get; init; }
}

/// <summary>The measurement of a file, or of the mix of a session.</summary>
/// <param name="Path">As the user named it.</param>
/// <param name="Reading">Every figure.</param>
public sealed record MeasuredFile(string Path, MeterSetReading Reading)
{
    /// <summary>The programme's own figures.</summary>
    public ProgrammeMeasurement Measurement => Reading.Programme;

    /// <summary>Tracks and buses that were measured too.</summary>
    public ImmutableArray<MeasuredTap> Taps { get; init; } = [];
}

/// <summary>The measurement of a track or bus, behind its fader.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Reading">Every figure.</param>
public sealed record MeasuredTap(string Id, MeterSetReading Reading);

/// <summary>The measurement of files.</summary>
/// <param name="Files">In the order of the arguments.</param>
public sealed record MeasureResult(ImmutableArray<FileOutcome<MeasuredFile>> Files)
{
    /// <summary>The worst end of any file.</summary>
    public ExitCode ExitCode => FileBatch.Worst(Files);
}

/// <summary>Measures loudness, peaks, levels, floor and correlation in one pass over each file.</summary>
public static class MeasureVerb
{
    /// <summary>Measures files.</summary>
    /// <param name="request">Which.</param>
    /// <param name="context">Progress, cancellation, findings.</param>
    /// <exception cref="RoomtoneException">A file can't be read (exit 4), where going on was not asked for.</exception>
    public static MeasureResult Run(MeasureRequest request, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        ImmutableArray<string> files = InputFiles.Expand(request.Files);
        if (request.SeriesPath is not null && files.Length != 1)
        {
            throw Quantities.Refuse("--series", request.SeriesPath, $"one file, and there are {files.Length}");
        }

        ImmutableArray<MeterDefinition> meters = MetersOf(request.Meters);
        ImmutableArray<string> taps = Words(request.Taps);
        if (taps.Length > 0 && files.FirstOrDefault(f => !OpenedSession.IsSession(f)) is { } plain)
        {
            throw Quantities.Refuse("--tap", request.Taps!, $"sessions only, and '{plain}' is none");
        }

        var progress = new BatchProgress(context.Progress, files.Length);
        ImmutableArray<FileOutcome<MeasuredFile>> outcomes =
            FileBatch.Run(files, request.Batch, i => One(files[i], request, meters, context, progress.ForFile()), context.Cancellation);
        if (request.SeriesPath is { } path && outcomes is [{ Result: { } measured }])
        {
            OutputOptions options = new() { Replace = request.Force, Protected = files };
            OutputFile.WriteAll(path, LoudnessSeries.Csv(measured.Reading), options);
        }

        return new MeasureResult(outcomes);
    }

    private static MeasuredFile One(
        string file, MeasureRequest request, ImmutableArray<MeterDefinition> meters, VerbContext context, IWorkProgress progress)
    {
        var inner = new VerbContext { Progress = progress, Cancellation = context.Cancellation };
        MonoPlayback mono = request.IsMonoDual ? MonoPlayback.Dual : MonoPlayback.Single;
        bool isRecording = request.SeriesPath is not null;
        var taps = new List<(string Id, MeterSink Sink)>();
        ImmutableArray<RenderTap> points = [.. Words(request.Taps).Select(id => new RenderTap(id, (rate, layout) =>
        {
            var sink = new MeterSink(new MeterSet(rate, layout, mono, meters, isRecording));
            taps.Add((id, sink));
            return sink;
        }))];
        using ProgrammeInput input = ProgrammeInput.Open(file, context, taps: points);
        var meter = new MeterSet(input.Source.SampleRate, LayoutOf(file, input.Source.Layout, request.Layout, context), mono, meters, isRecording);
        AudioPump.Run(input.Source, 0, input.Source.Length, block => meter.Add(block), "measuring", inner);
        return new MeasuredFile(file, meter.Read()) { Taps = [.. taps.Select(t => new MeasuredTap(t.Id, t.Sink.Meter.Read()))] };
    }

    private static ChannelLayout LayoutOf(string file, ChannelLayout own, ChannelLayout? asked, VerbContext context)
    {
        if (asked is not null)
        {
            return asked.Count == own.Count
                ? asked
                : throw Quantities.Refuse("--layout", asked.Id, $"a layout of {own.Count} channels, which '{file}' has");
        }

        if (own.Count > 2 && own.Speakers.All(s => s.Kind == ChannelKind.Discrete))
        {
            context.Report(new Finding("RT1013", Severity.Note, $"the {own.Count} channels have no names: each counts as a front one, and none as LFE")
            {
                File = file,
                Hint = "say what they are with --layout: lcr, quad, 5.0 …",
            });
        }

        return own;
    }

    private static ImmutableArray<MeterDefinition> MetersOf(string? text) => [.. Words(text).Select(id => MeterCatalog.Find(id)
        ?? throw Quantities.Refuse("--meters", id, "one of " + string.Join(", ", MeterCatalog.All.Select(m => m.Id))))];

    private static ImmutableArray<string> Words(string? text) =>
        text is null ? [] : [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Measures a source from its start to its end.</summary>
    /// <param name="source">The audio.</param>
    /// <param name="mono">How a mono source counts.</param>
    /// <param name="context">Progress and cancellation.</param>
    internal static ProgrammeMeasurement Measure(IAudioSource source, MonoPlayback mono, VerbContext context)
    {
        var meter = new ProgrammeMeter(source.SampleRate, source.Layout, mono);
        AudioPump.Run(source, 0, source.Length, block => meter.Add(block), "measuring", context);
        return meter.Read();
    }

    private sealed class MeterSink(MeterSet meter) : IAudioSink
    {
        public MeterSet Meter => meter;

        public void Write(ReadOnlyAudioBlock audio) => meter.Add(audio);
    }
}
