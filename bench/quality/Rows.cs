using System.Globalization;

namespace Roomtone.Quality;

/// <summary>The acceptance rows that exist so far.</summary>
internal static class Rows
{
    internal const string Ffmpeg = "ffmpeg -nostdin -hide_banner -v error -y -i {in} ";

    public static IEnumerable<Row> All(string roomtone) =>
    [
        .. TransformRows.All(), .. Resampling(roomtone), .. Ringing(roomtone), .. Quantising(roomtone), .. Equalisers(roomtone), .. FilterPrecision(roomtone), .. Dynamics(roomtone),
        .. ProgrammeRows.All(roomtone), .. MeterRows.All(roomtone), .. DuckingRows.All(roomtone), .. ColourRows.All(roomtone), .. CrossfadeRows.All(roomtone), .. MatchRows.All(roomtone), .. AttackRows.All(roomtone), .. SpeechRows.All(roomtone),
    ];

    private static IEnumerable<Row> Resampling(string roomtone)
    {
        foreach ((int from, int to) in new[] { (44100, 48000), (48000, 44100), (96000, 44100), (44100, 96000) })
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{from / 1000.0:0.#} → {to / 1000.0:0.#} kHz");
            double nyquist = Math.Min(from, to) / 2.0;
            double[] pass = [.. Enumerable.Range(0, 24).Select(n => Math.Round(nyquist * (0.02 + 0.885 * n / 23)))];
            (string, string)[] commands =
            [
                ("roomtone", $"{roomtone} convert {{in}} -o {{out}} --rate '{to} Hz' --bits float"),
                ("sox rate -v", $"sox {{in}} -e floating-point -b 32 {{out}} rate -v {to}"),
                ("ffmpeg soxr 28", Ffmpeg + $"-af aresample={to}:resampler=soxr:precision=28 -c:a pcm_f32le {{out}}"),
            ];
            yield return new Row("3", $"SRC {name}: ripple to 0.905 Nyquist", "dB", 0.002, true, () => Signals.Tones(from, pass), w => Ripple(w, pass), commands);
            yield return new Row("6", $"SRC {name}: image and noise", "dB", -150, true, () => Signals.Tones(from, pass), w => Noise(w, pass), commands);
            double[] edge = [.. Enumerable.Range(0, 23).Select(n => Math.Round(nyquist * (0.89 + 0.005 * n)))];
            yield return new Row("4", $"SRC {name}: −0.1 dB corner, of Nyquist", "", 0.935, false, () => Signals.Tones(from, edge), w => Corner(w, edge) / nyquist, commands);
            if (to < from)
            {
                double[] above = [.. Enumerable.Range(0, 12).Select(n => Math.Round(to / 2.0 * 1.002 + (from / 2.0 - to / 2.0) * 0.95 * n / 11))];
                yield return new Row("5", $"SRC {name}: alias of any tone above Nyquist", "dB", -150, true, () => Signals.Tones(from, above), w => Alias(w, above.Length), commands);
            }
        }
    }

    private static IEnumerable<Row> Ringing(string roomtone)
    {
        (string, string)[] commands =
        [
            ("roomtone, high", $"{roomtone} apply {{in}} -o {{out}} --bits float --do 'resample: rate 96 kHz; quality high'"),
            ("roomtone, very-high", $"{roomtone} convert {{in}} -o {{out}} --rate '96 kHz' --bits float"),
            ("sox rate -v", "sox {in} -e floating-point -b 32 {out} rate -v 96000"),
            ("ffmpeg soxr 28", Ffmpeg + "-af aresample=96000:resampler=soxr:precision=28 -c:a pcm_f32le {out}"),
        ];
        yield return new Row("7", "SRC 48 → 96 kHz, impulse: energy before against after the peak", "dB", 0.01, true, () => Signals.Impulse(48000), w => Math.Abs(ImpulseResponse.Asymmetry(w)), commands);
        yield return new Row("7", "SRC 48 → 96 kHz, impulse: ring until −80 dB", "ms", 2, true, () => Signals.Impulse(48000), w => ImpulseResponse.RingMs(w, -80), commands);
    }

    private static IEnumerable<Row> Quantising(string roomtone)
    {
        (string, string)[] commands =
        [
            ("roomtone", $"{roomtone} convert {{in}} -o {{out}} --bits 16 --dither tpdf"),
            ("sox -R", "sox -R {in} -b 16 {out} dither"),
            ("ffmpeg triangular", Ffmpeg + "-af aresample=osf=s16:dither_method=triangular -c:a pcm_s16le {out}"),
        ];
        yield return new Row("9", "TPDF dither: error power re LSB²/12, distance from 4.77", "dB", 0.05, true, () => Signals.Ramp(48000), w => Math.Abs(ErrorPower(w) - 4.77), commands);
        yield return new Row("9", "TPDF dither: mean error", "LSB", 0.005, true, () => Signals.Ramp(48000), MeanError, commands);
        (string, string)[] shaped =
        [
            ("roomtone", $"{roomtone} convert {{in}} -o {{out}} --bits 16 --dither shaped"),
            ("sox shibata", "sox {in} -b 16 {out} dither -f shibata"),
            ("sox gesemann", "sox {in} -b 16 {out} dither -f gesemann"),
            ("ffmpeg shibata", Ffmpeg + "-af aresample=osf=s16:dither_method=shibata -c:a pcm_s16le {out}"),
        ];
        yield return new Row("10", "shaped dither, 44.1 kHz, 16 bit: noise weighted by the threshold of hearing", "dBFS", -110, true, () => Signals.Sine(44100, 997, -90, 12), w => ShapedNoise(w, true), shaped);
        yield return new Row("10", "shaped dither: noise re TPDF", "dB", 15.5, true, () => Signals.Sine(44100, 997, -90, 12), w => ShapedNoise(w, false) - (20 * Math.Log10(Math.Pow(2, -15) / Math.Sqrt(12)) + 4.77 + 3.01), shaped);
    }

    // dBFS of a sine's peak, 20 Hz to 20 kHz; the threshold after Terhardt, 0 dB at 1 kHz.
    private static double ShapedNoise(Wav w, bool isWeighted)
    {
        const int Length = 1 << 18;
        double[] sine = Signals.Sine(44100, 997, -90, 12).Channels[0];
        double[] powers = Spectrum.Powers([.. Enumerable.Range(44100, Length).Select(i => w.Channels[0][i] - sine[i])]);
        double sum = 0;
        for (int k = 0; k < powers.Length; k++)
        {
            double hertz = k * 44100.0 / Length;
            sum += hertz < 20 || (isWeighted && hertz >= 20_000) ? 0 : powers[k] * (isWeighted ? Math.Pow(10, (Threshold(1) - Math.Min(80, Threshold(hertz / 1000))) / 10) : 1);
        }

        return 10 * Math.Log10(sum) + 3.01;

        static double Threshold(double kilohertz) => 3.64 * Math.Pow(kilohertz, -0.8) - 6.5 * Math.Exp(-0.6 * Math.Pow(kilohertz - 3.3, 2)) + 1e-3 * Math.Pow(kilohertz, 4);
    }

    private static IEnumerable<Row> Equalisers(string roomtone)
    {
        (string, string)[] Bell(string ours, string ffmpeg, string sox) =>
        [
            ("roomtone", $"{roomtone} apply {{in}} -o {{out}} --bits float --do '{ours}'"),
            ("ffmpeg", Ffmpeg + $"-af aformat=sample_fmts=dblp,{ffmpeg} -c:a pcm_f32le {{out}}"),
            ("sox", $"sox {{in}} -e floating-point -b 32 {{out}} {sox}"),
        ];
        yield return new Row("11", "bell 10 kHz q 0.7 +12 dB at 48 kHz, to 20 kHz", "dB", 0.2, true, () => Signals.Impulse(48000), w => Metrics.Deviation(FromImpulse(w), 48000, Prototypes.Bell(10000, 0.7, 12)), Bell("eq: band 1 bell 10 kHz 12 dB q 0.7", "equalizer=f=10000:t=q:w=0.7:g=12", "equalizer 10000 0.7q 12"));
        yield return new Row("12", "low-pass 12 kHz 12 dB/oct", "dB", 0.1, true, () => Signals.Impulse(48000), w => Metrics.Deviation(FromImpulse(w), 48000, Prototypes.LowPass(12000)), Bell("eq: band 1 low-pass 12 kHz slope 12 dB/oct", "lowpass=f=12000:t=q:w=0.7071", "lowpass -2 12000 0.7071q"));
        yield return new Row("12", "high shelf 12 kHz +12 dB", "dB", 0.1, true, () => Signals.Impulse(48000), w => Metrics.Deviation(FromImpulse(w), 48000, Prototypes.HighShelf(12000, 12)), Bell("eq: band 1 high-shelf 12 kHz 12 dB q 0.7071", "treble=f=12000:t=q:w=0.7071:g=12", "treble 12 12000 0.7071q"));
        yield return new Row(
            "15", "dynamic eq that does not act, music: what it changes", "dB", -140, true, () => Signals.Music(48000, -12), w => Difference(Signals.Music(48000, -12), w),
            ("roomtone", $"{roomtone} apply {{in}} -o {{out}} --bits float --do 'eq: band 1 bell 3000 Hz 0 dB q 1 threshold 0 dBFS ratio 4:1; band 2 high-shelf 8 kHz 0 dB threshold 0 dBFS ratio 4:1'"));
    }

    private static IEnumerable<Row> FilterPrecision(string roomtone)
    {
        yield return new Row("13", "high-pass 20 Hz, 1 kHz sine: what is not the sine", "dBFS", -140, true, () => Signals.Sine(48000, 1000, -6, 8), NotTheSine,
            ("roomtone", $"{roomtone} apply {{in}} -o {{out}} --bits float --do 'high-pass: freq 20 Hz'"),
            ("ffmpeg in 32 bit", Ffmpeg + "-af aformat=sample_fmts=fltp,highpass=f=20 -c:a pcm_f32le {out}"),
            ("sox", "sox {in} -e floating-point -b 32 {out} highpass -2 20"));
        string linear = $"{roomtone} apply {{in}} -o {{out}} --bits float --do 'eq: mode linear; band 1 bell 100 Hz 6 dB q 1.4; band 2 high-shelf 8 kHz -6 dB q 0.7071'";
        yield return new Row("14", "linear-phase eq, two bands: spread of the group delay", "ms", 0.001, true, () => Signals.Impulse(48000), ImpulseResponse.DelaySpreadMs, ("roomtone", linear));
        yield return new Row("14", "linear-phase eq, two bands: deviation from 30 Hz", "dB", 0.25, true, () => Signals.Impulse(48000), w => Metrics.Deviation([.. w.Channels[0].Select(v => v * 4)], 48000, hz => hz < 30 ? -300 : Prototypes.Bell(100, 1.4, 6)(hz) + Prototypes.HighShelf(8000, -6)(hz)), ("roomtone", linear));
    }

    private static IEnumerable<Row> Dynamics(string roomtone)
    {
        (string, string)[] timed =
        [
            ("roomtone", $"{roomtone} apply {{in}} -o {{out}} --bits float --do 'compressor: threshold -30 dB; ratio 4:1; knee 0 dB; attack 10 ms; release 200 ms; detector peak; key-filter 0 Hz; range 60 dB'"),
            ("sox compand", "sox {in} -e floating-point -b 32 {out} compand 0.01,0.2 -60,-60,-30,-30,0,-22.5"),
            ("ffmpeg acompressor", Ffmpeg + "-af aformat=sample_fmts=dblp,acompressor=threshold=0.0316:ratio=4:attack=10:release=200:knee=1:detection=peak -c:a pcm_f32le {out}"),
        ];
        yield return new Row("23", "compressor, burst: 63 % of an attack of 10 ms, off by", "%", 3, true, () => Signals.Burst(48000), w => Math.Abs(BurstTimeMs(w, 1) / 10 - 1) * 100, timed);
        yield return new Row("23", "compressor, burst: 63 % of a release of 200 ms, off by", "%", 3, true, () => Signals.Burst(48000), w => Math.Abs(BurstTimeMs(w, 2) / 200 - 1) * 100, timed);
        (string, string)[] compressors =
        [
            ("roomtone", $"{roomtone} apply {{in}} -o {{out}} --bits float --do 'compressor: threshold -24 dB; ratio 4:1; knee 0 dB; attack 10 ms; release 100 ms; detector peak; key-filter 0 Hz; range 60 dB'"),
            ("ffmpeg acompressor", Ffmpeg + "-af aformat=sample_fmts=dblp,acompressor=threshold=0.0631:ratio=4:attack=10:release=100:knee=1:detection=peak -c:a pcm_f32le {out}"),
            ("sox compand", "sox {in} -e floating-point -b 32 {out} compand 0.01,0.1 -60,-60,-24,-24,0,-18"),
        ];
        yield return new Row("22", "compressor −24 dB 4:1: law error after settling", "dB", 0.05, true, () => Signals.Stairs(48000), w => LawError(w, -24, 4), compressors);
        yield return new Row("24", "compressor 10/100 ms: THD+N at 1 kHz", "dB", -80, true, () => Signals.Stairs(48000), Distortion, compressors);
        (string, string)[] limiters =
        [
            ("roomtone", $"{roomtone} apply {{in}} -o {{out}} --bits float --do 'limiter: ceiling -1 dBTP'"),
            ("ffmpeg alimiter", Ffmpeg + "-af alimiter=limit=0.891:attack=5:release=50:level=0:latency=1 -c:a pcm_f32le {out}"),
            ("ffmpeg alimiter at 192 kHz", Ffmpeg + "-af aresample=192000,alimiter=limit=0.891:attack=5:release=50:level=0:latency=1,aresample=48000 -c:a pcm_f32le {out}"),
        ];
        yield return new Row("25", "limiter −1 dBTP, music +6 dB: over, ×16", "dB", 0.01, true, () => Signals.Music(48000, 6), w => Metrics.Db(Metrics.TruePeak(w)) + 1, limiters);
        yield return new Row("26", "limiter −1 dBTP, hostile signals: over, ×16", "dB", 0.1, true, () => Signals.Hot(48000), w => Metrics.Db(Metrics.TruePeak(w)) + 1, limiters);
    }

    private static IEnumerable<(double Amplitude, double Residual)> Segments(Wav w, double[] hertz)
    {
        int each = w.SampleRate / 2;
        for (int t = 0; t < hertz.Length; t++)
        {
            int from = Math.Min(t * each + each / 4, Math.Max(0, w.Length - each / 2));
            yield return Metrics.FitSine(w.Channels[0].AsSpan(from, each / 2), hertz[t] / w.SampleRate);
        }
    }

    // Against the input as the file holds it, in float32.
    private static double Difference(Wav before, Wav after) => Metrics.Db(Math.Sqrt(
        before.Channels.Zip(after.Channels).Average(p => p.First.Zip(p.Second).Average(v => Math.Pow((float)v.First - v.Second, 2)))));

    private static double Ripple(Wav w, double[] hertz) => Segments(w, hertz).Max(s => Math.Abs(Metrics.Db(s.Amplitude / 0.5)));

    private static double Corner(Wav w, double[] hertz) =>
        hertz.Zip(Segments(w, hertz)).TakeWhile(p => Metrics.Db(p.Second.Amplitude / 0.5) >= -0.1).Select(p => p.First).LastOrDefault();

    private static double NotTheSine(Wav w) =>
        Metrics.Db(Metrics.FitSine(w.Channels[0].AsSpan(6 * w.SampleRate, w.SampleRate), 1000.0 / w.SampleRate).Residual);

    // The burst's carrier has one magnitude in every sample, so the gain can be read sample by sample.
    private static double BurstTimeMs(Wav w, int second)
    {
        double[] x = w.Channels[0];
        int at = second * w.SampleRate;
        double GainDb(int i) => Metrics.Db(x[i] / Signals.BurstLevel(w.SampleRate, i));
        double from = GainDb(at - 10), to = GainDb(at + w.SampleRate - 10);
        double goal = from + (to - from) * (1 - Math.Exp(-1));
        int reached = at;
        while (reached < at + w.SampleRate - 1 && (to < from ? GainDb(reached) > goal : GainDb(reached) < goal))
        {
            reached++;
        }

        return (reached - at) * 1000.0 / w.SampleRate;
    }

    private static double Noise(Wav w, double[] hertz) => Segments(w, hertz).Max(s => Metrics.Db(s.Residual / (0.5 / Math.Sqrt(2))));

    private static double Alias(Wav w, int tones)
    {
        int each = w.SampleRate / 2;
        double worst = -300;
        for (int t = 0; t < tones; t++)
        {
            int from = Math.Min(t * each + each / 4, Math.Max(0, w.Length - each / 2));
            worst = Math.Max(worst, Metrics.Db(Metrics.Rms(w.Channels[0].AsSpan(from, each / 2)) / (0.5 / Math.Sqrt(2))));
        }

        return worst;
    }

    private static IEnumerable<double> QuantiserErrors(Wav w) => w.Channels[0].Select((v, i) => v * 32768 - 4.0 * i / w.Length);

    private static double ErrorPower(Wav w) => 10 * Math.Log10(QuantiserErrors(w).Average(e => e * e) * 12);

    private static double MeanError(Wav w) => Math.Abs(QuantiserErrors(w).Average());

    private static double[] FromImpulse(Wav w)
    {
        // The largest sample marks the impulse; what a tool delays does not count.
        double[] x = w.Channels[0];
        int at = Array.IndexOf(x, x.MaxBy(Math.Abs));
        return [.. x[Math.Max(0, at - 2000)..].Select(v => v * 4)];
    }

    private static double LawError(Wav w, double threshold, double ratio)
    {
        double worst = 0;
        for (int step = 0; step < 21; step++)
        {
            double level = -60 + 3 * step;
            double expected = level <= threshold ? level : threshold + (level - threshold) / ratio;
            (double amplitude, _) = Metrics.FitSine(w.Channels[0].AsSpan(step * w.SampleRate + w.SampleRate * 6 / 10, w.SampleRate * 3 / 10), 1000.0 / w.SampleRate);
            worst = Math.Max(worst, Math.Abs(Metrics.Db(amplitude) - expected));
        }

        return worst;
    }

    private static double Distortion(Wav w)
    {
        double worst = -300;
        for (int step = 0; step < 21; step++)
        {
            (double amplitude, double rest) = Metrics.FitSine(w.Channels[0].AsSpan(step * w.SampleRate + w.SampleRate * 6 / 10, w.SampleRate * 3 / 10), 1000.0 / w.SampleRate);
            worst = Math.Max(worst, Metrics.Db(rest / (amplitude / Math.Sqrt(2))));
        }

        return worst;
    }
}
