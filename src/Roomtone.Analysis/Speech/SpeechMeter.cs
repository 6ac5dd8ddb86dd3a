using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>A stretch of speech.</summary>
/// <param name="StartSeconds">From the programme's start.</param>
/// <param name="EndSeconds">Its end.</param>
public readonly record struct SpeechSegment(double StartSeconds, double EndSeconds);

/// <summary>Where a programme speaks.</summary>
/// <param name="Segments">In order, apart from one another.</param>
/// <param name="LengthSeconds">Of the programme.</param>
public sealed record SpeechReading(ImmutableArray<SpeechSegment> Segments, double LengthSeconds)
{
    /// <summary>Share of the programme that is speech, 0…1; 0 for an empty one.</summary>
    public double Share => LengthSeconds > 0 ? Segments.Sum(s => s.EndSeconds - s.StartSeconds) / LengthSeconds : 0;

    /// <summary>Seconds of a stretch that are speech.</summary>
    /// <param name="startSeconds">Its start.</param>
    /// <param name="endSeconds">Its end.</param>
    public double Within(double startSeconds, double endSeconds)
    {
        double sum = 0;
        for (int i = FirstAfter(startSeconds); i < Segments.Length && Segments[i].StartSeconds < endSeconds; i++)
        {
            sum += Math.Max(0, Math.Min(endSeconds, Segments[i].EndSeconds) - Math.Max(startSeconds, Segments[i].StartSeconds));
        }

        return sum;
    }

    private int FirstAfter(double seconds)
    {
        int low = 0, high = Segments.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Segments[middle].EndSeconds > seconds ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}

/// <summary>Finds speech in a recording: no trained weights, nothing to set.</summary>
/// <remarks>
/// Reliable for speech over noise and room tone, down to 0 dB. It does not tell speech from song or from a solo instrument: over a mix its
/// answer is indicative; a session's own dialogue tracks give the exact one. Channels but the LFE are added up.
/// </remarks>
public sealed class SpeechMeter : IMeter<SpeechReading>
{
    private const double FrontSeconds = 0.030 - 0.016;
    private const double BackSeconds = 0.060;
    private const int Block = 4096;
    private readonly int _sampleRate;
    private readonly bool[] _isHeard;
    private readonly float[] _mono = new float[Block];
    private readonly float[] _plane = new float[Block];
    private readonly float[] _resampled = new float[Block];
    private RateConverter _converter;
    private SpeechFeatures _features = new();
    private long _length;

    /// <summary>Prepares.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="layout">Channels.</param>
    public SpeechMeter(int sampleRate, ChannelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        _sampleRate = sampleRate;
        _isHeard = [.. layout.Speakers.Select(s => !s.IsLfe)];
        _converter = Converter();
    }

    /// <inheritdoc/>
    public void Add(ReadOnlyAudioBlock audio)
    {
        for (int at = 0; at < audio.Length; at += Block)
        {
            int count = Math.Min(Block, audio.Length - at);
            Span<float> mono = _mono.AsSpan(0, count);
            mono.Clear();
            for (int c = 0; c < audio.Channels; c++)
            {
                if (_isHeard[c])
                {
                    AudibleSample.Copy(audio[c].Slice(at, count), _plane);
                    Kernels.Add(_plane.AsSpan(0, count), mono);
                }
            }

            Push(mono);
            _length += count;
        }
    }

    /// <inheritdoc/>
    public SpeechReading Read()
    {
        RateConverter rest = _converter.Fork();
        SpeechFeatures all = _features.Fork();
        rest.Complete();
        Pull(rest, all);
        (float[] evidence, float[] voicing, float[] power) = all.Finish();
        bool[] isSpeech = SpeechDecision.Decide(evidence, voicing, power);
        double length = (double)_length / _sampleRate, hop = (double)SpeechFeatures.Hop / SpeechFeatures.SampleRate;
        var segments = new List<SpeechSegment>();
        for (int t = 0; t < isSpeech.Length;)
        {
            int end = t;
            while (end < isSpeech.Length && isSpeech[end] == isSpeech[t])
            {
                end++;
            }

            if (isSpeech[t])
            {
                double from = Math.Max(0, t * hop - FrontSeconds), to = Math.Min(length, end * hop + BackSeconds);
                bool joins = segments.Count > 0 && segments[^1].EndSeconds >= from;
                from = joins ? segments[^1].StartSeconds : from;
                if (joins)
                {
                    segments.RemoveAt(segments.Count - 1);
                }

                segments.Add(new SpeechSegment(from, to));
            }

            t = end;
        }

        return new SpeechReading([.. segments], length);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _converter = Converter();
        _features = new SpeechFeatures();
        _length = 0;
    }

    private RateConverter Converter() => new(_sampleRate, SpeechFeatures.SampleRate, 1, ConversionQuality.High);

    private void Push(Span<float> mono)
    {
        while (mono.Length > 0)
        {
            mono = mono[_converter.Push(new ReadOnlyAudioBlock(mono, mono.Length, 1, 0, mono.Length))..];
            Pull(_converter, _features);
        }
    }

    private void Pull(RateConverter converter, SpeechFeatures features)
    {
        var block = new AudioBlock(_resampled, Block, 1, 0, Block);
        for (int count = converter.Pull(block); count > 0; count = converter.Pull(block))
        {
            features.Add(_resampled.AsSpan(0, count));
        }
    }
}
