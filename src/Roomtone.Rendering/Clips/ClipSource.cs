using System.Collections.Immutable;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>What a clip does to its media, in samples of the session's rate.</summary>
/// <param name="SourceStart">First sample of the range in the (processed, rate-converted) media.</param>
/// <param name="Length">Samples on the timeline.</param>
public sealed record ClipSettings(long SourceStart, long Length)
{
    /// <summary>dB.</summary>
    public double GainDb { get; init; }

    /// <summary>Polarity is inverted.</summary>
    public bool IsInverted { get; init; }

    /// <summary>Gain line in dB from the clip's start; empty without one.</summary>
    public ImmutableArray<AutomationPoint> GainLine { get; init; } = [];

    /// <summary>How the clip comes in.</summary>
    public FadeEdge In { get; init; }

    /// <summary>How the clip goes out.</summary>
    public FadeEdge Out { get; init; }
}

/// <summary>A clip: a range of media with its gain, gain line, fades and polarity; sample 0 is the clip's first.</summary>
/// <remarks>A sample depends on its position only, so any order and partition of reading gives the same bits. Thread: one at a time.</remarks>
public sealed class ClipSource : ViewSource
{
    private const int ChunkLength = RenderGrid.BlockLength;
    private readonly ClipSettings _settings;
    private readonly GainCurve? _line;
    private readonly float _gain;

    /// <summary>Prepares the clip.</summary>
    /// <param name="media">The media at the session's rate, processed.</param>
    /// <param name="settings">Range and levels.</param>
    /// <exception cref="ArgumentException">A negative length, or fades that are longer than the clip.</exception>
    public ClipSource(IAudioSource media, ClipSettings settings)
        : base(media, settings?.Length ?? throw new ArgumentNullException(nameof(settings)))
    {
        ArgumentNullException.ThrowIfNull(media);
        ArgumentOutOfRangeException.ThrowIfNegative(settings.Length, nameof(settings));
        if (settings.In.Length > settings.Length || settings.Out.Length > settings.Length)
        {
            throw new ArgumentException(
                $"The fades ({settings.In.Length} and {settings.Out.Length} samples) must not be longer than the clip ({settings.Length}).",
                nameof(settings));
        }

        _settings = settings;
        _gain = (float)(settings.IsInverted ? -Decibels.ToGain(settings.GainDb) : Decibels.ToGain(settings.GainDb));
        _line = settings.GainLine.IsEmpty
            ? null
            : new GainCurve(new Envelope(0, settings.GainLine, media.SampleRate), GainMeaning.Level);
    }

    /// <summary>Range and levels.</summary>
    public ClipSettings Settings => _settings;

    /// <inheritdoc/>
    protected override void ReadInside(long position, AudioBlock destination)
    {
        Source.Read(_settings.SourceStart + position, destination);
        ApplyLevels(position, destination);
    }

    private void ApplyLevels(long from, AudioBlock audio)
    {
        if (_gain != 1)
        {
            for (int c = 0; c < audio.Channels; c++)
            {
                Kernels.Scale(audio[c], _gain);
            }
        }

        if (_line is not null)
        {
            Apply(audio, from, 0, Length, static (clip, at, gains) => clip._line!.Fill(at, gains));
        }

        if (_settings.In.Length > 0)
        {
            Apply(audio, from, 0, _settings.In.Length, static (clip, at, gains) => clip.FillIn(at, gains));
        }

        if (_settings.Out.Length > 0)
        {
            Apply(audio, from, Length - _settings.Out.Length, Length, static (clip, at, gains) => clip.FillOut(at, gains));
        }
    }

    private void FillIn(long at, Span<float> gains)
    {
        for (int i = 0; i < gains.Length; i++)
        {
            gains[i] = (float)_settings.In.GainIn(at + i);
        }
    }

    private void FillOut(long at, Span<float> gains)
    {
        for (int i = 0; i < gains.Length; i++)
        {
            gains[i] = (float)_settings.Out.GainOut(at + i - (Length - _settings.Out.Length));
        }
    }

    // Multiplies what of the block lies in [start, end) by the gains that fill writes.
    private void Apply(AudioBlock audio, long from, long start, long end, FillGains fill)
    {
        Span<float> chunk = stackalloc float[ChunkLength];
        long first = Math.Max(from, start), last = Math.Min(from + audio.Length, end);
        while (first < last)
        {
            int count = (int)Math.Min(ChunkLength, last - first);
            Span<float> gains = chunk[..count];
            fill(this, first, gains);
            AudioBlock part = audio.Slice((int)(first - from), count);
            for (int c = 0; c < audio.Channels; c++)
            {
                Kernels.Multiply(gains, part[c]);
            }

            first += count;
        }
    }

    private delegate void FillGains(ClipSource clip, long at, Span<float> gains);
}
