using System.Runtime.InteropServices;
using Roomtone.Platform;

namespace Roomtone.Rendering;

/// <summary>A saved state: where it lies and what it must hash to.</summary>
/// <param name="State">SHA-256 of the state's bytes; all zero for the state of a new strip.</param>
/// <param name="File">The file.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Bytes.</param>
internal sealed record StateEntry(Hash256 State, string File, long Offset, int Length);

/// <summary>The states of strips after one segment, in one file: rows (key, hash, place), their hash, the states.</summary>
/// <remarks>The rows are verified when the file is opened, a state when it is read. Files are never changed, only added and removed.</remarks>
internal static class StateFile
{
    /// <summary>Ending of such files.</summary>
    public const string Extension = ".rt-states";

    private const ulong Magic = 0x3153_4554_4154_5452;
    private const int HeaderSize = 16;

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Row(Hash256 Key, Hash256 State, int Length);

    /// <summary>Writes the states of a segment.</summary>
    /// <param name="folder">The cache's folder.</param>
    /// <param name="states">Key, hash and bytes of each.</param>
    /// <param name="add">Told about every entry.</param>
    public static void Write(string folder, IReadOnlyList<(Hash256 Key, Hash256 State, byte[] Bytes)> states, Action<Hash256, StateEntry> add)
    {
        byte[] head = new byte[HeaderSize + states.Count * Marshal.SizeOf<Row>()];
        long count = states.Count;
        MemoryMarshal.Write(head, Magic);
        MemoryMarshal.Write(head.AsSpan(8), in count);
        for (int i = 0; i < states.Count; i++)
        {
            var row = new Row(states[i].Key, states[i].State, states[i].Bytes.Length);
            MemoryMarshal.Write(head.AsSpan(HeaderSize + i * Marshal.SizeOf<Row>()), in row);
        }

        var seal = Hash256.Of(head);
        string path = Path.Combine(folder, seal.ToString()[..2], seal + Extension);
        using var file = OutputFile.Create(path, OutputOptions.Cache);
        Span<byte> sealBytes = stackalloc byte[Hash256.Size];
        seal.Write(sealBytes);
        file.Append(head);
        file.Append(sealBytes);
        foreach ((Hash256 key, Hash256 state, byte[] bytes) in states)
        {
            add(key, new StateEntry(state, path, file.Length, bytes.Length));
            file.Append(bytes);
        }

        file.Complete();
    }

    /// <summary>Reads the rows of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="add">Told about every entry.</param>
    /// <returns>False where the file is not whole.</returns>
    public static bool TryRead(string path, Action<Hash256, StateEntry> add)
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(path);
        Span<byte> start = stackalloc byte[HeaderSize];
        if (RandomAccess.Read(handle, start, 0) < HeaderSize || MemoryMarshal.Read<ulong>(start) != Magic)
        {
            return false;
        }

        long count = MemoryMarshal.Read<long>(start[8..]);
        int size = Marshal.SizeOf<Row>();
        if (count < 0 || count > RandomAccess.GetLength(handle) / size)
        {
            return false;
        }

        byte[] head = new byte[HeaderSize + count * size + Hash256.Size];
        if (RandomAccess.Read(handle, head, 0) < head.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> rows = head.AsSpan(0, head.Length - Hash256.Size);
        if (Hash256.Of(rows) != Hash256.Read(head.AsSpan(rows.Length)))
        {
            return false;
        }

        long offset = head.Length;
        for (int i = 0; i < count; i++)
        {
            Row row = MemoryMarshal.Read<Row>(rows[(HeaderSize + i * size)..]);
            add(row.Key, new StateEntry(row.State, path, offset, row.Length));
            offset += row.Length;
        }

        return true;
    }

    /// <summary>Reads a state.</summary>
    /// <param name="entry">Where it lies.</param>
    /// <returns>Null where it is gone or wrong.</returns>
    public static byte[]? TryLoad(StateEntry entry)
    {
        try
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(entry.File);
            if (entry.Length < 0 || entry.Offset + entry.Length > RandomAccess.GetLength(handle))
            {
                return null;
            }

            byte[] bytes = new byte[entry.Length];
            return RandomAccess.Read(handle, bytes, entry.Offset) == bytes.Length && Hash256.Of(bytes) == entry.State ? bytes : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
