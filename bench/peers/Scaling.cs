using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Roomtone.Peers;

/// <summary>What no peer has a figure for: threads, memory in the length, what an edit costs.</summary>
internal static class Scaling
{
    private const int Tracks = 40;
    private const int ClipsPerTrack = 360;
    private const int EditedTrack = 20;
    private const int EditedClip = 180;
    private const string Header = "| scaling | bar | reached | |\n|---|--:|--:|---|\n";

    /// <summary>Rows of a table, each as soon as it is known.</summary>
    public static IEnumerable<string> Rows(string roomtone, string folder, int runs)
    {
        yield return Header;
        yield return Threads("64-track mix", "x64", roomtone, folder, runs);
        yield return Threads("64-track mix with compressors", "x64c", roomtone, folder, runs);
        foreach (string row in Incremental(roomtone, folder))
        {
            yield return row;
        }

        yield return Memory(roomtone, folder);
    }

    // One thread is pinned to one core: otherwise the compiler and the collector use the other.
    private static string Threads(string name, string session, string roomtone, string folder, int runs)
    {
        double one = double.MaxValue, two = double.MaxValue;
        for (int run = 0; run < runs; run++)
        {
            one = Math.Min(one, Measured.Command($"{roomtone} render {session}.room --force --no-cache --threads 1", folder, onOneCore: true).WallSeconds);
            two = Math.Min(two, Measured.Command($"{roomtone} render {session}.room --force --no-cache --threads 2", folder, onOneCore: false).WallSeconds);
        }

        return Row($"{name}, 180 s, two threads against one", "1.7×", one / two, "0.00", "×", $"{one:0.00} s and {two:0.00} s");
    }

    private static IEnumerable<string> Incremental(string roomtone, string folder)
    {
        string session = Path.Combine(folder, "hour.room"), output = Path.Combine(folder, "out/hour.wav");
        string render = $"{roomtone} render hour.room --threads 1";
        File.WriteAllText(session, Session(editedGainDb: 0));
        Measured.Output($"{roomtone} cache clear hour.room", folder);
        double full = Measured.Command(render + " --force", folder, onOneCore: true).CpuSeconds;
        double same = Measured.Command(render, folder, onOneCore: true).CpuSeconds;
        yield return Row("1 h × 40 tracks of 10-s clips, nothing changed", "2 %", 100 * same / full, "0.0", " %", $"{same:0.00} s of {full:0.0} s of CPU");
        File.WriteAllText(session, Session(editedGainDb: -3));
        double edit = Measured.Command(render, folder, onOneCore: true).CpuSeconds;
        string edited = Hash(output);
        Measured.Command(render + " --no-cache --force", folder, onOneCore: true);
        string verdict = edited == Hash(output) ? "same bytes as without cache" : "WRONG: other bytes than without cache";
        yield return Row("the same, one clip 3 dB softer", "20×", full / edit, "0.0", "×", $"{edit:0.00} s of CPU; {verdict}");
    }

    private static string Memory(string roomtone, string folder)
    {
        double ten = Measured.Command($"{roomtone} measure M48.wav --json", folder, onOneCore: true).PeakMegabytes;
        Measured.Output("test -f six.wav || sox -R M48.wav M48.wav M48.wav M48.wav M48.wav M48.wav M48.wav M48.wav M48.wav M48.wav M48.wav M48.wav six.wav", folder);
        double long_ = Measured.Command($"{roomtone} measure six.wav --json", folder, onOneCore: true).PeakMegabytes;
        return Row("`measure`, 2 h against 10 min: memory", "1.1×", long_ / ten, "0.00", "×", $"{long_:0} and {ten:0} MB");
    }

    private static string Row(string name, string bar, double figure, string digits, string unit, FormattableString remark) =>
        $"| {name} | {bar} | {figure.ToString(digits, CultureInfo.InvariantCulture)}{unit} | {FormattableString.Invariant(remark)} |\n";

    private static string Clock(int seconds) => TimeSpan.FromSeconds(seconds).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);

    private static string Hash(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(file));
    }

    private static string Session(double editedGainDb)
    {
        var text = new StringBuilder("roomtone 1\n\nsession \"Hour\"\n  rate 48 kHz\n  layout stereo\n  seed 1\n\n");
        for (int t = 0; t < Tracks; t++)
        {
            text.Append(CultureInfo.InvariantCulture, $"media m{t} \"{Signals.Track(t)}\"\n");
        }

        for (int b = 0; b < 4; b++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nbus b{b} to master\n  process compressor glue\n    threshold -24 dB\n    ratio 2:1\n    attack 10 ms\n    release 120 ms\n");
        }

        for (int t = 0; t < Tracks; t++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\ntrack t{t} to b{t % 4}\n  fader -14 dB\n  pan {(t % 2 == 0 ? "L" : "R")}{t % 50 + 1}\n");
            text.Append("  process eq tone\n    band 1 high-pass 80 Hz\n    band 2 bell 2600 Hz -3 dB q 1\n  process compressor level\n    threshold -24 dB\n    ratio 3:1\n    attack 10 ms\n    release 120 ms\n");
            for (int c = 0; c < ClipsPerTrack; c++)
            {
                int from = (c * 7 + t) % 17 * 10;
                text.Append(CultureInfo.InvariantCulture, $"  clip t{t}c{c} m{t} {Clock(from)}..{Clock(from + 10)} at {Clock(10 * c)}\n");
                if (t == EditedTrack && c == EditedClip && editedGainDb != 0)
                {
                    text.Append(CultureInfo.InvariantCulture, $"    gain {editedGainDb} dB\n");
                }
            }
        }

        return text.Append("\ndeliver mix\n  file \"out/hour.wav\"\n  format wav 48 kHz 24 bit stereo\n").ToString();
    }
}
