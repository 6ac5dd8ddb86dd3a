namespace Roomtone.Quality;

/// <summary>Rows on what is added on purpose: harmonics, and nothing else.</summary>
internal static class ColourRows
{
    private const int Rate = 48000;
    private const int Period = 1 << 16;

    // Odd, and the period a power of two: no harmonic above half the rate folds back onto one below.
    private const int Bin = 6797;

    public static IEnumerable<Row> All(string roomtone)
    {
        double hertz = Bin * (double)Rate / Period;
        foreach ((string number, string curve, double bar, string soft) in new[] { ("30", "tanh", -95.0, "tanh"), ("31", "hard", -85.0, "hard") })
        {
            yield return new Row(
                number, $"saturation {curve}, full-scale sine of 4978 Hz driven by 20 dB: what is no harmonic", "dB", bar, true, () => Signals.Sine(Rate, hertz, 0, 4), NoHarmonic,
                ("roomtone", $"{roomtone} apply {{in}} -o {{out}} --bits float --do 'saturate: drive 20 dB; curve {curve}'"),
                ("roomtone ×8", $"{roomtone} apply {{in}} -o {{out}} --bits float --do 'saturate: drive 20 dB; curve {curve}; oversampling x8'"),
                ("ffmpeg asoftclip ×16", Rows.Ffmpeg + $"-af aformat=sample_fmts=dblp,volume=20dB,asoftclip=type={soft}:oversample=16 -c:a pcm_f32le {{out}}"),
                ("sox overdrive", "sox {in} -e floating-point -b 32 {out} overdrive 20 0"));
        }
    }

    private static double NoHarmonic(Wav w)
    {
        double[] powers = Spectrum.Powers(w.Channels[0].AsSpan(Rate, Period));

        // A tool that leaves the sine alone has no alias and is no saturation (asoftclip hard ×16 brings it down 24 dB before it clips).
        if (powers[3 * Bin] < 1e-3 * powers[Bin])
        {
            return double.NaN;
        }

        double harmonics = 0, rest = 0;
        for (int k = 1; k < Period / 2; k++)
        {
            if (k % Bin == 0)
            {
                harmonics += powers[k];
            }
            else if (k * (double)Rate / Period > 20)
            {
                rest += powers[k];
            }
        }

        return 10 * Math.Log10(rest / harmonics);
    }
}
