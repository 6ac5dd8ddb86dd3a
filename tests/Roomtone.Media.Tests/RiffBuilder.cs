using System.Buffers.Binary;
using System.Text;

namespace Roomtone.Media.Tests;

/// <summary>Builds WAV files byte by byte, sound and unsound ones, apart from the product's writer.</summary>
internal sealed class RiffBuilder(string form = "RIFF")
{
    private readonly List<byte> _bytes = [];

    public RiffBuilder Format(int tag, int channels, int rate, int bits, int? align = null, int? size = null)
    {
        byte[] fmt = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(fmt, (ushort)tag);
        BinaryPrimitives.WriteUInt16LittleEndian(fmt.AsSpan(2), (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(fmt.AsSpan(4), rate);
        int block = align ?? channels * ((bits + 7) / 8);
        BinaryPrimitives.WriteInt32LittleEndian(fmt.AsSpan(8), rate * block);
        BinaryPrimitives.WriteUInt16LittleEndian(fmt.AsSpan(12), (ushort)block);
        BinaryPrimitives.WriteUInt16LittleEndian(fmt.AsSpan(14), (ushort)bits);
        return Chunk("fmt ", [.. fmt, .. new byte[Math.Max(0, (size ?? 16) - 16)]]);
    }

    public RiffBuilder Extensible(int tag, int channels, int rate, int bits, int valid, uint mask)
    {
        byte[] tail = new byte[24];
        BinaryPrimitives.WriteUInt16LittleEndian(tail, 22);
        BinaryPrimitives.WriteUInt16LittleEndian(tail.AsSpan(2), (ushort)valid);
        BinaryPrimitives.WriteUInt32LittleEndian(tail.AsSpan(4), mask);
        BinaryPrimitives.WriteUInt16LittleEndian(tail.AsSpan(8), (ushort)tag);
        Convert.FromHexString("000000001000800000AA00389B71").CopyTo(tail, 10);
        int from = _bytes.Count;
        Format(0xFFFE, channels, rate, bits);
        _bytes[from + 4] = 40;
        _bytes.AddRange(tail);
        return this;
    }

    public RiffBuilder Chunk(string id, byte[] data, uint? size = null, bool isPadded = true)
    {
        _bytes.AddRange(Encoding.Latin1.GetBytes(id));
        Span<byte> head = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(head, size ?? (uint)data.Length);
        _bytes.AddRange(head);
        _bytes.AddRange(data);
        if (isPadded && (data.Length & 1) != 0)
        {
            _bytes.Add(0);
        }

        return this;
    }

    public RiffBuilder Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public byte[] ToArray(uint? size = null)
    {
        byte[] file = new byte[12 + _bytes.Count];
        Encoding.Latin1.GetBytes(form).CopyTo(file, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), size ?? (uint)(file.Length - 8));
        "WAVE"u8.CopyTo(file.AsSpan(8));
        _bytes.CopyTo(file, 12);
        return file;
    }
}
