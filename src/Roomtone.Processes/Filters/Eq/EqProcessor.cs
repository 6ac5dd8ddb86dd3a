using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Runs the bands of an equaliser: all channels first, then left/right and mid/side in the order of the numbers.</summary>
internal sealed class EqProcessor : IAudioProcessor
{
    private readonly IEqStage[] _stages;

    /// <summary>Sorts the bands into stages.</summary>
    /// <param name="format">Rate, channels, largest block.</param>
    /// <param name="settings">The bands.</param>
    /// <exception cref="ProcessSettingsException">A band for a channel that the layout does not have.</exception>
    public EqProcessor(ProcessFormat format, EqSettings settings)
    {
        // Three automatable parameters per band: freq, gain, q.
        EqBandSlot[] bands = [.. settings.Bands.Select((b, i) => new EqBandSlot(b.Key, b.Value, i * EqBandSlot.Parameters))
            .Where(b => format.IsAutomated || !b.IsIdentity)];
        List<IEqStage> stages = [];
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
    public int LatencySamples => 0;

    /// <inheritdoc/>
    public long TailSamples { get; }

    /// <inheritdoc/>
    public void Process(in ProcessContext context, AudioBlock audio)
    {
        foreach (IEqStage stage in _stages)
        {
            stage.Process(context, audio);
        }
    }

    /// <inheritdoc/>
    public void Reset() => Array.ForEach(_stages, s => s.Reset());

    /// <inheritdoc/>
    public void Save(StateWriter state) => Array.ForEach(_stages, s => s.Save(state));

    /// <inheritdoc/>
    public void Load(StateReader state) => Array.ForEach(_stages, s => s.Load(state));

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_stages, s => s.Dispose());

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

    private static void AddPair(List<IEqStage> stages, ProcessFormat format, EqBandSlot[] run)
    {
        int left = format.Input.IndexOf("L"), right = format.Input.IndexOf("R");
        if (left < 0 || right < 0)
        {
            throw new ProcessSettingsException(
                $"eq: band {run[0].Number} is for one side, but {format.Input} has no left and right; write channel all", $"band{run[0].Number}.channel");
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
