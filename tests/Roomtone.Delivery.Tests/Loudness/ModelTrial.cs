namespace Roomtone.Delivery.Tests.Loudness;

/// <summary>A programme of known loudness and peak behind an idealised limiter: a dB over the ceiling costs some loudness.</summary>
internal sealed class ModelTrial(double lufs, double peakDbtp) : ILimiterTrial
{
    public int Runs { get; private set; }

    public double LoudnessCost { get; init; } = 0.2;

    public LimiterOutcome Run(double gainDb, double ceilingDbtp)
    {
        Runs++;
        double over = Math.Max(0, peakDbtp + gainDb - ceilingDbtp);
        return new LimiterOutcome(lufs + gainDb - LoudnessCost * over, Math.Min(peakDbtp + gainDb, ceilingDbtp), over, over * 0.5);
    }

    public static ProgrammeMeasures Measures(double lufs, double peakDbtp, double seconds = 60) =>
        new() { DurationSeconds = seconds, IntegratedLufs = lufs, TruePeakDbtp = peakDbtp, RmsDbfs = lufs, NoiseFloorDbfs = lufs - 40 };
}
