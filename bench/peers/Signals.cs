using System.Globalization;
using System.Text;

namespace Roomtone.Peers;

/// <summary>Makes the signals of the jobs with sox, once.</summary>
internal static class Signals
{
    public static void Make(string folder)
    {
        Once(folder, "M48.wav", "sox -R -n -r 48000 -c 2 -b 24 M48.wav synth 600 pinknoise tremolo 0.1 80 gain -n -1");
        Once(folder, "M48f.wav", "sox -R M48.wav -e floating-point -b 32 M48f.wav");
        Once(folder, "M44.wav", "sox -R -n -r 44100 -c 2 -b 24 M44.wav synth 600 pinknoise tremolo 0.1 80 gain -n -1");
        Once(folder, "M96.wav", "sox -R -n -r 96000 -c 2 -b 24 M96.wav synth 300 pinknoise tremolo 0.1 80 gain -n -1");
        Once(folder, "F8.wav", "sox -R -n -r 48000 -c 8 -b 24 F8.wav synth 300 pinknoise tremolo 0.1 80 gain -n -1");
        Once(folder, "short.wav", "sox -R M48f.wav short.wav trim 0 10");
        for (int t = 0; t < 64; t++)
        {
            string name = Track(t);
            Once(folder, name, $"sox -R -n -r 48000 -c 1 -b 24 {name} synth 180 pinknoise tremolo {(0.1 + t * 0.01).ToString("0.00", CultureInfo.InvariantCulture)} 80 gain -n -16");
        }

        File.WriteAllText(Path.Combine(folder, "x64.room"), Session(withCompressor: false));
        File.WriteAllText(Path.Combine(folder, "x64c.room"), Session(withCompressor: true));
    }

    public static string Track(int t) => string.Create(CultureInfo.InvariantCulture, $"t{t:00}.wav");

    private static void Once(string folder, string file, string command)
    {
        if (!File.Exists(Path.Combine(folder, file)))
        {
            Measured.Output(command, folder);
        }
    }

    // 64 mono tracks: low shelf 110 Hz, bells 420 and 2600 Hz, high shelf 8.2 kHz (±6 dB), compressor −24 dB 3:1 10/120 ms,
    // gain, constant-power pan, 13-point volume line → stereo float32.
    private static string Session(bool withCompressor)
    {
        var text = new StringBuilder("roomtone 1\n\nsession \"X64\"\n  rate 48 kHz\n  layout stereo\n  seed 1\n\n");
        for (int t = 0; t < 64; t++)
        {
            text.Append(CultureInfo.InvariantCulture, $"media m{t} \"{Track(t)}\"\n");
        }

        for (int t = 0; t < 64; t++)
        {
            double[] gains = [.. Enumerable.Range(0, 4).Select(b => (t * 7 + b * 5) % 13 - 6.0)];
            text.Append(CultureInfo.InvariantCulture, $"\ntrack t{t} \"Track {t}\" to master\n  fader {-12 - t % 5} dB\n  pan {(t % 2 == 0 ? "L" : "R")}{t % 50 + 1}\n");
            text.Append(CultureInfo.InvariantCulture, $"  process eq tone\n    band 1 low-shelf 110 Hz {gains[0]} dB\n    band 2 bell 420 Hz {gains[1]} dB q 1\n    band 3 bell 2600 Hz {gains[2]} dB q 1\n    band 4 high-shelf 8200 Hz {gains[3]} dB\n");
            if (withCompressor)
            {
                text.Append("  process compressor level\n    threshold -24 dB\n    ratio 3:1\n    attack 10 ms\n    release 120 ms\n    detector peak\n    knee 0 dB\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"  clip c{t} m{t} 0:00..3:00 at 0:00\n  automate fader\n");
            for (int p = 0; p <= 12; p++)
            {
                text.Append(CultureInfo.InvariantCulture, $"    at {p / 4}:{p % 4 * 15:00} {-12 - (t + p * 3) % 9} dB linear\n");
            }
        }

        return text.Append("\ndeliver mix\n  file \"out/").Append(withCompressor ? "x64c" : "x64").Append(".wav\"\n  format wav 48 kHz 32 bit float stereo\n").ToString();
    }
}
