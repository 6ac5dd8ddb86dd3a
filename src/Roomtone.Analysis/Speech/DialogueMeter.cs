using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>Loudness of a programme's speech.</summary>
/// <param name="Lufs">Of the 400 ms blocks that are at least half speech; NaN where there is none.</param>
/// <param name="Speech">Where it speaks.</param>
public sealed record DialogueReading(double Lufs, SpeechReading Speech)
{
    /// <summary>Share of the programme that is speech, percent.</summary>
    public double SpeechPercent => 100 * Speech.Share;
}

/// <summary>Dialogue loudness: the power mean of the 400 ms blocks that are at least half speech.</summary>
/// <remarks>
/// BS.1770-5 blocks, K-weighted and channel-weighted, over −70 LUFS; speech is the gate, so there is no relative one. Where it speaks is
/// found by <see cref="SpeechMeter"/>, or known beforehand (from the session's own dialogue tracks). Not Dolby's dialogue intelligence.
/// Sources: EBU R 128 s4; ITU-R BS.1770-5, Annex 1.
/// </remarks>
public sealed class DialogueMeter : IMeter<DialogueReading>
{
    private const int BlockHops = 4;
    private const double HopSeconds = 0.1;
    private const double AbsoluteGateLufs = -70;
    private const int Block = 4096;
    private readonly int _sampleRate;
    private readonly double _factor;
    private readonly LoudnessPower _power;
    private readonly SpeechReading? _known;
    private readonly SpeechMeter? _speech;
    private readonly float[] _heard;
    private readonly List<double> _hops = [];
    private long _length;

    /// <summary>Prepares.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="layout">Channels.</param>
    /// <param name="mono">How a programme of one channel is heard.</param>
    /// <param name="known">Where it speaks, if that is known; null = it is found.</param>
    public DialogueMeter(int sampleRate, ChannelLayout layout, MonoPlayback mono = MonoPlayback.Single, SpeechReading? known = null)
    {
        ArgumentNullException.ThrowIfNull(layout);
        _sampleRate = sampleRate;
        _factor = layout.Count == 1 && mono == MonoPlayback.Dual ? 2 : 1;
        _power = new LoudnessPower(sampleRate, layout);
        _heard = new float[layout.Count * Block];
        _speech = known is null ? new SpeechMeter(sampleRate, layout) : null;
        _known = known;
    }

    private long NextHop => (_hops.Count + 1L) * _sampleRate / 10;

    /// <inheritdoc/>
    public void Add(ReadOnlyAudioBlock audio)
    {
        _speech?.Add(audio);
        for (int at = 0; at < audio.Length;)
        {
            int count = (int)Math.Min(Math.Min(audio.Length - at, Block), NextHop - _length);
            AddPower(audio.Slice(at, count));
            at += count;
            _length += count;
            if (_length == NextHop)
            {
                long start = (long)_hops.Count * _sampleRate / 10;
                _hops.Add(_factor * _power.Take() / (_length - start));
            }
        }
    }

    /// <inheritdoc/>
    public DialogueReading Read()
    {
        SpeechReading speech = _known ?? _speech!.Read();
        double gate = LoudnessLevel.ToPower(AbsoluteGateLufs), sum = 0;
        long blocks = 0;
        for (int i = 0; i + BlockHops <= _hops.Count; i++)
        {
            double from = i * HopSeconds, to = from + BlockHops * HopSeconds;
            if (speech.Within(from, to) < (to - from) / 2)
            {
                continue;
            }

            double power = (_hops[i] + _hops[i + 1] + _hops[i + 2] + _hops[i + 3]) / BlockHops;
            if (power > gate)
            {
                sum += power;
                blocks++;
            }
        }

        return new DialogueReading(blocks == 0 ? double.NaN : LoudnessLevel.ToLufs(sum / blocks), speech);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _power.Reset();
        _speech?.Reset();
        _hops.Clear();
        _length = 0;
    }

    private void AddPower(ReadOnlyAudioBlock audio)
    {
        for (int c = 0; c < audio.Channels; c++)
        {
            AudibleSample.Copy(audio[c], _heard.AsSpan(c * Block));
        }

        _power.Add(new ReadOnlyAudioBlock(_heard, Block, audio.Channels, 0, audio.Length));
    }
}

/// <summary>The dialogue meter among those that are chosen by name.</summary>
internal sealed class NamedDialogueMeter(int sampleRate, ChannelLayout layout, MonoPlayback mono) : IMeter<MeterReading>
{
    /// <summary>The id under which it is chosen.</summary>
    public const string Id = "dialogue";

    private readonly DialogueMeter _dialogue = new(sampleRate, layout, mono);
    private readonly ProgrammeMeter _programme = new(sampleRate, layout, mono);

    public void Add(ReadOnlyAudioBlock audio)
    {
        _dialogue.Add(audio);
        _programme.Add(audio);
    }

    public MeterReading Read()
    {
        DialogueReading reading = _dialogue.Read();
        double programme = _programme.Read().IntegratedLufs;
        return new MeterReading(Id,
        [
            new("dialogue_lufs", null, reading.Lufs, "LUFS"),
            new("speech_percent", null, double.IsFinite(programme) ? reading.SpeechPercent : double.NaN, "%"),
            new("programme_over_dialogue_lu", null, programme - reading.Lufs, "LU"),
        ])
        {
            Speech = reading.Speech.Segments,
        };
    }

    public void Reset()
    {
        _dialogue.Reset();
        _programme.Reset();
    }
}
