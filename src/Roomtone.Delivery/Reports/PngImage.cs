using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Roomtone.Delivery;

/// <summary>A picture of levels as PNG: 8 bits a pixel, a palette from dark to light.</summary>
/// <remarks>Source: W3C, <i>Portable Network Graphics</i>, second edition. The palette's lightness rises throughout, so that it reads without colour too.</remarks>
internal static class PngImage
{
    private const int Colours = 256;
    private static readonly byte[] s_signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    // Where along the palette which colour stands.
    private static readonly (double At, int Red, int Green, int Blue)[] s_stops =
        [(0, 14, 16, 19), (0.35, 24, 44, 84), (0.6, 36, 110, 160), (0.8, 120, 190, 200), (0.92, 245, 215, 110), (1, 255, 255, 255)];

    /// <summary>The file.</summary>
    /// <param name="pixels">Line after line from the top, 0 dark to 255 light.</param>
    /// <param name="width">Pixels of a line.</param>
    /// <param name="height">Lines.</param>
    public static byte[] Write(ReadOnlySpan<byte> pixels, int width, int height)
    {
        using var png = new MemoryStream();
        png.Write(s_signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9], header[10], header[11], header[12]) = (8, 3, 0, 0, 0);
        Chunk(png, "IHDR", header);
        Chunk(png, "PLTE", Palette());
        Chunk(png, "IDAT", Packed(pixels, width, height));
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static byte[] Palette()
    {
        byte[] palette = new byte[3 * Colours];
        for (int i = 0; i < Colours; i++)
        {
            double at = i / (Colours - 1.0);
            int k = Math.Max(1, Array.FindIndex(s_stops, s => s.At >= at));
            (double from, int r0, int g0, int b0) = s_stops[k - 1];
            (double to, int r1, int g1, int b1) = s_stops[k];
            double share = (at - from) / (to - from);
            palette[3 * i] = (byte)(r0 + share * (r1 - r0));
            palette[3 * i + 1] = (byte)(g0 + share * (g1 - g0));
            palette[3 * i + 2] = (byte)(b0 + share * (b1 - b0));
        }

        return palette;
    }

    // Each line begins with the number of its filter: none.
    private static byte[] Packed(ReadOnlySpan<byte> pixels, int width, int height)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            for (int line = 0; line < height; line++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(line * width, width));
            }
        }

        return packed.ToArray();
    }

    private static void Chunk(MemoryStream png, string id, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(id), .. data];
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(body));
        png.Write(number);
    }
}
