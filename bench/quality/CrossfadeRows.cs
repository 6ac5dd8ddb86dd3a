using System.Globalization;

namespace Roomtone.Quality;

/// <summary>Rows on a crossfade between two sources of known correlation: the level in its middle against theirs.</summary>
internal static class CrossfadeRows
{
    private const int Rate = 48000;

    // Source a plays from 0 to 11 s, b from 9 to 20 s: the middle of the crossfade is at 10 s.
    private const int Middle = 10 * Rate;
    private const int Window = Rate / 4;

    public static IEnumerable<Row> All(string roomtone)
    {
        foreach (double correlation in new[] { -0.3, 0, 0.5, 1 })
        {
            Lazy<Wav> pair = new(() => Pair(correlation));
            yield return new Row("50", string.Create(CultureInfo.InvariantCulture, $"crossfade of sources that correlate by {correlation:0.0}: level in the middle, off"), "dB", 0.3, true, () => pair.Value, w => Math.Abs(MiddleError(pair.Value, w)),
                ("roomtone adaptive", Ours(roomtone, "adaptive")),
                ("equal power", Ours(roomtone, "equal-power")),
                ("linear", Ours(roomtone, "linear")),
                ("ffmpeg acrossfade", "ffmpeg -nostdin -v error -y -i {in} -filter_complex '[0:a]asplit[x][y];[x]pan=mono|c0=c0,atrim=0:11[a];[y]pan=mono|c0=c1,atrim=9:20,asetpts=PTS-STARTPTS[b];[a][b]acrossfade=d=2:c1=qsin:c2=qsin[o]' -map '[o]' -c:a pcm_f32le {out}"));
        }
    }

    private static string Ours(string roomtone, string shape)
    {
        string session = $"roomtone 1\\n\\nsession \"x\"\\n  rate 48 kHz\\n  layout mono\\nmedia a \"a.wav\"\\nmedia b \"b.wav\"\\ntrack t to master\\n  clip c1 a 0:00..0:11 at 0:00\\n  clip c2 b 0:09..0:20 at 0:09\\n    crossfade {shape}\\ndeliver x\\n  file \"x.wav\"\\n  range 0:00..0:20\\n  format wav 32 bit float\\n";
        return $"cd $(dirname {{in}}) && sox {{in}} a.wav remix 1 && sox {{in}} b.wav remix 2 && rm -rf x.wav .roomtone && printf '{session}' > x.room && {roomtone} render x.room --force --no-cache && mv x.wav {{out}}";
    }

    private static Wav Pair(double correlation)
    {
        var random = new Random(50);
        double[] a = Noise(random), other = Noise(random);
        double rest = Math.Sqrt(1 - correlation * correlation);
        return new Wav(Rate, [a, [.. a.Zip(other).Select(p => correlation * p.First + rest * p.Second)]]);
    }

    private static double[] Noise(Random random) => [.. Enumerable.Range(0, 20 * Rate).Select(_ => 0.1 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5))];

    // Against the mean power of both sources in the same window, so that the chance of the noise falls out.
    private static double MiddleError(Wav pair, Wav mixed)
    {
        double Power(double[] x) => Math.Pow(Metrics.Rms(x.AsSpan(Middle - Window / 2, Window)), 2);
        return 10 * Math.Log10(Power(mixed.Channels[0]) / (0.5 * (Power(pair.Channels[0]) + Power(pair.Channels[1]))));
    }
}
