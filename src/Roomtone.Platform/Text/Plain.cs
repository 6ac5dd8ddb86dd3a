using System.Globalization;
using System.Text;

namespace Roomtone.Platform;

/// <summary>Makes names, tags and messages of others safe to print: they are data, never commands to a terminal.</summary>
public static class Plain
{
    /// <summary>Escapes control characters, bidirectional controls and lone surrogates as <c>\u{XXXX}</c>; keeps everything else.</summary>
    /// <param name="text">Any text.</param>
    public static string Escape(string text)
    {
        StringBuilder? result = null;
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = char.IsSurrogatePair(text, i);
            if (!isPair && IsUnsafe(text[i]))
            {
                result ??= new StringBuilder(text, 0, i, text.Length + 16);
                result.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)text[i]:X4}}}");
                continue;
            }

            result?.Append(text, i, isPair ? 2 : 1);
            i += isPair ? 1 : 0;
        }

        return result?.ToString() ?? text;
    }

    private static bool IsUnsafe(char c) =>
        char.IsControl(c) || char.IsSurrogate(c)
        || c is '\u061C' or '\u2028' or '\u2029' or '\uFEFF' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2069');
}
