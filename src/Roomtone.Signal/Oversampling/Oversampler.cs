namespace Roomtone.Signal;

/// <summary>Raises the rate of one channel by 2, 4, 8 or 16, for a non-linear stage, and brings it back.</summary>
/// <remarks>
/// <para>Two steps: a steep one by 2, and, since what is left to separate is far apart, a gentle one by the rest.</para>
/// <para>Linear phase. Up and down together delay by exactly <see cref="LatencySamples"/> and are flat to 0.435 of the sample rate within
/// 0.001 dB; images and aliases are below −105 dB from 0.5 on, so that nothing folds back into the band. The same bits for any partition.
/// Thread: one at a time.</para>
/// </remarks>
public sealed class Oversampler
{
    private const double AttenuationDb = 105;

    // The steep step: 60 samples either way, from 0.435 to 0.495 (Kaiser); the gentle one 8 at twice the rate, from 0.25 of that to 0.75.
    private const int SteepHalfTaps = 60;
    private const double SteepCutoff = 0.465;
    private const int GentleHalfTaps = 8;
    private const double GentleCutoff = 0.5;
    private const int SteepFactor = 2;

    private readonly RateStage _steep;
    private readonly RateStage? _gentle;
    private readonly float[] _between;

    /// <summary>Prepares one channel.</summary>
    /// <param name="factor">2, 4, 8 or 16.</param>
    /// <param name="maximumLength">Largest block at the base rate.</param>
    /// <param name="correction">Taps at twice the base rate, odd in number and symmetric, that undo what the stage between does to the band.</param>
    /// <param name="stageDelay">Samples at the high rate by which that stage delays; taken off the way down, so that the whole stays exact.</param>
    public Oversampler(int factor, int maximumLength, ReadOnlySpan<double> correction = default, int stageDelay = 0)
    {
        if (factor is not (2 or 4 or 8 or 16))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "Oversampling is by 2, 4, 8 or 16.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(maximumLength, 1);
        Factor = factor;
        bool isSteepAlone = factor == SteepFactor;
        int reach = SteepHalfTaps + (isSteepAlone ? GentleHalfTaps / SteepFactor : 0);
        _steep = new RateStage(
            SteepFactor, maximumLength, reach, LowPass(reach * SteepFactor, SteepCutoff / SteepFactor),
            Corrected(reach * SteepFactor - (isSteepAlone ? stageDelay : 0), SteepCutoff / SteepFactor, correction));
        _between = [];
        if (!isSteepAlone)
        {
            int rest = factor / SteepFactor;
            _between = new float[SteepFactor * maximumLength];
            _gentle = new RateStage(
                rest, SteepFactor * maximumLength, GentleHalfTaps, LowPass(GentleHalfTaps * rest, GentleCutoff / rest),
                LowPass(GentleHalfTaps * rest - stageDelay, GentleCutoff / rest));
        }
    }

    /// <summary>Times the base rate.</summary>
    public int Factor { get; }

    /// <summary>Delay of up and down together, samples at the base rate; the same for every factor.</summary>
    public int LatencySamples { get; } = 2 * SteepHalfTaps + 2 * GentleHalfTaps / SteepFactor;

    /// <summary>Raises the rate.</summary>
    /// <param name="source">0…maximum length samples.</param>
    /// <param name="destination">Receives factor × as many.</param>
    public void Up(ReadOnlySpan<float> source, Span<float> destination)
    {
        if (_gentle is null)
        {
            _steep.Up(source, destination);
            return;
        }

        Span<float> between = _between.AsSpan(0, SteepFactor * source.Length);
        _steep.Up(source, between);
        _gentle.Up(between, destination);
    }

    /// <summary>Brings the rate back.</summary>
    /// <param name="source">Factor × as many samples as the destination.</param>
    /// <param name="destination">Receives samples at the base rate.</param>
    public void Down(ReadOnlySpan<float> source, Span<float> destination)
    {
        if (_gentle is null)
        {
            _steep.Down(source, destination);
            return;
        }

        Span<float> between = _between.AsSpan(0, SteepFactor * destination.Length);
        _gentle.Down(source, between);
        _steep.Down(between, destination);
    }

    /// <summary>Forgets all history.</summary>
    public void Reset()
    {
        _steep.Reset();
        _gentle?.Reset();
    }

    /// <summary>Writes the history.</summary>
    /// <param name="state">Receives it.</param>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _steep.Save(state);
        _gentle?.Save(state);
    }

    /// <summary>Takes over the history.</summary>
    /// <param name="state">Written by an oversampler of the same factor.</param>
    public void Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _steep.Load(state);
        _gentle?.Load(state);
    }

    private static double[] LowPass(int half, double cutoff) => FirDesign.LowPass(2 * half + 1, cutoff, Windows.KaiserBeta(AttenuationDb));

    // As much shorter as the correction is long: the middle stays where it must be.
    private static double[] Corrected(int half, double cutoff, ReadOnlySpan<double> correction) => correction.IsEmpty
        ? LowPass(half, cutoff)
        : FirDesign.Convolve(LowPass(half - correction.Length / 2, cutoff), correction);
}
