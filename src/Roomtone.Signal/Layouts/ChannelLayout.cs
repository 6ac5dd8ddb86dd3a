using System.Collections.Immutable;
using System.Globalization;

namespace Roomtone.Signal;

/// <summary>The channels of a signal, in order and by name.</summary>
/// <remarks>
/// Names and directions after ITU-R BS.2051-3 and BS.775-4; the order is SMPTE's (L R C LFE Ls Rs …), which files use too.
/// Two layouts are equal when their ids are. Immutable, free to share between threads.
/// </remarks>
public sealed class ChannelLayout : IEquatable<ChannelLayout>
{
    private static readonly Speaker s_l = new("L", 30, 0);
    private static readonly Speaker s_r = new("R", -30, 0);
    private static readonly Speaker s_c = new("C", 0, 0);
    private static readonly Speaker s_lfe = new("LFE", 0, -30, ChannelKind.Lfe);
    private static readonly Speaker s_ls = new("Ls", 110, 0);
    private static readonly Speaker s_rs = new("Rs", -110, 0);
    private static readonly Speaker s_lss = new("Lss", 90, 0);
    private static readonly Speaker s_rss = new("Rss", -90, 0);
    private static readonly Speaker s_lrs = new("Lrs", 135, 0);
    private static readonly Speaker s_rrs = new("Rrs", -135, 0);
    private static readonly Speaker s_ltf = new("Ltf", 45, 45);
    private static readonly Speaker s_rtf = new("Rtf", -45, 45);
    private static readonly Speaker s_ltr = new("Ltr", 135, 45);
    private static readonly Speaker s_rtr = new("Rtr", -135, 45);
    private static readonly Speaker s_ltm = new("Ltm", 90, 45);
    private static readonly Speaker s_rtm = new("Rtm", -90, 45);

    private ChannelLayout(string id, string title, params Speaker[] speakers)
    {
        Id = id;
        Title = title;
        Speakers = [.. speakers];
    }

    /// <summary>One channel.</summary>
    public static ChannelLayout Mono { get; } = new("mono", "mono", new Speaker("M", 0, 0));

    /// <summary>Left, right.</summary>
    public static ChannelLayout Stereo { get; } = new("stereo", "stereo", s_l, s_r);

    /// <summary>Left, right, centre.</summary>
    public static ChannelLayout Lcr { get; } = new("lcr", "LCR", s_l, s_r, s_c);

    /// <summary>Left, right, left and right surround.</summary>
    public static ChannelLayout Quad { get; } = new("quad", "quad", s_l, s_r, s_ls, s_rs);

    /// <summary>5.0 of BS.775.</summary>
    public static ChannelLayout Surround50 { get; } = new("5.0", "5.0", s_l, s_r, s_c, s_ls, s_rs);

    /// <summary>5.1 of BS.775 (system B of BS.2051).</summary>
    public static ChannelLayout Surround51 { get; } = new("5.1", "5.1", s_l, s_r, s_c, s_lfe, s_ls, s_rs);

    /// <summary>7.1 (system I of BS.2051).</summary>
    public static ChannelLayout Surround71 { get; } = new("7.1", "7.1", s_l, s_r, s_c, s_lfe, s_lss, s_rss, s_lrs, s_rrs);

    /// <summary>5.1.2.</summary>
    public static ChannelLayout Surround512 { get; } = new("5.1.2", "5.1.2", s_l, s_r, s_c, s_lfe, s_ls, s_rs, s_ltm, s_rtm);

    /// <summary>5.1.4 (system D of BS.2051).</summary>
    public static ChannelLayout Surround514 { get; } = new("5.1.4", "5.1.4", s_l, s_r, s_c, s_lfe, s_ls, s_rs, s_ltf, s_rtf, s_ltr, s_rtr);

    /// <summary>7.1.4 (system J of BS.2051).</summary>
    public static ChannelLayout Surround714 { get; } =
        new("7.1.4", "7.1.4", s_l, s_r, s_c, s_lfe, s_lss, s_rss, s_lrs, s_rrs, s_ltf, s_rtf, s_ltr, s_rtr);

    /// <summary>Every named layout, the smallest first.</summary>
    public static ImmutableArray<ChannelLayout> Known { get; } =
    [
        Mono, Stereo, Lcr, Quad, Surround50, Surround51, Surround71, Surround512, Surround514, Surround714,
        Ambisonic(1), Ambisonic(2), Ambisonic(3),
    ];

    /// <summary>The id that sessions and files use: mono, stereo, lcr, quad, 5.1, 7.1.4, ambisonic-1, discrete-12.</summary>
    public string Id { get; }

    /// <summary>The name for people.</summary>
    public string Title { get; }

    /// <summary>The channels in order.</summary>
    public ImmutableArray<Speaker> Speakers { get; }

    /// <summary>How many channels.</summary>
    public int Count => Speakers.Length;

    /// <summary>Ambisonics in ACN order with SN3D normalisation (AmbiX).</summary>
    /// <param name="order">1…3.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another order.</exception>
    public static ChannelLayout Ambisonic(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 3);
        var speakers = new Speaker[(order + 1) * (order + 1)];
        for (int acn = 0; acn < speakers.Length; acn++)
        {
            speakers[acn] = new Speaker(string.Create(CultureInfo.InvariantCulture, $"ACN{acn}"), 0, 0, ChannelKind.Ambisonic);
        }

        return new ChannelLayout(string.Create(CultureInfo.InvariantCulture, $"ambisonic-{order}"), string.Create(CultureInfo.InvariantCulture, $"ambisonics, order {order}"), speakers);
    }

    /// <summary>Channels without positions.</summary>
    /// <param name="count">1…128.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another count.</exception>
    public static ChannelLayout Discrete(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 128);
        var speakers = new Speaker[count];
        for (int c = 0; c < count; c++)
        {
            speakers[c] = new Speaker(string.Create(CultureInfo.InvariantCulture, $"{c + 1}"), 0, 0, ChannelKind.Discrete);
        }

        return new ChannelLayout(string.Create(CultureInfo.InvariantCulture, $"discrete-{count}"), string.Create(CultureInfo.InvariantCulture, $"{count} discrete channels"), speakers);
    }

    /// <summary>The layout that a bare channel count means: 1 mono, 2 stereo, 6 5.1, 8 7.1, else discrete.</summary>
    /// <param name="channels">1…128.</param>
    public static ChannelLayout Default(int channels) => channels switch
    {
        1 => Mono,
        2 => Stereo,
        6 => Surround51,
        8 => Surround71,
        _ => Discrete(channels),
    };

    /// <summary>Finds a layout by id.</summary>
    /// <param name="id">As in <see cref="Id"/>.</param>
    /// <returns>The layout, or null where no layout has that id.</returns>
    public static ChannelLayout? Find(string id)
    {
        foreach (ChannelLayout layout in Known)
        {
            if (string.Equals(layout.Id, id, StringComparison.Ordinal))
            {
                return layout;
            }
        }

        const string Prefix = "discrete-";
        return id.StartsWith(Prefix, StringComparison.Ordinal)
            && int.TryParse(id.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= 128
            ? Discrete(count)
            : null;
    }

    /// <summary>The index of a channel by name.</summary>
    /// <param name="name">As in <see cref="Speaker.Name"/>.</param>
    /// <returns>The index, or −1 where the layout has no such channel.</returns>
    public int IndexOf(string name)
    {
        for (int c = 0; c < Speakers.Length; c++)
        {
            if (string.Equals(Speakers[c].Name, name, StringComparison.Ordinal))
            {
                return c;
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public bool Equals(ChannelLayout? other) => other is not null && string.Equals(Id, other.Id, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ChannelLayout);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
