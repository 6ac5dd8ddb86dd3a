using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>What processes demand of the channels, said in one way.</summary>
internal static class LayoutDemand
{
    /// <summary>The layout, if it is stereo.</summary>
    /// <param name="id">The process.</param>
    /// <param name="layout">What it is given.</param>
    /// <exception cref="ProcessSettingsException">Another layout.</exception>
    public static ChannelLayout Stereo(string id, ChannelLayout layout) =>
        layout.Equals(ChannelLayout.Stereo)
            ? layout
            : throw new ProcessSettingsException($"{id} takes stereo, but the signal is {layout}; put it on a stereo track or bus");
}
