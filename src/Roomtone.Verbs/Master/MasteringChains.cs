using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Roomtone.Delivery;
using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>The chain that a mix passes before it is levelled, and why.</summary>
/// <param name="Name">The mix, or "the album".</param>
/// <param name="Moves">The decisions, in the order of the signal.</param>
internal sealed record MasteringChain(string Name, ImmutableArray<MasteringMove> Moves)
{
    /// <summary>The processes.</summary>
    public ImmutableArray<ProcessSlot> Slots => [.. Moves.Select(m => m.Slot).OfType<ProcessSlot>()];

    /// <summary>The decisions for people, a line each.</summary>
    public IEnumerable<string> Lines =>
        Moves.Select(m => $"  {Name}: {(m.Slot is { } slot ? $"{ChainText.Write(slot)} – " : string.Empty)}{string.Join("; ", m.Reasons)}");

    /// <summary>The chain as a file that <c>--chain</c> takes.</summary>
    /// <param name="target">What it was decided for.</param>
    public string ToText(string target)
    {
        var text = new StringBuilder("roomtone 1\n\n");
        text.Append(CultureInfo.InvariantCulture, $"# Mastering chain of {Name} for {target}; gain and limiter come after it.\n# Edit it, and give it back: roomtone master … --chain THIS.room\n");
        foreach (MasteringMove move in Moves)
        {
            text.Append('\n');
            foreach (string reason in move.Reasons)
            {
                text.Append("# ").Append(reason).Append('\n');
            }

            if (move.Slot is { } slot)
            {
                text.Append(CultureInfo.InvariantCulture, $"process {slot.Process} {slot.Id}\n");
                foreach (string line in ChainText.Lines(slot))
                {
                    text.Append("  ").Append(line).Append('\n');
                }
            }
        }

        // A text without any process is no chain.
        return Moves.Any(m => m.Slot is not null) ? text.ToString() : text.Append("\nprocess gain untouched\n  amount 0 dB\n").ToString();
    }
}

/// <summary>Decides on chains, writes them, and puts mixes through them.</summary>
internal static class MasteringChains
{
    /// <summary>A chain for each mix; one for all of an album.</summary>
    /// <param name="files">The mixes, in order.</param>
    /// <param name="request">Mode, batch.</param>
    /// <param name="target">Loudness and true peak of the masters.</param>
    /// <param name="media">Opens the mixes as they go into the chain.</param>
    /// <param name="context">Progress, cancellation.</param>
    /// <returns>The chains, and the loudness range of each mix before its chain, LU.</returns>
    public static (ImmutableArray<MasteringChain> Chains, ImmutableArray<double> RangesLu) Decide(
        ImmutableArray<string> files, MasterRequest request, (double Lufs, double Dbtp) target, IDeliveryMedia media, VerbContext context)
    {
        var progress = new BatchProgress(context.Progress, files.Length);
        ImmutableArray<MixStudy> studies =
        [
            .. FileBatch.Run(
                files,
                request.Batch with { KeepGoing = false },
                i =>
                {
                    using IDeliveredFile file = media.Open(files[i], context.Cancellation);
                    return MixStudy.Of(file, new StageProgress(progress.ForFile(), "analysing", file.Length / (double)file.SampleRate), context.Cancellation);
                },
                context.Cancellation).Select(o => o.Result!),
        ];
        ImmutableArray<double> ranges = [.. studies.Select(s => s.LoudnessRangeLu)];
        if (request.Mode != MasteringMode.Album)
        {
            return ([.. files.Zip(studies, (f, s) => new MasteringChain(Path.GetFileName(f), MasteringRules.Decide(s, target.Lufs, target.Dbtp)))], ranges);
        }

        OneRate.Demand(files, [.. studies.Select(s => s.Spectrum.SampleRate)], "chain");
        var chain = new MasteringChain("the album", MasteringRules.Decide(MixStudy.Together(studies), target.Lufs, target.Dbtp));
        return ([.. files.Select(_ => chain)], ranges);
    }

    /// <summary>Writes the chains beside the masters; one file for an album.</summary>
    /// <param name="files">The mixes, in order.</param>
    /// <param name="chains">Theirs.</param>
    /// <param name="target">What they were decided for.</param>
    /// <param name="request">Folder, whether files are replaced.</param>
    public static void Write(ImmutableArray<string> files, ImmutableArray<MasteringChain> chains, string target, MasterRequest request)
    {
        int count = request.Mode == MasteringMode.Album ? Math.Min(1, chains.Length) : chains.Length;
        for (int i = 0; i < count; i++)
        {
            string name = request.Mode == MasteringMode.Album ? "album" : Path.GetFileNameWithoutExtension(files[i]);
            Directory.CreateDirectory(request.Folder);
            OutputFile.WriteAll(
                Path.Combine(request.Folder, name + ".chain.room"), chains[i].ToText(target), new OutputOptions { Replace = request.Force, Protected = files });
        }
    }

    /// <summary>Mixes through their chains.</summary>
    /// <param name="media">Opens the mixes.</param>
    /// <param name="files">The mixes, in order.</param>
    /// <param name="slots">Their processes.</param>
    /// <param name="context">Cancellation.</param>
    /// <exception cref="RoomtoneException">A value does not go with its process (exit 2).</exception>
    public static IDeliveryMedia Through(IDeliveryMedia media, ImmutableArray<string> files, ImmutableArray<ImmutableArray<ProcessSlot>> slots, VerbContext context)
    {
        var processes = ImmutableDictionary.CreateBuilder<string, Func<IAudioSource, IAudioSource>>();
        for (int i = 0; i < files.Length; i++)
        {
            ImmutableArray<IProcess> chain = ChainText.Create(slots[i]);
            processes[Path.GetFullPath(files[i])] = source => Through(source, chain, context);
        }

        return new ProcessedMedia(media, processes.ToImmutable());
    }

    private static IAudioSource Through(IAudioSource source, ImmutableArray<IProcess> processes, VerbContext context)
    {
        var chain = ProcessChain.Over(source, processes, withTail: false, context);
        if (chain.IsNeutral)
        {
            chain.Dispose();
            return source;
        }

        if (chain.Edits.Count > 0 || chain.Output.Length != source.Length || chain.Output.SampleRate != source.SampleRate || !chain.Output.Layout.Equals(source.Layout))
        {
            chain.Dispose();
            throw new RoomtoneException(ExitCode.Usage, new Finding("RT0851", Severity.Error, "a mastering chain keeps rate, channels and length")
            {
                Hint = "leave the process that changes them out; --format says what the masters are",
            });
        }

        return new ChainedSource(chain);
    }

    private sealed class ChainedSource(ProcessChain chain) : IAudioSource, IDisposable
    {
        public int SampleRate => chain.Output.SampleRate;

        public ChannelLayout Layout => chain.Output.Layout;

        public long Length => chain.Output.Length;

        public void Read(long position, AudioBlock destination) => chain.Output.Read(position, destination);

        public void Dispose() => chain.Dispose();
    }
}
