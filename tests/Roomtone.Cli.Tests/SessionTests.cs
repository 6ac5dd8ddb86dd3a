using System.Text.Json;

namespace Roomtone.Cli.Tests;

public sealed class SessionTests : IDisposable
{
    private const string Session = TestFolder.Session;
    private readonly TestFolder _folder = new();

    public SessionTests()
    {
        _folder.Sine("voice.wav", seconds: 2, levelDbfs: -14);
        _folder.Write("s.room", Session);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ValidSession_IsCounted() => Assert.Equal("s.room: valid, 1 tracks, 1 clips, 1 deliverables\n", _folder.Run("session", "check", "s.room").Succeeds().Output);

    [Fact]
    public void BrokenSession_ShowsEveryFaultAtItsPlace()
    {
        _folder.Write("broken.room", Session.Replace("amount -6 dB", "amount -6", StringComparison.Ordinal).Replace("to master", "to mster", StringComparison.Ordinal));
        CommandRun run = _folder.Run("session", "check", "broken.room").Fails(2, "broken.room:9:", "broken.room:11:", "write '-6 dB'", "did you mean 'master'");
        Assert.Empty(run.Output);
        JsonElement session = _folder.Run("session", "check", "broken.room", "--json").Fails(2).Json.GetProperty("sessions")[0];
        Assert.False(session.GetProperty("valid").GetBoolean());
        Assert.Equal(2, session.GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public void Json_ReadsBackToTheSameText()
    {
        string json = _folder.Run("session", "json", "s.room").Succeeds().Output;
        _folder.Write("s.json", json);
        Assert.Equal(Session, _folder.Run("session", "from-json", "s.json").Succeeds().Output);
    }

    [Fact]
    public void Fmt_SetsBlanksAndKeepsComments()
    {
        _folder.Write("loose.room", Session.Replace("rate 48 kHz", "rate   48 kHz", StringComparison.Ordinal));
        _folder.Run("session", "fmt", "loose.room", "--check").Fails(3);
        _folder.Run("session", "fmt", "loose.room").Succeeds();
        Assert.Equal(Session, File.ReadAllText(_folder.At("loose.room")));
        Assert.Empty(_folder.Run("session", "fmt", "loose.room").Succeeds().Output);
    }

    [Fact]
    public void Diff_SaysWhatChangedById()
    {
        _folder.Write("new.room", Session.Replace("amount -6 dB", "amount -9 dB", StringComparison.Ordinal));
        Assert.Contains("-6 dB", _folder.Run("session", "diff", "s.room", "new.room").Succeeds().Output);
        JsonElement change = Assert.Single(_folder.Run("session", "diff", "s.room", "new.room", "--json").Succeeds().Json.GetProperty("changes").EnumerateArray());
        Assert.Equal("changed", change.GetProperty("kind").GetString());
        Assert.Empty(_folder.Run("session", "diff", "s.room", "s.room").Succeeds().Output);
    }

    [Fact]
    public void Collect_CopiesMediaFromOutsideAndNamesTheCopy()
    {
        Directory.CreateDirectory(_folder.At("inner"));
        _folder.Write("inner/s.room", Session.Replace("\"voice.wav\"", "\"../voice.wav\"", StringComparison.Ordinal));
        Assert.Contains("would be copied", _folder.Run("session", "collect", "inner/s.room", "--dry-run").Succeeds().Output);
        _folder.Run("session", "collect", "inner/s.room").Succeeds();
        Assert.Equal(File.ReadAllBytes(_folder.At("voice.wav")), File.ReadAllBytes(_folder.At("inner/media/voice.wav")));
        Assert.Contains("\"media/voice.wav\"", File.ReadAllText(_folder.At("inner/s.room")));
    }

    [Fact]
    public void Schema_IsAJsonSchema() => Assert.Equal("object", _folder.Run("session", "schema").Succeeds().Json.GetProperty("type").GetString());

    [Theory]
    [InlineData("podcast")]
    [InlineData("audiobook")]
    [InlineData("film")]
    [InlineData("album")]
    [InlineData("game")]
    public void New_WritesASessionThatIsValid(string kind)
    {
        _folder.Sine("theme music.wav", seconds: 1, rate: 44100);
        _folder.Run("new", kind, "show", "--media", "voice.wav", "theme music.wav").Succeeds();
        _folder.Run("new", kind, "empty").Succeeds();
        _folder.Run("session", "check", "show/session.room", "empty/session.room").Succeeds();
        _folder.Run("session", "fmt", "show/session.room", "empty/session.room", "--check").Succeeds();
    }

    [Fact]
    public void New_KeepsAnEarlierSession()
    {
        _folder.Write("show/session.room", "mine"u8.ToArray());
        _folder.Run("new", "podcast", "show").Fails(4, "--force");
        Assert.Equal("mine", File.ReadAllText(_folder.At("show/session.room")));
    }

    [Fact]
    public void Solo_PlaysATrackOfASession()
    {
        _folder.Player("aplay", "cat > \"$HEARD\"");
        var players = new Dictionary<string, string> { ["PATH"] = _folder.At("players"), ["HEARD"] = _folder.At("heard") };
        CommandRun.Of(_folder.Path, [], players, "play", "s.room", "--solo", "voice", "--range", "0:00..0:01").Succeeds();
        Assert.Equal(44 + 48000 * 2 * 4, new FileInfo(_folder.At("heard")).Length);
    }

    [Fact]
    public void Interrupted_IsExit130WithinASecondAndLeavesNothing()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // A minute at 96 kHz through thirty compressors: long enough to be caught in the middle.
        _folder.Write("long.wav", TestFolder.Wave(60, -20, 997, 2, 96000, 16));
        string[] before = _folder.Files();
        foreach (string signal in new[] { "TERM", "INT", "HUP" }.Where(s => !IsIgnored(s)))
        {
            IEnumerable<string> chain = Enumerable.Repeat<string[]>(["--do", "compressor: threshold -30 dB"], 30).SelectMany(w => w);
            using System.Diagnostics.Process process = CommandRun.Start(_folder.Path, null, ["apply", "long.wav", "-o", "out.wav", .. chain]);
            WaitForTemporary(process);
            System.Diagnostics.Process.Start("kill", ["-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])!.WaitForExit();
            var watch = System.Diagnostics.Stopwatch.StartNew();
            Assert.True(process.WaitForExit(10_000));
            Assert.True(process.ExitCode == 130, $"{signal}: exit {process.ExitCode}, {process.StandardError.ReadToEnd()}");
            Assert.True(watch.Elapsed.TotalSeconds < 3, $"{watch.Elapsed}");
            Assert.Equal(before, _folder.Files());
        }
    }

    // A job in the background of a script is started deaf to INT, one under nohup to HUP, and so is what it starts.
    private static bool IsIgnored(string signal)
    {
        const string Status = "/proc/self/status";
        string? mask = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(l => l.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        int number = signal switch { "HUP" => 1, "INT" => 2, _ => 15 };
        return mask is not null && (Convert.ToUInt64(mask[7..].Trim(), 16) >> (number - 1) & 1) == 1;
    }

    private void WaitForTemporary(System.Diagnostics.Process process)
    {
        while (!_folder.Files().Any(f => f.Contains("rt-tmp", StringComparison.Ordinal)))
        {
            Assert.False(process.HasExited, "it ended before it began to write");
            Thread.Yield();
        }
    }
}
