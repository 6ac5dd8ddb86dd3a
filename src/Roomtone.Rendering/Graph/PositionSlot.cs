using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>A <c>position</c> is worked out for the loudspeakers of the bus that it feeds, unless it names a layout itself.</summary>
internal static class PositionSlot
{
    private const string Layout = "layout";

    /// <summary>The slot with the layout of its bus; other slots as they are.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="bus">The layout that it plays into.</param>
    public static ProcessSlot In(ProcessSlot slot, ChannelLayout bus) =>
        slot.Process == "position" && !slot.Values.ContainsKey(Layout)
            ? slot with { Values = slot.Values.Add(Layout, new ParameterValue.Word(bus.Id)) }
            : slot;
}
