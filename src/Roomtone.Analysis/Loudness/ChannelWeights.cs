using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>How a single channel is heard.</summary>
public enum MonoPlayback
{
    /// <summary>From one loudspeaker, as BS.1770 counts one channel.</summary>
    Single,

    /// <summary>From two loudspeakers alike: 3.01 LU louder.</summary>
    Dual,
}

/// <summary>The weights G of the channels in the loudness sum.</summary>
/// <remarks>
/// Source: BS.1770-5, Annex 3, Table 5: 1.41 (+1.5 dB) where |elevation| is under 30° and 60° ≤ |azimuth| ≤ 120°, else 1; LFE 0.
/// The surrounds of 5.0 and 5.1 stand at ±110° and so keep Annex 1's 1.41. Ambisonic scenes have no weights: render them to
/// loudspeakers first (Annex 4).
/// </remarks>
public static class ChannelWeights
{
    /// <summary>The weights in the order of the layout.</summary>
    /// <param name="layout">Channels.</param>
    /// <param name="mono">How a layout of one channel is heard.</param>
    /// <returns>One weight per channel; all 0 for ambisonics, whose loudness reads −∞ until it is rendered.</returns>
    public static ImmutableArray<double> Of(ChannelLayout layout, MonoPlayback mono = MonoPlayback.Single)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return layout.Count == 1 && layout.Speakers[0].Kind != ChannelKind.Ambisonic
            ? [mono == MonoPlayback.Dual ? 2 : 1]
            : [.. layout.Speakers.Select(Of)];
    }

    private static double Of(Speaker speaker)
    {
        if (speaker.Kind is ChannelKind.Lfe or ChannelKind.Ambisonic)
        {
            return 0;
        }

        double azimuth = Math.Abs(speaker.AzimuthDegrees);
        bool isAtTheSide = Math.Abs(speaker.ElevationDegrees) < 30 && azimuth is >= 60 and <= 120;
        return isAtTheSide ? 1.41 : 1;
    }
}
