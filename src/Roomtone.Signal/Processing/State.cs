using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Roomtone.Signal;

/// <summary>Collects the state of processors as little-endian bytes.</summary>
public sealed class StateWriter
{
    private byte[] _bytes = new byte[256];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Everything written so far.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Forgets everything, keeps the memory.</summary>
    public void Clear() => Length = 0;

    /// <summary>Writes a whole number.</summary>
    /// <param name="value">The number.</param>
    public void Write(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value);

    /// <summary>Writes a number.</summary>
    /// <param name="value">The number, every bit of it.</param>
    public void Write(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(sizeof(double)), value);

    /// <summary>Writes numbers without their count.</summary>
    /// <param name="values">The numbers.</param>
    public void Write(ReadOnlySpan<double> values) => MemoryMarshal.AsBytes(values).CopyTo(Take(values.Length * sizeof(double)));

    /// <summary>Writes numbers without their count.</summary>
    /// <param name="values">The numbers.</param>
    public void Write(ReadOnlySpan<float> values) => MemoryMarshal.AsBytes(values).CopyTo(Take(values.Length * sizeof(float)));

    private Span<byte> Take(int count)
    {
        if (Length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        Span<byte> span = _bytes.AsSpan(Length, count);
        Length += count;
        return span;
    }
}

/// <summary>Reads a state in the order in which it was written.</summary>
/// <param name="bytes">What a <see cref="StateWriter"/> collected.</param>
public sealed class StateReader(ReadOnlyMemory<byte> bytes)
{
    private int _offset;

    /// <summary>Bytes not yet read.</summary>
    public int Remaining => bytes.Length - _offset;

    /// <summary>Reads a whole number.</summary>
    /// <exception cref="InvalidDataException">The state is too short.</exception>
    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    /// <summary>Reads a number.</summary>
    /// <exception cref="InvalidDataException">The state is too short.</exception>
    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    /// <summary>Reads as many numbers as fit.</summary>
    /// <param name="values">Receives them.</param>
    /// <exception cref="InvalidDataException">The state is too short.</exception>
    public void Read(Span<double> values) => Take(values.Length * sizeof(double)).CopyTo(MemoryMarshal.AsBytes(values));

    /// <summary>Reads as many numbers as fit.</summary>
    /// <param name="values">Receives them.</param>
    /// <exception cref="InvalidDataException">The state is too short.</exception>
    public void Read(Span<float> values) => Take(values.Length * sizeof(float)).CopyTo(MemoryMarshal.AsBytes(values));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > Remaining)
        {
            throw new InvalidDataException($"The saved state ends at byte {bytes.Length}, {count - Remaining} bytes too early.");
        }

        ReadOnlySpan<byte> span = bytes.Span.Slice(_offset, count);
        _offset += count;
        return span;
    }
}
