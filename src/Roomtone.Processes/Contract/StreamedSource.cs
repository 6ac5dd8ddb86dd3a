using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>A streaming process over a whole clip or medium: latency trimmed, tail appended, random access.</summary>
/// <remarks>
/// <para>The process always runs from sample 0 of the source, so any order of reading gives the same bits. Reading on is direct; a jump
/// resumes from the nearest earlier checkpoint. At most 64 checkpoints are kept, wider apart the longer the source.</para>
/// <para>Thread: one at a time, like every source.</para>
/// </remarks>
public sealed class StreamedSource : IAudioSource, IDisposable
{
    /// <summary>Longest tail that is appended: a process that never fades out stops sounding after it, seconds.</summary>
    public const int LongestTailSeconds = 60;

    private const int MaximumCheckpoints = 64;
    private const long FirstSpacing = 1L << 19;
    private readonly IAudioSource _source;
    private readonly IAudioProcessor _processor;
    private readonly AudioBuffer _block;
    private readonly SortedList<long, byte[]> _checkpoints = [];
    private readonly StateWriter _writer = new();
    private long _spacing = FirstSpacing;
    private long _next;
    private int _ready;
    private int _taken;

    /// <summary>Prepares the process for the source's rate and channels.</summary>
    /// <param name="process">The process; needs no key.</param>
    /// <param name="source">The audio; read while this is used.</param>
    /// <exception cref="ProcessSettingsException">The settings do not go with the source.</exception>
    public StreamedSource(IStreamingProcess process, IAudioSource source)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        Layout = process.OutputLayout(source.Layout);
        var format = new ProcessFormat(source.SampleRate, source.Layout, Layout, null, RenderGrid.BlockLength);
        _processor = process.CreateProcessor(format);
        _block = new AudioBuffer(format.Planes, RenderGrid.BlockLength);
        Length = source.Length + Math.Min(_processor.TailSamples, (long)LongestTailSeconds * source.SampleRate);
    }

    /// <inheritdoc/>
    public int SampleRate => _source.SampleRate;

    /// <inheritdoc/>
    public ChannelLayout Layout { get; }

    /// <inheritdoc/>
    public long Length { get; }

    /// <inheritdoc/>
    public void Read(long position, AudioBlock destination)
    {
        destination.Clear();
        long from = Math.Max(position, 0);
        long to = Math.Min(position + destination.Length, Length);
        if (from >= to)
        {
            return;
        }

        // Output n leaves the processor while its input n + latency goes in.
        int latency = _processor.LatencySamples;
        SeekTo(from + latency);
        for (long n = from; n < to;)
        {
            if (_taken == _ready)
            {
                RunBlock();
            }

            long produced = _next - _ready + _taken - latency;
            int skip = (int)Math.Min(Math.Max(n - produced, 0), _ready - _taken);
            _taken += skip;
            int count = (int)Math.Min(_ready - _taken, to - n);
            if (count > 0)
            {
                ReadOnlyAudioBlock part = _block.Block.WithChannels(Layout.Count).Slice(_taken, count);
                part.CopyTo(destination.Slice((int)(n - position), count));
                _taken += count;
                n += count;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _processor.Dispose();
        _block.Dispose();
    }

    private void SeekTo(long input)
    {
        long inHand = _next - _ready + _taken;
        if (input >= inHand && input - inHand < _spacing)
        {
            return;
        }

        int nearest = _checkpoints.Count - 1;
        while (nearest >= 0 && _checkpoints.Keys[nearest] > input)
        {
            nearest--;
        }

        if (nearest >= 0 && (input < inHand || _checkpoints.Keys[nearest] > _next))
        {
            _processor.Load(new StateReader(_checkpoints.Values[nearest]));
            _next = _checkpoints.Keys[nearest];
            _ready = _taken = 0;
        }
        else if (input < inHand)
        {
            _processor.Reset();
            _next = 0;
            _ready = _taken = 0;
        }
    }

    private void RunBlock()
    {
        if (_next % _spacing == 0 && _next > 0 && !_checkpoints.ContainsKey(_next))
        {
            KeepCheckpoint();
        }

        AudioBlock block = _block.Block;
        _source.Read(_next, block.WithChannels(_source.Layout.Count));
        _processor.Process(new ProcessContext { Position = _next }, block);
        _next += block.Length;
        _ready = block.Length;
        _taken = 0;
    }

    private void KeepCheckpoint()
    {
        _writer.Clear();
        _processor.Save(_writer);
        _checkpoints.Add(_next, _writer.Written.ToArray());
        if (_checkpoints.Count < MaximumCheckpoints)
        {
            return;
        }

        _spacing *= 2;
        for (int i = _checkpoints.Count - 1; i >= 0; i--)
        {
            if (_checkpoints.Keys[i] % _spacing != 0)
            {
                _checkpoints.RemoveAt(i);
            }
        }
    }
}
