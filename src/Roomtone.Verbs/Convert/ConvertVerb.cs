using System.Collections.Immutable;
using Roomtone.Media;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Asks for files in another format.</summary>
/// <param name="Inputs">Names, folders, patterns.</param>
/// <param name="Output">A file, a folder, or a name with <c>{name}</c>.</param>
public sealed record ConvertRequest(ImmutableArray<string> Inputs, string Output)
{
    /// <summary>What shall be different.</summary>
    public TargetOptions Target { get; init; } = new();

    /// <summary>How several files are worked on.</summary>
    public BatchOptions Batch { get; init; }

    /// <summary>Earlier outputs are replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Writes nothing.</summary>
    public bool IsDryRun { get; init; }
}

/// <summary>Files in another format.</summary>
/// <param name="Files">What became of each input.</param>
public sealed record ConvertResult(ImmutableArray<FileOutcome<WrittenFile>> Files)
{
    /// <summary>The worst end of any file.</summary>
    public ExitCode ExitCode => FileBatch.Worst(Files);
}

/// <summary>Changes format and nothing else: rate, word length, channels, container. Chunks and tags are kept.</summary>
public static class ConvertVerb
{
    /// <summary>Converts files.</summary>
    /// <param name="request">What into what.</param>
    /// <param name="context">Progress, cancellation, findings.</param>
    /// <exception cref="RoomtoneException">A file can't be read or written (exit 4), or a value does not go with it (exit 2).</exception>
    public static ConvertResult Run(ConvertRequest request, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        ImmutableArray<string> inputs = InputFiles.Expand(request.Inputs);
        ImmutableArray<string> outputs = OutputNames.For(inputs, request.Output);
        var progress = new BatchProgress(context.Progress, inputs.Length);
        return new ConvertResult(FileBatch.Run(
            inputs, request.Batch, i => One(inputs[i], outputs[i], request, inputs, context, progress.ForFile()), context.Cancellation));
    }

    private static WrittenFile One(
        string input, string output, ConvertRequest request, ImmutableArray<string> inputs, VerbContext context, IWorkProgress progress)
    {
        using IMediaReader reader = MediaFile.Open(input);
        context.Report(reader.Info.Findings);
        var findings = new List<Finding>();
        MediaTarget target = MediaTarget.Of(output, reader.Info, null, request.Target, isProcessed: false, findings);
        context.Report(findings);
        var owned = new List<IDisposable>();
        try
        {
            var inner = new VerbContext { Progress = progress, Cancellation = context.Cancellation };
            IAudioSource source = target.Over(reader, owned);
            if (!request.IsDryRun)
            {
                MediaOutput.Write(source, reader, target, request.Force, inputs, inner);
                ReplacedSamples.Report(reader, context);
            }

            return new WrittenFile(output, target.Title, target.Spec.SampleRate, target.Spec.Layout, source.Length) { Changes = target.Changes };
        }
        finally
        {
            owned.Reverse();
            owned.ForEach(o => o.Dispose());
        }
    }
}
