using System.Collections.Frozen;

namespace Roomtone.Session;

/// <summary>Processes of the format that this version may not have yet: told apart from misspelt ones where the catalogue has none of that name.</summary>
internal static class LaterProcesses
{
    private static readonly FrozenSet<string> s_ids = FrozenSet.ToFrozenSet(
    [
        "trim-silence", "strip-silence", "de-ess", "automix", "de-click", "de-clip",
        "de-hum", "de-noise", "de-reverb", "de-plosive", "de-breath", "de-wind", "de-rustle", "spectral-repair", "room-tone", "azimuth", "phase-rotate",
        "wow-flutter", "stretch", "pitch", "tune", "varispeed", "pull", "align", "double-align", "upmix", "binaural", "ambisonic", "reverb", "convolution",
        "delay", "chorus", "flanger", "phaser", "tremolo", "vibrato", "ring-mod", "frequency-shift", "bit-crush", "vocoder", "doppler", "telephone", "worldize",
        "granular", "freeze", "blur", "morph", "spectral-gate",
    ],
        StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> s_withoutHyphens =
        s_ids.ToFrozenDictionary(i => i.Replace("-", string.Empty, StringComparison.Ordinal), StringComparer.Ordinal);

    /// <summary>The id of a process that the format knows, from it or a spelling without its hyphens; null for any other word.</summary>
    public static string? Find(string word) => s_withoutHyphens.GetValueOrDefault(word.Replace("-", string.Empty, StringComparison.Ordinal));
}
