using System.Collections.Immutable;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>A tone on some channels, for a part of a pattern's period.</summary>
/// <param name="Channels">Indices.</param>
/// <param name="Start">Seconds from the period's start.</param>
/// <param name="Length">Seconds.</param>
/// <param name="FrequencyHz">Hz.</param>
/// <param name="LevelDb">dB over the pattern's level.</param>
internal sealed record ToneBurst(ImmutableArray<int> Channels, double Start, double Length, double FrequencyHz, double LevelDb = 0);

/// <summary>What sounds where in a tone or ident, over and over.</summary>
/// <param name="PeriodSeconds">After which it begins again.</param>
/// <param name="Bursts">In any order.</param>
internal sealed record TonePattern(double PeriodSeconds, ImmutableArray<ToneBurst> Bursts)
{
    private const double Line = 1000;

    /// <summary>The pattern of a tone.</summary>
    /// <param name="tone">The tone.</param>
    /// <param name="layout">Channels of the file.</param>
    /// <param name="seconds">How long it sounds: the period of what has none.</param>
    /// <returns>The pattern; null where the layout has none.</returns>
    /// <remarks>
    /// Sources: EBU Tech 3304 (2009), 2.1 for the stereo ident after R 49, 4.1 for BLITS, 4.2 for more channels; GLITS as the BBC describes
    /// it. In all of them breaks fall on whole periods of the tone, so that nothing clicks.
    /// </remarks>
    public static TonePattern? For(ReelTone tone, ChannelLayout layout, double seconds)
    {
        ImmutableArray<int> main = [.. Enumerable.Range(0, layout.Count).Where(c => !layout.Speakers[c].IsLfe)];
        return tone.Kind switch
        {
            ReelToneKind.Pop => new TonePattern(seconds, [new ToneBurst([.. Enumerable.Range(0, layout.Count).Where(c => !tone.Except.Contains(layout.Speakers[c].Name, StringComparer.Ordinal))], 0, seconds, tone.FrequencyHz)]),
            ReelToneKind.Steady => new TonePattern(seconds, [new ToneBurst(main, 0, seconds, tone.FrequencyHz)]),
            ReelToneKind.Glits => layout.Equals(ChannelLayout.Stereo) ? Glits : null,
            ReelToneKind.Blits => layout.Equals(ChannelLayout.Surround51) ? Blits : null,
            _ => layout.Count <= 2 ? EbuStereo(layout.Count) : EbuMultichannel(layout, main),
        };
    }

    private static TonePattern EbuStereo(int channels) => new(
        3, channels == 1 ? [new ToneBurst([0], 0.25, 2.75, Line)] : [new ToneBurst([0], 0.25, 2.75, Line), new ToneBurst([1], 0, 3, Line)]);

    private static TonePattern Glits { get; } = new(
        4,
        [
            new ToneBurst([0], 0.25, 3.75, Line),
            new ToneBurst([1], 0, 0.5, Line), new ToneBurst([1], 0.75, 0.25, Line), new ToneBurst([1], 1.25, 2.75, Line),
        ]);

    private static TonePattern Blits { get; } = new(
        13.4,
        [
            new ToneBurst([0], 0, 0.6, 880), new ToneBurst([1], 0.8, 0.6, 880), new ToneBurst([2], 1.6, 0.6, 1320),
            new ToneBurst([3], 2.4, 0.6, 82.5), new ToneBurst([4], 3.2, 0.6, 660), new ToneBurst([5], 4, 0.6, 660),
            new ToneBurst([1], 4.8, 5.1, Line),
            new ToneBurst([0], 4.8, 1, Line), new ToneBurst([0], 6.1, 0.3, Line), new ToneBurst([0], 6.7, 0.3, Line), new ToneBurst([0], 7.3, 0.3, Line),
            new ToneBurst([0], 7.9, 2, Line),
            new ToneBurst([0, 1, 2, 3, 4, 5], 10.2, 3, 2000, -6),
        ]);

    private static TonePattern EbuMultichannel(ChannelLayout layout, ImmutableArray<int> main)
    {
        // Clockwise from the front left, the lower layer before the upper one.
        int[] order = [.. main.OrderBy(c => layout.Speakers[c].ElevationDegrees).ThenBy(c => Clockwise(layout, c))];
        double period = 3.5 + order.Length + 0.5;
        ImmutableArray<int> lfe = [.. Enumerable.Range(0, layout.Count).Where(c => layout.Speakers[c].IsLfe)];
        return new TonePattern(
            period,
            [
                new ToneBurst(main, 0, 3, Line),
                .. order.Select((c, i) => new ToneBurst([c], 3.5 + i, 0.5, Line)),
                .. lfe.IsEmpty ? ImmutableArray<ToneBurst>.Empty : [new ToneBurst(lfe, 0, period, 80)],
            ]);
    }

    private static double Clockwise(ChannelLayout layout, int channel)
    {
        double first = layout.Speakers[0].AzimuthDegrees;
        double turn = (first - layout.Speakers[channel].AzimuthDegrees) % 360;
        return turn < 0 ? turn + 360 : turn;
    }
}
