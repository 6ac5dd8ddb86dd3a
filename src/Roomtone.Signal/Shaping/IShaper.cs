namespace Roomtone.Signal;

/// <summary>A non-linear stage on one channel, run at a raised rate. Thread: one at a time.</summary>
public interface IShaper
{
    /// <summary>Samples by which the output is later.</summary>
    int Delay { get; }

    /// <summary>Where the stage is straight it is the mean of three samples, of which the outer two weigh this much each.</summary>
    double OuterWeight { get; }

    /// <summary>Shapes in place; the same bits for any partition.</summary>
    /// <param name="samples">Any length.</param>
    void Process(Span<float> samples);

    /// <summary>Returns to silence.</summary>
    void Reset();

    /// <summary>Writes everything that the next sample depends on.</summary>
    /// <param name="state">Receives it.</param>
    void Save(StateWriter state);

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <param name="state">The state.</param>
    void Load(StateReader state);
}
