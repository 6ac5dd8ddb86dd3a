using System.Runtime.InteropServices;
using System.Text;

namespace Roomtone.Rendering;

/// <summary>Collects everything that samples depend on and hashes it.</summary>
internal sealed class KeyWriter
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>Forgets everything.</summary>
    public void Clear() => _length = 0;

    /// <summary>Adds a value, bit by bit.</summary>
    /// <typeparam name="T">A value type without padding.</typeparam>
    /// <param name="value">The value.</param>
    public void Add<T>(T value)
        where T : unmanaged => Add(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    /// <summary>Adds text with its length.</summary>
    /// <param name="text">The text.</param>
    public void Add(string text)
    {
        int count = Encoding.UTF8.GetByteCount(text);
        Add(count);
        Reserve(count);
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
    }

    /// <summary>The hash of what was added.</summary>
    public Hash256 Hash() => Hash256.Of(_bytes.AsSpan(0, _length));

    private void Add(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Reserve(int count)
    {
        if (_length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + count));
        }
    }
}
