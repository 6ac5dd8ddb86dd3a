using System.Collections.Immutable;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>A tone of a reel at its place in a file.</summary>
/// <param name="Start">Sample of the file.</param>
/// <param name="Length">Samples.</param>
/// <param name="Gain">Peak of a sine.</param>
/// <param name="Pattern">What sounds where.</param>
internal sealed record PlacedTone(long Start, long Length, double Gain, TonePattern Pattern)
{
    /// <summary>Places a tone.</summary>
    /// <param name="tone">The tone.</param>
    /// <param name="reel">Its reel.</param>
    /// <param name="sessionRate">Hz of the reel's places.</param>
    /// <param name="specification">Rate and layout of the file.</param>
    /// <exception cref="ArgumentException">The ident does not fit the layout, which the planner looks for.</exception>
    public static PlacedTone Of(ReelTone tone, Reel reel, int sessionRate, DeliverySpecification specification)
    {
        long start = FileTime.Rescale(tone.Start - reel.FileStart, specification.SampleRate, sessionRate);
        long end = FileTime.Rescale(tone.Start + tone.Length - reel.FileStart, specification.SampleRate, sessionRate);
        TonePattern pattern = TonePattern.For(tone, specification.Layout, (double)(end - start) / specification.SampleRate)
            ?? throw new ArgumentException($"{tone.Kind} is no ident of {specification.Layout.Id}.", nameof(tone));
        return new PlacedTone(start, end - start, Decibels.ToGain(tone.LevelDbfs), pattern);
    }
}

/// <summary>The tones of a reel, silence between them. The same samples for any order of reading.</summary>
/// <param name="tones">The tones.</param>
/// <param name="sampleRate">Hz.</param>
/// <param name="layout">Channels.</param>
/// <param name="length">Samples.</param>
internal sealed class ToneTrack(ImmutableArray<PlacedTone> tones, int sampleRate, ChannelLayout layout, long length) : IAudioSource
{
    public ImmutableArray<PlacedTone> Tones => tones;

    public int SampleRate => sampleRate;

    public ChannelLayout Layout => layout;

    public long Length => length;

    public void Read(long position, AudioBlock destination)
    {
        destination.Clear();
        foreach (PlacedTone tone in tones)
        {
            long period = Math.Max(1, (long)Math.Round(tone.Pattern.PeriodSeconds * sampleRate));
            foreach (ToneBurst burst in tone.Pattern.Bursts)
            {
                long from = Math.Max(position, tone.Start), to = Math.Min(position + destination.Length, tone.Start + tone.Length);
                for (long turn = (from - tone.Start) / period; from < to && tone.Start + turn * period < to; turn++)
                {
                    Sound(burst, tone.Gain, tone.Start + turn * period, from, to, position, destination);
                }
            }
        }
    }

    private void Sound(ToneBurst burst, double toneGain, long turn, long from, long to, long position, AudioBlock destination)
    {
        long start = turn + (long)Math.Round(burst.Start * sampleRate);
        long end = turn + (long)Math.Round((burst.Start + burst.Length) * sampleRate);
        double gain = toneGain * Decibels.ToGain(burst.LevelDb), turnsPerSample = 2 * burst.FrequencyHz / sampleRate;
        for (long n = Math.Max(from, start); n < Math.Min(to, end); n++)
        {
            float x = (float)(gain * StableMath.SinPi(turnsPerSample * (n - start)));
            foreach (int c in burst.Channels)
            {
                destination[c][(int)(n - position)] += x;
            }
        }
    }
}

/// <summary>A source with another one added from a place on.</summary>
/// <param name="source">The source.</param>
/// <param name="added">What is added; silence outside it.</param>
/// <param name="start">Where its first sample comes.</param>
internal sealed class AddedSource(IAudioSource source, IAudioSource added, long start) : ViewSource(source, source.Length)
{
    protected override void ReadInside(long position, AudioBlock destination)
    {
        Source.Read(position, destination);
        if (position + destination.Length <= start || position >= start + added.Length)
        {
            return;
        }

        using AudioBuffer buffer = new(destination.Channels, destination.Length);
        added.Read(position - start, buffer.Block);
        for (int c = 0; c < destination.Channels; c++)
        {
            Kernels.Add(buffer.Block[c], destination[c]);
        }
    }
}
