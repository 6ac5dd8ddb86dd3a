using System.Collections.Immutable;
using System.Numerics;
using Roomtone.Signal;

namespace Roomtone.Media;

/// <summary>The channels of a file: which they are, and where each lies.</summary>
/// <param name="Layout">The channels in the order in which they are read and written.</param>
/// <param name="Order">Place in the file of each channel; empty where it is the same.</param>
/// <param name="Mask">The speaker bits of WAVE_FORMAT_EXTENSIBLE; 0 where the layout has none.</param>
internal sealed record ChannelPlaces(ChannelLayout Layout, ImmutableArray<int> Order, uint Mask)
{
    /// <summary>Channels as a bare count means them.</summary>
    internal static ChannelPlaces Of(int channels) => new(ChannelLayout.Default(channels), [], 0);
}

/// <summary>The speaker bits of WAVE_FORMAT_EXTENSIBLE (Microsoft, ksmedia.h), which Core Audio shares.</summary>
/// <remarks>A file's channels lie in the order of the bits, rear before side; layouts put side before rear.</remarks>
internal static class SpeakerMask
{
    private static readonly (ChannelLayout Layout, uint[] Masks, int[] Order)[] s_known =
    [
        (ChannelLayout.Mono, [0x4], []),
        (ChannelLayout.Stereo, [0x3], []),
        (ChannelLayout.Lcr, [0x7], []),
        (ChannelLayout.Quad, [0x33, 0x603], []),
        (ChannelLayout.Surround50, [0x37, 0x607], []),
        (ChannelLayout.Surround51, [0x3F, 0x60F], []),
        (ChannelLayout.Surround71, [0x63F], [0, 1, 2, 3, 6, 7, 4, 5]),
        (ChannelLayout.Surround512, [0x560F, 0x503F], []),
        (ChannelLayout.Surround514, [0x2D60F, 0x2D03F], []),
        (ChannelLayout.Surround714, [0x2D63F], [0, 1, 2, 3, 6, 7, 4, 5, 8, 9, 10, 11]),
    ];

    /// <summary>The channels that a mask names.</summary>
    /// <param name="mask">Speaker bits; 0 names none.</param>
    /// <param name="channels">Channels of the file.</param>
    internal static ChannelPlaces FromMask(uint mask, int channels)
    {
        foreach ((ChannelLayout layout, uint[] masks, int[] order) in s_known)
        {
            if (layout.Count == channels && masks.Contains(mask))
            {
                return new ChannelPlaces(layout, [.. order], mask);
            }
        }

        return mask == 0 || BitOperations.PopCount(mask) != channels
            ? ChannelPlaces.Of(channels)
            : new ChannelPlaces(channels == 1 ? ChannelLayout.Mono : ChannelLayout.Discrete(channels), [], mask);
    }

    /// <summary>The mask and order in which a layout is written.</summary>
    internal static ChannelPlaces FromLayout(ChannelLayout layout)
    {
        foreach ((ChannelLayout known, uint[] masks, int[] order) in s_known)
        {
            if (known.Equals(layout))
            {
                return new ChannelPlaces(layout, [.. order], masks[0]);
            }
        }

        return new ChannelPlaces(layout, [], 0);
    }
}
