using System.Collections.Immutable;
using Roomtone.Analysis;
using Roomtone.Media;
using Roomtone.Platform;
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

    /// <summary>File that receives the loudness over time as CSV; null = none.</summary>
    public string? SeriesPath { get; init; }

    /// <summary>An earlier series may be replaced.</summary>
    public bool Force { get; init; }
}

/// <summary>The measurement of a file.</summary>
/// <param name="Path">As the user named it.</param>
/// <param name="Measurement">Every figure.</param>
public sealed record MeasuredFile(string Path, ProgrammeMeasurement Measurement);

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

        var progress = new BatchProgress(context.Progress, files.Length);
        ImmutableArray<FileOutcome<MeasuredFile>> outcomes =
            FileBatch.Run(files, request.Batch, i => One(files[i], request, context, progress.ForFile()), context.Cancellation);
        if (request.SeriesPath is { } path && outcomes is [{ Result: { } measured }])
        {
            OutputOptions options = new() { Replace = request.Force, Protected = files };
            OutputFile.WriteAll(path, LoudnessSeries.Csv(measured.Measurement), options);
        }

        return new MeasureResult(outcomes);
    }

    private static MeasuredFile One(string file, MeasureRequest request, VerbContext context, IWorkProgress progress)
    {
        using IMediaReader reader = MediaFile.Open(file);
        context.Report(reader.Info.Findings);
        var inner = new VerbContext { Progress = progress, Cancellation = context.Cancellation };
        return new MeasuredFile(file, Measure(reader, request.IsMonoDual ? MonoPlayback.Dual : MonoPlayback.Single, inner));
    }

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
}
