using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Roomtone.Cli.Tests;

/// <summary>The same session gives the same bytes: files, manifest and report, whatever the processor, threads, language, zone and cache.</summary>
public sealed partial class ReproducibilityTests : IDisposable
{
    private const string Session =
        """
        roomtone 1

        session "Same"
          rate 48 kHz
          layout stereo
          seed 5

        media voice "voice.wav"
        media music "music.wav"

        bus dialog to master
          process compressor glue
            threshold -24 dB
        bus bed to master
          process ducker under
            key dialog
            depth 9 dB

        track voice "Voice" to dialog
          role dialogue
          process eq tone
            band 1 high-pass 80 Hz
            band 2 bell 3 kHz 3 dB q 1.1
          clip a voice 0:00..0:03 at 0:00.500
            fade in 20 ms s-curve
        track music "Music" to bed
          role music
          pan L20
          clip b music 0:00..0:04 at 0:00
            gain-line
              at +0:00 0 dB
              at +0:02 -4 dB linear
          automate fader
            at 0:01 0 dB
            at 0:03 -5 dB s-curve

        deliver wave
          file "out/same.wav"
          format bwf 44.1 kHz 16 bit
          loudness -16 LUFS tolerance 0.5 LU
          true-peak -2 dBTP
          limiting 6 dB
        """;

    private readonly TestFolder _folder = new();

    public ReproducibilityTests()
    {
        _folder.Sine("voice.wav", seconds: 3, levelDbfs: -12, hz: 311, channels: 1);
        _folder.Sine("music.wav", seconds: 4, levelDbfs: -18, hz: 1245, rate: 44100);
        _folder.Write("s.room", Session);
    }

    public void Dispose() => _folder.Dispose();

    // Pairs of reliability.md R31: each value of each dimension meets some of the others.
    [Theory]
    [InlineData("DOTNET_EnableAVX512=0 LC_ALL=tr_TR.UTF-8 TZ=Asia/Kathmandu", "--threads 1")]
    [InlineData("DOTNET_EnableAVX2=0 LC_ALL=de_DE.UTF-8 TZ=America/St_Johns", "--threads 2")]
    [InlineData("DOTNET_EnableHWIntrinsic=0 LC_ALL=ar_SA.UTF-8 TZ=UTC", "--threads 8")]
    [InlineData("LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0", "--threads 8 --no-cache")]
    [InlineData("DOTNET_TieredCompilation=0 LC_ALL=C TZ=Pacific/Kiritimati", "--no-cache")]
    public void AnotherMachineLanguageAndZone_GiveTheSameBytes(string environment, string options)
    {
        string expected = Render([], []);
        var variables = environment.Split(' ').Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);
        Assert.Equal(expected, Render(variables, options.Split(' ')));
    }

    [Fact]
    public void WarmHalfAndColdCache_GiveTheSameBytes()
    {
        string cold = Render([], []);
        File.Delete(_folder.At("out/same.wav"));
        Assert.Equal(cold, Render([], [], keepsCache: true));
        string[] entries = [.. Directory.EnumerateFiles(_folder.At(".roomtone/cache"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        foreach (string entry in entries.Where((_, i) => i % 2 == 0))
        {
            File.Delete(entry);
        }

        File.Delete(_folder.At("out/same.wav"));
        Assert.Equal(cold, Render([], [], keepsCache: true));
    }

    [GeneratedRegex("\"(realtime_factor|hits|misses)\": [0-9.]+|\"unchanged\": (true|false)")]
    private static partial Regex Unrepeatable { get; }

    private string Render(Dictionary<string, string> environment, string[] options, bool keepsCache = false)
    {
        if (!keepsCache)
        {
            foreach (string folder in new[] { "out", ".roomtone" }.Select(_folder.At).Where(Directory.Exists))
            {
                Directory.Delete(folder, true);
            }
        }

        CommandRun run = CommandRun.Of(_folder.Path, [], environment, ["render", "s.room", "--json", "--html", "report.html", "--force", .. options]).Succeeds();
        return string.Join('\n', new[] { "out/same.wav", ".roomtone/manifest/s.json", "report.html" }.Select(f => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(_folder.At(f)))))
            .Append(Unrepeatable.Replace(run.Output, string.Empty)));
    }
}
