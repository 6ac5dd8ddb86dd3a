using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Verbs;

/// <summary>What is decided for an album as a whole is decided at one rate.</summary>
internal static class OneRate
{
    /// <summary>Refuses an album of several rates.</summary>
    /// <param name="files">The mixes.</param>
    /// <param name="rates">Their rates, Hz.</param>
    /// <param name="what">What is decided: curve, chain.</param>
    /// <exception cref="RoomtoneException">They differ (exit 2).</exception>
    public static void Demand(ImmutableArray<string> files, ImmutableArray<int> rates, string what)
    {
        int other = Enumerable.Range(0, rates.Length).FirstOrDefault(i => rates[i] != rates[0]);
        if (other > 0)
        {
            throw new RoomtoneException(ExitCode.Usage, new Finding(
                "RT0848", Severity.Error, $"{Path.GetFileName(files[other])} has {rates[other]} Hz and {Path.GetFileName(files[0])} {rates[0]} Hz: one {what} for the album needs one rate")
            {
                Hint = "convert them to one rate first, or leave --album out",
            });
        }
    }
}
