namespace Roomtone.Signal;

/// <summary>A named channel with its direction as BS.2051 gives it.</summary>
/// <param name="Name">The field's name: L, R, C, LFE, Ls, Rs …; unique within a layout.</param>
/// <param name="AzimuthDegrees">Degrees, positive to the left.</param>
/// <param name="ElevationDegrees">Degrees, positive upwards.</param>
/// <param name="Kind">What the channel carries.</param>
public sealed record Speaker(string Name, double AzimuthDegrees, double ElevationDegrees, ChannelKind Kind = ChannelKind.Speaker)
{
    /// <summary>Low-frequency effects: left out of loudness and of BS.775 downmixes.</summary>
    public bool IsLfe => Kind == ChannelKind.Lfe;
}

/// <summary>What a channel carries.</summary>
public enum ChannelKind
{
    /// <summary>A loudspeaker feed at a direction.</summary>
    Speaker,

    /// <summary>Low-frequency effects.</summary>
    Lfe,

    /// <summary>A spherical-harmonic component (ACN order, SN3D).</summary>
    Ambisonic,

    /// <summary>No position is known or meant.</summary>
    Discrete,
}
