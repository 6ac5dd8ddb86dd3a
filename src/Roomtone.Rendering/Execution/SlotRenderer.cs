using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Runs one process of a chain: its processor, what moves in it, its key.</summary>
internal sealed class SlotRenderer : IDisposable
{
    private const int Quantum = RenderGrid.Quantum;
    private readonly SlotPlan _plan;
    private readonly string _owner;
    private readonly IAudioProcessor _processor;
    private readonly Ramp[] _ramps;

    /// <summary>Creates the processor.</summary>
    /// <param name="owner">The strip, for messages.</param>
    /// <param name="plan">The slot.</param>
    public SlotRenderer(string owner, SlotPlan plan)
    {
        _plan = plan;
        _owner = owner;
        _processor = plan.Process.CreateProcessor(plan.Format);
        _ramps = [.. plan.Values.Select(v => new Ramp(v, v))];
    }

    /// <summary>The slot.</summary>
    public SlotPlan Plan => _plan;

    /// <summary>The processor.</summary>
    public IAudioProcessor Processor => _processor;

    /// <summary>Processes a block in place. Before content time 0 nothing runs and the output is silent.</summary>
    /// <param name="position">Content time of the first sample at the input.</param>
    /// <param name="audio">As many planes as the format needs; at most its maximum length.</param>
    /// <param name="key">The key beside it; no channels without one.</param>
    /// <param name="leader">The whole signal of which it is a stem; no channels where it is the whole.</param>
    public void Process(long position, AudioBlock audio, ReadOnlyAudioBlock key, ReadOnlyAudioBlock leader = default)
    {
        int skip = (int)Math.Clamp(-position, 0, audio.Length);
        if (skip > 0)
        {
            audio.Slice(0, skip).Clear();
            audio = audio.Slice(skip, audio.Length - skip);
            key = From(key, skip);
            leader = From(leader, skip);
            position += skip;
        }

        if (audio.Length == 0)
        {
            return;
        }

        if (_plan.Moving.IsEmpty)
        {
            _processor.Process(new ProcessContext { Position = position, Key = key, Leader = leader }, audio);
        }
        else
        {
            ProcessMoving(position, audio, key, leader);
        }

        AssertFinite(position, audio);
    }

    /// <summary>The fixed sections that are all this process does to one channel; null where it does anything else.</summary>
    public BiquadCascade? Cascade =>
        _plan.Format is { Input.Count: 1, Output.Count: 1 } && _plan.KeyStrip < 0 ? (_processor as ICascadeProcessor)?.WholeCascade : null;

    /// <summary>Checks a block that was processed side by side with others.</summary>
    /// <param name="position">Content time of the first sample.</param>
    /// <param name="audio">The output.</param>
    /// <exception cref="RoomtoneException">A sample is no number.</exception>
    public void AssertFinite(long position, AudioBlock audio)
    {
        for (int c = 0; c < _plan.Format.Output.Count; c++)
        {
            if (!FiniteCheck.IsFinite(audio[c]))
            {
                throw new RoomtoneException(ExitCode.Internal, RenderFinding.At(
                    "RT9901", Severity.Error,
                    $"{_owner}: process '{_plan.Slot.Id}' ({_plan.Slot.Process}) made a sample that is no number, near sample {position}", _plan.Slot.Origin));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _processor.Dispose();

    private static ReadOnlyAudioBlock From(ReadOnlyAudioBlock block, int start) =>
        block.Channels == 0 ? block : block.Slice(start, block.Length - start);

    private static ReadOnlyAudioBlock Part(ReadOnlyAudioBlock block, int start, int length) =>
        block.Channels == 0 ? block : block.Slice(start, length);

    private void ProcessMoving(long position, AudioBlock audio, ReadOnlyAudioBlock key, ReadOnlyAudioBlock leader)
    {
        for (int i = 0; i < audio.Length;)
        {
            int count = SetRamps(position + i, audio.Length - i);
            var context = new ProcessContext
            {
                Position = position + i,
                Parameters = _ramps,
                Key = Part(key, i, count),
                Leader = Part(leader, i, count),
            };
            _processor.Process(context, audio.Slice(i, count));
            i += count;
        }
    }

    // Sets the ramps at a position; returns how many samples they hold for: the block where nothing moves, else the rest of the quantum.
    private int SetRamps(long position, int length)
    {
        long line = position & -Quantum;
        long end = (position + length - 1 & -Quantum) + Quantum;
        bool isStill = true;
        foreach (MovingParameter moving in _plan.Moving)
        {
            isStill &= moving.Envelope.IsConstant(line, end);
        }

        foreach (MovingParameter moving in _plan.Moving)
        {
            double start = moving.Envelope.At(line);
            bool isHeld = isStill || moving.Envelope.IsConstant(line, line + Quantum);
            _ramps[moving.Index] = new Ramp(start, isHeld ? start : moving.Envelope.At(line + Quantum));
        }

        return isStill ? length : (int)Math.Min(line + Quantum - position, length);
    }
}
