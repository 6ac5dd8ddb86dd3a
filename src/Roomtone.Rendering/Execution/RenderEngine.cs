using System.Collections.Concurrent;
using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Runs a plan window by window: strips of one level side by side on the pool, levels one after another.</summary>
/// <remarks>
/// Render time 0 is the first sample of the programme at the root. Latencies behind a strip make it run ahead, so rendering begins before 0,
/// at <see cref="StartTime"/>; what comes out before 0 is dropped. Memory depends on the plan, not on the length.
/// </remarks>
internal sealed class RenderEngine : IDisposable
{
    /// <summary>Samples of one task.</summary>
    public const int WindowLength = 16384;

    private const int WideBus = 8;

    private readonly ImmutableArray<StripPlan> _plans;
    private readonly StripRenderer[] _strips;
    private readonly LevelTasks[] _levels;
    private readonly StripWindows _windows;
    private readonly ConcurrentBag<MixScratch> _scratch = [];
    private readonly WorkPool _pool;
    private readonly int _blockLength;
    private readonly int _widest;

    /// <summary>Creates every processor and buffer.</summary>
    /// <param name="plans">Strips in rendering order, the root last.</param>
    /// <param name="pool">Threads.</param>
    /// <param name="blockLength">Samples of a block inside a task.</param>
    /// <param name="useLanes">Chains of one shape run side by side.</param>
    /// <param name="isHeld">Strips, by place, that <see cref="Kept"/> fills or whose <see cref="Output"/> is read; besides these only the root's may be.</param>
    public RenderEngine(
        ImmutableArray<StripPlan> plans, WorkPool pool, int blockLength, bool useLanes = true, Func<int, bool>? isHeld = null)
    {
        _plans = plans;
        _pool = pool;
        _blockLength = blockLength;
        var byIndex = plans.ToDictionary(p => p.Index);
        _strips = [.. plans.Select(p => new StripRenderer(p, byIndex, WindowLength, blockLength))];
        _levels = [.. Enumerable.Range(0, plans.Length).GroupBy(i => plans[i].Level).OrderBy(g => g.Key).Select(g => Tasks(g, useLanes))];
        _windows = new StripWindows(plans, [.. _strips.Select(s => s.Planes)], WindowLength, isHeld ?? (_ => false));
        _widest = _strips.Max(s => s.Planes);
        StartTime = -plans.Max(p => p.InputLead);
        Time = StartTime;
    }

    /// <summary>Render time at which everything is silent and new; 0 or less, a multiple of the grid.</summary>
    public long StartTime { get; }

    /// <summary>Render time of the next sample.</summary>
    public long Time { get; private set; }

    /// <summary>The strips in rendering order.</summary>
    public IReadOnlyList<StripRenderer> Strips => _strips;

    /// <summary>The root's channels.</summary>
    public ChannelLayout Layout => _plans[^1].Output;

    /// <summary>Samples from a render time to the next window's end: windows end at multiples of their length.</summary>
    /// <param name="time">Render time.</param>
    public static int WindowAt(long time) => (int)(WindowLength - (time & (WindowLength - 1)));

    /// <summary>Renders the next window.</summary>
    /// <param name="length">Samples, not past the window's end.</param>
    /// <param name="cancellation">Looked at between tasks.</param>
    /// <returns>The root's output; valid until the next window.</returns>
    public ReadOnlyAudioBlock Render(int length, CancellationToken cancellation)
    {
        Render(length, null, cancellation);
        return Output(_plans.Length - 1, length);
    }

    /// <summary>Renders the next window of some strips.</summary>
    /// <param name="length">Samples, not past the window's end.</param>
    /// <param name="isRun">By place in rendering order; null = all.</param>
    /// <param name="cancellation">Looked at between tasks.</param>
    public void Render(int length, bool[]? isRun, CancellationToken cancellation)
    {
        long time = Time;
        foreach (LevelTasks level in _levels)
        {
            SumWideBuses(level, isRun, time, length, cancellation);
            _pool.Run(
                level.Batches.Length + level.Alone.Length,
                i => RunTask(level, i, isRun, time, length),
                cancellation);
        }

        Time += length;
    }

    /// <summary>The window that a strip has rendered: the root's, or that of a strip that is held.</summary>
    /// <param name="strip">Place in rendering order.</param>
    /// <param name="length">Samples.</param>
    public ReadOnlyAudioBlock Output(int strip, int length) => _windows.Read(_plans[strip].Index, false, length);

    /// <summary>The output of a held strip that does not run, to be filled with what it rendered before.</summary>
    /// <param name="strip">Place in rendering order.</param>
    /// <param name="length">Samples.</param>
    public AudioBlock Kept(int strip, int length) => _windows.Write(_plans[strip].Index).WithChannels(_plans[strip].Output.Count).Slice(0, length);

    /// <summary>Goes to a render time; the states of strips that will run must be set.</summary>
    /// <param name="time">Render time.</param>
    public void Seek(long time) => Time = time;

    /// <summary>Goes back to the beginning.</summary>
    public void Reset()
    {
        foreach (StripRenderer strip in _strips)
        {
            strip.Reset();
        }

        Time = StartTime;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (StripRenderer strip in _strips)
        {
            strip.Dispose();
        }

        _windows.Dispose();
        foreach (MixScratch scratch in _scratch)
        {
            scratch.Dispose();
        }
    }

    private LevelTasks Tasks(IEnumerable<int> level, bool useLanes)
    {
        var alone = new List<int>();
        if (!useLanes)
        {
            return new LevelTasks([], [.. level]);
        }

        List<StripBatch> batches = StripBatch.Group(_strips, level, _blockLength, alone);
        return new LevelTasks([.. batches], [.. alone]);
    }

    // A level of one wide bus would leave all threads but one without work while its inputs are summed.
    private void SumWideBuses(LevelTasks level, bool[]? isRun, long time, int length, CancellationToken cancellation)
    {
        if (_pool.Workers < 2 || level.Batches.Length + level.Alone.Length >= _pool.Workers)
        {
            return;
        }

        foreach (int strip in level.Alone)
        {
            if (_plans[strip].Inputs.Length >= WideBus && (isRun is null || isRun[strip]))
            {
                _strips[strip].SumSideBySide(time, length, _windows, _pool, WithScratch, cancellation);
            }
        }
    }

    private void RunTask(LevelTasks level, int task, bool[]? isRun, long time, int length) => WithScratch(scratch =>
    {
        if (task < level.Batches.Length)
        {
            level.Batches[task].Render(_strips, isRun, time, length, _windows, scratch);
            return;
        }

        int strip = level.Alone[task - level.Batches.Length];
        if (isRun is null || isRun[strip])
        {
            _strips[strip].Render(time, length, _windows, scratch);
        }
    });

    private void WithScratch(Action<MixScratch> work)
    {
        if (!_scratch.TryTake(out MixScratch? scratch))
        {
            scratch = new MixScratch(_widest, _blockLength);
        }

        work(scratch);
        _scratch.Add(scratch);
    }

    private sealed record LevelTasks(StripBatch[] Batches, int[] Alone);
}
