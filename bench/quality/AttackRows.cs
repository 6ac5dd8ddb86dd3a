namespace Roomtone.Quality;

/// <summary>Rows on shaping attacks: bursts under a chord that goes on.</summary>
internal static class AttackRows
{
    private const int Rate = 48000;
    private const int Seconds = 12;
    private static readonly double[] s_onsets = [.. Enumerable.Range(0, 29).Select(k => 0.5 + 0.37 * k + 0.01 * (k * 7 % 5))];

    public static IEnumerable<Row> All(string roomtone)
    {
        Lazy<Wav> alone = new(() => Bursts(0)), over = new(() => Bursts(0.08));
        foreach (int attack in new[] { 6, -6 })
        {
            (string, string) command = ("roomtone", $"{roomtone} apply {{in}} -o {{out}} --bits float --do 'transient: attack {attack} dB'");
            yield return new Row("29", $"transient, attack {attack} dB: energy of bursts off the setting", "dB", 0.5, true, () => alone.Value, w => Math.Abs(AttackChange(alone.Value, w) - attack), command);
            yield return new Row("29", $"transient, attack {attack} dB: the same over a chord", "dB", 0.5, true, () => over.Value, w => Math.Abs(AttackChange(over.Value, w) - attack), command);
            yield return new Row("29", $"transient, attack {attack} dB: the chord between the bursts changes by", "dB", 0.2, true, () => over.Value, w => s_onsets.Max(t => Math.Abs(Change(over.Value, w, t + 0.2, 0.1))), command);
        }
    }

    private static double AttackChange(Wav before, Wav after) => s_onsets.Average(t => Change(before, after, t, 0.01));

    private static double Change(Wav before, Wav after, double at, double seconds)
    {
        var span = new Range((int)(at * Rate), (int)((at + seconds) * Rate));
        return Metrics.Db(Metrics.Rms(after.Channels[0].AsSpan()[span]) / Metrics.Rms(before.Channels[0].AsSpan()[span]));
    }

    // Castanet-like: two sines and noise that die away in 8 ms.
    private static Wav Bursts(double chordLevel)
    {
        var random = new Random(3);
        double[] chord = [110, 277.2, 440.5, 659.9, 1108.7, 1975.5, 3520.3, 7040.1];
        double[] x = [.. Enumerable.Range(0, Seconds * Rate).Select(i => chordLevel * chord.Select((hz, k) => Math.Sin(2 * Math.PI * hz * i / Rate + k)).Sum())];
        for (int k = 0; k < s_onsets.Length; k++)
        {
            double hertz = new[] { 1800, 2400, 3100 }[k % 3];
            for (int i = 0; i < Rate * 80 / 1000; i++)
            {
                double t = (double)i / Rate, noise = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
                x[(int)(s_onsets[k] * Rate) + i] += 0.5 * Math.Exp(-t / 0.008) * (Math.Sin(2 * Math.PI * hertz * t) + 0.5 * Math.Sin(2 * Math.PI * 2.7 * hertz * t) + 0.6 * noise);
            }
        }

        return new Wav(Rate, [x]);
    }
}
