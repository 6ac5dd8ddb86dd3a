using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>The kept audio of one segment of a strip: windows of planar float32, and a seal over key, shape and samples at the end.</summary>
/// <remarks>The seal is there to find what a crash or a disk did to the file, so it is a checksum (XXH128), thirty times as fast as SHA-256.</remarks>
internal sealed class AudioFile : IDisposable
{
    /// <summary>Ending of such files.</summary>
    public const string Extension = ".rt-audio";

    private const int SealBytes = 16;
    private const int PieceLength = RenderEngine.WindowLength;
    private readonly byte[] _samples;
    private readonly int _channels;
    private readonly int _length;
    private readonly int _lead;

    private AudioFile(byte[] samples, int channels, int length, int lead)
    {
        _samples = samples;
        _channels = channels;
        _length = length;
        _lead = lead;
    }

    /// <summary>Reads and verifies a segment.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The key that it must have been written for.</param>
    /// <param name="channels">Planes.</param>
    /// <param name="start">Render time of the segment's start.</param>
    /// <param name="end">Render time of its end.</param>
    /// <returns>Null where the file is not what it should be.</returns>
    public static AudioFile? TryRead(string path, Hash256 key, int channels, long start, long end)
    {
        int length = (int)(end - start);
        long size = (long)channels * length * sizeof(float);
        using SafeFileHandle handle = File.OpenHandle(path);
        if (RandomAccess.GetLength(handle) != size + SealBytes)
        {
            return null;
        }

        // Memory that was used before: touching new pages would cost more than reading the file.
        byte[] bytes = ArrayPool<byte>.Shared.Rent((int)size + SealBytes);
        if (IsWhole(handle, bytes, (int)size, key, channels, length))
        {
            return new AudioFile(bytes, channels, length, RenderEngine.WindowAt(start));
        }

        ArrayPool<byte>.Shared.Return(bytes);
        return null;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_samples);

    /// <summary>A stretch that was written as one window.</summary>
    /// <param name="at">Samples since the segment's start.</param>
    /// <param name="destination">Receives it; must not cross a window's end.</param>
    public void Read(int at, AudioBlock destination)
    {
        // Windows end at multiples of their length, so the first may be shorter; each lies plane by plane.
        int window = at < _lead ? 0 : _lead + (at - _lead) / PieceLength * PieceLength;
        int windowLength = Math.Min(at < _lead ? _lead : PieceLength, _length - window);
        ReadOnlySpan<float> samples = MemoryMarshal.Cast<byte, float>(_samples.AsSpan(0, _channels * _length * sizeof(float)));
        ReadOnlySpan<float> planes = samples.Slice(window * _channels, windowLength * _channels);
        new ReadOnlyAudioBlock(planes, windowLength, _channels, at - window, destination.Length).CopyTo(destination);
    }

    /// <summary>Writes a segment window by window.</summary>
    internal sealed class Writer : IDisposable
    {
        private readonly OutputFile _file;
        private readonly XxHash128 _hash;
        private readonly byte[] _window;

        /// <summary>Begins a segment.</summary>
        /// <param name="path">The file.</param>
        /// <param name="key">Its key.</param>
        /// <param name="channels">Planes.</param>
        /// <param name="length">Samples.</param>
        public Writer(string path, Hash256 key, int channels, int length)
        {
            _file = OutputFile.Create(path, OutputOptions.Cache);
            _hash = Begin(key, channels, length);
            _window = new byte[channels * PieceLength * sizeof(float)];
        }

        /// <summary>Adds a window.</summary>
        /// <param name="audio">Planes.</param>
        public void Write(ReadOnlyAudioBlock audio)
        {
            Span<byte> window = _window.AsSpan(0, audio.Channels * audio.Length * sizeof(float));
            audio.CopyTo(new AudioBlock(MemoryMarshal.Cast<byte, float>(window), audio.Length, audio.Channels, 0, audio.Length));
            _hash.Append(window);
            _file.Append(window);
        }

        /// <summary>Gives the file its name.</summary>
        public void Complete()
        {
            Span<byte> seal = stackalloc byte[SealBytes];
            _hash.GetCurrentHash(seal);
            _file.Append(seal);
            _file.Complete();
        }

        /// <inheritdoc/>
        public void Dispose() => _file.Dispose();
    }

    private static bool IsWhole(SafeFileHandle handle, byte[] bytes, int size, Hash256 key, int channels, int length)
    {
        int end = size + SealBytes;
        for (int at = 0; at < end;)
        {
            int count = RandomAccess.Read(handle, bytes.AsSpan(at, end - at), at);
            if (count == 0)
            {
                return false;
            }

            at += count;
        }

        XxHash128 hash = Begin(key, channels, length);
        hash.Append(bytes.AsSpan(0, size));
        Span<byte> seal = stackalloc byte[SealBytes];
        hash.GetCurrentHash(seal);
        return seal.SequenceEqual(bytes.AsSpan(size, SealBytes));
    }

    private static XxHash128 Begin(Hash256 key, int channels, int length)
    {
        var hash = new XxHash128();
        Span<byte> head = stackalloc byte[Hash256.Size + 2 * sizeof(int)];
        key.Write(head);
        MemoryMarshal.Write(head[Hash256.Size..], in channels);
        MemoryMarshal.Write(head[(Hash256.Size + sizeof(int))..], in length);
        hash.Append(head);
        return hash;
    }
}
