namespace Roomtone.Quality;

/// <summary>Row on matching: pink noise made to sound like coloured pink noise, in third octaves.</summary>
internal static class MatchRows
{
    private const int Rate = 48000;
    private const int Length = 1 << 20;
    private const double LowestHz = 50;
    private const int Bands = 26;

    public static IEnumerable<Row> All(string roomtone)
    {
        // Channel 0 is the source, channel 1 the reference.
        Lazy<Wav> pair = new(() => new Wav(Rate, [Pink(1), Coloured(Pink(2))]));
        string command = $"cd $(dirname {{in}}) && sox {{in}} source.wav remix 1 && sox {{in}} reference.wav remix 2 && {roomtone} apply source.wav -o {{out}} --bits float --do 'match-eq: reference \"reference.wav\"'";
        yield return new Row("80", "match eq, pink to coloured pink: third octaves off, rms", "dB", 0.3, true, () => pair.Value, w => Math.Sqrt(Off(pair.Value, w).Average(d => d * d)), ("roomtone", command));
        yield return new Row("80", "match eq, pink to coloured pink: third octaves off, largest", "dB", 1, true, () => pair.Value, w => Off(pair.Value, w).Max(Math.Abs), ("roomtone", command));
        yield return new Row("80", "match eq, pink to coloured pink: loudness off the source's", "LU", 0.1, true, () => pair.Value, w => Math.Abs(Loudness.Integrated(w) - Loudness.Integrated(new Wav(Rate, [pair.Value.Channels[0]]))), ("roomtone", command));
    }

    private static double[] Off(Wav pair, Wav matched)
    {
        double[] reached = ThirdOctaves(matched.Channels[0]), wanted = ThirdOctaves(pair.Channels[1]);
        double level = reached.Zip(wanted).Average(p => p.First - p.Second);
        return [.. reached.Zip(wanted).Select(p => p.First - p.Second - level)];
    }

    private static double[] ThirdOctaves(double[] samples)
    {
        double[] powers = Spectrum.Powers(samples);
        return
        [
            .. Enumerable.Range(0, Bands).Select(i => LowestHz * Math.Pow(2, i / 3.0)).Select(hz =>
            {
                int from = (int)(hz / Math.Pow(2, 1 / 6.0) * Length / Rate), to = (int)(hz * Math.Pow(2, 1 / 6.0) * Length / Rate);
                return 10 * Math.Log10(powers[from..to].Sum());
            }),
        ];
    }

    // P. Kellet's pink filter.
    private static double[] Pink(int seed)
    {
        var random = new Random(seed);
        double b0 = 0, b1 = 0, b2 = 0;
        return
        [
            .. Enumerable.Range(0, Length).Select(_ =>
            {
                double white = random.NextDouble() * 2 - 1;
                b0 = 0.99765 * b0 + white * 0.0990460;
                b1 = 0.96300 * b1 + white * 0.2965164;
                b2 = 0.57000 * b2 + white * 1.0526913;
                return 0.05 * (b0 + b1 + b2 + white * 0.1848);
            }),
        ];
    }

    // A boost of 4 dB around 200 Hz by a resonator added, a treble loss by a one-pole: neither is any of ours.
    private static double[] Coloured(double[] samples)
    {
        double w = 2 * Math.PI * 200 / Rate, alpha = Math.Sin(w) / 2, x1 = 0, x2 = 0, y1 = 0, y2 = 0, low = 0;
        double share = 1 - Math.Exp(-2 * Math.PI * 4000 / Rate);
        return
        [
            .. samples.Select(x =>
            {
                double band = (alpha * (x - x2) + 2 * Math.Cos(w) * y1 - (1 - alpha) * y2) / (1 + alpha);
                (x2, x1, y2, y1) = (x1, x, y1, band);
                double boosted = x + 0.58 * band;
                low += share * (boosted - low);
                return low + 0.45 * (boosted - low);
            }),
        ];
    }
}
