using System.Buffers.Binary;
using System.Text;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>Chunk names of Sony Wave64: GUIDs, most of which begin with the RIFF name.</summary>
internal static class Wave64Ids
{
    /// <summary>Bytes of a chunk header: GUID and a 64-bit size that counts the header.</summary>
    internal const int HeaderBytes = 24;

    internal static ReadOnlySpan<byte> Riff => [0x72, 0x69, 0x66, 0x66, 0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0, 0];

    private static ReadOnlySpan<byte> Tail => [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0x00, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A];

    /// <summary>Four characters, or 32 hexadecimal digits for a GUID of another kind.</summary>
    internal static string Name(ReadOnlySpan<byte> guid) =>
        guid[4..].SequenceEqual(Tail) ? Encoding.Latin1.GetString(guid[..4]) : Convert.ToHexString(guid);

    internal static byte[] Guid(string name) =>
        name.Length == 4 ? [.. Encoding.Latin1.GetBytes(name), .. Tail] : Convert.FromHexString(name);
}

/// <summary>Reads Sony Wave64.</summary>
internal static class Wave64Parser
{
    /// <summary>The first bytes are those of such a file.</summary>
    internal static bool Recognises(ReadOnlySpan<byte> head) => head.Length >= 40 && head.StartsWith(Wave64Ids.Riff) && Wave64Ids.Name(head.Slice(24, 16)) == "wave";

    /// <summary>Reads the header and every chunk but the samples.</summary>
    internal static PcmHeader Parse(IByteSource source, Limits limits)
    {
        var whole = new ByteSlice(source, 0, source.Length);
        var findings = new ParserFindings(source.Name);
        var chunks = new ChunkCollector(source, limits);
        ByteSlice? fmt = null;
        ByteSlice? data = null;
        Span<byte> head = stackalloc byte[Wave64Ids.HeaderBytes];
        for (long offset = 40; offset + Wave64Ids.HeaderBytes <= whole.Length;)
        {
            whole.Read(offset, head, "a chunk header");
            string id = Wave64Ids.Name(head[..16]);
            long size = BinaryPrimitives.ReadInt64LittleEndian(head[16..]);
            chunks.Count(offset);
            if (id == "data" && data is null)
            {
                size = DataSize(whole, offset, size, findings);
                data = whole.Slice(offset + Wave64Ids.HeaderBytes, size - Wave64Ids.HeaderBytes);
            }
            else if (size < Wave64Ids.HeaderBytes)
            {
                findings.Note(offset, $"{whole.Length - offset} bytes after the last chunk are left out");
                break;
            }
            else
            {
                ByteSlice content = whole.Slice(offset + Wave64Ids.HeaderBytes, size - Wave64Ids.HeaderBytes);
                Take(id, content, size, ref fmt, data is not null, chunks, findings);
            }

            if (size > whole.Length - offset)
            {
                break;
            }

            offset += (size + 7) & ~7L;
        }

        return Finish(whole, fmt, data, chunks, limits, findings);
    }

    private static void Take(string id, ByteSlice content, long size, ref ByteSlice? fmt, bool isAfterData, ChunkCollector chunks, ParserFindings findings)
    {
        if (content.Length < size - Wave64Ids.HeaderBytes)
        {
            findings.Warn(content.Start, $"chunk '{id}' says {size - Wave64Ids.HeaderBytes} bytes, {content.Length} are there");
        }

        if (id == "fmt " && fmt is null)
        {
            fmt = content;
        }
        else
        {
            chunks.Keep(id, content, isAfterData);
        }
    }

    private static long DataSize(ByteSlice whole, long offset, long size, ParserFindings findings)
    {
        long present = whole.Length - offset;
        if (size >= Wave64Ids.HeaderBytes && size <= present)
        {
            return size;
        }

        string what = size > present ? $"is cut short: {present - Wave64Ids.HeaderBytes} of {size - Wave64Ids.HeaderBytes} bytes" : "was not closed: all bytes to the end";
        findings.Warn(offset + 16, $"the recording {what} of samples are salvaged");
        return present;
    }

    private static PcmHeader Finish(ByteSlice whole, ByteSlice? fmt, ByteSlice? data, ChunkCollector chunks, Limits limits, ParserFindings findings)
    {
        if (data is not { } samples)
        {
            throw whole.Failure(whole.Length, "no data chunk");
        }

        if (fmt is not { } chunk)
        {
            throw whole.Failure(samples.Start, "no fmt chunk before the data");
        }

        (SampleFormat format, int rate, ChannelPlaces channels) = WaveFormat.Parse(chunk, limits, findings);
        return new PcmHeader
        {
            Container = MediaContainer.Wave64,
            Form = "W64",
            Format = format,
            SampleRate = rate,
            Channels = channels,
            DataStart = samples.Start,
            Length = HeaderChecks.Length(samples, format.Bytes * channels.Layout.Count, findings),
            Metadata = new MetadataSet(ChunkFamily.Riff, chunks.Chunks),
            Findings = findings.All,
        };
    }
}
