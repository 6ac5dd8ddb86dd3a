using System.Globalization;

namespace Roomtone.Quality;

/// <summary>Rows on whole programmes: where sound stands, what a fold-down keeps, how loud a delivery is.</summary>
internal static class ProgrammeRows
{
    public static IEnumerable<Row> All(string roomtone) => Panning(roomtone).Concat(Downmix(roomtone)).Concat(Target(roomtone));

    private static IEnumerable<Row> Panning(string roomtone)
    {
        foreach (string place in new[] { "L100", "L60", "L25", "C", "R40", "R80" })
        {
            yield return new Row("71", $"pan {place}: power against the input's", "dB", 0.01, true, () => Signals.Sine(48000, 1000, -12, 2), w => Math.Abs(PowerDb(w) + 12),
                ("roomtone", $"{roomtone} apply {{in}} -o {{out}} --bits float --do 'pan: amount {place}'"));
        }
    }

    private static IEnumerable<Row> Downmix(string roomtone)
    {
        yield return new Row("72", "5.1 → stereo: largest error of a coefficient (BS.775)", "", 1e-4, true, () => Signals.SixTones(48000), CoefficientError,
            ("roomtone", $"{roomtone} apply {{in}} -o {{out}} --bits float --do 'downmix: layout stereo'"),
            ("ffmpeg -ac 2", Rows.Ffmpeg + "-ac 2 -c:a pcm_f32le {out}"),
            ("sox remix", "sox {in} -e floating-point -b 32 {out} remix 1v1,3v0.7071,5v0.7071 2v1,3v0.7071,6v0.7071"));
    }

    private static IEnumerable<Row> Target(string roomtone)
    {
        foreach (double target in new[] { -14.0, -23.0 })
        {
            string level = target.ToString("0", CultureInfo.InvariantCulture);
            (string, string)[] commands =
            [
                ("roomtone", $"{roomtone} apply {{in}} -o {{out}} --bits float --do 'normalize: loudness {level} LUFS; true-peak -1 dBTP'"),
                ("ffmpeg loudnorm", Rows.Ffmpeg + $"-af aformat=channel_layouts=stereo,loudnorm=I={level}:TP=-1:LRA=11,aresample=48000,aformat=channel_layouts=stereo -c:a pcm_f32le {{out}}"),
            ];
            yield return new Row("81", $"music to {level} LUFS, −1 dBTP: off the target", "LU", 0.1, true, () => Signals.Music(48000, -12), w => Math.Abs(Loudness.Integrated(w) - target), commands);
            yield return new Row("81", $"music to {level} LUFS, −1 dBTP: over, ×16", "dB", 0.02, true, () => Signals.Music(48000, -12), w => Math.Max(0, Metrics.Db(Metrics.TruePeak(w)) + 1), commands);
        }
    }

    // A sine at −12 dBFS peak has this power at 0.
    private static double PowerDb(Wav w) => 10 * Math.Log10(2 * w.Channels.Sum(x => Math.Pow(Metrics.Rms(x.AsSpan(w.SampleRate / 2, w.SampleRate)), 2)));

    private static double CoefficientError(Wav w)
    {
        double[][] expected = [[1, 0, Math.Sqrt(0.5), 0, Math.Sqrt(0.5), 0], [0, 1, Math.Sqrt(0.5), 0, 0, Math.Sqrt(0.5)]];
        double worst = w.Channels.Length == 2 ? 0 : double.NaN;
        for (int c = 0; c < 2; c++)
        {
            for (int t = 0; t < Signals.ChannelTones.Length; t++)
            {
                (double amplitude, _) = Metrics.FitSine(w.Channels[c].AsSpan(w.SampleRate / 2, w.SampleRate), Signals.ChannelTones[t] / w.SampleRate);
                worst = Math.Max(worst, Math.Abs(amplitude / 0.1 - expected[c][t]));
            }
        }

        return worst;
    }
}
