namespace Roomtone.Signal;

/// <summary>The running form of a streaming process: prepared, private state, one thread at a time.</summary>
/// <remarks>
/// The laws that every processor obeys (bit-equal for any partition into blocks, reset ≡ new, resume ≡ continue, …) are in
/// tests/Roomtone.Laws.Tests.
/// </remarks>
public interface IAudioProcessor : IDisposable
{
    /// <summary>Samples by which the output is later than the input; a multiple of <see cref="RenderGrid.Quantum"/>, constant.</summary>
    int LatencySamples { get; }

    /// <summary>Samples after the last input until the output is below −144 dBFS; <see cref="long.MaxValue"/> = until reset.</summary>
    long TailSamples { get; }

    /// <summary>Processes in place; never throws, never allocates.</summary>
    /// <param name="context">Where the block stands, and what moves in it.</param>
    /// <param name="audio">
    /// max(input, output) channels × 0…MaximumLength samples: input valid on entry, output on exit.
    /// </param>
    void Process(in ProcessContext context, AudioBlock audio);

    /// <summary>Returns to the state of a new processor.</summary>
    void Reset();

    /// <summary>Writes everything that the next sample depends on.</summary>
    /// <param name="state">Receives the state.</param>
    void Save(StateWriter state);

    /// <summary>Takes over a state that a processor of the same settings and format has saved.</summary>
    /// <param name="state">The state.</param>
    void Load(StateReader state);
}

/// <summary>What a processor is prepared for.</summary>
/// <param name="SampleRate">Hz.</param>
/// <param name="Input">Channels on entry.</param>
/// <param name="Output">Channels on exit.</param>
/// <param name="Key">Channels of the side-chain key; null without one.</param>
/// <param name="MaximumLength">Largest block, samples per channel.</param>
public sealed record ProcessFormat(int SampleRate, ChannelLayout Input, ChannelLayout Output, ChannelLayout? Key, int MaximumLength)
{
    /// <summary>
    /// A parameter moves somewhere in the render: filters then run throughout in the form that may move (law 13 holds bit for bit
    /// within that form, and to −140 dB against the fixed one).
    /// </summary>
    public bool IsAutomated { get; init; }

    /// <summary>
    /// Blocks come with a <see cref="ProcessContext.Leader"/>: what is processed is a stem, and gains are computed from the whole signal.
    /// </summary>
    public bool IsFollower { get; init; }

    /// <summary>Planes that a block needs.</summary>
    public int Planes => Math.Max(Input.Count, Output.Count);

    /// <summary>The same channels in and out, no key.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="layout">Channels.</param>
    /// <param name="maximumLength">Largest block, samples per channel.</param>
    public static ProcessFormat Of(int sampleRate, ChannelLayout layout, int maximumLength = RenderGrid.BlockLength) =>
        new(sampleRate, layout, layout, null, maximumLength);
}

/// <summary>The grid on which everything that renders agrees.</summary>
public static class RenderGrid
{
    /// <summary>Automation is given at multiples of 64 samples, anchored at timeline 0; latencies are multiples of it.</summary>
    public const int Quantum = 64;

    /// <summary>The block inside a render task.</summary>
    public const int BlockLength = 512;

    /// <summary>Recursive state below 1e-30 is cut to 0 at multiples of this position.</summary>
    public const int FlushPeriod = 4096;

    /// <summary>The smallest multiple of <see cref="Quantum"/> that is not below a latency.</summary>
    /// <param name="samples">Samples, 0 or more.</param>
    public static int PadLatency(int samples) => (samples + Quantum - 1) / Quantum * Quantum;
}

/// <summary>How one parameter moves over the quantum that holds a block.</summary>
/// <remarks>
/// value(i) = Start + (End − Start)·((Position mod 64 + i) / 64), in the parameter's unit: the same bits wherever the caller cuts.
/// A call never crosses a grid line while something moves.
/// </remarks>
/// <param name="Start">Value at the grid line at or before the block.</param>
/// <param name="End">Value at the next grid line.</param>
public readonly record struct Ramp(double Start, double End)
{
    /// <summary>The same value at both ends.</summary>
    public bool IsConstant => Start.Equals(End);

    /// <summary>The value at a sample.</summary>
    /// <param name="phase">Position mod 64, plus the sample's index.</param>
    public double At(int phase) => Start + (End - Start) * (phase * (1.0 / RenderGrid.Quantum));
}

/// <summary>Where a block stands and what moves in it.</summary>
public readonly ref struct ProcessContext
{
    /// <summary>Content time of audio[·][0] in samples: the same sample has the same position at every node.</summary>
    public long Position { get; init; }

    /// <summary>
    /// One ramp per automatable parameter, in the order of the descriptor (a numbered group's members repeat for 1…GroupMaximum
    /// where the settings use that number); empty when nothing is automated: the settings hold.
    /// </summary>
    public ReadOnlySpan<Ramp> Parameters { get; init; }

    /// <summary>The side-chain key, as long as the block; no channels without one.</summary>
    public ReadOnlyAudioBlock Key { get; init; }

    /// <summary>
    /// The whole signal at this place, of which the block is a stem: gains are computed from it and applied to the block, so that stems
    /// add up to the whole. As many channels as the input; none where the block is itself the whole.
    /// </summary>
    public ReadOnlyAudioBlock Leader { get; init; }
}
