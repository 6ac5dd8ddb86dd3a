using Roomtone.Signal;

namespace Roomtone.Media;

/// <summary>Plain samples of any container: reads ahead in pieces, spreads them over planes.</summary>
internal sealed class PcmReader : IMediaReader
{
    private const int RandomWindow = 65_536;
    private const int SequentialWindow = 262_144;
    private const int PieceValues = 4096;
    private readonly IByteSource _source;
    private readonly PcmHeader _header;
    private readonly int _frameBytes;
    private readonly int[] _order;
    private readonly byte[] _window;
    private readonly byte[] _piece;
    private readonly float[] _values;
    private long _windowStart;
    private int _windowLength;

    internal PcmReader(IByteSource source, PcmHeader header)
    {
        _source = source;
        _header = header;
        Info = header.ToInfo();
        _order = [.. header.Channels.Order];
        _frameBytes = header.Format.Bytes * Layout.Count;
        _window = new byte[SequentialWindow + _frameBytes];
        int values = Math.Max(PieceValues / Layout.Count, 1) * Layout.Count;
        _values = new float[values];
        _piece = new byte[values * header.Format.Bytes];
    }

    public MediaInfo Info { get; }

    public int SampleRate => _header.SampleRate;

    public ChannelLayout Layout => _header.Channels.Layout;

    public long Length => _header.Length;

    public long ReplacedValues { get; private set; }

    public long FirstReplaced { get; private set; } = -1;

    public void Read(long position, AudioBlock destination)
    {
        if (destination.Channels != Layout.Count)
        {
            throw new ArgumentException($"The block has {destination.Channels} channels, the file {Layout.Count}.", nameof(destination));
        }

        long from = Math.Clamp(position, 0, Length);
        long to = Math.Clamp(position + destination.Length, from, Length);
        if (to - from < destination.Length)
        {
            destination.Clear();
        }

        int step = _values.Length / Layout.Count;
        for (long start = from; start < to; start += step)
        {
            int count = (int)Math.Min(step, to - start);
            ReadPiece(start, destination.Slice((int)(start - position), count));
        }
    }

    public void ReadNative(long position, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position * _frameBytes + destination.Length, Length * _frameBytes, nameof(destination));
        Fill(_header.DataStart + position * _frameBytes, destination);
        if (_header.Format.IsBigEndian)
        {
            ByteOrder.Reverse(destination, _header.Format.Bytes);
        }
    }

    public void Dispose() => _source.Dispose();

    private void ReadPiece(long start, AudioBlock destination)
    {
        int count = destination.Length * Layout.Count;
        ReadOnlySpan<byte> bytes = Window(_header.DataStart + start * _frameBytes, destination.Length * _frameBytes);
        if (_header.Format.IsBigEndian)
        {
            bytes.CopyTo(_piece);
            ByteOrder.Reverse(_piece.AsSpan(0, bytes.Length), _header.Format.Bytes);
            bytes = _piece.AsSpan(0, bytes.Length);
        }

        Span<float> values = _values.AsSpan(0, count);
        SampleDecoder.Decode(bytes, _header.Format.Encoding, values);
        if (_header.Format.IsFloat && Finite.Enforce(values, out int first) is var replaced and > 0)
        {
            FirstReplaced = ReplacedValues == 0 ? start + first / Layout.Count : FirstReplaced;
            ReplacedValues += replaced;
        }

        Interleaving.Spread(values, destination, _order);
    }

    private ReadOnlySpan<byte> Window(long offset, int count)
    {
        if (offset < _windowStart || offset + count > _windowStart + _windowLength)
        {
            bool isSequential = offset >= _windowStart && offset <= _windowStart + _windowLength;
            long end = _header.DataStart + Length * _frameBytes;
            int wanted = (int)Math.Min(Math.Max(count, isSequential ? SequentialWindow : RandomWindow), end - offset);
            _windowLength = 0;
            Fill(offset, _window.AsSpan(0, wanted));
            _windowStart = offset;
            _windowLength = wanted;
        }

        return _window.AsSpan((int)(offset - _windowStart), count);
    }

    private void Fill(long offset, Span<byte> destination)
    {
        int read = _source.Read(offset, destination);
        if (read < destination.Length)
        {
            throw new MediaFormatException(_source.Name, offset + read, "the file became shorter while it was read", "read it again when nothing writes to it");
        }
    }
}
