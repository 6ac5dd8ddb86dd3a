using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Runs a compressor: level → static gain → ballistics → gain on the delayed audio.</summary>
/// <remarks>
/// Upward is the law mirrored: of −level over −threshold it gives minus the boost, and the ballistics see how far that boost is from
/// the range, so that the attack is again the time in which a louder sound is turned down.
/// </remarks>
internal sealed class CompressorProcessor : IAudioProcessor
{
    private const int Threshold = 0;
    private const int Ratio = 1;
    private const int Makeup = 2;

    // Shares of an RMS window by which its level in dB comes late: little where a passage begins (half the power is 3 dB), most of
    // it where one ends (a tenth is −10 dB). They are taken off the times, which are those of the whole.
    private const double RiseLagFraction = 0.4;
    private const double FallLagFraction = 0.8;
    private const double PeakFallLagMs = 1;
    private readonly CompressorSettings _settings;
    private readonly LevelDetector _detector;
    private readonly GainComputer _law;
    private readonly GainBallistics[] _ballistics;
    private readonly DelayLine _audioDelay;
    private readonly DelayLine _gainDelay;
    private readonly AudioBuffer _gains;
    private readonly float[] _thresholds;
    private readonly float[] _slopes;
    private readonly bool _hasKey;
    private readonly bool _isUpward;

    public CompressorProcessor(CompressorSettings settings, ProcessFormat format)
    {
        _settings = settings;
        _hasKey = format.Key is not null;
        _isUpward = settings.Mode == CompressorMode.Upward;
        int heard = format.Key?.Count ?? format.Input.Count;
        double link = _hasKey && heard != format.Input.Count ? 100 : settings.LinkPercent;
        int length = format.MaximumLength;
        _detector = new LevelDetector(settings.Detector, settings.WindowMs, settings.KeyFilterHz, link, format.SampleRate, heard, length);
        _law = new GainComputer(settings.KneeDb, settings.RangeDb);
        bool isRms = settings.Detector == DetectorKind.Rms;
        double attack = Less(settings.AttackMs, isRms ? RiseLagFraction * settings.WindowMs : 0);
        double fallLag = isRms ? FallLagFraction * settings.WindowMs : PeakFallLagMs;
        double? release = settings.ReleaseMs is { } total ? GainBallistics.ReleaseWithin(Less(total, fallLag), attack) : null;
        _ballistics =
        [
            .. Enumerable.Range(0, _detector.Outputs)
                .Select(_ => new GainBallistics(attack, release, settings.HoldMs, format.SampleRate, _isUpward ? settings.RangeDb : 0)),
        ];
        int ahead = (int)Math.Round(settings.LookAheadMs * format.SampleRate / 1000);
        LatencySamples = RenderGrid.PadLatency(ahead);
        _audioDelay = new DelayLine(format.Input.Count, LatencySamples, length);
        _gainDelay = new DelayLine(_detector.Outputs, LatencySamples - ahead, length);
        _gains = new AudioBuffer(_detector.Outputs, length);
        _thresholds = new float[length];
        _slopes = new float[length];
    }

    public int LatencySamples { get; }

    public long TailSamples => LatencySamples;

    public void Process(in ProcessContext context, AudioBlock audio)
    {
        int phase = RampedValue.Phase(context.Position);
        int length = audio.Length;
        Fill(_thresholds.AsSpan(0, length), RampedValue.Of(context, Threshold, _settings.ThresholdDb!.Value), phase, isRatio: false);
        Fill(_slopes.AsSpan(0, length), RampedValue.Of(context, Ratio, _settings.Ratio), phase, isRatio: true);
        Ramp makeup = RampedValue.Of(context, Makeup, _settings.MakeupDb!.Value);
        AudioBlock gains = _gains.Block.Slice(0, length);
        if (_isUpward)
        {
            Kernels.Scale(_thresholds.AsSpan(0, length), -1);
        }

        _detector.Detect(context.Position, Heard(context, audio), gains);
        for (int o = 0; o < gains.Channels; o++)
        {
            Span<float> gain = gains[o];
            if (_isUpward)
            {
                Upward(_ballistics[o], context.Position, gain);
            }
            else
            {
                _law.Compute(gain, _thresholds, _slopes, gain);
                _ballistics[o].Apply(context.Position, gain);
            }

            AddMakeup(gain, makeup, phase);
        }

        _gainDelay.Process(gains);
        _audioDelay.Process(audio);
        for (int o = 0; o < gains.Channels; o++)
        {
            Kernels.Scale(gains[o], VectorMath.Log2PerDecibel);
            VectorMath.Exp2(gains[o], gains[o]);
        }

        for (int c = 0; c < audio.Channels; c++)
        {
            Kernels.Multiply(gains[gains.Channels == 1 ? 0 : c], audio[c]);
        }
    }

    public void Reset()
    {
        _detector.Reset();
        _audioDelay.Reset();
        _gainDelay.Reset();
        foreach (GainBallistics ballistics in _ballistics)
        {
            ballistics.Reset();
        }
    }

    public void Save(StateWriter state)
    {
        _detector.Save(state);
        _audioDelay.Save(state);
        _gainDelay.Save(state);
        foreach (GainBallistics ballistics in _ballistics)
        {
            ballistics.Save(state);
        }
    }

    public void Load(StateReader state)
    {
        _detector.Load(state);
        _audioDelay.Load(state);
        _gainDelay.Load(state);
        foreach (GainBallistics ballistics in _ballistics)
        {
            ballistics.Load(state);
        }
    }

    public void Dispose()
    {
        _audioDelay.Dispose();
        _gainDelay.Dispose();
        _gains.Dispose();
    }

    private void Upward(GainBallistics ballistics, long position, Span<float> gain)
    {
        float range = (float)_settings.RangeDb;
        Kernels.Scale(gain, -1);
        _law.Compute(gain, _thresholds, _slopes, gain);
        for (int i = 0; i < gain.Length; i++)
        {
            gain[i] = -gain[i] - range;
        }

        ballistics.Apply(position, gain);
        for (int i = 0; i < gain.Length; i++)
        {
            gain[i] += range;
        }
    }

    private ReadOnlyAudioBlock Heard(in ProcessContext context, AudioBlock audio) =>
        _hasKey ? context.Key : context.Leader.Channels > 0 ? context.Leader : audio;

    private static double Less(double timeMs, double lagMs) => Math.Max(timeMs - lagMs, timeMs / 4);

    private static void Fill(Span<float> values, Ramp ramp, int phase, bool isRatio)
    {
        if (ramp.IsConstant)
        {
            values.Fill((float)(isRatio ? GainComputer.SlopeOf(ramp.Start) : ramp.Start));
            return;
        }

        for (int i = 0; i < values.Length; i++)
        {
            double value = ramp.At(phase + i);
            values[i] = (float)(isRatio ? GainComputer.SlopeOf(value) : value);
        }
    }

    private static void AddMakeup(Span<float> gainDb, Ramp ramp, int phase)
    {
        if (ramp.IsConstant)
        {
            if (ramp.Start != 0)
            {
                Kernels.Offset(gainDb, (float)ramp.Start);
            }

            return;
        }

        for (int i = 0; i < gainDb.Length; i++)
        {
            gainDb[i] += (float)ramp.At(phase + i);
        }
    }
}
