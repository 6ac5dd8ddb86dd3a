namespace Roomtone.Media;

/// <summary>How one sample is coded.</summary>
public enum SampleEncoding
{
    /// <summary>Unsigned integer, 8 bits, 128 = silence.</summary>
    Unsigned8,

    /// <summary>Two's complement, 8 bits.</summary>
    Signed8,

    /// <summary>Two's complement, 16 bits.</summary>
    Signed16,

    /// <summary>Two's complement, 24 bits.</summary>
    Signed24,

    /// <summary>Two's complement, 32 bits.</summary>
    Signed32,

    /// <summary>IEEE 754, 32 bits, full scale ±1.</summary>
    Float32,

    /// <summary>IEEE 754, 64 bits, full scale ±1.</summary>
    Float64,

    /// <summary>ITU-T G.711 A-law, 8 bits.</summary>
    ALaw,

    /// <summary>ITU-T G.711 µ-law, 8 bits.</summary>
    MuLaw,
}

/// <summary>How samples lie in a file.</summary>
/// <param name="Encoding">The coding.</param>
/// <param name="ValidBits">Bits that carry signal, from the most significant on; the width where all do.</param>
/// <param name="IsBigEndian">The most significant byte comes first.</param>
public sealed record SampleFormat(SampleEncoding Encoding, int ValidBits, bool IsBigEndian = false)
{
    /// <summary>Every bit valid, least significant byte first.</summary>
    /// <param name="encoding">The coding.</param>
    public static SampleFormat Of(SampleEncoding encoding) => new(encoding, 8 * BytesOf(encoding));

    /// <summary>Bytes of one sample of one channel.</summary>
    public int Bytes => BytesOf(Encoding);

    /// <summary>Samples are floating-point numbers.</summary>
    public bool IsFloat => Encoding is SampleEncoding.Float32 or SampleEncoding.Float64;

    /// <summary>The name for people: "24-bit", "32-bit float", "A-law".</summary>
    public string Title => Encoding switch
    {
        SampleEncoding.ALaw => "A-law",
        SampleEncoding.MuLaw => "µ-law",
        SampleEncoding.Float32 => "32-bit float",
        SampleEncoding.Float64 => "64-bit float",
        _ => ValidBits == 8 * Bytes ? $"{ValidBits}-bit" : $"{ValidBits}-bit in {8 * Bytes}",
    };

    private static int BytesOf(SampleEncoding encoding) => encoding switch
    {
        SampleEncoding.Signed16 => 2,
        SampleEncoding.Signed24 => 3,
        SampleEncoding.Signed32 or SampleEncoding.Float32 => 4,
        SampleEncoding.Float64 => 8,
        _ => 1,
    };
}
