namespace Roomtone.Quality;

/// <summary>Rows on a bed under a voice: how clear the voice stays, and what the bed does in the pauses.</summary>
internal static class DuckingRows
{
    private const int Rate = 48000;
    private const int Hop = Rate / 10;

    // The example's host, spoken by flite, with pauses of 0.3 s as flite makes them; between two takes the bed has time to come back.
    private const double TakeSeconds = 11;
    private const double LongestPause = 0.3;
    private const double GapSeconds = 8;

    public static IEnumerable<Row> All(string roomtone)
    {
        string voice = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(roomtone))!, "examples/podcast/audio/host.wav");
        Lazy<Wav> takes = new(() => Takes(Wav.Read(voice)));
        foreach (double clarity in new[] { 10.0, 15.0 })
        {
            string session = $"roomtone 1\\n\\nsession \"d\"\\n  rate 48 kHz\\n  layout stereo\\nmedia v \"v.wav\"\\nmedia b \"b.wav\"\\nbus keys to master\\n  fader -120 dB\\ntrack voice to keys\\n  clip c1 v 0:00..0:30 at 0:00\\ntrack bed to master\\n  process ducker d\\n    key voice\\n    clarity {clarity} LU\\n  clip c2 b 0:00..0:30 at 0:00\\ndeliver bed\\n  file \"bed.wav\"\\n  range 0:00..0:30\\n  format wav 32 bit float\\n";
            string[] commands =
            [
                "cd $(dirname {in}) && sox {in} v.wav remix 1 && sox {in} b.wav remix 2 3 && rm -rf bed.wav .roomtone",
                $"printf '{session.Replace("'", "'\\''", StringComparison.Ordinal)}' > d.room",
                $"{roomtone} render d.room --force --no-cache && mv bed.wav {{out}}",
            ];
            (string, string)[] all =
            [
                ("roomtone", string.Join(" && ", commands)),
                ("ffmpeg sidechaincompress", "ffmpeg -nostdin -v error -y -i {in} -filter_complex '[0:a]pan=mono|c0=c0,asplit[k][v];[0:a]pan=stereo|c0=c1|c1=c2[b];[b][k]sidechaincompress=threshold=0.01:ratio=6:attack=20:release=600[o];[v]anullsink' -map '[o]' -c:a pcm_f32le {out}"),
            ];
            yield return new Row("65", $"ducking for {clarity:0} LU: 10th percentile of the difference", "LU", clarity, false, () => takes.Value, w => Percentile(Differences(takes.Value, w), 0.1), all);
            yield return new Row("65", $"ducking for {clarity:0} LU: its standard deviation", "LU", 1.5, true, () => takes.Value, w => Spread(Differences(takes.Value, w)), all);
            yield return new Row("65", $"ducking for {clarity:0} LU: bed in the gap, off by", "LU", 0.1, true, () => takes.Value, w => Math.Abs(InGap(w) - InGap(new Wav(Rate, takes.Value.Channels[1..]))), all);
        }
    }

    private static Wav Takes(Wav host)
    {
        double[] take = WithoutPauses(host.Channels[0])[..(int)(Rate * TakeSeconds)];
        double[] voice = [.. take, .. new double[(int)(GapSeconds * Rate)], .. take];
        Wav music = Signals.Music(Rate, -15);
        double[] Bed(int c) => [.. Enumerable.Range(0, voice.Length).Select(n => music.Channels[c][n % music.Length])];
        return new Wav(Rate, [voice, Bed(0), Bed(1)]);
    }

    private static double[] WithoutPauses(double[] x)
    {
        const int Block = Rate / 50;
        var kept = new List<double>();
        int pause = 0;
        for (int at = Rate; at + Block <= x.Length; at += Block)
        {
            ReadOnlySpan<double> block = x.AsSpan(at, Block);
            pause = Metrics.Db(Metrics.Rms(block)) < -42 ? pause + Block : 0;
            if (pause <= LongestPause * Rate)
            {
                kept.AddRange(block);
            }
        }

        return [.. kept];
    }

    // Over 1 s, where the whole second lies within 15 LU of the voice's 95th percentile.
    private static double[] Differences(Wav takes, Wav bed)
    {
        double[] voice = Loudness.Windows(new Wav(Rate, [takes.Channels[0]]), Rate, Hop), under = Loudness.Windows(bed, Rate, Hop);
        double floor = Percentile(voice, 0.95) - 15;
        return [.. voice.Zip(under).Where(p => p.First > floor).Select(p => p.First - p.Second)];
    }

    private static double InGap(Wav bed)
    {
        int from = (int)((TakeSeconds + 3) * 10), to = (int)((TakeSeconds + GapSeconds - 2) * 10);
        return Percentile(Loudness.Windows(bed, Rate, Hop)[from..to], 0.5);
    }

    private static double Percentile(double[] values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)(share * (sorted.Length - 1))];
    }

    private static double Spread(double[] values) => Math.Sqrt(values.Select(v => Math.Pow(v - values.Average(), 2)).Average());
}
