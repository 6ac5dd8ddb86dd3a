using System.Globalization;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Noise that makes a shorter word length sound like noise instead of distortion.</summary>
public enum DitherChoice
{
    /// <summary>Triangular at 16 bits and less where the word gets shorter; none above, where rounding is below −144 dBFS.</summary>
    Usual,

    /// <summary>Triangular.</summary>
    Tpdf,

    /// <summary>Triangular, its noise moved to where the ear hears least.</summary>
    Shaped,

    /// <summary>Rounding only.</summary>
    None,
}

/// <summary>What an output shall be, where it is not what the input is.</summary>
public sealed record TargetOptions
{
    /// <summary>Hz; null = the input's.</summary>
    public int? SampleRate { get; init; }

    /// <summary>16, 24, or 32; null = the input's.</summary>
    public int? Bits { get; init; }

    /// <summary>32-bit floating point.</summary>
    public bool IsFloat { get; init; }

    /// <summary>Dither of a shorter word length.</summary>
    public DitherChoice Dither { get; init; }

    /// <summary>Channels; null = the input's.</summary>
    public ChannelLayout? Layout { get; init; }

    /// <summary>Reads the options as typed; null = not typed.</summary>
    /// <param name="rate"><c>--rate</c>.</param>
    /// <param name="bits"><c>--bits</c>.</param>
    /// <param name="dither"><c>--dither</c>.</param>
    /// <param name="layout"><c>--layout</c>.</param>
    /// <exception cref="RoomtoneException">A value that the option can't take (exit 2).</exception>
    public static TargetOptions Parse(string? rate, string? bits, string? dither, string? layout) => new()
    {
        SampleRate = rate is null ? null : Quantities.SampleRate("--rate", rate),
        Bits = bits is null ? null : ParseBits(bits),
        IsFloat = bits is "float",
        Dither = dither switch
        {
            null => DitherChoice.Usual,
            "tpdf" => DitherChoice.Tpdf,
            "shaped" => DitherChoice.Shaped,
            "none" => DitherChoice.None,
            _ => throw Quantities.Refuse("--dither", dither, "tpdf, shaped or none"),
        },
        Layout = layout is null ? null : Quantities.Layout("--layout", layout),
    };

    private static int ParseBits(string text)
    {
        string number = text.EndsWith("bit", StringComparison.Ordinal) ? text[..^3].Trim() : text;
        return text == "float" ? 32
            : int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int bits) && bits is 16 or 24 or 32 ? bits
            : throw Quantities.Refuse("--bits", text, "16, 24, 32 or float");
    }
}

/// <summary>A file that was written from another.</summary>
/// <param name="Output">The file.</param>
/// <param name="Format">Container and coding: "WAV 24-bit".</param>
/// <param name="SampleRate">Hz.</param>
/// <param name="Layout">Channels.</param>
/// <param name="Length">Samples per channel.</param>
public sealed record WrittenFile(string Output, string Format, int SampleRate, ChannelLayout Layout, long Length)
{
    /// <summary>What was changed on the way, and why, for people.</summary>
    public System.Collections.Immutable.ImmutableArray<string> Changes { get; init; } = [];

    /// <summary>The residual that was written; null without one.</summary>
    public string? Residual { get; init; }

    /// <summary>Level of the residual, dBFS; null without one.</summary>
    public double? ResidualRmsDbfs { get; init; }
}
