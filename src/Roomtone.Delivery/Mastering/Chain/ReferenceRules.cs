using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>The moves that bring the width of a mix, band by band, and its dynamics to those of a reference.</summary>
/// <remarks>
/// Width is the level of the side against the mid; the mono sum never changes. Dynamics are narrowed to the reference's, never widened: what was
/// levelled away is not in the mix any more.
/// </remarks>
public static class ReferenceRules
{
    private const double LeastWidthDb = 0.5;
    private const double NearlyMonoDb = -40;
    private const double LeastSpreadDb = 1;
    private const double HighestRatio = 4;

    /// <summary>The move that matches width.</summary>
    /// <param name="mix">The mix.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="amountPercent">Share of the difference that is made up.</param>
    /// <param name="limitDb">Largest change, dB.</param>
    public static MasteringMove Width(MixTraits mix, MixTraits reference, double amountPercent, double limitDb)
    {
        ArgumentNullException.ThrowIfNull(mix);
        ArgumentNullException.ThrowIfNull(reference);
        ImmutableArray<double> own = mix.SideOverMidDb, wanted = reference.SideOverMidDb;
        if (own.IsEmpty || wanted.IsEmpty)
        {
            return new MasteringMove(null, ["no width: mix and reference are not both stereo"]);
        }

        List<string> told = [];
        List<(string Path, ParameterValue Value)> values = [];
        for (int b = 0; b < own.Length; b++)
        {
            double difference = wanted[b] - own[b];
            double change = Math.Clamp(amountPercent / 100 * difference, -limitDb, limitDb);
            // A side that is not there can't be turned up; one that is all but gone in the reference is turned down as far as is allowed.
            bool isKnown = double.IsFinite(difference) && own[b] > NearlyMonoDb;
            if (!isKnown || Math.Abs(change) < LeastWidthDb)
            {
                continue;
            }

            double percent = Math.Clamp(Math.Round(100 * Decibels.ToGain(change)), 0, 200);
            values.Add(($"band{b + 1}.width", new ParameterValue.Quantity(percent, Unit.Percent)));
            values.Add(($"band{b + 1}.ratio", new ParameterValue.Quantity(1, Unit.Ratio)));
            told.Add(Line($"{Name(b)}: the side lies {-own[b]:0.0} dB under the mid, {-wanted[b]:0.0} dB in the reference"));
        }

        if (values.Count == 0)
        {
            return new MasteringMove(null, [Line($"no width: no band differs from the reference by {LeastWidthDb:0.0} dB")]);
        }

        values.Add(("mode", new ParameterValue.Word("linear")));
        for (int e = 0; e < MixTraits.EdgesHz.Length; e++)
        {
            values.Add(($"crossover{e + 1}.freq", new ParameterValue.Quantity(MixTraits.EdgesHz[e], Unit.Hertz)));
        }

        return MasteringMove.Of("multiband", "match-width", [.. told], [.. values]);
    }

    /// <summary>The move that matches dynamics.</summary>
    /// <param name="mix">The mix, as it comes to this move.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="amountPercent">Share of the difference that is made up.</param>
    /// <param name="measure">Measures the mix through a compressor; its attack and release are not in the prediction.</param>
    public static MasteringMove Dynamics(MixTraits mix, MixTraits reference, double amountPercent, Func<ProcessSlot, MixTraits> measure)
    {
        ArgumentNullException.ThrowIfNull(mix);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(measure);
        double own = mix.SpreadDb, wanted = own - amountPercent / 100 * (own - reference.SpreadDb);
        if (!(own - wanted >= LeastSpreadDb))
        {
            string why = reference.SpreadDb - own >= LeastSpreadDb ? "what was levelled away can't be given back" : "nothing to narrow";
            return new MasteringMove(null, [Line($"no compressor: its level varies by {own:0.0} dB, the reference's by {reference.SpreadDb:0.0} dB: {why}")]);
        }

        Attempt best = Try(mix, wanted, measure);
        if (Math.Abs(best.SpreadDb - wanted) > LeastSpreadDb / 2)
        {
            Attempt again = Try(mix, 2 * wanted - best.SpreadDb, measure);
            best = Math.Abs(again.SpreadDb - wanted) < Math.Abs(best.SpreadDb - wanted) ? again : best;
        }

        string told = Line($"its level varies by {own:0.0} dB, the reference's by {reference.SpreadDb:0.0} dB");
        return best.SpreadDb <= own - LeastSpreadDb / 2
            ? new MasteringMove(best.Slot, [Line($"{told}: {best.Ratio:0.00}:1 leaves {best.SpreadDb:0.0} dB")])
            : new MasteringMove(null, [Line($"no compressor: {told}, and {best.Ratio:0.00}:1 would leave {best.SpreadDb:0.0} dB: its changes are faster than a compressor follows")]);
    }

    private static Attempt Try(MixTraits mix, double aimedDb, Func<ProcessSlot, MixTraits> measure)
    {
        ProcessSlot slot = Compressor(mix, aimedDb, out double ratio);
        return new Attempt(slot, ratio, measure(slot).SpreadDb);
    }

    // The least ratio whose spread is what is aimed at; the spread falls as the ratio rises.
    private static ProcessSlot Compressor(MixTraits mix, double aimedDb, out double ratio)
    {
        double low = 1, high = HighestRatio;
        for (int step = 0; step < 30; step++)
        {
            double middle = (low + high) / 2;
            (low, high) = mix.Compressed(middle).SpreadDb > aimedDb ? (middle, high) : (low, middle);
        }

        ratio = Math.Round(high, 2);
        return MasteringMove.Of(
            "compressor", "match-dynamics", [],
            ("threshold", new ParameterValue.Quantity(Math.Round(Math.Clamp(mix.Compressed(ratio).ThresholdDb, -80, 0), 1), Unit.Decibels)), ("ratio", new ParameterValue.Quantity(ratio, Unit.Ratio)),
            ("attack", new ParameterValue.Quantity(10, Unit.Milliseconds)), ("release", new ParameterValue.Quantity(150, Unit.Milliseconds))).Slot!;
    }

    private static string Name(int band) => band switch
    {
        0 => Line($"under {MixTraits.EdgesHz[0]:0} Hz"),
        1 => Line($"{MixTraits.EdgesHz[0]:0} Hz to {MixTraits.EdgesHz[1]:0} Hz"),
        _ => Line($"over {MixTraits.EdgesHz[1]:0} Hz"),
    };

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Attempt(ProcessSlot Slot, double Ratio, double SpreadDb);
}
