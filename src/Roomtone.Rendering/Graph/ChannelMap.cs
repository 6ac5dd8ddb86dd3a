using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>One way from a channel to a channel.</summary>
/// <param name="From">Channel index of the source.</param>
/// <param name="To">Channel index of the destination.</param>
/// <param name="Gain">Linear.</param>
public readonly record struct ChannelRoute(int From, int To, float Gain);

/// <summary>How the channels of one layout become those of another: a sparse matrix by channel names.</summary>
/// <remarks>
/// Unpositioned sources: mono dialogue and narration stand in C, or between L and R where there is no C; other mono stands between L and R
/// (constant power, −3.01 dB each); named channels go to the channel of their name. A channel whose name the destination lacks is folded
/// as ITU-R BS.775-4 folds it and is listed in <see cref="Folded"/>; LFE is then dropped. To mono goes half the sum of left and right.
/// </remarks>
public sealed class ChannelMap
{
    private const float Minus3Db = 0.70710678118654752440f;

    /// <summary>A map of given routes.</summary>
    /// <param name="routes">Applied in this order.</param>
    /// <param name="folded">Names of channels without a counterpart.</param>
    public ChannelMap(ImmutableArray<ChannelRoute> routes, ImmutableArray<string> folded)
    {
        Routes = routes;
        Folded = folded;
    }

    /// <summary>The routes, in the order in which they are added.</summary>
    public ImmutableArray<ChannelRoute> Routes { get; }

    /// <summary>Names of source channels that the destination does not have.</summary>
    public ImmutableArray<string> Folded { get; }

    /// <summary>The map of an unpositioned source.</summary>
    /// <param name="from">The source's layout.</param>
    /// <param name="to">The destination's layout.</param>
    /// <param name="role">dialogue, narration …; null without one.</param>
    public static ChannelMap Between(ChannelLayout from, ChannelLayout to, string? role)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.Equals(to))
        {
            return Identity(from.Count);
        }

        if (from.Count == 1)
        {
            return new ChannelMap(Mono(to, role), []);
        }

        if (to.Count == 1)
        {
            return ToMono(from);
        }

        return ByName(from, to);
    }

    /// <summary>Every channel to the channel of its index.</summary>
    /// <param name="channels">How many.</param>
    public static ChannelMap Identity(int channels) =>
        new([.. Enumerable.Range(0, channels).Select(c => new ChannelRoute(c, c, 1))], []);

    /// <summary>This map, then another: their product.</summary>
    /// <param name="next">From this map's destination onwards.</param>
    public ChannelMap Then(ChannelMap next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new ChannelMap(
            [.. from a in Routes from b in next.Routes where a.To == b.From select new ChannelRoute(a.From, b.To, a.Gain * b.Gain)],
            [.. Folded, .. next.Folded]);
    }

    /// <summary>y ← y + M·x.</summary>
    /// <param name="source">x.</param>
    /// <param name="destination">y.</param>
    public void AddTo(ReadOnlyAudioBlock source, AudioBlock destination)
    {
        foreach (ChannelRoute route in Routes)
        {
            Kernels.Mix(source[route.From], route.Gain, destination[route.To]);
        }
    }

    private static ImmutableArray<ChannelRoute> Mono(ChannelLayout to, string? role)
    {
        int centre = to.IndexOf("C"), left = to.IndexOf("L"), right = to.IndexOf("R");
        bool isVoice = role is "dialogue" or "narration" or "adr";
        if (centre >= 0 && (isVoice || left < 0 || right < 0))
        {
            return [new ChannelRoute(0, centre, 1)];
        }

        return left >= 0 && right >= 0
            ? [new ChannelRoute(0, left, Minus3Db), new ChannelRoute(0, right, Minus3Db)]
            : [new ChannelRoute(0, 0, 1)];
    }

    private static ChannelMap ToMono(ChannelLayout from)
    {
        ChannelMap stereo = ByName(from, ChannelLayout.Stereo);
        return new ChannelMap([.. stereo.Routes.Select(r => new ChannelRoute(r.From, 0, 0.5f * r.Gain))], stereo.Folded);
    }

    private static ChannelMap ByName(ChannelLayout from, ChannelLayout to)
    {
        var routes = new List<ChannelRoute>();
        var folded = new List<string>();
        for (int c = 0; c < from.Count; c++)
        {
            int same = from.Speakers[c].Kind == ChannelKind.Discrete ? (c < to.Count ? c : -1) : to.IndexOf(from.Speakers[c].Name);
            if (same >= 0)
            {
                routes.Add(new ChannelRoute(c, same, 1));
                continue;
            }

            folded.Add(from.Speakers[c].Name);
            routes.AddRange(Fold(c, from.Speakers[c], to));
        }

        return new ChannelMap([.. routes], [.. folded]);
    }

    // The nearest bed channel on the speaker's side, each step −3 dB: heights to the bed, surrounds to surrounds, then to the front.
    private static IEnumerable<ChannelRoute> Fold(int channel, Speaker speaker, ChannelLayout to)
    {
        if (speaker.Kind != ChannelKind.Speaker)
        {
            return [];
        }

        if (speaker.AzimuthDegrees == 0)
        {
            return new[] { to.IndexOf("L"), to.IndexOf("R") }.Where(i => i >= 0).Select(i => new ChannelRoute(channel, i, Minus3Db));
        }

        bool isLeft = speaker.AzimuthDegrees > 0;
        string[] nearest = Math.Abs(speaker.AzimuthDegrees) > 60
            ? isLeft ? ["Ls", "Lss", "Lrs", "L"] : ["Rs", "Rss", "Rrs", "R"]
            : isLeft ? ["L"] : ["R"];
        int found = nearest.Select(to.IndexOf).FirstOrDefault(i => i >= 0, -1);
        bool staysBehind = found >= 0 && speaker.ElevationDegrees == 0 && to.Speakers[found].Name.Length > 1;
        return found < 0 ? [] : [new ChannelRoute(channel, found, staysBehind ? 1 : Minus3Db)];
    }
}
