namespace Roomtone.Signal;

/// <summary>The order in which a file or a facility lists the channels of a layout.</summary>
public enum ChannelOrdering
{
    /// <summary>L R C LFE Ls Rs …: SMPTE ST 320, ITU-R BS.775 and WAVE files; the order inside Roomtone.</summary>
    Smpte,

    /// <summary>L C R Ls Rs LFE: film, as in Pro Tools sessions.</summary>
    Film,

    /// <summary>L R Ls Rs C LFE: DTS, and many stem deliveries.</summary>
    Dts,
}

/// <summary>Re-orders channels between conventions.</summary>
public static class ChannelOrder
{
    /// <summary>Where each channel of Roomtone's order stands in another.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="ordering">The other order; without a centre and surrounds it changes nothing.</param>
    /// <returns>For channel c of the layout, its index in the other order.</returns>
    public static int[] Map(ChannelLayout layout, ChannelOrdering ordering)
    {
        ArgumentNullException.ThrowIfNull(layout);
        int[] rank = new int[layout.Count];
        int[] index = new int[layout.Count];
        for (int c = 0; c < layout.Count; c++)
        {
            (rank[c], index[c]) = (Rank(layout.Speakers[c], ordering), c);
        }

        // Stable: channels of equal rank (surrounds, heights) keep their order.
        int[] sorted = [.. index.OrderBy(c => rank[c])];
        int[] map = new int[layout.Count];
        for (int place = 0; place < sorted.Length; place++)
        {
            map[sorted[place]] = place;
        }

        return map;
    }

    /// <summary>Copies planes from another order to Roomtone's.</summary>
    /// <param name="source">Planes in the other order.</param>
    /// <param name="map">As <see cref="Map"/> gives it.</param>
    /// <param name="destination">Receives Roomtone's order; another block than the source.</param>
    public static void ToSmpte(ReadOnlyAudioBlock source, ReadOnlySpan<int> map, AudioBlock destination)
    {
        for (int c = 0; c < map.Length; c++)
        {
            source[map[c]].CopyTo(destination[c]);
        }
    }

    /// <summary>Copies planes from Roomtone's order to another.</summary>
    /// <param name="source">Planes in Roomtone's order.</param>
    /// <param name="map">As <see cref="Map"/> gives it.</param>
    /// <param name="destination">Receives the other order; another block than the source.</param>
    public static void FromSmpte(ReadOnlyAudioBlock source, ReadOnlySpan<int> map, AudioBlock destination)
    {
        for (int c = 0; c < map.Length; c++)
        {
            source[c].CopyTo(destination[map[c]]);
        }
    }

    private static int Rank(Speaker speaker, ChannelOrdering ordering) => (ordering, speaker.Name) switch
    {
        (ChannelOrdering.Smpte, _) => 0,
        (_, "L") => 0,
        (ChannelOrdering.Film, "C") => 1,
        (_, "R") => 2,
        (_, "LFE") => speaker.IsLfe ? 5 : 3,
        (ChannelOrdering.Dts, "C") => 4,
        _ when speaker.ElevationDegrees > 0 => 6,
        _ => 3,
    };
}

/// <summary>WAVE_FORMAT_EXTENSIBLE's channel masks.</summary>
/// <remarks>Source: Microsoft, <i>Multiple Channel Audio Data and WAVE Files</i>, 2007: bit order is channel order.</remarks>
public static class ChannelMask
{
    private const uint FrontLeft = 0x1, FrontRight = 0x2, FrontCenter = 0x4, LowFrequency = 0x8, BackLeft = 0x10, BackRight = 0x20;
    private const uint SideLeft = 0x200, SideRight = 0x400;
    private const uint TopFrontLeft = 0x1000, TopFrontRight = 0x4000, TopBackLeft = 0x8000, TopBackRight = 0x20000;

    private const uint Front = FrontLeft | FrontRight;
    private const uint Five = Front | FrontCenter | SideLeft | SideRight;
    private const uint Seven = Five | LowFrequency | BackLeft | BackRight;
    private const uint Heights = TopFrontLeft | TopFrontRight | TopBackLeft | TopBackRight;

    /// <summary>The mask that a file of this layout carries.</summary>
    /// <param name="layout">The layout.</param>
    /// <returns>The mask; 0 where WAVE has no positions for it (ambisonics, discrete channels).</returns>
    public static uint Of(ChannelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return layout.Id switch
        {
            "mono" => FrontCenter,
            "stereo" => Front,
            "lcr" => Front | FrontCenter,
            "quad" => Front | BackLeft | BackRight,
            "5.0" => Five,
            "5.1" => Five | LowFrequency,
            "7.1" => Seven,
            "5.1.2" => Five | LowFrequency | TopFrontLeft | TopFrontRight,
            "5.1.4" => Five | LowFrequency | Heights,
            "7.1.4" => Seven | Heights,
            _ => 0,
        };
    }

    /// <summary>The layout that a mask means.</summary>
    /// <param name="mask">The mask of a file; 0 leaves the choice to the count.</param>
    /// <param name="channels">Channels of the file.</param>
    /// <returns>A named layout, or discrete channels where none fits.</returns>
    public static ChannelLayout ToLayout(uint mask, int channels)
    {
        if (mask == 0)
        {
            return ChannelLayout.Default(channels);
        }

        // Surrounds of a five-channel bed are called back in older files, side in newer ones.
        uint bed = (mask & (SideLeft | SideRight)) == 0 && (mask & FrontCenter) != 0
            ? (mask & ~(BackLeft | BackRight)) | ((mask & (BackLeft | BackRight)) != 0 ? SideLeft | SideRight : 0)
            : mask;
        foreach (ChannelLayout layout in ChannelLayout.Known)
        {
            uint known = Of(layout);
            if (known != 0 && (known == mask || known == bed) && layout.Count == channels)
            {
                return layout;
            }
        }

        return mask == (Front | SideLeft | SideRight) && channels == 4 ? ChannelLayout.Quad : ChannelLayout.Discrete(channels);
    }

    /// <summary>For each channel of a layout, its place among a file's channels, which stand in the order of the mask's bits.</summary>
    /// <param name="layout">The layout; its mask gives the file's order.</param>
    /// <returns>A map for <see cref="ChannelOrder.ToSmpte"/>; 7.1 files carry the back pair before the side pair.</returns>
    public static int[] FileOrder(ChannelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        int[] map = [.. Enumerable.Range(0, layout.Count)];
        int side = layout.IndexOf("Lss"), back = layout.IndexOf("Lrs");
        if (side >= 0 && back > side)
        {
            (map[side], map[back]) = (back, side);
            (map[side + 1], map[back + 1]) = (back + 1, side + 1);
        }

        return map;
    }
}
