using System.Globalization;
using System.Text;

namespace Roomtone.Media;

/// <summary>The <c>_PMX</c> chunk, an XMP packet: what it repeats of other chunks, read and changed in place; all else stays as it was written.</summary>
/// <remarks>
/// Adobe's programs mirror bext under the prefix <c>bext</c>; the sample rate is <c>xmpDM:audioSampleRate</c>. Each is an attribute or an element;
/// other prefixes are not looked for.
/// </remarks>
public sealed class XmpText
{
    private const string Time = "bext:timeReference";
    private const string Rate = "xmpDM:audioSampleRate";

    // Latin-1 maps bytes to characters one to one, so what is not touched keeps its bytes.
    private readonly string _text;

    /// <summary>Reads a chunk.</summary>
    /// <param name="chunk">The packet.</param>
    public XmpText(ReadOnlySpan<byte> chunk) => _text = Encoding.Latin1.GetString(chunk);

    /// <summary>Samples since midnight of the first sample; null where the packet does not say.</summary>
    public ulong? TimeReference => ulong.TryParse(Value(_text, Time), NumberStyles.None, CultureInfo.InvariantCulture, out ulong time) ? time : null;

    /// <summary>Hz; null where the packet does not say.</summary>
    public int? SampleRate => int.TryParse(Value(_text, Rate), NumberStyles.None, CultureInfo.InvariantCulture, out int rate) ? rate : null;

    /// <summary>The packet with other values where it has them.</summary>
    /// <param name="timeReference">Samples since midnight; null = as it is.</param>
    /// <param name="sampleRate">Hz; null = as it is.</param>
    public byte[] With(ulong? timeReference, int? sampleRate) =>
        Encoding.Latin1.GetBytes(Replaced(Replaced(_text, Time, timeReference?.ToString(CultureInfo.InvariantCulture)), Rate, sampleRate?.ToString(CultureInfo.InvariantCulture)));

    private static string? Value(string text, string name) => Find(text, name) is { } place ? text[place] : null;

    private static string Replaced(string text, string name, string? value) =>
        value is not null && Find(text, name) is { } place ? string.Concat(text.AsSpan(0, place.Start.Value), value, text.AsSpan(place.End.Value)) : text;

    // name="value" or <name>value</name>
    private static Range? Find(string text, string name)
    {
        for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            int next = SkipBlanks(text, at + name.Length);
            char end = '<';
            if (next < text.Length && text[next] == '=')
            {
                next = SkipBlanks(text, next + 1);
                end = next < text.Length ? text[next] : '\0';
            }
            else if (next >= text.Length || text[next] != '>' || at == 0 || text[at - 1] != '<')
            {
                continue;
            }

            int close = next + 1 < text.Length ? text.IndexOf(end, next + 1) : -1;
            if (close >= 0 && (end is '<' or '"' or '\''))
            {
                return (next + 1)..close;
            }
        }

        return null;
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }
}
