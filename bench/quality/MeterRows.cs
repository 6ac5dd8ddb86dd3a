using System.Globalization;

namespace Roomtone.Quality;

/// <summary>Rows on what is read of a programme: loudness, range, true peak. The truth is by construction, or by the judge's own interpolator.</summary>
internal static class MeterRows
{
    private const int Rate = 48000;

    public static IEnumerable<Row> All(string roomtone)
    {
        foreach ((string name, Func<Wav> signal) in Tech3341())
        {
            yield return Reading("16", $"EBU Tech 3341 {name}: integrated, off −23 (−33) LUFS", "LU", 0.05, signal, read => Math.Abs(read - (name == "case 2" ? -33 : -23)), roomtone, "integrated_lufs", "I:");
        }

        foreach ((int number, double[] levels, double range) in ((int, double[], double)[])[(1, [-20, -30], 10), (2, [-20, -15], 5), (3, [-40, -20], 20), (4, [-50, -35, -20, -35, -50], 15)])
        {
            yield return Reading("17", $"EBU Tech 3342 case {number}: range, off {range} LU", "LU", 0.1, () => Steps(2, [.. levels.Select(l => (l, 20.0))]), read => Math.Abs(read - range), roomtone, "loudness_range_lu", "LRA:");
        }

        yield return Reading("18", "true peak of music: off ×16 interpolation", "dB", 0.05, () => Signals.Music(Rate, -6), read => Math.Abs(read - Metrics.Db(Metrics.TruePeak(Signals.Music(Rate, -6)))), roomtone, "true_peak_dbtp", "Peak:");
        foreach (int hertz in new[] { 12_000, 19_997 })
        {
            yield return Reading("18", $"true peak of {hertz} Hz at its worst phase", "dB", 0.05, () => WorstPhase(hertz), read => Math.Abs(read + 6), roomtone, "true_peak_dbtp", "Peak:");
        }
    }

    private static Row Reading(string number, string name, string unit, double bar, Func<Wav> signal, Func<double, double> judge, string roomtone, string ours, string ffmpegs) =>
        new(number, name, unit, bar, true, signal, _ => double.NaN,
            ("roomtone", $"{roomtone} measure {{in}} --json | grep -o '\"{ours}\": *[-0-9.]*' | head -1 | grep -o '[-0-9.]*$' > {{out}}"),
            ("ffmpeg ebur128", $"ffmpeg -nostdin -hide_banner -i {{in}} -af ebur128=peak=true:framelog=verbose -f null - 2>&1 | grep ' {ffmpegs} ' | tail -1 | grep -o '[-0-9][0-9.]*' | head -1 > {{out}}"))
        {
            JudgeText = text => judge(double.Parse(text.Trim(), CultureInfo.InvariantCulture)),
        };

    private static IEnumerable<(string Name, Func<Wav> Signal)> Tech3341() =>
    [
        ("case 1", () => Steps(2, (-23, 20))),
        ("case 2", () => Steps(2, (-33, 20))),
        ("case 3", () => Steps(2, (-36, 10), (-23, 60), (-36, 10))),
        ("case 4", () => Steps(2, (-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10))),
        ("case 5", () => Steps(2, (-26, 20), (-20, 20.1), (-26, 20))),
        ("case 6, 5.0", () => Surround(-28, -28, -24, -30, -30)),
    ];

    private static Wav Steps(int channels, params (double Dbfs, double Seconds)[] steps)
    {
        double[] x = [.. steps.SelectMany(s => Signals.Sine(Rate, 1000, s.Dbfs, s.Seconds).Channels[0])];
        return new Wav(Rate, [.. Enumerable.Range(0, channels).Select(_ => x)]);
    }

    private static Wav Surround(params double[] dbfs) => new(Rate, [.. dbfs.Select(l => Signals.Sine(Rate, 1000, l, 20).Channels[0])]);

    // Samples at ±45° of the crest where the frequency is a quarter of the rate; elsewhere the phase drifts through every place.
    private static Wav WorstPhase(int hertz) =>
        new(Rate, [[.. Enumerable.Range(0, 2 * Rate).Select(n => 0.501187233627 * Fade(n) * Math.Sin(2 * Math.PI * hertz * n / Rate + Math.PI / 4))]]);

    private static double Fade(int n) => Math.Min(1, Math.Min(n, 2 * Rate - 1 - n) / (0.1 * Rate));
}
