using Roomtone.Analysis;
using Roomtone.Signal;

namespace Roomtone.Conformance.Tests;

/// <summary>A programme of tones, measured as it is made.</summary>
internal sealed class Programme
{
    private const int BlockLength = 4800;
    private readonly ProgrammeMeter _meter;
    private readonly AudioBuffer _buffer;
    private readonly ChannelLayout _layout;
    private long _position;

    public Programme(ChannelLayout layout, int sampleRate = 48000)
    {
        _layout = layout;
        SampleRate = sampleRate;
        _meter = new ProgrammeMeter(sampleRate, layout);
        _buffer = new AudioBuffer(layout.Count, BlockLength);
    }

    public int SampleRate { get; }

    /// <summary>Appends a sine in every channel, or silence.</summary>
    /// <param name="seconds">Length.</param>
    /// <param name="hz">Frequency.</param>
    /// <param name="levels">Peak level of each channel, dBFS; the last counts for all that follow; −∞ for silence.</param>
    public Programme Tone(double seconds, double hz, params double[] levels)
    {
        long end = _position + (long)Math.Round(seconds * SampleRate);
        while (_position < end)
        {
            AudioBlock block = _buffer.Block.Slice(0, (int)Math.Min(BlockLength, end - _position));
            for (int c = 0; c < _layout.Count; c++)
            {
                double amplitude = Decibels.ToGain(levels[Math.Min(c, levels.Length - 1)]);
                for (int i = 0; i < block.Length; i++)
                {
                    block[c][i] = (float)(amplitude * StableMath.SinPi(2 * (hz * (_position + i) / SampleRate % 1.0)));
                }
            }

            _meter.Add(block);
            _position += block.Length;
        }

        return this;
    }

    public Programme Silence(double seconds) => Tone(seconds, 1000, double.NegativeInfinity);

    /// <summary>Appends samples in every channel.</summary>
    public Programme Samples(ReadOnlySpan<float> samples)
    {
        for (int done = 0; done < samples.Length; done += BlockLength)
        {
            AudioBlock block = _buffer.Block.Slice(0, Math.Min(BlockLength, samples.Length - done));
            for (int c = 0; c < _layout.Count; c++)
            {
                samples.Slice(done, block.Length).CopyTo(block[c]);
            }

            _meter.Add(block);
            _position += block.Length;
        }

        return this;
    }

    public ProgrammeMeasurement Measure()
    {
        ProgrammeMeasurement measured = _meter.Read();
        _buffer.Dispose();
        return measured;
    }
}
