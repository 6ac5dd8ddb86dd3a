using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Roomtone.Peers;

/// <summary>The jobs of the comparison, with each peer's fastest command of the same quality.</summary>
internal static class Jobs
{
    private const string Ffmpeg = "ffmpeg -nostdin -hide_banner -v error -y -threads 1 -filter_threads 1 ";
    private static readonly double[] s_bands = [31.25, 62.5, 125, 250, 500, 1000, 2000, 4000, 8000, 16000];

    public static IEnumerable<Job> All(string roomtone, string folder)
    {
        yield return new Job("start: `--version`", 0.06, 1, $"{roomtone} --version", ("ffmpeg -version", "ffmpeg -version"));
        yield return new Job("convert 10 s float → 24 bit", 10, 149, $"{roomtone} convert short.wav -o o.wav --bits 24 --force", ("ffmpeg", Ffmpeg + "-i short.wav -c:a pcm_s24le p.wav"));
        yield return new Job("convert float → 24 bit, 600 s", 600, 3036, $"{roomtone} convert M48f.wav -o o.wav --bits 24 --force", ("sox", "sox M48f.wav -b 24 p.wav"), ("ffmpeg", Ffmpeg + "-i M48f.wav -c:a pcm_s24le p.wav"));
        yield return new Job("24 → 16 bit, triangular dither", 600, 2002, $"{roomtone} convert M48.wav -o o.wav --bits 16 --dither tpdf --force", ("ffmpeg", Ffmpeg + "-i M48.wav -af aresample=osf=s16:dither_method=triangular -c:a pcm_s16le p.wav"), ("sox -R", "sox -R M48.wav -b 16 p.wav dither"));
        yield return new Job("44.1 → 48 kHz, 24 bit", 600, 990, $"{roomtone} convert M44.wav -o o.wav --rate '48 kHz' --force", ("ffmpeg soxr 28", Ffmpeg + "-i M44.wav -af aresample=48000:resampler=soxr:precision=28 -c:a pcm_s24le p.wav"), ("sox -v", "sox M44.wav -b 24 p.wav rate -v 48000"));
        yield return new Job("48 → 44.1 kHz, 24 bit", 600, 1016, $"{roomtone} convert M48.wav -o o.wav --rate '44.1 kHz' --force", ("ffmpeg soxr 28", Ffmpeg + "-i M48.wav -af aresample=44100:resampler=soxr:precision=28 -c:a pcm_s24le p.wav"));
        yield return new Job("96 → 44.1 kHz, 24 bit", 300, 828, $"{roomtone} convert M96.wav -o o.wav --rate '44.1 kHz' --force", ("ffmpeg soxr 28", Ffmpeg + "-i M96.wav -af aresample=44100:resampler=soxr:precision=28 -c:a pcm_s24le p.wav"));
        yield return new Job("measure: I, LRA, true peak", 600, 800, $"{roomtone} measure M48.wav --json", ("ffmpeg ebur128", "ffmpeg -nostdin -hide_banner -threads 1 -filter_threads 1 -i M48.wav -af ebur128=peak=true:framelog=verbose -f null -"));
        yield return new Job("measure 7.1", 300, 200, $"{roomtone} measure F8.wav --json", ("ffmpeg ebur128", "ffmpeg -nostdin -hide_banner -threads 1 -filter_threads 1 -i F8.wav -af ebur128=peak=true:framelog=verbose -f null -"));
        yield return Normalise(roomtone, folder);
        yield return Chain(roomtone);
        yield return new Job("mixdown of 64 tracks", 180, 53, $"{roomtone} render x64.room --force --no-cache --threads 1", ("ffmpeg amix graph", Graph(folder, withCompressor: false)));
        yield return new Job("mixdown of 64 tracks, compressors", 180, 15, $"{roomtone} render x64c.room --force --no-cache --threads 1", ("ffmpeg amix graph", Graph(folder, withCompressor: true)));
    }

    private static Job Normalise(string roomtone, string folder)
    {
        const string Limited = "volume={0}dB,aresample=192000,alimiter=limit=0.80:attack=5:release=50:level=0:latency=1,aresample=48000";
        const string Measure = "ffmpeg -nostdin -hide_banner -threads 1 -filter_threads 1 -i {0} -af {1}ebur128=framelog=verbose -f null - 2>&1 | grep -o \"I: *-[0-9.]*\" | tail -1 | grep -o \"[-0-9.]*$\"";
        string script = string.Join("\n",
            "set -e",
            "m=$(" + string.Format(CultureInfo.InvariantCulture, Measure, "M48.wav", string.Empty) + "); g=$(echo \"-14 - $m\" | bc -l)",
            "for k in 1 2; do m=$(" + string.Format(CultureInfo.InvariantCulture, Measure, "M48.wav", string.Format(CultureInfo.InvariantCulture, Limited, "$g") + ",") + "); g=$(echo \"$g - 14 - ($m)\" | bc -l); done",
            Ffmpeg + "-i M48.wav -af " + string.Format(CultureInfo.InvariantCulture, Limited, "$g") + " -c:a pcm_s24le p.wav");
        File.WriteAllText(Path.Combine(folder, "normalise.sh"), script + "\n");
        return new Job("to −14 LUFS ± 0.1, ≤ −1 dBTP", 600, 71, $"{roomtone} apply M48.wav -o o.wav --do 'normalize: loudness -14 LUFS; true-peak -1 dBTP' --force", ("ffmpeg, measured and corrected", "sh normalise.sh"))
        {
            Check = _ => LoudnessIsOff(roomtone, folder),
        };
    }

    private static string LoudnessIsOff(string roomtone, string folder)
    {
        using JsonDocument json = JsonDocument.Parse(Measured.Output($"{roomtone} measure o.wav --json 2>/dev/null", folder));
        JsonElement file = json.RootElement.GetProperty("files")[0];
        double loudness = file.GetProperty("integrated_lufs").GetDouble();
        double peak = file.GetProperty("true_peak_dbtp").GetDouble();
        return Math.Abs(loudness + 14) <= 0.1 && peak <= -0.99
            ? string.Create(CultureInfo.InvariantCulture, $"{loudness:0.00} LUFS, {peak:0.00} dBTP")
            : string.Create(CultureInfo.InvariantCulture, $"WRONG: {loudness:0.00} LUFS, {peak:0.00} dBTP");
    }

    private static Job Chain(string roomtone)
    {
        var ours = new StringBuilder("eq:");
        var theirs = new StringBuilder("aformat=sample_fmts=fltp");
        for (int b = 0; b < s_bands.Length; b++)
        {
            int gain = b % 2 == 0 ? 3 : -3;
            ours.Append(CultureInfo.InvariantCulture, $"{(b > 0 ? ";" : string.Empty)} band {b + 1} bell {s_bands[b]} Hz {gain} dB q 1.414");
            theirs.Append(CultureInfo.InvariantCulture, $",equalizer=f={s_bands[b]}:t=q:w=1.414:g={gain}");
        }

        theirs.Append(",acompressor=threshold=0.0631:ratio=3:attack=10:release=120:makeup=1.995:knee=1:detection=peak:link=maximum,alimiter=limit=0.891:attack=5:release=50:level=0:latency=1");
        return new Job(
            "10 bells, compressor, limiter → float",
            600,
            542,
            $"{roomtone} apply M48.wav -o o.wav --bits float --force --do '{ours}' --do 'compressor: threshold -24 dB; ratio 3:1; attack 10 ms; release 120 ms; knee 0 dB; detector peak; makeup 6 dB; range 60 dB' --do 'limiter: ceiling -1 dBFS; look-ahead 5 ms'",
            ("ffmpeg", Ffmpeg + $"-i M48.wav -af {theirs} -c:a pcm_f32le p.wav"));
    }

    private static string Graph(string folder, bool withCompressor)
    {
        var graph = new StringBuilder();
        for (int t = 0; t < 64; t++)
        {
            int[] gains = [.. Enumerable.Range(0, 4).Select(b => (t * 7 + b * 5) % 13 - 6)];
            graph.Append(CultureInfo.InvariantCulture, $"[{t}:a]aformat=sample_fmts=fltp,bass=f=110:t=q:w=0.5:g={gains[0]},equalizer=f=420:t=q:w=1:g={gains[1]},equalizer=f=2600:t=q:w=1:g={gains[2]},treble=f=8200:t=q:w=0.5:g={gains[3]}");
            if (withCompressor)
            {
                graph.Append(",acompressor=threshold=0.0631:ratio=3:attack=10:release=120:knee=1:detection=peak");
            }

            double angle = (1 + (t % 2 == 0 ? -1 : 1) * (t % 50 + 1) / 100.0) * 0.25;
            graph.Append(CultureInfo.InvariantCulture, $",volume={-12 - t % 5}dB,pan=stereo|c0={Signal.StableMath.CosPi(angle):0.0000}*c0|c1={Signal.StableMath.SinPi(angle):0.0000}*c0[s{t}];");
        }

        for (int t = 0; t < 64; t++)
        {
            graph.Append(CultureInfo.InvariantCulture, $"[s{t}]");
        }

        graph.Append("amix=inputs=64:normalize=0[out]");
        string name = withCompressor ? "x64c.graph" : "x64.graph";
        File.WriteAllText(Path.Combine(folder, name), graph.ToString());
        string inputs = string.Concat(Enumerable.Range(0, 64).Select(t => string.Create(CultureInfo.InvariantCulture, $"-i t{t:00}.wav ")));
        return Ffmpeg + inputs + $"-filter_complex_script {name} -map [out] -c:a pcm_f32le p.wav";
    }
}
