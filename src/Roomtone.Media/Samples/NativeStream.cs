namespace Roomtone.Media;

/// <summary>The native samples of a reader as one stream, in whole samples of all channels.</summary>
internal sealed class NativeStream(IMediaReader reader) : Stream
{
    private const int PieceBytes = 1 << 20;
    private readonly int _frameBytes = reader.Info.Format.Bytes * reader.Layout.Count;
    private readonly byte[] _piece = new byte[PieceBytes];
    private long _next;
    private int _start;
    private int _end;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => reader.Length * _frameBytes;

    public override long Position
    {
        get => _next * _frameBytes - (_end - _start);
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_start == _end)
        {
            long frames = Math.Min(PieceBytes / _frameBytes, reader.Length - _next);
            _start = 0;
            _end = (int)frames * _frameBytes;
            reader.ReadNative(_next, _piece.AsSpan(0, _end));
            _next += frames;
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _piece.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
