namespace Roomtone.Delivery;

/// <summary>A gain into the limiter and what came of it.</summary>
internal readonly record struct LimiterPoint(double GainDb, LimiterOutcome Outcome);

/// <summary>Finds the gain into the limiter that gives a loudness behind it: a secant, because loudness rises steadily with gain.</summary>
internal static class LimiterSearch
{
    private const double CloseEnoughLu = 0.02;
    private const int MostTrials = 8;

    /// <summary>Searches, from the gain that would do without a limiter.</summary>
    /// <param name="trial">Runs the limiter.</param>
    /// <param name="gainDb">First guess: the gain that would do without a limiter.</param>
    /// <param name="aimLufs">The loudness behind the limiter.</param>
    /// <param name="ceilingDbtp">The limiter's ceiling.</param>
    /// <returns>The point, or null where no gain within 20 dB reaches the loudness to 0.05 LU.</returns>
    public static LimiterPoint? Find(ILimiterTrial trial, double gainDb, double aimLufs, double ceilingDbtp)
    {
        LimiterPoint previous = new(gainDb, trial.Run(gainDb, ceilingDbtp));
        double miss = aimLufs - previous.Outcome.IntegratedLufs;
        if (Math.Abs(miss) <= CloseEnoughLu)
        {
            return previous;
        }

        LimiterPoint point = previous;
        double slope = 1;
        for (int i = 1; i < MostTrials; i++)
        {
            double next = point.GainDb + Math.Clamp(miss / slope, -6, 6);
            if (!double.IsFinite(next) || next > gainDb + LoudnessPlanner.LargestGainDb)
            {
                return null;
            }

            previous = point;
            point = new LimiterPoint(next, trial.Run(next, ceilingDbtp));
            miss = aimLufs - point.Outcome.IntegratedLufs;
            if (Math.Abs(miss) <= CloseEnoughLu)
            {
                return point;
            }

            double rise = (point.Outcome.IntegratedLufs - previous.Outcome.IntegratedLufs) / (point.GainDb - previous.GainDb);
            slope = Math.Clamp(rise, 0.05, 1.2);
        }

        return Math.Abs(miss) <= 0.05 ? point : null;
    }
}
