namespace Roomtone.Processes;

/// <summary>A processor that tells how much gain it has taken off since it was made or reset.</summary>
public interface IReportsGainReduction
{
    /// <summary>The statistics so far.</summary>
    GainReduction Reduction { get; }
}

/// <summary>How often a gain reduction occurred, sample by sample. Not part of a processor's saved state: it describes a run.</summary>
public sealed class GainReduction
{
    private const double StepDb = 0.02;
    private const int Steps = 3200;
    private readonly long[] _counts = new long[Steps];
    private double _maximumDb;

    /// <summary>Samples counted.</summary>
    public long Samples { get; private set; }

    /// <summary>Largest reduction, dB, 0 or more.</summary>
    public double MaximumDb => _maximumDb;

    /// <summary>The reduction that a share of all samples does not exceed, to 0.02 dB.</summary>
    /// <param name="share">0…1: 0.99 for the 99th percentile.</param>
    /// <returns>dB, 0 or more.</returns>
    public double PercentileDb(double share)
    {
        long wanted = (long)Math.Ceiling(share * Samples);
        long seen = 0;
        for (int step = 0; step < Steps; step++)
        {
            seen += _counts[step];
            if (seen >= wanted)
            {
                return Math.Min(step * StepDb, _maximumDb);
            }
        }

        return _maximumDb;
    }

    internal void AddUntouched(int samples)
    {
        _counts[0] += samples;
        Samples += samples;
    }

    internal void Add(ReadOnlySpan<float> gainLog2)
    {
        const float DbPerLog2 = -6.0205999f;
        foreach (float gain in gainLog2)
        {
            float db = gain * DbPerLog2;
            _maximumDb = db > _maximumDb ? db : _maximumDb;
            _counts[Math.Min((int)(db * (1 / StepDb) + 0.999), Steps - 1)]++;
        }

        Samples += gainLog2.Length;
    }

    internal void AddRepair(double db) => _maximumDb += db;

    internal void Clear()
    {
        Array.Clear(_counts);
        _maximumDb = 0;
        Samples = 0;
    }
}
