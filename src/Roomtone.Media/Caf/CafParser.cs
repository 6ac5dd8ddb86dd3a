using System.Buffers.Binary;
using System.Text;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Media;

/// <summary>Reads Core Audio Format files (Apple, CAF 1.0) of plain samples.</summary>
internal sealed class CafParser
{
    private const uint IsFloat = 1;
    private const uint IsLittleEndian = 2;
    private const uint UseBitmap = 1 << 16;
    private readonly ByteSlice _whole;
    private readonly Limits _limits;
    private readonly ParserFindings _findings;
    private readonly ChunkCollector _chunks;
    private ByteSlice? _description;
    private ByteSlice? _data;
    private ByteSlice? _layout;

    private CafParser(IByteSource source, Limits limits)
    {
        _whole = new ByteSlice(source, 0, source.Length);
        _limits = limits;
        _findings = new ParserFindings(source.Name);
        _chunks = new ChunkCollector(source, limits);
    }

    /// <summary>The first bytes are those of such a file.</summary>
    internal static bool Recognises(ReadOnlySpan<byte> head) => head.Length >= 8 && head.StartsWith("caff\0\u0001"u8);

    /// <summary>Reads the header and every chunk but the samples.</summary>
    internal static PcmHeader Parse(IByteSource source, Limits limits)
    {
        var parser = new CafParser(source, limits);
        parser.Walk();
        return parser.Finish();
    }

    private void Walk()
    {
        Span<byte> head = stackalloc byte[12];
        for (long offset = 8; offset + 12 <= _whole.Length;)
        {
            _whole.Read(offset, head, "a chunk header");
            _chunks.Count(offset);
            string id = Encoding.Latin1.GetString(head[..4]);
            long size = BinaryPrimitives.ReadInt64BigEndian(head[4..]);
            long present = _whole.Length - offset - 12;
            if (id == "data" && _data is null)
            {
                size = DataSize(offset, size, present);
            }
            else if (size < 0 || head[..4].IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) >= 0)
            {
                _findings.Note(offset, $"{_whole.Length - offset} bytes after the last chunk are left out");
                return;
            }

            Take(id, _whole.Slice(offset + 12, size), size);
            if (size > present)
            {
                return;
            }

            offset += 12 + size;
        }
    }

    private long DataSize(long offset, long size, long present)
    {
        if (size == -1 || (size == 0 && present > 4))
        {
            _findings.Warn(offset + 4, $"the recording was not closed: {present - 4} bytes are salvaged");
            return present;
        }

        if (size > present)
        {
            _findings.Warn(offset + 4, $"the recording is cut short: {Math.Max(present - 4, 0)} of {size - 4} bytes of samples are there");
            return present;
        }

        return size >= 0 ? size : throw _whole.Failure(offset + 4, $"a data chunk of {size} bytes");
    }

    private void Take(string id, ByteSlice content, long size)
    {
        switch (id)
        {
            case "desc" when _description is null:
                _description = content;
                break;
            case "data" when _data is null:
                _data = content;
                break;
            case "chan" when _layout is null:
                _layout = content;
                break;
            default:
                if (content.Length < size)
                {
                    _findings.Warn(content.Start, $"chunk '{id}' says {size} bytes, {content.Length} are there");
                }

                _chunks.Keep(id, content, isAfterData: _data is not null);
                break;
        }
    }

    private PcmHeader Finish()
    {
        if (_description is not { Length: >= 32 } description)
        {
            throw _whole.Failure(Math.Min(8, _whole.Length), "no desc chunk of 32 bytes");
        }

        if (_data is not { } data)
        {
            throw _whole.Failure(_whole.Length, "no data chunk");
        }

        Span<byte> bytes = stackalloc byte[32];
        description.Read(0, bytes, "the desc chunk");
        double rate = BinaryPrimitives.ReadDoubleBigEndian(bytes);
        uint channels = BinaryPrimitives.ReadUInt32BigEndian(bytes[24..]);
        HeaderChecks.Rate(description, 0, rate, _limits);
        HeaderChecks.Channels(description, 24, channels, _limits);
        if (rate != Math.Round(rate))
        {
            _findings.Warn(description.Start, $"sample rate {rate:0.####} Hz is taken as {Math.Round(rate)} Hz");
        }

        SampleFormat format = Format(description, bytes, (int)channels);

        // The first four bytes of the data count edits; the samples follow.
        ByteSlice samples = data.Slice(4, data.Length);
        return new PcmHeader
        {
            Container = MediaContainer.Caf,
            Form = "CAF",
            Format = format,
            SampleRate = (int)Math.Round(rate),
            Channels = Places((int)channels),
            DataStart = samples.Start,
            Length = HeaderChecks.Length(samples, format.Bytes * (int)channels, _findings),
            Metadata = new MetadataSet(ChunkFamily.Caf, _chunks.Chunks),
            Findings = _findings.All,
        };
    }

    private static SampleFormat Format(ByteSlice description, ReadOnlySpan<byte> bytes, int channels)
    {
        string id = Encoding.Latin1.GetString(bytes.Slice(8, 4));
        uint flags = BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]);
        uint packet = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
        uint bits = BinaryPrimitives.ReadUInt32BigEndian(bytes[28..]);
        if (id is "alaw" or "ulaw")
        {
            return new SampleFormat(id == "alaw" ? SampleEncoding.ALaw : SampleEncoding.MuLaw, 8);
        }

        if (id != "lpcm")
        {
            throw new MediaFormatException(description.Source.Name, description.Start + 8, $"format '{Plain.Escape(id)}' is not plain samples") { IsUnknownEncoding = true };
        }

        if (bits is < 1 or > 64 || packet % channels != 0 || packet / channels < (bits + 7) / 8)
        {
            throw description.Failure(16, $"{packet} bytes per packet do not fit {channels} channels of {bits} bits");
        }

        bool isBigEndian = (flags & IsLittleEndian) == 0;
        SampleEncoding? encoding = ((flags & IsFloat) != 0, packet / channels) switch
        {
            (false, 1) => SampleEncoding.Signed8,
            (false, 2) => SampleEncoding.Signed16,
            (false, 3) => SampleEncoding.Signed24,
            (false, 4) => SampleEncoding.Signed32,
            (true, 4) => SampleEncoding.Float32,
            (true, 8) => SampleEncoding.Float64,
            _ => null,
        };
        return encoding is { } known
            ? new SampleFormat(known, (int)bits, isBigEndian && SampleFormat.Of(known).Bytes > 1)
            : throw description.Failure(28, $"{bits}-bit samples in {packet / channels} bytes are not a known coding");
    }

    private ChannelPlaces Places(int channels)
    {
        if (_layout is not { Length: >= 12 } chunk)
        {
            return ChannelPlaces.Of(channels);
        }

        Span<byte> bytes = stackalloc byte[8];
        chunk.Read(0, bytes, "the chan chunk");
        uint tag = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        ChannelLayout? layout = (tag >> 16, channels) switch
        {
            (113, 3) => ChannelLayout.Lcr,
            (108, 4) => ChannelLayout.Quad,
            (117, 5) => ChannelLayout.Surround50,
            (121, 6) => ChannelLayout.Surround51,
            _ => null,
        };
        return tag == UseBitmap ? SpeakerMask.FromMask(BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), channels)
            : layout is null ? ChannelPlaces.Of(channels)
            : new ChannelPlaces(layout, [], 0);
    }
}
