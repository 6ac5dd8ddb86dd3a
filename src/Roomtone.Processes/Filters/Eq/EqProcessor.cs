using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Runs the bands of an equaliser: all channels first, then left/right and mid/side in the order of the numbers.</summary>
internal sealed class EqProcessor : ICascadeProcessor
{
    private readonly IEqStage[] _stages;

    // Of a stem: the whole signal and the stages it passes.
    private readonly EqProcessor? _whole;
    private readonly AudioBuffer? _leader;

    /// <summary>Sorts the bands into stages.</summary>
    /// <param name="format">Rate, channels, largest block.</param>
    /// <param name="settings">The bands.</param>
    /// <exception cref="ProcessSettingsException">A band for a channel that the layout does not have.</exception>
    public EqProcessor(ProcessFormat format, EqSettings settings)
    {
        if (format.IsFollower)
        {
            _whole = new EqProcessor(format with { IsFollower = false }, settings);
            _leader = new AudioBuffer(format.Input.Count, format.MaximumLength);
        }

        // Three automatable parameters per band: freq, gain, q.
        EqBandSlot[] bands = [.. settings.Bands.Select((b, i) => new EqBandSlot(b.Key, b.Value, i * EqBandSlot.Parameters))
            .Where(b => format.IsAutomated || !b.IsIdentity)];
        List<IEqStage> stages = [];
        if (settings.Mode == EqMode.Linear && bands.Length > 0)
        {
            LatencySamples = AddLinear(stages, format, bands);
            _stages = [.. stages];
            TailSamples = _stages.Sum(s => s.TailSamples);
            return;
        }

        EqBandSlot[] everywhere = [.. bands.Where(b => b.Band.Channel == EqChannel.All)];
        AddStages(stages, format, everywhere, [.. Enumerable.Range(0, format.Input.Count)]);
        foreach (EqBandSlot[] run in Runs(bands.Where(b => b.Band.Channel != EqChannel.All)))
        {
            AddPair(stages, format, run);
        }

        _stages = [.. stages];
        TailSamples = _stages.Sum(s => s.TailSamples);
    }

    /// <inheritdoc/>
    public int LatencySamples { get; }

    /// <inheritdoc/>
    public BiquadCascade? WholeCascade => _stages is [EqFilterStage { IsEverywhere: true } only] ? only.Cascade : null;

    /// <inheritdoc/>
    public long TailSamples { get; }

    /// <inheritdoc/>
    public void Process(in ProcessContext context, AudioBlock audio)
    {
        if (_whole is not null)
        {
            Follow(_whole, context, audio);
            return;
        }

        foreach (IEqStage stage in _stages)
        {
            stage.Process(context, audio);
        }
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _whole?.Reset();
        Array.ForEach(_stages, s => s.Reset());
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        _whole?.Save(state);
        Array.ForEach(_stages, s => s.Save(state));
    }

    /// <inheritdoc/>
    public void Load(StateReader state)
    {
        _whole?.Load(state);
        Array.ForEach(_stages, s => s.Load(state));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _whole?.Dispose();
        _leader?.Dispose();
        Array.ForEach(_stages, s => s.Dispose());
    }

    private void Follow(EqProcessor whole, in ProcessContext context, AudioBlock audio)
    {
        AudioBlock leader = _leader!.Block.Slice(0, audio.Length);
        context.Leader.CopyTo(leader);
        for (int i = 0; i < _stages.Length; i++)
        {
            whole._stages[i].Process(context, leader);
            _stages[i].Follow(whole._stages[i], context, audio);
        }
    }

    // Bands next to each other that are of one kind (left/right, mid/side) share a stage: they do not influence each other.
    private static IEnumerable<EqBandSlot[]> Runs(IEnumerable<EqBandSlot> bands)
    {
        List<EqBandSlot> run = [];
        foreach (EqBandSlot band in bands)
        {
            if (run.Count > 0 && run[^1].IsMidSide != band.IsMidSide)
            {
                yield return [.. run];
                run = [];
            }

            run.Add(band);
        }

        if (run.Count > 0)
        {
            yield return [.. run];
        }
    }

    private static void AddStages(List<IEqStage> stages, ProcessFormat format, EqBandSlot[] bands, int[] channels)
    {
        EqBandSlot[] fixedBands = [.. bands.Where(b => b.Band.ThresholdDbfs is null)];
        if (fixedBands.Length > 0)
        {
            stages.Add(new EqFilterStage(format, fixedBands, channels));
        }

        foreach (EqBandSlot band in bands.Where(b => b.Band.ThresholdDbfs is not null))
        {
            stages.Add(new EqDynamicStage(format, band, channels));
        }
    }

    // One filter per channel: the bands for all and those for its side. Mid and side come after, as in minimum phase.
    private static int AddLinear(List<IEqStage> stages, ProcessFormat format, EqBandSlot[] bands)
    {
        int left = format.Input.IndexOf("L"), right = format.Input.IndexOf("R");
        EqBandSlot? sided = bands.Where(b => b.Band.Channel != EqChannel.All).Cast<EqBandSlot?>().FirstOrDefault();
        if (sided is { } one && (left < 0 || right < 0))
        {
            throw NoSides(format, one);
        }

        bool isMidSide = bands.Any(b => b.IsMidSide);
        int[] all = [.. Enumerable.Range(0, format.Input.Count)];
        if (bands.Any(b => !b.IsMidSide))
        {
            bool isSided = bands.Any(b => b.Band.Channel is EqChannel.Left or EqChannel.Right);
            AddLinearGroup(stages, format, bands, isSided ? [.. all.Where(c => c != left && c != right)] : all, EqChannel.All);
            AddLinearGroup(stages, format, bands, isSided ? [left] : [], EqChannel.All, EqChannel.Left);
            AddLinearGroup(stages, format, bands, isSided ? [right] : [], EqChannel.All, EqChannel.Right);
        }

        int latency = stages.Count == 0 ? 0 : ((EqLinearStage)stages[0]).LatencySamples;
        if (isMidSide)
        {
            List<IEqStage> inside = [];
            AddLinearGroup(inside, format, bands, [left], EqChannel.Mid);
            AddLinearGroup(inside, format, bands, [right], EqChannel.Side);
            AddLinearGroup(inside, format, [], [.. all.Where(c => c != left && c != right)]);
            stages.Add(new EqMidSideStage(inside, left, right));
            latency += ((EqLinearStage)inside[0]).LatencySamples;
        }

        return latency;
    }

    private static void AddLinearGroup(
        List<IEqStage> stages, ProcessFormat format, EqBandSlot[] bands, int[] channels, params EqChannel[] heard)
    {
        if (channels.Length > 0)
        {
            stages.Add(new EqLinearStage([.. bands.Select(b => b.Band).Where(b => heard.Contains(b.Channel))], format.SampleRate, channels));
        }
    }

    private static ProcessSettingsException NoSides(ProcessFormat format, EqBandSlot band) => new(
        $"eq: band {band.Number} is for one side, but {format.Input} has no left and right; write channel all", $"band{band.Number}.channel");

    private static void AddPair(List<IEqStage> stages, ProcessFormat format, EqBandSlot[] run)
    {
        int left = format.Input.IndexOf("L"), right = format.Input.IndexOf("R");
        if (left < 0 || right < 0)
        {
            throw NoSides(format, run[0]);
        }

        List<IEqStage> inside = [];
        AddStages(inside, format, [.. run.Where(b => b.Band.Channel is EqChannel.Left or EqChannel.Mid)], [left]);
        AddStages(inside, format, [.. run.Where(b => b.Band.Channel is EqChannel.Right or EqChannel.Side)], [right]);
        if (run[0].IsMidSide)
        {
            stages.Add(new EqMidSideStage(inside, left, right));
        }
        else
        {
            stages.AddRange(inside);
        }
    }
}

/// <summary>A band with its number and the place of its first ramp.</summary>
internal readonly record struct EqBandSlot(int Number, EqBand Band, int FirstRamp)
{
    /// <summary>Automatable parameters of a band, in order: freq, gain, q.</summary>
    public const int Parameters = 3;

    /// <summary>A gain of 0 dB that nothing moves.</summary>
    public bool IsIdentity => Band.HasGain && Band.GainDb == 0 && Band.ThresholdDbfs is null;

    /// <summary>The band is for mid or side.</summary>
    public bool IsMidSide => Band.Channel is EqChannel.Mid or EqChannel.Side;
}
