using System.Collections.Immutable;
using Roomtone.Media;
using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Asks for processes on files.</summary>
/// <param name="Inputs">Names, folders, patterns.</param>
/// <param name="Output">A file, a folder, or a name with <c>{name}</c>.</param>
public sealed record ApplyRequest(ImmutableArray<string> Inputs, string Output)
{
    /// <summary>Processes, first to last: <c>compressor: threshold -18 dB; ratio 3:1</c>.</summary>
    public ImmutableArray<string> Do { get; init; } = [];

    /// <summary>A file whose processes come before those of <see cref="Do"/>; null = none.</summary>
    public string? Chain { get; init; }

    /// <summary>Word length and dither of the output.</summary>
    public TargetOptions Target { get; init; } = new();

    /// <summary>Also writes output − input; null = not.</summary>
    public string? Residual { get; init; }

    /// <summary>Keeps what sounds on after the end.</summary>
    public bool WithTail { get; init; }

    /// <summary>How several files are worked on.</summary>
    public BatchOptions Batch { get; init; }

    /// <summary>Earlier outputs are replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Writes nothing.</summary>
    public bool IsDryRun { get; init; }
}

/// <summary>Files with processes applied.</summary>
/// <param name="Files">What became of each input.</param>
/// <param name="Chain">The processes, as text.</param>
public sealed record ApplyResult(ImmutableArray<FileOutcome<WrittenFile>> Files, ImmutableArray<string> Chain)
{
    /// <summary>The worst end of any file.</summary>
    public ExitCode ExitCode => FileBatch.Worst(Files);
}

/// <summary>Applies a chain of processes to files; format, metadata and (but for processes that change it) length stay.</summary>
public static class ApplyVerb
{
    /// <summary>Applies.</summary>
    /// <param name="request">What to which files.</param>
    /// <param name="context">Progress, cancellation, findings.</param>
    /// <exception cref="RoomtoneException">A process is not written well (exit 2), a file can't be read or written (exit 4).</exception>
    public static ApplyResult Run(ApplyRequest request, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        ImmutableArray<ProcessSlot> slots = ChainText.Read(request.Chain, request.Do);
        if (slots.IsEmpty)
        {
            throw new RoomtoneException(ExitCode.Usage, new Finding("RT1009", Severity.Error, "there is nothing to apply")
            {
                Hint = "say what with --do \"PROCESS: param value; …\" or --chain FILE.room",
            });
        }

        ImmutableArray<string> inputs = InputFiles.Expand(request.Inputs);
        ImmutableArray<string> outputs = OutputNames.For(inputs, request.Output);
        ImmutableArray<string> residuals = request.Residual is { } name ? OutputNames.For(inputs, name) : [];
        ImmutableArray<string> sources = [.. inputs, .. ChainText.References(slots)];
        var progress = new BatchProgress(context.Progress, inputs.Length);
        ImmutableArray<FileOutcome<WrittenFile>> outcomes = FileBatch.Run(
            inputs,
            request.Batch,
            i => new AppliedFile(request, slots, sources, context).Run(inputs[i], outputs[i], residuals.IsEmpty ? null : residuals[i], progress.ForFile()),
            context.Cancellation);
        return new ApplyResult(outcomes, [.. slots.Select(ChainText.Write)]);
    }
}

/// <summary>The application of a chain to one file.</summary>
internal sealed class AppliedFile(ApplyRequest request, ImmutableArray<ProcessSlot> slots, ImmutableArray<string> sources, VerbContext context)
{
    private readonly List<IDisposable> _owned = [];

    public WrittenFile Run(string input, string output, string? residual, IWorkProgress progress)
    {
        using IMediaReader reader = MediaFile.Open(input);
        context.Report(reader.Info.Findings);
        var inner = new VerbContext { Progress = progress, Cancellation = context.Cancellation };
        try
        {
            return Run(reader, output, residual, inner);
        }
        finally
        {
            _owned.Reverse();
            _owned.ForEach(o => o.Dispose());
        }
    }

    private WrittenFile Run(IMediaReader reader, string output, string? residual, VerbContext inner)
    {
        ImmutableArray<IProcess> processes = ChainText.Create(slots);
        ProcessChain chain = ProcessChain.Over(reader, processes, request.WithTail, inner);
        _owned.Add(chain);
        var findings = new List<Finding>();
        MediaInfo edited = chain.Edits.Aggregate(reader.Info, (info, edit) => info.After(edit.Map, edit.SampleRate, edit.Length, findings));
        MediaTarget target = MediaTarget.Of(output, reader.Info, chain.Output, request.Target, !chain.IsNeutral, findings, edited);
        context.Report(findings);
        var written = new WrittenFile(output, target.Title, target.Spec.SampleRate, target.Spec.Layout, chain.Output.Length)
        {
            Changes = [.. processes.Select(p => p.Definition.Id), .. chain.Resolutions, .. target.Changes],
            Residual = residual,
        };
        if (request.IsDryRun)
        {
            return written;
        }

        double? level = residual is null
            ? Write(chain, reader, target, inner)
            : ResidualOutput.Write(chain.Output, reader, target, ResidualTarget(residual, reader, chain.Output), request.Force, sources, inner);
        ReplacedSamples.Report(reader, context);
        return written with { ResidualRmsDbfs = level };
    }

    private double? Write(ProcessChain chain, IMediaReader reader, MediaTarget target, VerbContext inner)
    {
        MediaOutput.Write(chain.Output, reader, target, request.Force, sources, inner);
        return null;
    }

    // Float, because a residual may be far below the last bit of the file, or above full scale.
    private static MediaTarget ResidualTarget(string path, IMediaReader reader, IAudioSource output)
    {
        if (output.SampleRate != reader.SampleRate || !output.Layout.Equals(reader.Layout))
        {
            throw new RoomtoneException(ExitCode.Usage, new Finding("RT1010", Severity.Error, "there is no residual where a process changes the sample rate or the channels")
            {
                Hint = "leave out --residual, or that process",
            });
        }

        return MediaTarget.Of(path, reader.Info, output, new TargetOptions { Bits = 32, IsFloat = true }, isProcessed: true, []);
    }
}
