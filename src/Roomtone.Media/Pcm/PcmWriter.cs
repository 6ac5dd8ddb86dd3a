using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Media;

/// <summary>Writes what stands before and after the samples of one kind of container.</summary>
internal interface IContainerWriter
{
    /// <summary>Writes everything before the samples.</summary>
    void Begin(OutputFile file);

    /// <summary>Writes everything after the samples, and the sizes that are known only now.</summary>
    void End(OutputFile file, long dataBytes);
}

/// <summary>A writer that also takes samples as they lie in a file, for copies that must not pass through float32.</summary>
public interface INativeMediaWriter : IMediaWriter
{
    /// <summary>Appends samples in the writer's own coding, channel after channel, least significant byte first.</summary>
    /// <param name="samples">Whole samples of all channels.</param>
    void WriteNative(ReadOnlySpan<byte> samples);
}

/// <summary>Plain samples into any container.</summary>
internal sealed class PcmWriter : INativeMediaWriter
{
    private const int BufferBytes = 262_144;
    private const int PieceValues = 4096;
    private readonly OutputFile _file;
    private readonly IContainerWriter _container;
    private readonly SampleFormat _format;
    private readonly int _channels;
    private readonly int[] _order;
    private readonly float[] _values;
    private readonly byte[] _buffer;
    private int _used;
    private long _dataBytes;

    internal PcmWriter(OutputFile file, IContainerWriter container, SampleFormat format, ChannelPlaces places)
    {
        _file = file;
        _container = container;
        _format = format;
        _channels = places.Layout.Count;
        _order = [.. places.Order];
        int values = Math.Max(PieceValues / _channels, 1) * _channels;
        _values = new float[values];
        _buffer = new byte[BufferBytes + values * format.Bytes];
        container.Begin(file);
    }

    public long ReplacedValues { get; private set; }

    public long Length => _dataBytes / (_channels * _format.Bytes);

    public void Write(ReadOnlyAudioBlock audio)
    {
        if (audio.Channels != _channels)
        {
            throw new ArgumentException($"The block has {audio.Channels} channels, the file {_channels}.", nameof(audio));
        }

        int step = _values.Length / _channels;
        for (int start = 0; start < audio.Length; start += step)
        {
            WritePiece(audio.Slice(start, Math.Min(step, audio.Length - start)));
        }
    }

    public void WriteNative(ReadOnlySpan<byte> samples)
    {
        for (int start = 0; start < samples.Length; start += BufferBytes)
        {
            ReadOnlySpan<byte> piece = samples.Slice(start, Math.Min(BufferBytes, samples.Length - start));
            Flush();
            piece.CopyTo(_buffer);
            Take(piece.Length);
        }
    }

    public void Complete()
    {
        Flush();
        _container.End(_file, _dataBytes);
        _file.Complete();
    }

    public void Dispose() => _file.Dispose();

    private void WritePiece(ReadOnlyAudioBlock audio)
    {
        Span<float> values = _values.AsSpan(0, audio.Length * _channels);
        Interleaving.Gather(audio, values, _order);
        ReplacedValues += Finite.Enforce(values, out _);
        SampleEncoder.Encode(values, _format.Encoding, _buffer.AsSpan(_used, values.Length * _format.Bytes));
        Take(values.Length * _format.Bytes);
        if (_used >= BufferBytes)
        {
            Flush();
        }
    }

    private void Take(int bytes)
    {
        if (_format.IsBigEndian)
        {
            ByteOrder.Reverse(_buffer.AsSpan(_used, bytes), _format.Bytes);
        }

        _used += bytes;
        _dataBytes += bytes;
    }

    private void Flush()
    {
        _file.Append(_buffer.AsSpan(0, _used));
        _used = 0;
    }
}
