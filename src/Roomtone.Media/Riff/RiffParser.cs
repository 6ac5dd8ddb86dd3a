using System.Buffers.Binary;
using System.Text;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>Reads RIFF WAVE, RF64 and BW64 (EBU Tech 3306, ITU-R BS.2088).</summary>
internal sealed class RiffParser
{
    private const uint Unknown = 0xFFFFFFFF;
    private readonly IByteSource _source;
    private readonly Limits _limits;
    private readonly ParserFindings _findings;
    private readonly ChunkCollector _chunks;
    private readonly string _form;
    private readonly Dictionary<string, long> _longSizes = new(StringComparer.Ordinal);
    private ByteSlice? _format;
    private ByteSlice? _data;

    private RiffParser(IByteSource source, Limits limits, string form)
    {
        _source = source;
        _limits = limits;
        _form = form;
        _findings = new ParserFindings(source.Name);
        _chunks = new ChunkCollector(source, limits);
    }

    private bool HasLongSizes => _form != "RIFF";

    /// <summary>The first bytes are those of such a file.</summary>
    internal static bool Recognises(ReadOnlySpan<byte> head) =>
        head.Length >= 12 && (head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8) || head.StartsWith("BW64"u8)) && head[8..].StartsWith("WAVE"u8);

    /// <summary>Reads the header and every chunk but the samples.</summary>
    internal static PcmHeader Parse(IByteSource source, Limits limits)
    {
        var whole = new ByteSlice(source, 0, source.Length);
        Span<byte> head = stackalloc byte[12];
        whole.Read(0, head, "the RIFF header");
        var parser = new RiffParser(source, limits, Encoding.Latin1.GetString(head[..4]));
        parser.Walk(whole);
        return parser.Finish();
    }

    private PcmHeader Finish()
    {
        if (_data is not { } data)
        {
            throw new MediaFormatException(_source.Name, _source.Length, "no data chunk");
        }

        if (_format is not { } chunk)
        {
            throw new MediaFormatException(_source.Name, data.Start, "no fmt chunk before the data");
        }

        (SampleFormat format, int rate, ChannelPlaces channels) = WaveFormat.Parse(chunk, _limits, _findings);
        return new PcmHeader
        {
            Container = _form == "BW64" ? MediaContainer.Bw64 : MediaContainer.Wav,
            Form = _form,
            Format = format,
            SampleRate = rate,
            Channels = channels,
            DataStart = data.Start,
            Length = HeaderChecks.Length(data, format.Bytes * channels.Layout.Count, _findings),
            Metadata = new MetadataSet(ChunkFamily.Riff, _chunks.Chunks),
            Findings = _findings.All,
        };
    }

    private void Walk(ByteSlice whole)
    {
        long offset = 12;
        bool isAfterOdd = false;
        while (offset + 8 <= whole.Length)
        {
            offset = isAfterOdd ? Realign(whole, offset) : offset;
            if (!TryReadId(whole, offset, out string id))
            {
                _findings.Note(offset, $"{whole.Length - offset} bytes after the last chunk are left out");
                return;
            }

            _chunks.Count(offset);
            long size = Size(whole, id, offset);
            ByteSlice content = whole.Slice(offset + 8, size);
            if (id == "data" && _data is null)
            {
                size = TakeData(whole, offset + 8, size);
            }
            else
            {
                Take(id, content, size, offset);
            }

            isAfterOdd = (size & 1) != 0;
            offset = checked(offset + 8 + size + (size & 1));
        }
    }

    private void Take(string id, ByteSlice content, long size, long offset)
    {
        if (content.Length < size)
        {
            _findings.Warn(offset, $"chunk '{id}' says {size} bytes, {content.Length} are there");
        }

        switch (id)
        {
            case "fmt " when _format is null:
                _format = content;
                break;
            case "ds64" when HasLongSizes && _longSizes.Count == 0:
                ReadLongSizes(content);
                break;
            case "JUNK" when offset == 12 && size == 28:
                break;
            default:
                _chunks.Keep(id, content, isAfterData: _data is not null);
                break;
        }
    }

    private long Size(ByteSlice whole, string id, long offset)
    {
        long size = whole.ReadUInt32(offset + 4, "a chunk header");
        return size == Unknown && _longSizes.TryGetValue(id, out long known) ? known : size;
    }

    // ITU-R BS.2088: u64 riffSize, u64 dataSize, u64 sampleCount, u32 rows, rows of {4cc, u64}.
    private void ReadLongSizes(ByteSlice chunk)
    {
        Span<byte> bytes = stackalloc byte[28];
        chunk.Read(0, bytes, "the ds64 chunk");
        _longSizes["data"] = Positive(chunk, 8, bytes[8..]);
        uint rows = BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]);
        Span<byte> row = stackalloc byte[12];
        for (long i = 0; i < Math.Min(rows, (chunk.Length - 28) / 12); i++)
        {
            chunk.Read(28 + 12 * i, row, "the ds64 table");
            _longSizes.TryAdd(Encoding.Latin1.GetString(row[..4]), Positive(chunk, 32 + 12 * i, row[4..]));
            _chunks.Count(chunk.Start + 28 + 12 * i);
        }
    }

    private static long Positive(ByteSlice chunk, long offset, ReadOnlySpan<byte> bytes)
    {
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        return value <= long.MaxValue / 4 ? (long)value : throw chunk.Failure(offset, $"a size of {value} bytes");
    }

    // A recorder that was cut off leaves 0 or 0xFFFFFFFF as size, or one that the file does not reach.
    private long TakeData(ByteSlice whole, long start, long size)
    {
        long present = whole.Length - start;
        if (size == 0 && present > 0 && !ChunksReachEnd(whole, start))
        {
            _findings.Warn(start - 4, $"the recording was not closed (data size 0): {present} bytes are salvaged");
            size = present;
        }
        else if (size == Unknown && !_longSizes.ContainsKey("data"))
        {
            _findings.Warn(start - 4, $"the recording was not closed (data size unknown): {present} bytes are salvaged");
            size = present;
        }
        else if (size > present)
        {
            _findings.Warn(start - 4, $"the recording is cut short: {present} of {size} bytes of samples are there");
            size = present;
        }

        _data = whole.Slice(start, size);
        return size;
    }

    private static bool ChunksReachEnd(ByteSlice whole, long offset)
    {
        for (int count = 0; count < 64 && offset < whole.Length; count++)
        {
            if (offset + 8 > whole.Length || !TryReadId(whole, offset, out _))
            {
                return false;
            }

            long size = whole.ReadUInt32(offset + 4, "a chunk header");
            offset += 8 + size + (size & 1);
        }

        return offset == whole.Length || offset == whole.Length + 1;
    }

    // Some writers forget the padding byte after a chunk of odd length: the place whose name and size make sense is taken.
    private static long Realign(ByteSlice whole, long offset) =>
        !IsPlausible(whole, offset) && IsPlausible(whole, offset - 1) ? offset - 1 : offset;

    private static bool IsPlausible(ByteSlice whole, long offset) =>
        TryReadId(whole, offset, out string id)
        && (id == "data" || whole.ReadUInt32(offset + 4, "a chunk header") <= whole.Length - offset - 8);

    private static bool TryReadId(ByteSlice whole, long offset, out string id)
    {
        id = "";
        Span<byte> bytes = stackalloc byte[4];
        if (offset + 8 > whole.Length)
        {
            return false;
        }

        whole.Read(offset, bytes, "a chunk header");
        id = Encoding.Latin1.GetString(bytes);
        return bytes.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) < 0;
    }
}
