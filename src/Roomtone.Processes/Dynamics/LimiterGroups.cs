using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Which channels of a layout a limiter holds together.</summary>
internal static class LimiterGroups
{
    private const double FrontDegrees = 75;
    private const double HeightDegrees = 15;

    /// <summary>The group of each channel, numbered from 0 in the order of the channels.</summary>
    /// <param name="groups">How they are told apart.</param>
    /// <param name="layout">The channels.</param>
    public static int[] Of(LinkGroups groups, ChannelLayout layout)
    {
        var numbers = new Dictionary<(ChannelKind, double, double), int>();
        return [.. layout.Speakers.Select((speaker, channel) =>
        {
            (ChannelKind, double, double) key = Key(groups, speaker, channel);
            return numbers.TryGetValue(key, out int known) ? known : numbers[key] = numbers.Count;
        })];
    }

    private static (ChannelKind, double, double) Key(LinkGroups groups, Speaker speaker, int channel) => (groups, speaker.Kind) switch
    {
        (LinkGroups.All, _) or (_, ChannelKind.Ambisonic) => default,
        (LinkGroups.Rows, ChannelKind.Discrete) => (speaker.Kind, 0, 0),
        (_, ChannelKind.Lfe) => (speaker.Kind, channel, 0),
        (LinkGroups.Rows, _) => (speaker.Kind, Math.Abs(speaker.AzimuthDegrees) <= FrontDegrees ? 0 : 1, speaker.ElevationDegrees > HeightDegrees ? 1 : 0),
        (_, ChannelKind.Discrete) => (speaker.Kind, channel, 0),
        _ => (speaker.Kind, Math.Abs(speaker.AzimuthDegrees), speaker.ElevationDegrees),
    };
}
