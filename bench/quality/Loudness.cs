namespace Roomtone.Quality;

/// <summary>Integrated loudness of mono and stereo at 48 kHz after ITU-R BS.1770-5, with the coefficients printed there.</summary>
internal static class Loudness
{
    public static double Integrated(Wav file)
    {
        if (file.SampleRate != 48000)
        {
            throw new InvalidDataException("The judge's filters are for 48 kHz.");
        }

        double[][] weighted = [.. file.Channels.Select(Weight)];
        const int Block = 19200, Step = 4800;
        double[] powers = [.. Enumerable.Range(0, Math.Max(0, (file.Length - Block) / Step + 1)).Select(b => weighted.Sum(x => Power(x.AsSpan(b * Step, Block))))];
        double[] above = [.. powers.Where(p => Lufs(p) > -70)];
        return above.Length == 0 ? double.NegativeInfinity : Lufs(above.Where(p => Lufs(p) > Lufs(above.Average()) - 10).Average());
    }

    /// <summary>Loudness of every window, without gates.</summary>
    public static double[] Windows(Wav file, int length, int step)
    {
        double[][] weighted = [.. file.Channels.Select(Weight)];
        return [.. Enumerable.Range(0, Math.Max(0, (file.Length - length) / step + 1)).Select(b => Lufs(weighted.Sum(x => Power(x.AsSpan(b * step, length)))))];
    }

    private static double Lufs(double power) => -0.691 + 10 * Math.Log10(Math.Max(power, 1e-30));

    private static double Power(ReadOnlySpan<double> x)
    {
        double rms = Metrics.Rms(x);
        return rms * rms;
    }

    private static double[] Weight(double[] x) =>
        Biquad(
            Biquad(x, 1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585),
            1, -2, 1, -1.99004745483398, 0.99007225036621);

    private static double[] Biquad(double[] x, double b0, double b1, double b2, double a1, double a2)
    {
        double[] y = new double[x.Length];
        double s1 = 0, s2 = 0;
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = b0 * x[i] + s1;
            s1 = b1 * x[i] - a1 * y[i] + s2;
            s2 = b2 * x[i] - a2 * y[i];
        }

        return y;
    }
}
