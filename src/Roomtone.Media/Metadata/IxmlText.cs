using System.Globalization;
using System.Text;
using System.Xml;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>The <c>iXML</c> chunk: read by element, changed in place so that everything unknown stays as it was written.</summary>
/// <remarks>Element paths are given below BWFXML: <c>SPEED/TIMECODE_RATE</c>. No entities, no resolver (Limits.MaximumXml…).</remarks>
public sealed class IxmlText
{
    private readonly byte[] _bytes;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Reads a chunk; text that is no XML has no elements.</summary>
    /// <param name="chunk">The bytes, with whatever padding follows the text.</param>
    public IxmlText(ReadOnlyMemory<byte> chunk)
    {
        _bytes = chunk.ToArray();
        IsWellFormed = Read();
    }

    /// <summary>The text is XML within the limits.</summary>
    public bool IsWellFormed { get; }

    /// <summary>The text without trailing blanks and NULs.</summary>
    public string Text => Encoding.UTF8.GetString(TrimmedBytes());

    /// <summary>Samples since midnight of the first sample; null where the text does not say.</summary>
    /// <remarks>The halves are 32 bits; some writers print them signed.</remarks>
    public ulong? TimeReference =>
        Half("SPEED/TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI") is { } high && Half("SPEED/TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO") is { } low
            ? (ulong)high << 32 | low
            : null;

    /// <summary>The file's sample rate as the text has it; null where it does not say.</summary>
    public int? FileSampleRate => int.TryParse(this["SPEED/FILE_SAMPLE_RATE"], NumberStyles.None, CultureInfo.InvariantCulture, out int rate) ? rate : null;

    /// <summary>The first value of an element.</summary>
    /// <param name="path">Below BWFXML.</param>
    /// <returns>The text, or null where the element does not exist.</returns>
    public string? this[string path] => _values.GetValueOrDefault(path);

    /// <summary>The chunk with the text of elements replaced wherever they occur; every other byte stays.</summary>
    /// <param name="values">Element names without path, and their new text.</param>
    public byte[] With(IReadOnlyDictionary<string, string> values)
    {
        // Latin-1 maps bytes to characters one to one, so what is not touched keeps its bytes whatever its coding.
        string text = Encoding.Latin1.GetString(_bytes);
        foreach ((string name, string value) in values)
        {
            text = Replace(text, name, value);
        }

        return Encoding.Latin1.GetBytes(text);
    }

    private static string Replace(string text, string name, string value)
    {
        var result = new StringBuilder();
        string open = $"<{name}>";
        int from = 0;
        while (text.IndexOf(open, from, StringComparison.Ordinal) is var start and >= 0
            && text.IndexOf('<', start + open.Length) is var end and >= 0)
        {
            result.Append(text, from, start + open.Length - from).Append(value);
            from = end;
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    private uint? Half(string path) =>
        long.TryParse(this[path], NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long value)
            ? unchecked((uint)value)
            : null;

    private ReadOnlySpan<byte> TrimmedBytes() => _bytes.AsSpan().TrimEnd("\0 \t\r\n"u8);

    private bool Read()
    {
        Limits limits = Limits.Default;
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Ignore,
            XmlResolver = null,
            MaxCharactersInDocument = limits.MaximumXmlBytes,
            IgnoreComments = true,
            IgnoreWhitespace = true,
        };
        try
        {
            using var stream = new MemoryStream(TrimmedBytes().ToArray());
            using var xml = XmlReader.Create(stream, settings);
            return ReadElements(xml, limits.MaximumXmlDepth);
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private bool ReadElements(XmlReader xml, int maximumDepth)
    {
        var path = new List<string>();
        while (xml.Read())
        {
            if (xml.Depth > maximumDepth)
            {
                return false;
            }

            if (xml.NodeType == XmlNodeType.Element)
            {
                path.RemoveRange(Math.Min(path.Count, xml.Depth), path.Count - Math.Min(path.Count, xml.Depth));
                path.Add(xml.LocalName);
            }
            else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && path.Count > 1)
            {
                _values.TryAdd(string.Join('/', path.Skip(1).Take(xml.Depth - 1)), xml.Value);
            }
        }

        return path.Count > 0;
    }
}
