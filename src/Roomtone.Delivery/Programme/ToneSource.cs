using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>A cut programme whose head and tail carry room tone instead of silence.</summary>
/// <remarks>
/// The programme itself is not touched: over 10 ms the tone fades out under its start and in under its end. The file's own edges are
/// faded over 10 ms. Thread: one at a time.
/// </remarks>
internal sealed class ToneSource : IAudioSource, IDisposable
{
    private const double FadeSeconds = 0.01;
    private const int Chunk = 4096;
    private readonly IAudioSource _source;
    private readonly RoomTone _tone;
    private readonly long _headEnd;
    private readonly long _tailStart;
    private readonly long _fade;
    private readonly AudioBuffer _buffer;

    /// <summary>Lays tone around a programme.</summary>
    /// <param name="source">The cut programme, silence before and after.</param>
    /// <param name="cuts">Where head and tail are, and which carries tone.</param>
    /// <param name="tone">The tone.</param>
    public ToneSource(IAudioSource source, CutList cuts, RoomTone tone)
    {
        (_source, _tone) = (source, tone);
        _headEnd = cuts.IsHeadTone ? cuts.Head : 0;
        _tailStart = cuts.IsTailTone ? source.Length - cuts.Tail : source.Length;
        _fade = Math.Max(1, (long)(FadeSeconds * source.SampleRate));
        _buffer = new AudioBuffer(source.Layout.Count, Chunk);
    }

    public int SampleRate => _source.SampleRate;

    public ChannelLayout Layout => _source.Layout;

    public long Length => _source.Length;

    public void Read(long position, AudioBlock destination)
    {
        _source.Read(position, destination);
        for (int done = 0; done < destination.Length; done += Chunk)
        {
            AudioBlock part = destination.Slice(done, Math.Min(Chunk, destination.Length - done));
            long at = position + done;
            if (Gain(at) > 0 || Gain(at + part.Length - 1) > 0 || (at < _headEnd + _fade && _headEnd > 0) || at + part.Length > _tailStart - _fade)
            {
                AddTone(at, part);
            }
        }
    }

    public void Dispose() => _buffer.Dispose();

    private void AddTone(long position, AudioBlock destination)
    {
        AudioBlock tone = _buffer.Block.Slice(0, destination.Length);
        _tone.Read(position, tone);
        for (int i = 0; i < destination.Length; i++)
        {
            float gain = (float)Gain(position + i);
            for (int c = 0; c < destination.Channels; c++)
            {
                destination[c][i] += gain * tone[c][i];
            }
        }
    }

    private double Gain(long position)
    {
        double head = _headEnd == 0 ? 0 : Math.Min(Ramp(position), Ramp(_headEnd + _fade - 1 - position));
        double tail = _tailStart == Length ? 0 : Math.Min(Ramp(position - (_tailStart - _fade)), Ramp(Length - 1 - position));
        return Math.Max(0, Math.Max(head, tail));
    }

    private double Ramp(long samples) => Math.Clamp((samples + 0.5) / _fade, 0, 1);
}
