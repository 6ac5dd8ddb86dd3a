using System.Buffers.Binary;

namespace Roomtone.Quality;

/// <summary>A small reader and writer of its own: a judge shares no code with what it judges.</summary>
internal sealed record Wav(int SampleRate, double[][] Channels)
{
    public int Length => Channels[0].Length;

    public static Wav Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int tag = 0, channels = 0, rate = 0, bits = 0;
        for (int at = 12; at + 8 <= bytes.Length;)
        {
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4));
            string id = System.Text.Encoding.ASCII.GetString(bytes, at, 4);
            int body = at + 8;
            if (id == "fmt ")
            {
                tag = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(body));
                channels = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(body + 2));
                rate = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(body + 4));
                bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(body + 14));
                if (tag == 0xFFFE)
                {
                    tag = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(body + 24));
                }
            }
            else if (id == "data")
            {
                long available = Math.Min(size, bytes.Length - body);
                return Decode(bytes.AsSpan(body, (int)available), tag, bits, channels, rate);
            }

            at = checked((int)(body + size + (size & 1)));
        }

        throw new InvalidDataException($"{path} has no data chunk.");
    }

    public void Write(string path)
    {
        // Five channels are 5.0 only where a mask says so.
        bool hasMask = Channels.Length == 5;
        int frame = Channels.Length * 8, format = hasMask ? 40 : 16, data = 28 + format;
        byte[] bytes = new byte[data + (long)frame * Length];
        "RIFF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(bytes.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), format);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(20), hasMask ? (ushort)0xFFFE : (ushort)3);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(22), (short)Channels.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(28), SampleRate * frame);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(32), (short)frame);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(34), 64);
        if (hasMask)
        {
            const int FrontCentreAndBack = 0x37;
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(36), 22);
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(38), 64);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), FrontCentreAndBack);
            new Guid("00000003-0000-0010-8000-00AA00389B71").TryWriteBytes(bytes.AsSpan(44));
        }

        "data"u8.CopyTo(bytes.AsSpan(data - 8));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(data - 4), bytes.Length - data);
        for (int i = 0; i < Length; i++)
        {
            for (int c = 0; c < Channels.Length; c++)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(data + i * frame + c * 8), Channels[c][i]);
            }
        }

        File.WriteAllBytes(path, bytes);
    }

    private static Wav Decode(ReadOnlySpan<byte> data, int tag, int bits, int channels, int rate)
    {
        int width = bits / 8;
        int length = data.Length / (width * channels);
        double[][] planes = [.. Enumerable.Range(0, channels).Select(_ => new double[length])];
        for (int i = 0; i < length; i++)
        {
            for (int c = 0; c < channels; c++)
            {
                ReadOnlySpan<byte> b = data.Slice((i * channels + c) * width, width);
                planes[c][i] = (tag, bits) switch
                {
                    (3, 32) => BinaryPrimitives.ReadSingleLittleEndian(b),
                    (3, 64) => BinaryPrimitives.ReadDoubleLittleEndian(b),
                    (1, 16) => BinaryPrimitives.ReadInt16LittleEndian(b) / 32768.0,
                    (1, 24) => ((b[0] << 8 | b[1] << 16 | b[2] << 24) >> 8) / 8388608.0,
                    (1, 32) => BinaryPrimitives.ReadInt32LittleEndian(b) / 2147483648.0,
                    _ => throw new InvalidDataException($"format {tag}, {bits} bit"),
                };
            }
        }

        return new Wav(rate, planes);
    }
}
