using System.Collections.Immutable;

namespace Roomtone.Delivery;

/// <summary>Clauses of the common shapes: inside a tolerance, below or above a limit, one of some words.</summary>
internal static class ClauseFactory
{
    /// <summary>A figure of 0.01 is shown; half of it is rounding, not a violation.</summary>
    private const double Rounding = 0.005;

    public static Clause Around(string id, string title, double measured, double target, double tolerance, string unit)
    {
        double margin = tolerance - Math.Abs(measured - target);
        return new Clause(id, title, margin >= -Rounding)
        {
            Measured = measured,
            Limit = $"{Text.Number(target, 1)} ±{Text.Number(tolerance, 1)}",
            Unit = unit,
            Margin = margin,
        };
    }

    public static Clause AtMost(string id, string title, double measured, double limit, string unit) =>
        new(id, title, measured <= limit + Rounding)
        {
            Measured = measured,
            Limit = "≤ " + Limit(limit, unit),
            Unit = unit,
            Margin = limit - measured,
        };

    public static Clause AtLeast(string id, string title, double measured, double limit, string unit) =>
        new(id, title, measured >= limit - Rounding)
        {
            Measured = measured,
            Limit = "≥ " + Limit(limit, unit),
            Unit = unit,
            Margin = measured - limit,
        };

    public static Clause Within(string id, string title, double measured, Bounds bounds, string unit) =>
        new(id, title, measured >= bounds.Minimum - Rounding && measured <= bounds.Maximum + Rounding)
        {
            Measured = measured,
            Limit = $"{Limit(bounds.Minimum, unit)} … {Limit(bounds.Maximum, unit)}",
            Unit = unit,
            Margin = Math.Min(measured - bounds.Minimum, bounds.Maximum - measured),
        };

    public static Clause OneOf<T>(string id, string title, T measured, ImmutableArray<T> allowed, string unit, Func<T, string> label) =>
        new(id, title, allowed.Contains(measured))
        {
            MeasuredText = label(measured),
            Limit = string.Join(", ", allowed.Select(label)),
            Unit = unit,
        };

    private static string Limit(double limit, string unit) => Text.Number(limit, unit is "Hz" or "bit" or "kbit/s" or "s" or "samples" ? 0 : 1);
}
