using System.Text;

namespace Roomtone.Platform;

/// <summary>Takes a child's messages: lines for a listener, and the last of them kept.</summary>
internal sealed class MessageTail(int capacity, Func<string, bool>? onLine)
{
    private const int MaximumLineBytes = 4096;
    private readonly List<byte> _line = [];
    private readonly Queue<string> _kept = [];
    private readonly Lock _gate = new();
    private int _keptLength;

    /// <summary>Takes bytes; true where a line said that the child gets on.</summary>
    internal bool Add(ReadOnlySpan<byte> bytes)
    {
        bool getsOn = false;
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            ReadOnlySpan<byte> piece = end < 0 ? bytes : bytes[..end];
            _line.AddRange(piece);
            if (end >= 0 || _line.Count > MaximumLineBytes)
            {
                getsOn |= EndLine();
            }

            bytes = bytes[(end < 0 ? bytes.Length : end + 1)..];
        }

        return getsOn;
    }

    /// <summary>Takes the end of the stream.</summary>
    internal void Finish() => EndLine();

    /// <summary>The kept lines.</summary>
    internal string Text()
    {
        lock (_gate)
        {
            return string.Join('\n', _kept);
        }
    }

    private bool EndLine()
    {
        if (_line.Count == 0)
        {
            return false;
        }

        string line = Encoding.UTF8.GetString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_line));
        _line.Clear();
        if (onLine?.Invoke(line) == true)
        {
            return true;
        }

        lock (_gate)
        {
            _kept.Enqueue(line);
            _keptLength += line.Length + 1;
            while (_keptLength > capacity && _kept.Count > 1)
            {
                _keptLength -= _kept.Dequeue().Length + 1;
            }
        }

        return false;
    }
}
