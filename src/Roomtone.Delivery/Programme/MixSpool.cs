using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>The session's mix, rendered once and read by every deliverable while it is still being rendered.</summary>
/// <remarks>
/// A nameless temporary file of float32 in chunks of planes: memory stays constant, and nothing is left behind. A reader waits for samples
/// that are not there yet. Thread: one writer; each reader is a source of its own.
/// </remarks>
internal sealed class MixSpool : IAudioSink, IDisposable
{
    private const int Chunk = 8192;
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _more = new();
    private readonly SafeFileHandle _file;
    private readonly float[] _filling;
    private readonly string _path;
    private Exception? _failure;
    private long _written;
    private bool _isComplete;

    public MixSpool(string folder, int sampleRate, ChannelLayout layout, long start, long length)
    {
        SampleRate = sampleRate;
        Layout = layout;
        Start = start;
        Length = length;
        _filling = new float[layout.Count * Chunk];
        _path = Path.Combine(folder, $".spool.{Guid.NewGuid():N}.rt-tmp");
        try
        {
            Directory.CreateDirectory(folder);
            _file = File.OpenHandle(_path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
            if (!OperatingSystem.IsWindows())
            {
                // Without a name nothing is left behind, even by kill -9.
                File.Delete(_path);
            }
        }
        catch (Exception e) when (FileFailure.IsFileError(e))
        {
            throw FileFailure.Writing(_path, length * layout.Count * sizeof(float), false, e);
        }
    }

    public int SampleRate { get; }

    public ChannelLayout Layout { get; }

    /// <summary>The session's sample that is first in the file.</summary>
    public long Start { get; }

    public long Length { get; }

    public void Write(ReadOnlyAudioBlock audio)
    {
        for (int done = 0; done < audio.Length;)
        {
            int at = (int)(_written % Chunk);
            int count = Math.Min(audio.Length - done, Chunk - at);
            for (int c = 0; c < audio.Channels; c++)
            {
                audio[c].Slice(done, count).CopyTo(_filling.AsSpan(c * Chunk + at));
            }

            done += count;
            if (at + count == Chunk)
            {
                Flush(_written - at);
            }

            Advance(count, at + count == Chunk);
        }
    }

    /// <summary>Says that the mix is whole.</summary>
    public void Complete()
    {
        if (_written % Chunk != 0)
        {
            Flush(_written - _written % Chunk);
        }

        lock (_gate)
        {
            _isComplete = true;
            _more.Set();
        }
    }

    /// <summary>Says that there will be no more: readers that wait throw the same.</summary>
    public void Fail(Exception failure)
    {
        lock (_gate)
        {
            _failure = failure;
            _more.Set();
        }
    }

    /// <summary>The mix as a source in session time: what lies outside the rendered range is silence.</summary>
    public IAudioSource OpenReader(CancellationToken cancellation) => new Reader(this, cancellation);

    public void Dispose()
    {
        _file.Dispose();
        _more.Dispose();
    }

    private void Flush(long first)
    {
        try
        {
            RandomAccess.Write(_file, MemoryMarshal.AsBytes(_filling.AsSpan()), first * Layout.Count * sizeof(float));
        }
        catch (Exception e) when (FileFailure.IsFileError(e))
        {
            throw FileFailure.Writing(_path, Length * Layout.Count * sizeof(float), false, e);
        }
    }

    private void Advance(int count, bool isFlushed)
    {
        lock (_gate)
        {
            _written += count;
            if (isFlushed)
            {
                _more.Set();
            }
        }
    }

    private void WaitFor(long end, CancellationToken cancellation)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_failure is not null)
                {
                    throw new OperationCanceledException("The mix could not be rendered.", _failure);
                }

                if (_isComplete || _written - _written % Chunk >= end)
                {
                    return;
                }

                _more.Reset();
            }

            _more.Wait(cancellation);
        }
    }

    private sealed class Reader(MixSpool spool, CancellationToken cancellation) : IAudioSource
    {
        private readonly float[] _chunk = new float[spool.Layout.Count * Chunk];
        private long _held = -1;

        public int SampleRate => spool.SampleRate;

        public ChannelLayout Layout => spool.Layout;

        public long Length => spool.Start + spool.Length;

        public void Read(long position, AudioBlock destination)
        {
            destination.Clear();
            long at = Math.Max(0, position - spool.Start);
            long end = Math.Min(spool.Length, position - spool.Start + destination.Length);
            if (at >= end)
            {
                return;
            }

            spool.WaitFor(end, cancellation);
            while (at < end)
            {
                Hold(at / Chunk);
                int inside = (int)(at % Chunk);
                int count = (int)Math.Min(end - at, Chunk - inside);
                int target = (int)(at + spool.Start - position);
                for (int c = 0; c < destination.Channels; c++)
                {
                    _chunk.AsSpan(c * Chunk + inside, count).CopyTo(destination[c][target..]);
                }

                at += count;
            }
        }

        private void Hold(long chunk)
        {
            if (_held == chunk)
            {
                return;
            }

            Span<byte> bytes = MemoryMarshal.AsBytes(_chunk.AsSpan());
            long offset = chunk * bytes.Length;
            while (!bytes.IsEmpty)
            {
                int read = RandomAccess.Read(spool._file, bytes, offset);
                if (read == 0)
                {
                    throw new EndOfStreamException("The spooled mix is shorter than it was written.");
                }

                bytes = bytes[read..];
                offset += read;
            }

            _held = chunk;
        }
    }
}
