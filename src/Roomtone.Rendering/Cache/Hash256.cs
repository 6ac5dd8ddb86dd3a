using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Roomtone.Rendering;

/// <summary>A SHA-256 value.</summary>
/// <param name="A">Bytes 0…7.</param>
/// <param name="B">Bytes 8…15.</param>
/// <param name="C">Bytes 16…23.</param>
/// <param name="D">Bytes 24…31.</param>
internal readonly record struct Hash256(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Bytes of a value.</summary>
    public const int Size = 32;

    /// <summary>Of bytes.</summary>
    /// <param name="bytes">Any.</param>
    public static Hash256 Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(bytes, hash);
        return Read(hash);
    }

    /// <summary>From 32 bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public static Hash256 Read(ReadOnlySpan<byte> bytes) => MemoryMarshal.Read<Hash256>(bytes);

    /// <summary>To 32 bytes.</summary>
    /// <param name="bytes">Receives them.</param>
    public void Write(Span<byte> bytes) => MemoryMarshal.Write(bytes, this);

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
