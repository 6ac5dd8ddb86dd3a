using System.Buffers.Binary;
using System.Text;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>Reads AIFF 1.3 and AIFF-C.</summary>
internal sealed class AiffParser
{
    private readonly ByteSlice _whole;
    private readonly Limits _limits;
    private readonly ParserFindings _findings;
    private readonly ChunkCollector _chunks;
    private readonly bool _isCompressed;
    private ByteSlice? _common;
    private ByteSlice? _sound;

    private AiffParser(IByteSource source, Limits limits, bool isCompressed)
    {
        _whole = new ByteSlice(source, 0, source.Length);
        _limits = limits;
        _isCompressed = isCompressed;
        _findings = new ParserFindings(source.Name);
        _chunks = new ChunkCollector(source, limits);
    }

    /// <summary>The first bytes are those of such a file.</summary>
    internal static bool Recognises(ReadOnlySpan<byte> head) =>
        head.Length >= 12 && head.StartsWith("FORM"u8) && (head[8..].StartsWith("AIFF"u8) || head[8..].StartsWith("AIFC"u8));

    /// <summary>Reads the header and every chunk but the samples.</summary>
    internal static PcmHeader Parse(IByteSource source, Limits limits)
    {
        Span<byte> head = stackalloc byte[12];
        new ByteSlice(source, 0, source.Length).Read(0, head, "the FORM header");
        var parser = new AiffParser(source, limits, head[8..].StartsWith("AIFC"u8));
        parser.Walk();
        return parser.Finish();
    }

    private void Walk()
    {
        Span<byte> head = stackalloc byte[8];
        for (long offset = 12; offset + 8 <= _whole.Length;)
        {
            _whole.Read(offset, head, "a chunk header");
            if (head[..4].IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) >= 0)
            {
                _findings.Note(offset, $"{_whole.Length - offset} bytes after the last chunk are left out");
                return;
            }

            _chunks.Count(offset);
            string id = Encoding.Latin1.GetString(head[..4]);
            long size = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
            Take(id, offset, ref size);
            offset += 8 + size + (size & 1);
        }
    }

    private void Take(string id, long offset, ref long size)
    {
        long present = _whole.Length - offset - 8;
        bool isOpenEnded = id == "SSND" && _sound is null && (size > present || (size == 0 && present > 8));
        if (isOpenEnded)
        {
            _findings.Warn(offset + 4, $"the recording was not closed or is cut short (SSND says {size} bytes): {present} bytes are salvaged");
            size = present;
        }

        ByteSlice content = _whole.Slice(offset + 8, size);
        switch (id)
        {
            case "COMM" when _common is null:
                _common = content;
                break;
            case "SSND" when _sound is null:
                _sound = content;
                break;
            case "FVER":
                break;
            default:
                if (content.Length < size)
                {
                    _findings.Warn(offset, $"chunk '{id}' says {size} bytes, {content.Length} are there");
                }

                _chunks.Keep(id, content, isAfterData: _sound is not null);
                break;
        }
    }

    private PcmHeader Finish()
    {
        if (_common is not { } common)
        {
            throw _whole.Failure(_whole.Length, "no COMM chunk");
        }

        if (common.Length < (_isCompressed ? 22 : 18))
        {
            throw common.Failure(0, $"the COMM chunk has {common.Length} bytes, {(_isCompressed ? 22 : 18)} are needed");
        }

        Span<byte> bytes = stackalloc byte[22];
        bytes = bytes[..(int)Math.Min(22, common.Length)];
        common.Read(0, bytes, "the COMM chunk");
        int channels = BinaryPrimitives.ReadInt16BigEndian(bytes);
        uint said = BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);
        int bits = BinaryPrimitives.ReadInt16BigEndian(bytes[6..]);
        double rate = ExtendedFloat.Read(bytes[8..18]);
        HeaderChecks.Channels(common, 0, channels, _limits);
        HeaderChecks.Rate(common, 8, rate, _limits);
        if (rate != Math.Round(rate))
        {
            _findings.Warn(common.Start + 8, $"sample rate {rate:0.####} Hz is taken as {Math.Round(rate)} Hz");
        }

        SampleFormat format = Format(common, _isCompressed ? Encoding.Latin1.GetString(bytes[18..22]) : "NONE", bits);
        ByteSlice data = Samples(said);
        long length = HeaderChecks.Length(data, format.Bytes * channels, _findings);
        if (said != 0 && said < length)
        {
            length = said;
        }
        else if (said > length)
        {
            _findings.Warn(common.Start + 2, $"the recording is cut short: {length} of {said} samples are there");
        }

        return new PcmHeader
        {
            Container = _isCompressed ? MediaContainer.AiffC : MediaContainer.Aiff,
            Form = _isCompressed ? "AIFF-C" : "AIFF",
            Format = format,
            SampleRate = (int)Math.Round(rate),
            Channels = ChannelPlaces.Of(channels),
            DataStart = data.Start,
            Length = length,
            Metadata = new MetadataSet(ChunkFamily.Aiff, _chunks.Chunks),
            Findings = _findings.All,
        };
    }

    private ByteSlice Samples(uint said)
    {
        if (_sound is not { } sound)
        {
            return said == 0 ? _whole.Slice(_whole.Length, 0) : throw _whole.Failure(_whole.Length, "no SSND chunk");
        }

        if (sound.Length < 8)
        {
            throw sound.Failure(0, $"the SSND chunk has {sound.Length} bytes, at least 8 are needed");
        }

        Span<byte> head = stackalloc byte[4];
        sound.Read(0, head, "the SSND chunk");
        long offset = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (offset > sound.Length - 8)
        {
            throw sound.Failure(0, $"the samples begin at byte {offset} of {sound.Length - 8}");
        }

        return sound.Slice(8 + offset, sound.Length);
    }

    private static SampleFormat Format(ByteSlice common, string compression, int bits)
    {
        if (bits is < 1 or > 64)
        {
            throw common.Failure(6, $"{bits} bits per sample (1 to 64 are read)");
        }

        int width = (bits + 7) / 8;
        SampleFormat? format = compression switch
        {
            "NONE" or "twos" => Integer(width, bits, isBigEndian: true),
            "sowt" => Integer(width, bits, isBigEndian: false),
            "in24" => Integer(3, 24, isBigEndian: true),
            "42ni" => Integer(3, 24, isBigEndian: false),
            "in32" => Integer(4, 32, isBigEndian: true),
            "23ni" => Integer(4, 32, isBigEndian: false),
            "raw " => new SampleFormat(SampleEncoding.Unsigned8, 8),
            "fl32" or "FL32" => new SampleFormat(SampleEncoding.Float32, 32, IsBigEndian: true),
            "fl64" or "FL64" => new SampleFormat(SampleEncoding.Float64, 64, IsBigEndian: true),
            "alaw" or "ALAW" => new SampleFormat(SampleEncoding.ALaw, 8),
            "ulaw" or "ULAW" => new SampleFormat(SampleEncoding.MuLaw, 8),
            _ => throw new MediaFormatException(common.Source.Name, common.Start + 18, $"compression '{Plain.Escape(compression)}' is not plain samples") { IsUnknownEncoding = true },
        };
        return format ?? throw common.Failure(6, $"{bits}-bit samples are not a known coding");
    }

    private static SampleFormat? Integer(int width, int bits, bool isBigEndian) => width switch
    {
        1 => new SampleFormat(SampleEncoding.Signed8, bits),
        2 => new SampleFormat(SampleEncoding.Signed16, bits, isBigEndian),
        3 => new SampleFormat(SampleEncoding.Signed24, bits, isBigEndian),
        4 => new SampleFormat(SampleEncoding.Signed32, bits, isBigEndian),
        _ => null,
    };
}
