using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Roomtone.Platform;
using Roomtone.Rendering;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>The session's mix, rendered once and read by every deliverable while it is still being rendered.</summary>
/// <remarks>
/// A nameless temporary file of float32 in chunks of planes: memory stays constant, and nothing is left behind. What an earlier render has
/// kept is not copied; readers read it in the cache. A reader waits for samples that are not there yet. Thread: one writer; each reader is
/// a source of its own.
/// </remarks>
internal sealed class MixSpool : IKeptAudioSink, IDisposable
{
    private const int Chunk = 8192;
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _more = new();
    private readonly SafeFileHandle _file;
    private readonly float[] _filling;
    private readonly string _path;
    private readonly KeptStretches _kept;
    private Exception? _failure;
    private long _written;
    private long _ready;

    /// <summary>Prepares an empty spool.</summary>
    /// <param name="folder">For the temporary file.</param>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="layout">Channels.</param>
    /// <param name="start">The session's sample that is first in it.</param>
    /// <param name="length">Samples.</param>
    /// <param name="renderAgain">Renders a stretch that was kept and is gone: first sample of the session, samples, sink. From any thread.</param>
    public MixSpool(string folder, int sampleRate, ChannelLayout layout, long start, long length, Action<long, long, IAudioSink> renderAgain)
    {
        _kept = new KeptStretches(layout, renderAgain);
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
            _written += count;
            if (at + count == Chunk)
            {
                Flush();
            }
        }
    }

    public void Write(KeptAudio audio, long start, long length)
    {
        Flush();
        _kept.Add(audio, start, length);
        _written += length;
        SetReady();
    }

    /// <summary>Says that the mix is whole.</summary>
    public void Complete() => Flush();

    /// <summary>Says that there will be no more: readers that wait throw the same.</summary>
    public void Fail(Exception failure)
    {
        lock (_gate)
        {
            _failure = failure;
            _more.Set();
        }
    }

    /// <summary>The mix as a source in session time: what lies outside the rendered range is silence. Disposing it frees its memory.</summary>
    public IAudioSource OpenReader(CancellationToken cancellation) => new Reader(this, cancellation);

    public void Dispose()
    {
        _file.Dispose();
        _more.Dispose();
    }

    // Writes the chunk that is being filled, whole or not. Where a kept stretch begins or ends inside of it, the rest of it is nobody's.
    private void Flush()
    {
        if (_written == _ready)
        {
            return;
        }

        try
        {
            long first = (_written - 1) / Chunk * Chunk;
            RandomAccess.Write(_file, MemoryMarshal.AsBytes(_filling.AsSpan()), first * Layout.Count * sizeof(float));
        }
        catch (Exception e) when (FileFailure.IsFileError(e))
        {
            throw FileFailure.Writing(_path, Length * Layout.Count * sizeof(float), false, e);
        }

        SetReady();
    }

    private void SetReady()
    {
        lock (_gate)
        {
            _ready = _written;
            _more.Set();
        }
    }

    private long Ready
    {
        get
        {
            lock (_gate)
            {
                return _ready;
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

                if (_ready >= end)
                {
                    return;
                }

                _more.Reset();
            }

            _more.Wait(cancellation);
        }
    }

    private sealed class Reader(MixSpool spool, CancellationToken cancellation) : IAudioSource, IDisposable
    {
        private readonly float[] _chunk = new float[spool.Layout.Count * Chunk];
        private long _held = -1;
        private long _heldUntil;
        private KeptStretches.Stretch? _stretch;
        private IKeptSamples? _samples;

        public int SampleRate => spool.SampleRate;

        public ChannelLayout Layout => spool.Layout;

        public long Length => spool.Start + spool.Length;

        public void Read(long position, AudioBlock destination)
        {
            long at = Math.Max(0, position - spool.Start);
            long end = Math.Min(spool.Length, position - spool.Start + destination.Length);
            if (end - at < destination.Length)
            {
                destination.Clear();
            }

            if (at >= end)
            {
                return;
            }

            spool.WaitFor(end, cancellation);
            while (at < end)
            {
                (KeptStretches.Stretch? stretch, long until) = spool._kept.At(at + spool.Start);
                int count = (int)(Math.Min(end + spool.Start, until) - spool.Start - at);
                AudioBlock part = destination.Slice((int)(at + spool.Start - position), count);
                if (stretch is null)
                {
                    ReadChunks(at, part);
                }
                else
                {
                    Open(stretch).Read(at + spool.Start, part);
                }

                at += count;
            }
        }

        public void Dispose()
        {
            _samples?.Dispose();
            _samples = null;
            _stretch = null;
        }

        private IKeptSamples Open(KeptStretches.Stretch stretch)
        {
            if (_stretch != stretch)
            {
                Dispose();
                _samples = spool._kept.Open(stretch);
                _stretch = stretch;
            }

            return _samples!;
        }

        private void ReadChunks(long at, AudioBlock destination)
        {
            for (int done = 0; done < destination.Length;)
            {
                int inside = (int)((at + done) % Chunk);
                int count = Math.Min(destination.Length - done, Chunk - inside);
                Hold((at + done) / Chunk, at + done + count);
                for (int c = 0; c < destination.Channels; c++)
                {
                    _chunk.AsSpan(c * Chunk + inside, count).CopyTo(destination[c][done..]);
                }

                done += count;
            }
        }

        // A chunk may have been read before it was full.
        private void Hold(long chunk, long end)
        {
            if (_held == chunk && end <= _heldUntil)
            {
                return;
            }

            _heldUntil = spool.Ready;
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
