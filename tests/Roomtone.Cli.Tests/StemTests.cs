using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Roomtone.Cli.Tests;

public sealed class StemTests : IDisposable
{
    private const string Session =
        """
        roomtone 1

        session "Scene"
          rate 48 kHz
          layout stereo

        media voice "voice.wav"
        media music "music.wav"

        bus all "All" to master
          process compressor glue
            threshold -30 dB
            ratio 3:1

        track voice "Voice" to all
          role dialogue
          clip a voice 0:00..0:02 at 0:00
        track music "Music" to all
          role music
          clip b music 0:00..0:03 at 0:00

        stem DX roles dialogue adr
        stem MX roles music

        master
          process limiter ceiling
            ceiling -20 dBTP

        deliver film
          file "out/{stem}_{layout}.wav"
          format wav 32 bit float
          stems mix DX MX
          layouts stereo mono
          loudness -20 LUFS tolerance 0.5 LU mono-as dual
          true-peak -16 dBTP
          limiting 6 dB
          gain-with mix

        """;

    private readonly TestFolder _folder = new();

    public StemTests()
    {
        _folder.Sine("voice.wav", seconds: 2, levelDbfs: -8, hz: 440);
        _folder.Sine("music.wav", seconds: 3, levelDbfs: -12, hz: 1250);
        _folder.Write("s.room", Session);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void StemsOfAMix_AreAskedForOnTheCommandLine()
    {
        _folder.Write("m.room", Session.Replace("out/{stem}_{layout}.wav", "out/mix.wav", StringComparison.Ordinal).Replace("  stems mix DX MX\n", "", StringComparison.Ordinal)
            .Replace("  layouts stereo mono\n", "", StringComparison.Ordinal).Replace("  gain-with mix\n", "", StringComparison.Ordinal));
        CommandRun run = _folder.Run("render", "m.room", "--stems", "--html", "out/r.html", "--mhl", "out/m.mhl").Succeeds();
        Assert.Contains("DX + MX add up to the mix", run.Messages, StringComparison.Ordinal);
        Assert.Equal(["out/m.mhl", "out/mix.wav", "out/mix_DX.wav", "out/mix_MX.wav", "out/r.html"], _folder.Files().Where(f => f.StartsWith("out", StringComparison.Ordinal)));
        string page = File.ReadAllText(_folder.At("out/r.html"));
        Assert.Contains("<h2>Stems</h2>", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">DX</th>", page, StringComparison.Ordinal);

        var list = System.Xml.Linq.XDocument.Load(_folder.At("out/m.mhl"));
        Assert.Equal("1.1", list.Root!.Attribute("version")!.Value);
        System.Xml.Linq.XElement[] hashes = [.. list.Root.Elements("hash")];
        Assert.Equal(["mix.wav", "mix_DX.wav", "mix_MX.wav"], hashes.Select(h => h.Element("file")!.Value));
        Assert.Equal(new FileInfo(_folder.At("out/mix.wav")).Length, long.Parse(hashes[0].Element("size")!.Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Matches("^[0-9a-f]{16}$", hashes[0].Element("xxhash64be")!.Value);

        // The same files again: the same list, but for no time of the clock.
        byte[] first = File.ReadAllBytes(_folder.At("out/m.mhl"));
        _folder.Run("render", "m.room", "--stems", "--mhl", "out/m.mhl", "--force", "--date", "2026-01-31").Succeeds();
        Assert.Contains("2026-01-31T00:00:00Z", File.ReadAllText(_folder.At("out/m.mhl")), StringComparison.Ordinal);
        Assert.NotEqual(first, File.ReadAllBytes(_folder.At("out/m.mhl")));
    }

    [Fact]
    public void AHashListElsewhere_AndASessionWithoutRoles_AreRefused()
    {
        _folder.Write("m.room", Session);
        Directory.CreateDirectory(_folder.At("lists"));
        _folder.Run("render", "m.room", "--mhl", "lists/m.mhl").Fails(2, "beside or under it");
        _folder.Write("n.room", TestFolder.Session);
        _folder.Run("render", "n.room", "--stems").Fails(2, "no track a role");
    }

    [Fact]
    public void Stems_AddUpToTheMixThroughEveryGainOfTheWay()
    {
        CommandRun run = _folder.Run("render", "s.room", "--json").Succeeds();
        JsonElement[] files = [.. run.Json.GetProperty("deliverables").EnumerateArray()];
        Assert.Equal(6, files.Length);
        foreach (string layout in (string[])["stereo", "mono"])
        {
            float[] mix = Samples($"out/mix_{layout}.wav"), dx = Samples($"out/DX_{layout}.wav"), mx = Samples($"out/MX_{layout}.wav");
            Assert.Equal(mix.Length, dx.Length);
            double left = 0, all = 0;
            for (int i = 0; i < mix.Length; i++)
            {
                left += Math.Pow(mix[i] - dx[i] - mx[i], 2);
                all += Math.Pow(mix[i], 2);
            }

            Assert.InRange(10 * Math.Log10(left / all), double.NegativeInfinity, -120);
            Assert.True(dx.Max() > 0.01 && mx.Max() > 0.01);
        }

        Assert.Contains("DX + MX add up to the mix", run.Messages, StringComparison.Ordinal);
        Assert.All(run.Json.GetProperty("deliverables").EnumerateArray(), d => Assert.All(
            d.GetProperty("clauses").EnumerateArray(), c => Assert.NotEqual(JsonValueKind.False, c.GetProperty("pass").ValueKind)));
    }

    [Fact]
    public void Again_IsUnchanged_AndARoleThatMovesMakesTheStemsAnew()
    {
        _folder.Run("render", "s.room").Succeeds();
        Assert.Equal([true, true, true, true, true, true], Unchanged());
        _folder.Write("s.room", Session.Replace("role music", "role adr", StringComparison.Ordinal).Replace("stem MX roles music", "stem MX roles effects", StringComparison.Ordinal));
        Assert.Equal([true, false, false, true, false, false], Unchanged());
        Assert.All(Samples("out/MX_stereo.wav"), s => Assert.Equal(0, s));
        Assert.Equal(Samples("out/mix_stereo.wav"), Samples("out/DX_stereo.wav"));
    }

    [Fact]
    public void PerRole_MakesAFileOfEveryRole()
    {
        int deliver = Session.IndexOf("deliver film", StringComparison.Ordinal);
        _folder.Write("s.room", Session[..deliver] + "deliver roles\n  file \"out/{role}.wav\"\n  format wav 24 bit\n  per role\n");
        _folder.Run("render", "s.room").Succeeds();
        Assert.True(File.Exists(_folder.At("out/dialogue.wav")) && File.Exists(_folder.At("out/music.wav")));
    }

    [Fact]
    public void TrackInNoStem_IsNamed()
    {
        _folder.Write("s.room", Session.Replace("  role music\n", string.Empty, StringComparison.Ordinal));
        Assert.Contains("music is in none of them", _folder.Run("render", "s.room").Succeeds().Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_AreFoundAllAtOnce()
    {
        _folder.Write("s.room", Session
            .Replace("stems mix DX MX", "stems mix DX MY", StringComparison.Ordinal)
            .Replace("{stem}_{layout}", "{layout}", StringComparison.Ordinal)
            .Replace("stem MX roles music", "stem mix roles music", StringComparison.Ordinal));
        _folder.Run("session", "check", "s.room").Fails(
            2, "no stem is called 'MY'", "every stem would get the same file", "it can't be the id of a stem");
    }

    private bool[] Unchanged() =>
        [.. _folder.Run("render", "s.room", "--json").Succeeds().Json.GetProperty("deliverables").EnumerateArray().Select(d => d.GetProperty("unchanged").GetBoolean())];

    private float[] Samples(string name)
    {
        byte[] file = File.ReadAllBytes(_folder.At(name));
        int data = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes("data"));
        int length = BitConverter.ToInt32(file, data + 4);
        return MemoryMarshal.Cast<byte, float>(file.AsSpan(data + 8, length)).ToArray();
    }
}
