using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Analysis;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>Decides on the chain of a master from what was measured: few moves, none larger than it must be, each with its reason.</summary>
/// <remarks>
/// Order: high-pass, balance, bands and low end, compressor, clipper; gain and true-peak limiter are the planner's. Balance is judged
/// against a slope that suits programmes of every kind: 4.5 dB per octave under white noise from 100 Hz to 10 kHz, 4 dB to either side.
/// </remarks>
public static class MasteringRules
{
    // A high-pass is worth its phase only where there is something to take away.
    private const double RumbleHz = 25;
    private const double RumbleShareDb = -26;
    private const double DcDbfs = -60;

    private const double NeutralSlopeDb = -1.5;
    private const double ToleranceDb = 4;
    private const double LargestBalanceDb = 3;
    private const double SmallestBalanceDb = 0.5;
    private const double SilentOctaveDb = 50;

    // Further down there is nothing that a boost would bring out: the instruments leave the octave empty.
    private const double EmptyOctaveDb = 12;
    private static readonly double[] s_octaves = [125, 250, 500, 1000, 2000, 4000, 8000];

    private const double CrestSpreadDb = 6;
    private const double BandRatio = 1.5;
    private const double BandUnderPeakDb = 9;
    private const double LowestCorrelation = 0.7;

    // Below, narrowing would cancel what it is meant to hold together.
    private const double OppositeCorrelation = -0.3;

    // A little more than is asked, for the crossover lets some of the upper band's side through.
    private const double AimedCorrelation = 0.78;

    private const double DynamicPlrLu = 16;
    private const double VeryDynamicPlrLu = 20;
    private const double AimedReductionDb = 1.5;
    private const double LoudWithinDb = 10;

    private const double LimiterAloneDb = 3;
    private const double ClippedDb = 1.5;

    /// <summary>The moves, in the order of the signal; those that are not made are there with their reason.</summary>
    /// <param name="mix">What was measured.</param>
    /// <param name="targetLufs">Loudness of the master.</param>
    /// <param name="ceilingDbtp">Highest true peak of the master.</param>
    public static ImmutableArray<MasteringMove> Decide(MixStudy mix, double targetLufs, double ceilingDbtp)
    {
        ArgumentNullException.ThrowIfNull(mix);
        return mix.Spectrum.Programme() is not { } power
            ? [new MasteringMove(null, ["the mix is silent"])]
            : !double.IsFinite(mix.IntegratedLufs)
                ? [new MasteringMove(null, ["the mix is too short or too quiet to be judged"])]
                : [HighPass(mix, power), Balance(mix, power), Bands(mix), Compressor(mix), Clipper(mix, targetLufs, ceilingDbtp)];
    }

    private static MasteringMove HighPass(MixStudy mix, double[] power)
    {
        double share = Decibels.FromPower(power.Take((int)(RumbleHz / mix.Spectrum.BinHz) + 1).Sum() / power.Sum()), dc = Decibels.FromGain(mix.DcOffset);
        string found = Line($"{share:0.0} dB of the power lies under {RumbleHz:0} Hz, DC is {dc:0} dBFS");
        return share > RumbleShareDb || dc > DcDbfs
            ? MasteringMove.Of("high-pass", "rumble", [Line($"{found}; more than {RumbleShareDb:0} dB or {DcDbfs:0} dBFS costs headroom that nobody hears")], ("freq", Hz(RumbleHz)), ("slope", new ParameterValue.Quantity(12, Unit.DecibelsPerOctave)))
            : new MasteringMove(null, [Line($"no high-pass: {found}")]);
    }

    private static MasteringMove Balance(MixStudy mix, double[] power)
    {
        var sums = new CumulativePower(power.Length, mix.Spectrum.BinHz);
        sums.Set(power);
        double[] levels = [.. s_octaves.Select(hz => Decibels.FromPower(sums.Between(hz / Math.Sqrt(2), hz * Math.Sqrt(2))))];
        double loudest = levels.Max();
        double highest = mix.Spectrum.SampleRate / 2.0 / Math.Sqrt(2);
        int[] heard = [.. Enumerable.Range(0, levels.Length).Where(i => s_octaves[i] < highest && levels[i] > loudest - SilentOctaveDb)];
        if (heard.Length == 0)
        {
            return new MasteringMove(null, ["no balance eq: nothing sounds from 125 Hz to 8 kHz"]);
        }

        double[] off = [.. levels.Select((l, i) => l - NeutralSlopeDb * StableMath.Log2(s_octaves[i] / 1000))];
        double middle = heard.Select(i => off[i]).Order().ElementAt(heard.Length / 2);
        var reasons = new List<string>();
        var left = new List<string>();
        var bands = new BalanceBands(s_octaves.Length);
        foreach (int i in heard)
        {
            double excess = off[i] - middle, gain = -Math.Sign(excess) * Math.Min(LargestBalanceDb, Math.Abs(excess) - ToleranceDb);
            if (Math.Abs(excess) - ToleranceDb < SmallestBalanceDb)
            {
                continue;
            }

            if (excess < -EmptyOctaveDb)
            {
                left.Add(Line($"the octave at {s_octaves[i]:0} Hz lies {-excess:0.0} dB under the neutral slope: there is nothing to raise"));
                continue;
            }

            bands.Add(i, s_octaves[i], gain);
            reasons.Add(Line($"the octave at {s_octaves[i]:0} Hz lies {Math.Abs(excess):0.0} dB {(excess > 0 ? "over" : "under")} the neutral slope; beyond {ToleranceDb:0} dB is taken back, {LargestBalanceDb:0} dB at most"));
        }

        if (reasons.Count > 0)
        {
            return MasteringMove.Of("eq", "balance", [.. reasons, .. left], bands.Values.AsSpan());
        }

        double widest = heard.Select(i => Math.Abs(off[i] - middle)).Where(d => d <= EmptyOctaveDb).Max();
        return new MasteringMove(
            null, [Line($"no balance eq: what sounds from 125 Hz to 8 kHz lies within {widest:0.0} dB of the neutral slope (up to {ToleranceDb + SmallestBalanceDb:0.0} dB is the mix's own)"), .. left]);
    }

    private static MasteringMove Bands(MixStudy mix)
    {
        var reasons = new List<string>();
        string? left = null;
        var values = new List<(string, ParameterValue)> { ("crossover1.freq", Hz(MixStudy.LowEdgeHz)), ("crossover2.freq", Hz(mix.HighEdgeHz)) };
        ImmutableArray<double> crests = mix.BandCrestsDb;
        double spread = crests.Where(double.IsFinite).Max() - crests.Where(double.IsFinite).Min();
        if (spread > CrestSpreadDb)
        {
            int band = crests.IndexOf(crests.Where(double.IsFinite).Max());
            double threshold = Math.Clamp(mix.BandPeaksDbfs[band] - BandUnderPeakDb, -80, 0);
            string id = Line($"band{band + 1}.");
            values.AddRange([(id + "threshold", Db(threshold)), (id + "ratio", new ParameterValue.Quantity(BandRatio, Unit.Ratio)), (id + "attack", Ms(20)), (id + "release", Ms(150))]);
            reasons.Add(Line($"the peaks of band {band + 1} stand {crests[band]:0.0} dB over its RMS, {spread:0.0} dB more than in the steadiest band (up to {CrestSpreadDb:0} dB is left): {BandRatio:0.0}:1 from {BandUnderPeakDb:0} dB under its peak"));
        }

        double correlation = mix.LowCorrelation;
        if (correlation < OppositeCorrelation)
        {
            left = Line($"left and right correlate by {correlation:0.00} under {MixStudy.LowEndHz:0} Hz: one of them is inverted there, and narrowing would take the low end away; invert it in the mix");
        }
        else if (correlation < LowestCorrelation)
        {
            // With sides scaled by w the correlation is (1 − w²·S/M)/(1 + w²·S/M) where left and right are alike in power.
            double width = Math.Sqrt((1 - AimedCorrelation) / (1 + AimedCorrelation) / mix.LowSideOverMid);
            values.Add(("band1.width", new ParameterValue.Quantity(Math.Floor(100 * Math.Min(1, width)), Unit.Percent)));
            reasons.Add(Line($"left and right correlate by {correlation:0.00} under {MixStudy.LowEndHz:0} Hz: below {LowestCorrelation:0.0} the low end thins out in mono"));
        }

        string low = double.IsNaN(correlation) ? string.Empty : Line($", the low end correlates by {correlation:0.00} (from {LowestCorrelation:0.0})");
        return reasons.Count > 0
            ? MasteringMove.Of("multiband", "bands", left is null ? [.. reasons] : [.. reasons, left], [.. values])
            : new MasteringMove(null, [left ?? Line($"no multiband: peaks over RMS differ by {spread:0.0} dB between bands (up to {CrestSpreadDb:0} dB){low}")]);
    }

    private static MasteringMove Compressor(MixStudy mix)
    {
        double plr = mix.TruePeakDbtp - mix.IntegratedLufs;
        if (!(plr > DynamicPlrLu))
        {
            return new MasteringMove(null, [Line($"no compressor: peaks stand {plr:0.0} LU over the loudness (up to {DynamicPlrLu:0} LU)")]);
        }

        double ratio = plr > VeryDynamicPlrLu ? 2 : 1.5;
        double threshold = ThresholdFor(mix.LevelCounts, ratio);
        return MasteringMove.Of(
            "compressor",
            "glue",
            [Line($"peaks stand {plr:0.0} LU over the loudness (over {DynamicPlrLu:0}): {ratio:0.0}:1, and from this threshold {AimedReductionDb:0.0} dB of reduction on average while the mix is loud")],
            ("threshold", Db(threshold)), ("ratio", new ParameterValue.Quantity(ratio, Unit.Ratio)), ("attack", Ms(30)), ("release", ParameterValue.Automatic.Instance));
    }

    private static MasteringMove Clipper(MixStudy mix, double targetLufs, double ceilingDbtp)
    {
        double over = mix.TruePeakDbtp + targetLufs - mix.IntegratedLufs - ceilingDbtp;
        return over > LimiterAloneDb
            ? MasteringMove.Of(
                "clipper",
                "tops",
                [Line($"at {targetLufs:0.0} LUFS the highest peak lies {over:0.0} dB over {ceilingDbtp:0.0} dBTP (the limiter alone takes {LimiterAloneDb:0} dB): its top is bent by {ClippedDb:0.0} dB at most")],
                ("ceiling", new ParameterValue.Quantity(Rounded(Math.Clamp(mix.SamplePeakDbfs - ClippedDb, -40, 0)), Unit.Dbfs)), ("softness", new ParameterValue.Quantity(50, Unit.Percent)), ("max-reduction", Db(ClippedDb)))
            : new MasteringMove(null, [Line($"no clipper: at {targetLufs:0.0} LUFS the highest peak lies {over:0.0} dB over {ceilingDbtp:0.0} dBTP (up to {LimiterAloneDb:0} dB are the limiter's)")]);
    }

    // Where the mean of (1 − 1/ratio)·(level − threshold) over the loud 100 ms is what is aimed at; it falls as the threshold rises.
    private static double ThresholdFor(ImmutableArray<int> counts, double ratio)
    {
        int last = Enumerable.Range(0, counts.Length).Last(i => counts[i] > 0);
        int first = Enumerable.Range(0, last + 1).First(i => ProgrammeMeasurement.LevelDbfs(i) >= ProgrammeMeasurement.LevelDbfs(last) - 2 * LoudWithinDb);
        double sum = 0, count = 0;
        for (int i = first; i <= last; i++)
        {
            sum += counts[i] * Decibels.ToPower(ProgrammeMeasurement.LevelDbfs(i));
            count += counts[i];
        }

        double loud = Decibels.FromPower(sum / count) - LoudWithinDb;
        double low = loud - 40, high = ProgrammeMeasurement.LevelDbfs(last);
        for (int step = 0; step < 40; step++)
        {
            double middle = (low + high) / 2;
            (low, high) = Reduction(middle) > AimedReductionDb ? (middle, high) : (low, middle);
        }

        return Math.Clamp(low, -80, 0);

        double Reduction(double threshold)
        {
            double total = 0, hops = 0;
            for (int i = 0; i <= last; i++)
            {
                double level = ProgrammeMeasurement.LevelDbfs(i);
                if (level > loud)
                {
                    total += counts[i] * (1 - 1 / ratio) * Math.Max(0, level - threshold);
                    hops += counts[i];
                }
            }

            return total / hops;
        }
    }

    private static double Rounded(double value) => Math.Round(value, 1);

    private static ParameterValue.Quantity Db(double value) => new(Rounded(value), Unit.Decibels);

    private static ParameterValue.Quantity Hz(double value) => new(Math.Round(value), Unit.Hertz);

    private static ParameterValue.Quantity Ms(double value) => new(value, Unit.Milliseconds);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
