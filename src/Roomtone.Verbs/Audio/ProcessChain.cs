using System.Collections.Immutable;
using Roomtone.Media;
using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>A chain of processes over a source, pulled block by block; whole-clip processes study it when the chain is made.</summary>
/// <remarks>
/// Length: the input's, unless a process changes it. What a streaming process still sounds after its input (its tail) is cut, because the
/// output shall fit where the input was; with tails it is kept.
/// </remarks>
internal sealed class ProcessChain : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    private ProcessChain(IAudioSource source) => Output = source;

    /// <summary>The processed audio.</summary>
    public IAudioSource Output { get; private set; }

    /// <summary>Edits in time, first to last, each with the rate and length that it leaves.</summary>
    public List<(SampleMap Map, int SampleRate, long Length)> Edits { get; } = [];

    /// <summary>What each <c>auto</c> became.</summary>
    public List<string> Resolutions { get; } = [];

    /// <summary>Every process of the chain changes nothing: the output is the input, bit for bit.</summary>
    public bool IsNeutral { get; private set; } = true;

    /// <summary>Builds the chain.</summary>
    /// <param name="source">The input; read while the chain is used.</param>
    /// <param name="processes">First to last.</param>
    /// <param name="withTail">Keeps tails.</param>
    /// <param name="context">Progress of the study, cancellation.</param>
    /// <exception cref="RoomtoneException">A process does not go with the source (exit 2).</exception>
    public static ProcessChain Over(IAudioSource source, ImmutableArray<IProcess> processes, bool withTail, VerbContext context)
    {
        var chain = new ProcessChain(source);
        try
        {
            foreach (IProcess process in processes)
            {
                chain.Add(process, withTail, context);
            }

            return chain;
        }
        catch (ProcessSettingsException e)
        {
            chain.Dispose();
            throw ProcessFailure.Of(e);
        }
        catch
        {
            chain.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        for (int i = _owned.Count - 1; i >= 0; i--)
        {
            _owned[i].Dispose();
        }
    }

    private void Add(IProcess process, bool withTail, VerbContext context)
    {
        if (process.IsNeutral)
        {
            return;
        }

        process = Resolved(process, context);
        IsNeutral = false;
        long length = Output.Length;
        double seconds = length / (double)Output.SampleRate;
        IAudioSource next = process switch
        {
            IReferredProcess referred => Referred(referred, seconds, context),
            IClipProcess clip => clip.Apply(Output, Study(process, seconds, context), context.Cancellation),
            IStreamingProcess streaming => new StreamedSource(streaming, Output),
            _ => throw new ProcessSettingsException($"{process.Definition.Id} can't be applied to a file"),
        };
        if (process is IClipProcess edit && edit.Map(Output) is { } map && map != SampleMap.Identity)
        {
            Edits.Add((map, next.SampleRate, next.Length));
        }

        if (next is IDisposable owned && !ReferenceEquals(next, Output))
        {
            _owned.Add(owned);
        }

        Output = process is IStreamingProcess and not IClipProcess && !withTail ? new CutSource(next, length) : next;
    }

    private IAudioSource Referred(IReferredProcess process, double seconds, VerbContext context)
    {
        string path = process.Reference is ParameterValue.Text { Value: var file }
            ? file
            : throw new ProcessSettingsException($"{process.Definition.Id}: write the reference as a file in quotes", "reference");
        using var reference = MediaFile.Open(path, new MediaOpenOptions { Cancellation = context.Cancellation });
        IAudioSource result = process.Refer(reference, context.Cancellation)
            .Apply(Output, Study(process, seconds, context), out string found, context.Cancellation);
        Resolutions.Add($"{process.Definition.Id} to {path}: {found}");
        return result;
    }

    private static StageProgress Study(IProcess process, double seconds, VerbContext context) =>
        new(context.Progress, "studying: " + process.Definition.Id, seconds);

    // What is auto is found in a pass over what goes into the process.
    private IProcess Resolved(IProcess process, VerbContext context)
    {
        if (!AutoAnalysis.IsNeededBy(process))
        {
            return process;
        }

        var found = new List<AutomaticValue>();
        IProcess resolved = AutoAnalysis.Resolve(process, AutoAnalysis.Measure(Output, context.Cancellation), found);
        Resolutions.AddRange(found.Select(f => $"{process.Definition.Id} {f}"));
        return resolved;
    }

    /// <summary>A source that ends earlier.</summary>
    private sealed class CutSource(IAudioSource source, long length) : IAudioSource
    {
        public int SampleRate => source.SampleRate;

        public ChannelLayout Layout => source.Layout;

        public long Length => length;

        public void Read(long position, AudioBlock destination)
        {
            source.Read(position, destination);
            long over = position + destination.Length - length;
            if (over > 0)
            {
                int from = (int)Math.Max(0, destination.Length - over);
                destination.Slice(from, destination.Length - from).Clear();
            }
        }
    }
}
