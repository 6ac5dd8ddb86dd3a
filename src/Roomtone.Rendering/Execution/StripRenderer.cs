using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Renders one strip, window by window: clips or the sum of its inputs, its chain, its fader.</summary>
internal sealed class StripRenderer : IDisposable
{
    private readonly StripPlan _plan;
    private readonly int _blockLength;
    private readonly SlotRenderer[] _slots;
    private readonly InputRenderer[] _inputs;
    private readonly SignalDelay?[] _keyDelays;
    private bool _isSummed;

    /// <summary>Creates the processors.</summary>
    /// <param name="plan">The strip.</param>
    /// <param name="all">Every strip that is rendered, by its index in the graph.</param>
    /// <param name="windowLength">Longest window.</param>
    /// <param name="blockLength">Longest block.</param>
    public StripRenderer(StripPlan plan, IReadOnlyDictionary<int, StripPlan> all, int windowLength, int blockLength)
    {
        _plan = plan;
        _blockLength = blockLength;
        _slots = [.. plan.Slots.Select(s => new SlotRenderer(plan.Name, s))];
        _inputs = [.. plan.Inputs.Select(e => new InputRenderer(all[e.Source].Name, e, all[e.Source].Output.Count, windowLength))];
        _keyDelays =
        [
            .. plan.Slots.Select(s => s.KeyStrip >= 0 && s.KeyDelaySamples > 0
                ? new SignalDelay(all[s.KeyStrip].Output.Count, s.KeyDelaySamples, windowLength)
                : null),
        ];
        Planes = Math.Max(plan.Input.Count, plan.Slots.Select(s => s.Format.Planes).DefaultIfEmpty(0).Max());
    }

    /// <summary>The strip.</summary>
    public StripPlan Plan => _plan;

    /// <summary>Planes that its window needs.</summary>
    public int Planes { get; }

    /// <summary>The chain.</summary>
    public IReadOnlyList<SlotRenderer> Slots => _slots;

    /// <summary>Renders a window.</summary>
    /// <param name="time">Render time of the first sample.</param>
    /// <param name="length">Samples.</param>
    /// <param name="windows">Windows of all strips; this one's is written.</param>
    /// <param name="mix">Accumulators that nobody else uses meanwhile.</param>
    public void Render(long time, int length, StripWindows windows, MixScratch mix)
    {
        Begin(time, length, windows, mix);
        for (int s = 0; s < _slots.Length; s++)
        {
            TakeKey(s, length, windows);
            FillTap(s, length, windows);
            for (int i = 0; i < length; i += _blockLength)
            {
                ProcessBlock(s, time, i, Math.Min(_blockLength, length - i), windows);
            }
        }

        Finish(time, length, windows, mix);
    }

    /// <summary>Reads the clips, or sums the inputs, of a window.</summary>
    /// <param name="time">Render time of the first sample.</param>
    /// <param name="length">Samples.</param>
    /// <param name="windows">Windows of all strips.</param>
    /// <param name="mix">Accumulators.</param>
    public void Begin(long time, int length, StripWindows windows, MixScratch mix)
    {
        AudioBlock window = windows.Write(_plan.Index).Slice(0, length);
        if (_plan.Source is { } source)
        {
            source.Read(time + _plan.InputLead, window.WithChannels(_plan.Input.Count));
        }
        else if (!_isSummed)
        {
            PrepareInputs(time, length, windows, 0, _inputs.Length);
            Sum(time, 0, length, windows, mix);
        }

        _isSummed = false;
    }

    /// <summary>Sums the inputs of the next window beforehand, inputs and parts of the window side by side; the samples are the same.</summary>
    /// <param name="time">Render time of the first sample.</param>
    /// <param name="length">Samples.</param>
    /// <param name="windows">Windows of all strips.</param>
    /// <param name="pool">Threads.</param>
    /// <param name="withScratch">Lends accumulators to a task.</param>
    /// <param name="cancellation">Looked at between tasks.</param>
    public void SumSideBySide(
        long time, int length, StripWindows windows, WorkPool pool, Action<Action<MixScratch>> withScratch, CancellationToken cancellation)
    {
        int parts = pool.Workers;
        pool.Run(parts, p => PrepareInputs(time, length, windows, _inputs.Length * p / parts, _inputs.Length * (p + 1) / parts), cancellation);
        int blocks = (length + _blockLength - 1) / _blockLength;
        pool.Run(
            parts,
            p => withScratch(mix => Sum(time, blocks * p / parts * _blockLength, Math.Min(length, blocks * (p + 1) / parts * _blockLength), windows, mix)),
            cancellation);
        _isSummed = true;
    }

    /// <summary>Runs one process over one block of the window.</summary>
    /// <param name="slot">Its place in the chain.</param>
    /// <param name="time">Render time of the window.</param>
    /// <param name="start">First sample of the block in the window.</param>
    /// <param name="length">Samples.</param>
    /// <param name="windows">Windows of all strips.</param>
    public void ProcessBlock(int slot, long time, int start, int length, StripWindows windows)
    {
        SlotRenderer renderer = _slots[slot];
        ReadOnlyAudioBlock key = default;
        if (renderer.Plan.KeyStrip >= 0)
        {
            key = _keyDelays[slot] is { } delay ? delay.Delayed : windows.Read(renderer.Plan.KeyStrip, false, start + length);
            key = key.Slice(start, length);
        }

        ReadOnlyAudioBlock leader = renderer.Plan.LeaderTap < 0 ? default : windows.Read(renderer.Plan.LeaderTap, false, start + length).Slice(start, length);
        AudioBlock block = windows.Write(_plan.Index).WithChannels(renderer.Plan.Format.Planes).Slice(start, length);
        renderer.Process(time + _plan.LeadAt(slot) + start, block, key, leader);
    }

    /// <summary>Taps the signal before the fader, then applies the fader.</summary>
    /// <param name="time">Render time of the window.</param>
    /// <param name="length">Samples.</param>
    /// <param name="windows">Windows of all strips.</param>
    /// <param name="mix">Room for gains.</param>
    public void Finish(long time, int length, StripWindows windows, MixScratch mix)
    {
        AudioBlock output = windows.Write(_plan.Index).WithChannels(_plan.Output.Count).Slice(0, length);
        if (_plan.HasPreFaderTap)
        {
            ((ReadOnlyAudioBlock)output).CopyTo(windows.WritePreFader(_plan.Index).Slice(0, length));
        }

        for (int i = 0; !_plan.Fader.IsUnity && i < length; i += _blockLength)
        {
            AudioBlock block = output.Slice(i, Math.Min(_blockLength, length - i));
            _plan.Fader.Apply(time + i + _plan.OutputLead, block, mix.Gains[..block.Length], mix.Factors[..block.Length]);
        }
    }

    /// <summary>Returns to the state of a new strip.</summary>
    public void Reset()
    {
        foreach (SlotRenderer slot in _slots)
        {
            slot.Processor.Reset();
        }

        foreach (InputRenderer input in _inputs)
        {
            input.Reset();
        }

        foreach (SignalDelay? delay in _keyDelays)
        {
            delay?.Reset();
        }
    }

    /// <summary>Writes everything that the next window depends on.</summary>
    /// <param name="state">Receives it.</param>
    public void Save(StateWriter state)
    {
        foreach (SlotRenderer slot in _slots)
        {
            slot.Processor.Save(state);
        }

        foreach (InputRenderer input in _inputs)
        {
            input.Save(state);
        }

        foreach (SignalDelay? delay in _keyDelays)
        {
            delay?.Save(state);
        }
    }

    /// <summary>Takes over a saved state.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state)
    {
        foreach (SlotRenderer slot in _slots)
        {
            slot.Processor.Load(state);
        }

        foreach (InputRenderer input in _inputs)
        {
            input.Load(state);
        }

        foreach (SignalDelay? delay in _keyDelays)
        {
            delay?.Load(state);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable? part in _slots.Concat<IDisposable?>(_inputs).Concat(_keyDelays))
        {
            part?.Dispose();
        }
    }

    private void PrepareInputs(long time, int length, StripWindows windows, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            _inputs[i].Prepare(time + _plan.InputLead, windows, length, _blockLength);
        }
    }

    private void Sum(long time, int start, int end, StripWindows windows, MixScratch mix)
    {
        long position = time + _plan.InputLead;
        AudioBlock window = windows.Write(_plan.Index);
        for (int i = start; i < end; i += _blockLength)
        {
            int count = Math.Min(_blockLength, end - i);
            mix.Begin();
            foreach (InputRenderer input in _inputs)
            {
                input.AddTo(position + i, windows, i, count, mix);
            }

            for (int c = 0; c < _plan.Input.Count; c++)
            {
                mix.Fold(c, window[c].Slice(i, count));
            }
        }
    }

    private void FillTap(int slot, int length, StripWindows windows)
    {
        foreach ((int at, int tap) in _plan.SlotTaps)
        {
            if (at == slot)
            {
                AudioBlock whole = windows.WriteTap(tap).Slice(0, length);
                ((ReadOnlyAudioBlock)windows.Write(_plan.Index).WithChannels(whole.Channels).Slice(0, length)).CopyTo(whole);
            }
        }
    }

    private void TakeKey(int slot, int length, StripWindows windows) =>
        _keyDelays[slot]?.Take(windows.Read(_slots[slot].Plan.KeyStrip, false, length));
}
