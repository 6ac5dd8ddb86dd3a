namespace Roomtone.Session;

/// <summary>The words that are units when they follow a number.</summary>
internal static class Units
{
    /// <summary>Whether a word is a unit.</summary>
    public static bool IsUnit(ReadOnlySpan<char> text) => text switch
    {
        "dB" or "dBFS" or "dBTP" or "LUFS" or "LKFS" or "LU" or "Hz" or "kHz" or "s" or "ms" or "samples" or "frame" or "frames" or "%"
            or "ct" or "st" or "oct" or "dB/oct" or "dB/s" or "deg" or "m" or "bpm" or "fps" or "bit" or "kbps" or "ppm" => true,
        _ => false,
    };
}
