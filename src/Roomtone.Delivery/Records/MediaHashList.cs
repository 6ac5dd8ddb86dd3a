using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Xml;
using Roomtone.Platform;

namespace Roomtone.Delivery;

/// <summary>Delivered files as a media hash list, by which those who receive them check their copies.</summary>
/// <remarks>
/// Source: Media Hash List 1.1 (mediahashlist.org, 2016), hashes as <c>xxhash64be</c>. Its times are those of the files, or the date that goes
/// into them: the clock is never read.
/// </remarks>
public static class MediaHashList
{
    /// <summary>Writes a list beside or above the files.</summary>
    /// <param name="path">The list; files are named relative to its folder.</param>
    /// <param name="files">Full paths.</param>
    /// <param name="tool">Name and version of the tool.</param>
    /// <param name="date">The date that goes into files; null = their own times.</param>
    /// <param name="output">What may be replaced.</param>
    /// <exception cref="RoomtoneException">Usage: a file lies outside the list's folder. Media: one can't be read, or the list not written.</exception>
    public static void Write(string path, IReadOnlyCollection<string> files, string tool, DateOnly? date, OutputOptions output)
    {
        ArgumentNullException.ThrowIfNull(files);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        StringBuilder text = new();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            Entry[] entries = [.. files.Order(StringComparer.Ordinal).Select(f => Entry.Of(f, folder, path))];
            string when = Time(date, entries.Select(e => e.Modified).DefaultIfEmpty(DateTime.UnixEpoch).Max());
            xml.WriteStartElement("hashlist");
            xml.WriteAttributeString("version", "1.1");
            xml.WriteStartElement("creatorinfo");
            xml.WriteElementString("tool", tool);
            xml.WriteElementString("startdate", when);
            xml.WriteElementString("finishdate", when);
            xml.WriteEndElement();
            foreach (Entry entry in entries)
            {
                xml.WriteStartElement("hash");
                xml.WriteElementString("file", entry.Name);
                xml.WriteElementString("size", entry.Bytes.ToString(CultureInfo.InvariantCulture));
                xml.WriteElementString("lastmodificationdate", Time(null, entry.Modified));
                xml.WriteElementString("xxhash64be", entry.Hash);
                xml.WriteElementString("hashdate", when);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        OutputFile.WriteAll(path, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text + "\n", output);
    }

    private static string Time(DateOnly? date, DateTime time) =>
        (date is { } day ? day.ToDateTime(TimeOnly.MinValue) : time).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed record Entry(string Name, long Bytes, DateTime Modified, string Hash)
    {
        public static Entry Of(string file, string folder, string list)
        {
            string name = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (name.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(name))
            {
                throw new RoomtoneException(ExitCode.Usage, new Finding("RT0855", Severity.Error, $"a media hash list names what lies beside or under it, and {file} does not")
                {
                    File = list,
                    Hint = "put the list into the folder that holds all files",
                });
            }

            try
            {
                FileInfo info = new(file);
                using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
                XxHash64 hash = new();
                hash.Append(stream);
                return new Entry(name, info.Length, info.LastWriteTimeUtc, Convert.ToHexStringLower(hash.GetCurrentHash()));
            }
            catch (Exception e) when (FileFailure.IsFileError(e))
            {
                throw FileFailure.Reading(file, e);
            }
        }
    }
}
