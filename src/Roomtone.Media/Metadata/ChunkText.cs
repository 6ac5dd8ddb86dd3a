using System.Text;

namespace Roomtone.Media;

/// <summary>Text in chunks, whose coding no standard enforces: UTF-8 where it is valid, else Latin-1.</summary>
internal static class ChunkText
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text up to the first NUL, trailing blanks removed.</summary>
    internal static string Decode(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        bytes = end < 0 ? bytes : bytes[..end];
        try
        {
            return s_strict.GetString(bytes).TrimEnd();
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes).TrimEnd();
        }
    }
}
