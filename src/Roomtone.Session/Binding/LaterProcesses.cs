using System.Collections.Frozen;

namespace Roomtone.Session;

/// <summary>Processes of the format that this version may not have yet: told apart from misspelt ones where the catalogue has none of that name.</summary>
internal static class LaterProcesses
{
    private static readonly FrozenSet<string> s_ids = FrozenSet.ToFrozenSet(
    [
        "trim-silence", "strip-silence", "match-eq", "clipper", "multiband", "de-ess", "transient", "saturate", "leveller", "automix", "de-click", "de-clip",
        "de-hum", "de-noise", "de-reverb", "de-plosive", "de-breath", "de-wind", "de-rustle", "spectral-repair", "room-tone", "azimuth", "phase-rotate",
        "wow-flutter", "stretch", "pitch", "tune", "varispeed", "pull", "align", "double-align", "upmix", "binaural", "ambisonic", "reverb", "convolution",
        "delay", "chorus", "flanger", "phaser", "tremolo", "vibrato", "ring-mod", "frequency-shift", "bit-crush", "vocoder", "doppler", "telephone", "worldize",
        "granular", "freeze", "blur", "morph", "spectral-gate",
    ],
        StringComparer.Ordinal);

    /// <summary>Whether the format knows the process.</summary>
    public static bool Contains(string id) => s_ids.Contains(id);
}
