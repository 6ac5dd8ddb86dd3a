using Roomtone.Platform;

namespace Roomtone.Delivery;

/// <summary>The rounds in which a book finds a loudness that all of its chapters can have (Specs, book, step 5).</summary>
public static class BookRounds
{
    private const int Most = 4;

    /// <summary>Goes down, as far as the levels of the chapters allow, until no limiter has to take more than its budget.</summary>
    /// <typeparam name="T">What trying gives.</typeparam>
    /// <param name="plan">The plan; that of an album or a series is returned as it is.</param>
    /// <param name="outcome">What it came to.</param>
    /// <param name="attempt">Tries another plan, and writes nothing.</param>
    /// <param name="worst">How an attempt ended.</param>
    /// <returns>The first plan that holds and what it comes to; the given ones where none does.</returns>
    public static (MasteringPlan Plan, T Outcome) Solve<T>(MasteringPlan plan, T outcome, Func<MasteringPlan, T> attempt, Func<T, ExitCode> worst)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(worst);
        double first = plan.SpeechLufs, room = first - plan.LowestTargetLufs;
        for (int round = 1; round <= Most && room > 0 && plan.Mode == MasteringMode.Book && worst(outcome) == ExitCode.CheckFailed; round++)
        {
            MasteringPlan lower = plan.At(first - room * round / Most);
            T again = attempt(lower);
            if (worst(again) == ExitCode.Done)
            {
                return (lower, again);
            }
        }

        return (plan, outcome);
    }
}
