using System.Text;

namespace Roomtone.Platform;

/// <summary>Takes a child's messages byte by byte: lines for a listener, and the last of them kept.</summary>
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
        foreach (byte b in bytes)
        {
            if (b is not ((byte)'\n' or (byte)'\r') && _line.Count < MaximumLineBytes)
            {
                _line.Add(b);
            }
            else
            {
                getsOn |= EndLine();
            }
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

        string line = Encoding.UTF8.GetString([.. _line]);
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
