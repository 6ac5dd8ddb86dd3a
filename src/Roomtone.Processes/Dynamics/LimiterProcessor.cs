using Roomtone.Analysis;
using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Runs a limiter: gain, one pass with release, and passes that measure the result and repair it.</summary>
internal sealed class LimiterProcessor : IAudioProcessor, IReportsGainReduction
{
    private const double RepairWindowMs = 1;
    private const double NoLimitDb = 1000;

    // Near Nyquist a true peak depends on the filter that asks. The repairs ask with a steep one, a gentle one and last the meter's own:
    // whatever lies between them finds no more than these.
    private static readonly (int Reach, double KaiserBeta)[] RepairFilters = [(48, 9), (16, 8), (32, 8)];
    private readonly double _gainDb;
    private readonly LimiterStage[] _stages;
    private readonly DelayLine _padding;
    private readonly float[] _drive;

    // Of a stem: the whole signal, which is limited beside it.
    private readonly AudioBuffer? _leader;
    private float _repaired;

    public LimiterProcessor(LimiterSettings settings, ProcessFormat format)
    {
        int channels = format.Input.Count;
        int rate = format.SampleRate;
        _gainDb = settings.GainDb;
        _drive = new float[format.MaximumLength];
        _leader = format.IsFollower ? new AudioBuffer(channels, format.MaximumLength) : null;
        int factor = InterpolationOf(settings, rate);
        int half = HalfWindow(settings.LookAheadMs, rate);
        var first = new LimiterStageSettings(
            settings.Ceiling.Value, half, true, settings.ReleaseMs, settings.LinkPercent, settings.MaxReductionDb ?? NoLimitDb, rate)
        {
            ReleaseShape = settings.ReleaseShape,
            GroupOf = LimiterGroups.Of(settings.Groups, format.Input),
        };
        int repairs = settings.IsTruePeak && settings.MaxReductionDb is null ? RepairFilters.Length : 0;
        int repairHalf = Math.Min(half, HalfWindow(RepairWindowMs, rate));
        LimiterStageSettings repair = first with { HalfSamples = repairHalf, HasRelease = false };
        _stages =
        [
            new LimiterStage(first, settings.IsTruePeak ? new TruePeakInterpolator(factor) : null, channels, format.MaximumLength, format.IsFollower),
            .. RepairFilters.Take(repairs).Select(f => new LimiterStage(
                repair, new TruePeakInterpolator(factor, f.Reach, f.KaiserBeta), channels, format.MaximumLength, format.IsFollower)),
        ];
        int delay = _stages.Sum(s => s.DelaySamples);
        LatencySamples = RenderGrid.PadLatency(delay);
        _padding = new DelayLine(channels, LatencySamples - delay, format.MaximumLength);
    }

    public int LatencySamples { get; }

    public long TailSamples => LatencySamples;

    public GainReduction Reduction { get; } = new();

    public void Process(in ProcessContext context, AudioBlock audio)
    {
        if (audio.Length == 0)
        {
            return;
        }

        Ramp drive = RampedValue.Of(context, 0, _gainDb);
        int phase = RampedValue.Phase(context.Position);
        Drive(drive, phase, audio);
        AudioBlock whole = audio, stem = default;
        if (_leader is not null)
        {
            whole = _leader.Block.Slice(0, audio.Length);
            stem = audio;
            context.Leader.CopyTo(whole);
            Drive(drive, phase, whole);
        }

        _stages[0].Process(whole, Reduction, stem);
        for (int s = 1; s < _stages.Length; s++)
        {
            float least = _stages[s].Process(whole, null, stem);
            if (least < _repaired)
            {
                Reduction.AddRepair((_repaired - least) * VectorMath.DecibelsPerLog2);
                _repaired = least;
            }
        }

        _padding.Process(audio);
    }

    public void Reset()
    {
        foreach (LimiterStage stage in _stages)
        {
            stage.Reset();
        }

        _padding.Reset();
        Reduction.Clear();
        _repaired = 0;
    }

    public void Save(StateWriter state)
    {
        foreach (LimiterStage stage in _stages)
        {
            stage.Save(state);
        }

        _padding.Save(state);
    }

    public void Load(StateReader state)
    {
        foreach (LimiterStage stage in _stages)
        {
            stage.Load(state);
        }

        _padding.Load(state);
    }

    public void Dispose()
    {
        foreach (LimiterStage stage in _stages)
        {
            stage.Dispose();
        }

        _padding.Dispose();
        _leader?.Dispose();
    }

    private static int HalfWindow(double lengthMs, int sampleRate) => Math.Max(1, (int)Math.Round(lengthMs * sampleRate / 2000));

    // At 96 kHz a grid of 4 is as fine in time as one of 8 at 48.
    private static int InterpolationOf(LimiterSettings settings, int sampleRate)
    {
        int factor = 4 << (int)settings.Oversampling;
        return sampleRate < 80000 ? factor : Math.Max(4, factor / 2);
    }

    private void Drive(Ramp ramp, int phase, AudioBlock audio)
    {
        if (ramp.IsConstant && ramp.Start == 0)
        {
            return;
        }

        Span<float> drive = _drive.AsSpan(0, audio.Length);
        RampedValue.Gains(ramp, phase, drive);
        for (int c = 0; c < audio.Channels; c++)
        {
            Kernels.Multiply(drive, audio[c]);
        }
    }
}
