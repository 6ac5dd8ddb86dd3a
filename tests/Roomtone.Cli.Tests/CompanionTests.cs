using System.Text.Json;

namespace Roomtone.Cli.Tests;

/// <summary>Files of one programme, checked beside each other.</summary>
public sealed class CompanionTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AnEncodedVersion_IsInSync_AndALateOneIsNot()
    {
        Random random = new(5);
        _folder.Write("mix.wav", TestFolder.Wave([.. Enumerable.Range(0, 6 * 48_000).Select(_ => 0.2 * random.NextDouble() - 0.1)], 2, 48_000, 24));
        Assert.Equal(0, _folder.Run("convert", "mix.wav", "-o", "mix.mp3").ExitCode);
        Assert.Equal(0, _folder.Run("check", "mix.mp3", "--with", "mix.wav").ExitCode);

        Assert.Equal(0, _folder.Run("apply", "mix.wav", "-o", "late.wav", "--do", "channel-delay: delay 10 ms").ExitCode);
        CommandRun late = _folder.Run("check", "late.wav", "--with", "mix.wav", "--json");
        Assert.Equal(3, late.ExitCode);
        JsonElement sync = Clause(late, "qc-sync");
        Assert.False(sync.GetProperty("pass").GetBoolean());
        Assert.Equal(480, sync.GetProperty("measured").GetDouble());
        Assert.NotEqual(0, sync.GetProperty("at").GetArrayLength());
    }

    [Fact]
    public void SwappedChannels_AndALeak_AreNamedAtTheCommand()
    {
        double[] left = Noise(1), right = Noise(2), voice = Noise(3);
        _folder.Write("mix.wav", TestFolder.Wave([left, right], 48_000));
        _folder.Write("swapped.wav", TestFolder.Wave([right, left], 48_000));
        Assert.Equal("L carries R, R carries L", Clause(_folder.Run("check", "swapped.wav", "--with", "mix.wav", "--json").Fails(3), "qc-channels").GetProperty("measured").GetString());

        _folder.Write("dx.wav", TestFolder.Wave([voice, voice], 48_000));
        _folder.Write("me.wav", TestFolder.Wave([[.. left.Zip(voice, (x, v) => x + 0.1 * v)], [.. right.Zip(voice, (x, v) => x + 0.1 * v)]], 48_000));
        JsonElement leak = Clause(_folder.Run("check", "me.wav", "--dialogue", "dx.wav", "--json").Fails(3), "qc-me-leak");
        Assert.Contains("-20.", leak.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(0, leak.GetProperty("at").GetArrayLength());
        Assert.Equal(0, _folder.Run("check", "mix.wav", "--dialogue", "dx.wav").ExitCode);

        static double[] Noise(int seed)
        {
            Random random = new(seed);
            return [.. Enumerable.Range(0, 5 * 48_000).Select(_ => 0.2 * random.NextDouble() - 0.1)];
        }
    }

    [Fact]
    public void AProfileOfOnesOwn_ForbidsLineUp()
    {
        _folder.Sine("tone.wav", seconds: 4, hz: 1000, levelDbfs: -18);
        _folder.Write("house.profile", "roomtone-profile 1\n\nprofile house \"House\"\n  version 1\n  source \"Ours\"\n  grade C\n  forbids line-up\n  dialogue centre\n");
        CommandRun run = _folder.Run("check", "tone.wav", "--profile", "house.profile", "--json");
        Assert.Equal(3, run.ExitCode);
        Assert.Equal("1 tone", Clause(run, "line-up").GetProperty("measured").GetString());
        Assert.Equal("00:00.000", Clause(run, "line-up").GetProperty("at")[0].GetString());
    }

    [Fact]
    public void NothingToCheckAgainst_AndAMissingCompanion_AreErrors()
    {
        _folder.Sine("a.wav");
        Assert.Equal(2, _folder.Run("check", "a.wav").ExitCode);
        Assert.Equal(2, _folder.Run("check", "a.wav", "--qc", "--pop", "head 2 s").ExitCode);
        Assert.Equal(4, _folder.Run("check", "a.wav", "--with", "none.wav").ExitCode);
        Assert.Equal(4, _folder.Run("check", "a.wav", "--dialogue", "none.wav").ExitCode);
    }

    private static JsonElement Clause(CommandRun run, string id) =>
        JsonDocument.Parse(run.Output).RootElement.GetProperty("files")[0].GetProperty("clauses").EnumerateArray().First(c => c.GetProperty("id").GetString() == id);
}
