using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Roomtone.Quality;

/// <summary>Rows on finding speech: synthetic sentences with pauses, in coloured noise that swells, and over music.</summary>
internal static class SpeechRows
{
    private const int Rate = 48000;
    private const int Hop = Rate / 100;
    private const double PieceSeconds = 2.7;
    private const string Text =
        "The recording begins before the room is quiet. A good editor keeps the breath that belongs to the sentence, and takes the one that does not. "
        + "Between two takes there is a pause, and in the pause there is the room. Nobody hears the cut, because nothing in it moves. "
        + "When the music comes in, it comes from far away, and the voice stays where it was. That is all that mixing has to do.";

    public static IEnumerable<Row> All(string roomtone)
    {
        Lazy<double[]> voice = new(Voice);
        foreach ((double snr, double bar) in new[] { (20.0, 0.97), (10.0, 0.95), (0.0, 0.8) })
        {
            yield return Reading("20", $"speech in noise, {snr:0} dB: F1 per 10 ms", string.Empty, bar, false, () => Over(voice.Value, Noise(voice.Value.Length), snr), root => F1(root, Truth(voice.Value)), roomtone);
        }

        string theme = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(roomtone))!, "examples/podcast/audio/theme.wav");
        foreach ((string bed, Func<double[]> music) in new (string, Func<double[]>)[] { ("the example's theme", () => Wav.Read(theme).Channels[0]), ("chords struck four times a second", () => Signals.Music(Rate, -15).Channels[0]) })
        {
            yield return Reading(
                "21", $"dialogue loudness of a mix, 7 LU over {bed}: off that of the blocks with speech", "LU", 0.5, true, () => UnderMusic(voice.Value, music()),
                root => Math.Abs(root.GetProperty("dialogue_lufs").GetDouble() - SpokenLufs(UnderMusic(voice.Value, music()), Truth(voice.Value))), roomtone);
        }
    }

    private static Row Reading(string number, string name, string unit, double bar, bool lowerIsBetter, Func<Wav> signal, Func<JsonElement, double> judge, string roomtone) =>
        new(number, name, unit, bar, lowerIsBetter, signal, _ => double.NaN, ("roomtone", $"{roomtone} measure {{in}} --meters dialogue --json > {{out}}"))
        {
            JudgeText = text =>
            {
                using var json = JsonDocument.Parse(text);
                return judge(json.RootElement.GetProperty("files")[0].GetProperty("meters").GetProperty("dialogue"));
            },
        };

    // Pieces of speech with 0.8 to 2.5 s of nothing between them.
    private static double[] Voice()
    {
        string file = Path.Combine(Path.GetTempPath(), $"roomtone-quality-{Environment.ProcessId}.wav"), raised = Path.ChangeExtension(file, ".48.wav");
        try
        {
            Run("flite", "-voice", "slt", "-t", Text, "-o", file);
            Run("sox", file, "-e", "floating-point", "-b", "32", raised, "rate", "-v", Rate.ToString(CultureInfo.InvariantCulture));
            double[] said = Wav.Read(raised).Channels[0];
            var random = new Random(14);
            var parts = new List<double>(new double[(int)(0.7 * Rate)]);
            for (int at = 0; at + (int)(PieceSeconds * Rate) <= said.Length; at += (int)(PieceSeconds * Rate))
            {
                parts.AddRange(said[at..(at + (int)(PieceSeconds * Rate))]);
                parts.AddRange(new double[(int)((0.8 + 1.7 * random.NextDouble()) * Rate)]);
            }

            return [.. parts];
        }
        finally
        {
            File.Delete(file);
            File.Delete(raised);
        }
    }

    private static void Run(string program, params string[] words)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, words))!;
        process.WaitForExit();
    }

    // Three parts of noise below 300 Hz and one of white, which swell by 15 % every three seconds.
    private static double[] Noise(int length)
    {
        var random = new Random(20);
        double[] White() => [.. Enumerable.Range(0, length).Select(_ => Enumerable.Range(0, 4).Sum(_ => random.NextDouble()) - 2)];
        double[] low = White(), high = White();
        double keep = Math.Exp(-2 * Math.PI * 300 / Rate), last = 0;
        low = [.. low.Select(v => last = keep * last + (1 - keep) * v)];
        double lows = Metrics.Rms(low), highs = Metrics.Rms(high);
        return [.. low.Zip(high, (l, h) => 3 * l / lows + h / highs).Select((v, i) => v * (1 + 0.15 * Math.Sin(2 * Math.PI * 0.3 * i / Rate)))];
    }

    private static Wav Over(double[] voice, double[] noise, double snr)
    {
        bool[] speaks = Truth(voice);
        double spoken = Math.Sqrt(voice.Where((_, i) => speaks[Math.Min(i / Hop, speaks.Length - 1)]).Average(v => v * v));
        double gain = spoken / Metrics.Rms(noise) * Math.Pow(10, -snr / 20);
        double[] mix = [.. voice.Zip(noise, (v, n) => v + gain * n)];
        double peak = mix.Max(Math.Abs);
        return new Wav(Rate, [[.. mix.Select(v => 0.3 * v / peak)]]);
    }

    private static Wav UnderMusic(double[] voice, double[] music)
    {
        double[] bed = [.. voice.Select((_, i) => music[i % music.Length])];
        double difference = SpokenLufs(new Wav(Rate, [voice]), Truth(voice)) - Loudness.Integrated(new Wav(Rate, [bed]));
        double gain = Math.Pow(10, (difference - 7) / 20);
        return new Wav(Rate, [[.. voice.Zip(bed, (v, b) => 0.5 * (v + gain * b))]]);
    }

    // Every millisecond the energy of the 20 ms around it, within 35 dB of what is loud, and 25 ms on both sides; read every 10 ms.
    private static bool[] Truth(double[] voice)
    {
        const int Step = Rate / 1000;
        double[] energy = [.. Enumerable.Range(0, voice.Length / Step).Select(m => Metrics.Rms(voice.AsSpan(Math.Max(0, (m - 10) * Step)..Math.Min(voice.Length, (m + 10) * Step))))];
        double[] heard = [.. energy.Where(e => e > 3e-5).Order()];
        double threshold = heard[(int)(0.95 * (heard.Length - 1))] * Math.Pow(10, -35 / 20.0);
        return [.. Enumerable.Range(0, voice.Length / Hop).Select(h => Enumerable.Range(Math.Max(0, 10 * h - 25), 51).Any(m => m < energy.Length && energy[m] > threshold))];
    }

    private static double F1(JsonElement dialogue, bool[] truth)
    {
        bool[] found = new bool[truth.Length];
        foreach (JsonElement segment in dialogue.GetProperty("speech").EnumerateArray())
        {
            int from = (int)Math.Round(segment.GetProperty("start_s").GetDouble() * 100), to = (int)Math.Round(segment.GetProperty("end_s").GetDouble() * 100);
            Array.Fill(found, true, from, Math.Max(0, Math.Min(to, found.Length) - from));
        }

        double both = truth.Zip(found).Count(p => p.First && p.Second);
        return 2 * both / (truth.Count(t => t) + found.Count(f => f));
    }

    // 400 ms every 100 ms that are speech for at least half of their length, without a relative gate.
    private static double SpokenLufs(Wav mix, bool[] truth)
    {
        double[] blocks = Loudness.Windows(mix, 4 * Rate / 10, Rate / 10);
        double[] spoken = [.. blocks.Where((l, b) => l > -70 && truth.Skip(10 * b).Take(40).Count(t => t) >= 20)];
        return 10 * Math.Log10(spoken.Average(l => Math.Pow(10, l / 10)));
    }
}
