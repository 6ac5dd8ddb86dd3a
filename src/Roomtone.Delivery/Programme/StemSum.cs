using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Rendering;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>The proof that stems add up to the mix.</summary>
internal static class StemSum
{
    private const int Block = 8192;
    private const double BoundDb = -120;

    /// <summary>Subtracts stems from the mix and tells what is left.</summary>
    /// <param name="document">Its tracks.</param>
    /// <param name="stems">The stems that were rendered.</param>
    /// <param name="residue">Processes through which they do not add up.</param>
    /// <param name="mix">The mix.</param>
    /// <param name="open">A stem's audio, by its id.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IEnumerable<Finding> Tell(
        SessionDocument document, ImmutableArray<RenderStem> stems, ImmutableArray<string> residue, IAudioSource mix, Func<string, IAudioSource> open, CancellationToken cancellation)
    {
        ImmutableArray<RenderStem> shares = Disjoint(stems);
        string names = string.Join(" + ", shares.Select(s => SessionStems.RoleOf(s.Id) ?? s.Id));
        HashSet<string> shared = [.. shares.SelectMany(s => s.Tracks)];
        string[] missing = [.. document.Tracks.Where(t => !t.IsMuted && !shared.Contains(t.Id)).Select(t => t.Id)];
        if (missing.Length > 0)
        {
            yield return new Finding("RT0850", Severity.Warning, $"{names} do not add up to the mix: {string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} in none of them")
            {
                Hint = "give the track a role, or a stem that role",
            };
            yield break;
        }

        double db = ResidualDb(mix, [.. shares.Select(s => open(s.Id))], cancellation);
        string left = double.IsNegativeInfinity(db) ? "nothing is left" : $"{Text.Number(db, 1)} dB are left";
        if (db <= BoundDb)
        {
            yield return new Finding("RT0851", Severity.Note, $"{names} add up to the mix: {left}");
            yield break;
        }

        string through = residue.IsEmpty ? string.Empty : $", made by {string.Join(", ", residue)}";
        yield return new Finding("RT0850", Severity.Warning, $"{names} do not quite add up to the mix: {left}{through}")
        {
            Hint = residue.IsEmpty ? null : "what is not linear and computes no gain can't be shared out; put it on a track",
        };
    }

    // A stem that overlaps one before it (M&E beside MX and FX) is another cut of the same mix.
    private static ImmutableArray<RenderStem> Disjoint(ImmutableArray<RenderStem> stems)
    {
        HashSet<string> taken = [];
        ImmutableArray<RenderStem>.Builder shares = ImmutableArray.CreateBuilder<RenderStem>();
        foreach (RenderStem stem in stems.Where(s => !s.Tracks.Any(taken.Contains)))
        {
            taken.UnionWith(stem.Tracks);
            shares.Add(stem);
        }

        return shares.ToImmutable();
    }

    // Power of what is left against the power of the mix, dB.
    private static double ResidualDb(IAudioSource mix, IAudioSource[] stems, CancellationToken cancellation)
    {
        using AudioBuffer whole = new(mix.Layout.Count, Block), share = new(mix.Layout.Count, Block), sum = new(mix.Layout.Count, Block);
        double left = 0, all = 0;
        for (long at = 0; at < mix.Length; at += Block)
        {
            cancellation.ThrowIfCancellationRequested();
            int length = (int)Math.Min(Block, mix.Length - at);
            mix.Read(at, whole.Block.Slice(0, length));
            sum.Block.Clear();
            foreach (IAudioSource stem in stems)
            {
                stem.Read(at, share.Block.Slice(0, length));
                for (int c = 0; c < share.Channels; c++)
                {
                    Kernels.Add(share.Block[c][..length], sum.Block[c][..length]);
                }
            }

            for (int c = 0; c < whole.Channels; c++)
            {
                for (int i = 0; i < length; i++)
                {
                    double x = whole.Block[c][i], d = x - sum.Block[c][i];
                    all += x * x;
                    left += d * d;
                }
            }
        }

        return left == 0 ? double.NegativeInfinity : Decibels.FromPower(left / Math.Max(all, double.Epsilon));
    }
}
