using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Roomtone.Platform;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary>One run of the command: where it prints, how, and what stops it.</summary>
internal sealed class Shell : IDisposable
{
    private static readonly JsonWriterOptions s_indented = new() { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Interruption _interruption = new();

    public Terminal Terminal { get; } = new();

    /// <summary>Audio from standard input and to standard output.</summary>
    public StandardStreams Streams { get; } = new();

    /// <summary>One JSON document on the output, nothing else there.</summary>
    public bool IsJson { get; set; }

    /// <summary>No progress, no notes: results and errors only.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>Warnings are failures.</summary>
    public bool IsStrict { get; set; }

    /// <summary>The document is out; a later failure may not print another one.</summary>
    public bool HasPrintedJson { get; private set; }

    public CancellationToken Cancellation => _interruption.Token;

    /// <summary>A line of the result.</summary>
    public void Print(string line) => Terminal.Write(line + "\n");

    /// <summary>A line of message, unless quiet.</summary>
    public void Note(string line)
    {
        if (!IsQuiet)
        {
            Terminal.Tell(line + "\n");
        }
    }

    /// <summary>The result as one JSON document.</summary>
    /// <param name="write">Writes the members of the top object.</param>
    public void PrintJson(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(bytes, s_indented))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        HasPrintedJson = true;
        bytes.Write("\n"u8);
        Terminal.Write(bytes.WrittenSpan);
    }

    /// <summary>Prints findings to the messages; notes only where not quiet.</summary>
    public void Tell(ImmutableArray<Finding> findings)
    {
        ImmutableArray<Finding> shown = IsQuiet ? [.. findings.Where(f => f.Severity != Severity.Note)] : findings;
        if (shown.Length > 0)
        {
            Terminal.Tell(FindingPrinter.Text(shown));
        }
    }

    /// <summary>Runs a verb with progress on the screen, then tells its findings.</summary>
    /// <typeparam name="T">The verb's result.</typeparam>
    /// <param name="work">The verb.</param>
    /// <param name="asks">The verb asks questions meanwhile: no progress is drawn over them.</param>
    /// <returns>The result.</returns>
    /// <exception cref="RoomtoneException">A warning under <c>--strict</c>.</exception>
    public T Run<T>(Func<VerbContext, T> work, bool asks = false)
    {
        T result = default!;
        VerbContext context = null!;
        WithProgress(asks || IsQuiet, progress =>
        {
            context = new VerbContext { Progress = progress, Cancellation = Cancellation, IsStrict = IsStrict };
            result = work(context);
        });
        Tell(context.Findings);
        if (IsStrict && context.Findings.Any(f => f.Severity != Severity.Note))
        {
            throw new StrictFailure(context.Findings);
        }

        return result;
    }

    public void Dispose()
    {
        Streams.Dispose();
        Terminal.Dispose();
        _interruption.Dispose();
    }

    private void WithProgress(bool isSilent, Action<IWorkProgress> work)
    {
        if (isSilent || !Terminal.IsMessageScreen)
        {
            work(new LineProgress(isSilent ? null : Terminal));
        }
        else
        {
            ScreenProgress.Run(work);
        }
    }
}
