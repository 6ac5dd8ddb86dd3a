using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>The kept audio of one segment of a strip: windows of planar float32, each plane by plane, and a seal over key, shape and samples at the end.</summary>
/// <remarks>The seal is there to find what a crash or a disk did to the file, so it is a checksum (XXH128), thirty times as fast as SHA-256.</remarks>
internal sealed class AudioFile : IKeptSamples
{
    /// <summary>Ending of such files.</summary>
    public const string Extension = ".rt-audio";

    private const int SealBytes = 16;
    private const int PieceLength = RenderEngine.WindowLength;
    private readonly byte[] _samples;
    private readonly int _channels;
    private readonly Windows _windows;

    private AudioFile(byte[] samples, int channels, Windows windows)
    {
        _samples = samples;
        _channels = channels;
        _windows = windows;
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
        Windows windows = new(start, end);
        long size = (long)channels * windows.Length * sizeof(float);
        using SafeFileHandle handle = File.OpenHandle(path);
        if (RandomAccess.GetLength(handle) != size + SealBytes)
        {
            return null;
        }

        // Memory that was used before: touching new pages would cost more than reading the file.
        byte[] bytes = ArrayPool<byte>.Shared.Rent((int)size + SealBytes);
        if (IsWhole(handle, bytes, (int)size, key, channels, windows.Length))
        {
            return new AudioFile(bytes, channels, windows);
        }

        ArrayPool<byte>.Shared.Return(bytes);
        return null;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_samples);

    /// <inheritdoc/>
    public void Read(long position, AudioBlock destination)
    {
        ReadOnlySpan<float> samples = MemoryMarshal.Cast<byte, float>(_samples.AsSpan(0, _channels * _windows.Length * sizeof(float)));
        int at = (int)(position - _windows.Start);
        for (int done = 0; done < destination.Length;)
        {
            (int window, int length) = _windows.At(at);
            int count = Math.Min(window + length - at, destination.Length - done);
            ReadOnlySpan<float> planes = samples.Slice(window * _channels, length * _channels);
            new ReadOnlyAudioBlock(planes, length, _channels, at - window, count).CopyTo(destination.Slice(done, count));
            done += count;
            at += count;
        }
    }

    /// <summary>Writes a segment window by window.</summary>
    internal sealed class Writer : IDisposable
    {
        private readonly OutputFile _file;
        private readonly XxHash128 _hash;
        private readonly Windows _windows;
        private readonly byte[] _window;
        private int _at;

        /// <summary>Begins a segment.</summary>
        /// <param name="path">The file.</param>
        /// <param name="key">Its key.</param>
        /// <param name="channels">Planes.</param>
        /// <param name="start">Render time of its start.</param>
        /// <param name="end">Render time of its end.</param>
        public Writer(string path, Hash256 key, int channels, long start, long end)
        {
            _file = OutputFile.Create(path, OutputOptions.Cache);
            _windows = new Windows(start, end);
            _hash = Begin(key, channels, _windows.Length);
            _window = new byte[channels * PieceLength * sizeof(float)];
        }

        /// <summary>Adds what comes next: however it is cut, it is written in whole windows.</summary>
        /// <param name="audio">Planes.</param>
        public void Write(ReadOnlyAudioBlock audio)
        {
            for (int done = 0; done < audio.Length;)
            {
                (int window, int length) = _windows.At(_at);
                int count = Math.Min(window + length - _at, audio.Length - done);
                Span<byte> bytes = _window.AsSpan(0, audio.Channels * length * sizeof(float));
                audio.Slice(done, count).CopyTo(new AudioBlock(MemoryMarshal.Cast<byte, float>(bytes), length, audio.Channels, _at - window, count));
                done += count;
                _at += count;
                if (_at == window + length)
                {
                    _hash.Append(bytes);
                    _file.Append(bytes);
                }
            }
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

    /// <summary>The windows of a segment: they end at multiples of their length, so the first and the last may be shorter.</summary>
    /// <param name="start">Render time of the segment's start.</param>
    /// <param name="end">Render time of its end.</param>
    private readonly struct Windows(long start, long end)
    {
        private readonly int _lead = RenderEngine.WindowAt(start);

        /// <summary>Render time of the segment's start.</summary>
        public long Start => start;

        /// <summary>Samples of the segment.</summary>
        public int Length => (int)(end - start);

        /// <summary>The window around a sample: its first sample and its length.</summary>
        /// <param name="at">Samples since the segment's start.</param>
        public (int Window, int Length) At(int at)
        {
            int window = at < _lead ? 0 : _lead + (at - _lead) / PieceLength * PieceLength;
            return (window, Math.Min(at < _lead ? _lead : PieceLength, Length - window));
        }
    }
}
