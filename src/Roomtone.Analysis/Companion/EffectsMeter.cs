using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>What is wrong with music and effects beside their dialogue. Immutable.</summary>
/// <param name="LeakSeconds">Where the dialogue is heard in it; at most 100 places.</param>
/// <param name="LeakDb">The dialogue's level in it against its own, dB; −∞ where none is heard.</param>
/// <param name="HoleSeconds">Where it falls away under the dialogue; at most 100 places.</param>
public sealed record EffectsReading(ImmutableArray<double> LeakSeconds, double LeakDb, ImmutableArray<double> HoleSeconds);

/// <summary>Compares music and effects with the dialogue of the same programme: does dialogue leak into them, are there holes where it speaks?</summary>
/// <remarks>
/// A leak is what both have in common at the same time: the regression of one on the other over a second, octave by octave, each weighed by how
/// quiet the rest is there, and more than eight times what chance gives. A hole is a stretch of dialogue under which nearly everything lies
/// 15 dB below what is before and after it: sound that went out with the voice, not a rest of the music.
/// The dialogue is read in step with the file. Thread: one at a time.
/// </remarks>
public sealed class EffectsMeter : IMeter<EffectsReading>
{
    private const double FrameSeconds = 0.05;
    private const int LeakFrames = 20;
    private const double LeastDeviations = 8;
    private const double LowestBandHz = 150;
    private const int Bands = 5;
    private const double QuietestDialogue = 1e-6;
    private const double DialogueRangePower = 1e-3;
    private const int ContextFrames = 60;
    private const double HolePower = 0.0316;
    private const double QuietestContext = 1e-8;
    private const int LeastHoleFrames = 4;
    private const int LeastContextFrames = 10;
    private const int HandleFrames = 10;
    private const double HoleShare = 0.8;
    private const int BridgeFrames = 2;
    private const int MostPlaces = 100;
    private const int Chunk = 4096;
    private readonly IAudioSource _dialogue;
    private readonly ChannelLayout _layout;
    private readonly int _frame;
    private readonly float[] _spoken;
    private readonly float[] _own = new float[Chunk];
    private readonly float[] _other = new float[Chunk];
    private readonly List<Frame> _frames = [];
    private readonly BiquadCascade[] _ownBands;
    private readonly BiquadCascade[] _otherBands;
    private readonly float[] _ownBand = new float[Bands * Chunk];
    private readonly float[] _otherBand = new float[Bands * Chunk];
    private Frame _open = new();
    private int _count;
    private long _position;

    /// <summary>Prepares a meter.</summary>
    /// <param name="dialogue">The dialogue, at the same rate and beginning at the same sample.</param>
    /// <param name="layout">Channels of the music and effects.</param>
    public EffectsMeter(IAudioSource dialogue, ChannelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(dialogue);
        ArgumentNullException.ThrowIfNull(layout);
        (_dialogue, _layout) = (dialogue, layout);
        _frame = Math.Max(1, (int)(FrameSeconds * dialogue.SampleRate));
        _spoken = new float[dialogue.Layout.Count * Chunk];
        _ownBands = [.. Enumerable.Range(0, Bands).Select(b => Band(b, dialogue.SampleRate))];
        _otherBands = [.. Enumerable.Range(0, Bands).Select(b => Band(b, dialogue.SampleRate))];
    }

    /// <inheritdoc/>
    public void Add(ReadOnlyAudioBlock audio)
    {
        for (int at = 0; at < audio.Length; at += Chunk)
        {
            ReadOnlyAudioBlock part = audio.Slice(at, Math.Min(Chunk, audio.Length - at));
            AudioBlock spoken = new(_spoken, Chunk, _dialogue.Layout.Count, 0, part.Length);
            _dialogue.Read(_position, spoken);
            ChannelMix.Sum(part, _layout, _own);
            ChannelMix.Sum(spoken, _dialogue.Layout, _other);
            for (int b = 0; b < Bands; b++)
            {
                Filter(_ownBands[b], _own, _ownBand, b, part.Length);
                Filter(_otherBands[b], _other, _otherBand, b, part.Length);
            }

            for (int i = 0; i < part.Length; i++)
            {
                AddSample(i);
            }

            _position += part.Length;
        }
    }

    /// <inheritdoc/>
    public EffectsReading Read()
    {
        bool[] speaks = Speaks();
        (List<double> leaks, double leak) = Leaks(speaks);
        return new EffectsReading([.. leaks.Take(MostPlaces)], leak, [.. Holes(speaks).Take(MostPlaces)]);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _frames.Clear();
        foreach (BiquadCascade band in _ownBands.Concat(_otherBands))
        {
            band.Reset();
        }

        (_open, _count, _position) = (new Frame(), 0, 0);
    }

    // Frames are whole samples, so not quite what they are meant to be at every rate.
    private double Seconds(int frames) => (double)frames * _frame / _dialogue.SampleRate;

    private static BiquadCascade Band(int band, int sampleRate)
    {
        double low = LowestBandHz * (1 << band), high = Math.Min(2 * low, 0.45 * sampleRate);
        return new BiquadCascade([.. ButterworthDesign.HighPass(2, Math.Min(low, 0.4 * sampleRate), sampleRate), .. ButterworthDesign.LowPass(2, high, sampleRate)], 1);
    }

    private void Filter(BiquadCascade filter, float[] samples, float[] bands, int band, int length)
    {
        AudioBlock block = new(bands, Chunk, 1, band * Chunk, length);
        samples.AsSpan(0, length).CopyTo(block[0]);
        filter.Process(block, _position);
    }

    private void AddSample(int index)
    {
        Frame frame = _open;
        frame.Power += (double)_own[index] * _own[index];
        frame.Spoken += (double)_other[index] * _other[index];
        for (int b = 0; b < Bands; b++)
        {
            double x = _ownBand[b * Chunk + index], y = _otherBand[b * Chunk + index];
            frame.Across[b] += x * y;
            frame.Own[b] += x * x;
            frame.Other[b] += y * y;
        }

        if (++_count == _frame)
        {
            _frames.Add(frame);
            (_open, _count) = (new Frame(), 0);
        }
    }

    // Where the dialogue is within 30 dB of its loudest frame; shorter gaps than 0.1 s belong to it.
    private bool[] Speaks()
    {
        double loudest = _frames.Count == 0 ? 0 : _frames.Max(f => f.Spoken), least = Math.Max(DialogueRangePower * loudest, QuietestDialogue * _frame);
        bool[] speaks = [.. _frames.Select(f => f.Spoken >= least)];
        int last = -1;
        for (int i = 0; i < speaks.Length; i++)
        {
            if (speaks[i])
            {
                if (last >= 0 && i - last <= BridgeFrames)
                {
                    Array.Fill(speaks, true, last, i - last);
                }

                last = i;
            }
        }

        return speaks;
    }

    private (List<double> Places, double Db) Leaks(bool[] speaks)
    {
        List<double> places = [];
        double across = 0, weight = 0;
        int until = 0;
        for (int start = 0; start + LeakFrames <= _frames.Count; start += LeakFrames / 2)
        {
            (double a, double w, int heard) = Regression(speaks, start);
            if (heard < LeakFrames / 2 || a <= LeastDeviations * Math.Sqrt(w))
            {
                continue;
            }

            across += a;
            weight += w;
            if (start >= until)
            {
                places.Add(Seconds(start));
            }

            until = start + LeakFrames;
        }

        return (places, weight > 0 ? Decibels.FromGain(across / weight) : double.NegativeInfinity);
    }

    /// <summary>The weighed products of a second: their ratio is the dialogue's gain, their standard deviation the root of the second.</summary>
    private (double Across, double Weight, int Heard) Regression(bool[] speaks, int start)
    {
        double across = 0, weight = 0;
        int heard = Enumerable.Range(start, LeakFrames).Count(i => speaks[i]);
        for (int b = 0; b < Bands; b++)
        {
            double products = 0, own = 0, other = 0;
            for (int i = start; i < start + LeakFrames; i++)
            {
                if (speaks[i])
                {
                    products += _frames[i].Across[b];
                    own += _frames[i].Own[b];
                    other += _frames[i].Other[b];
                }
            }

            // A band of a width in Hz has about as many independent values in a second.
            double values = LowestBandHz * (1 << b) * Seconds(heard);
            if (own > 0 && other > 0)
            {
                across += products * values / own;
                weight += other * values / own;
            }
        }

        return (across, weight, heard);
    }

    private IEnumerable<double> Holes(bool[] speaks)
    {
        for (int start = 0; start < speaks.Length;)
        {
            int end = start;
            while (end < speaks.Length && speaks[end] == speaks[start])
            {
                end++;
            }

            if (speaks[start] && end - start >= LeastHoleFrames && Level(start - HandleFrames - ContextFrames, start - HandleFrames) is { } before
                && Level(end + HandleFrames, end + HandleFrames + ContextFrames) is { } after && Math.Min(before, after) is var context && context > QuietestContext * _frame)
            {
                int low = Enumerable.Range(start, end - start).Count(i => _frames[i].Power < HolePower * context);
                if (low >= HoleShare * (end - start))
                {
                    yield return Seconds(start);
                }
            }

            start = end;
        }
    }

    /// <summary>Power that three quarters of the frames reach; null where there are too few.</summary>
    private double? Level(int from, int to)
    {
        (from, to) = (Math.Max(0, from), Math.Min(_frames.Count, to));
        if (to - from < LeastContextFrames)
        {
            return null;
        }

        double[] powers = [.. _frames.Skip(from).Take(to - from).Select(f => f.Power).Order()];
        return powers[powers.Length / 4];
    }

    /// <summary>Sums of a twentieth of a second.</summary>
    private sealed class Frame
    {
        public double Power { get; set; }

        public double Spoken { get; set; }

        public double[] Across { get; } = new double[Bands];

        public double[] Own { get; } = new double[Bands];

        public double[] Other { get; } = new double[Bands];
    }
}
