using System.Diagnostics;
using System.Globalization;
using Roomtone.Testing;

namespace Roomtone.Cli.Tests;

/// <summary>What the command does when the machine does not play along: nothing the user had is lost, nothing half-written stays.</summary>
public sealed class FaultTests : IDisposable
{
    private const string Session = TestFolder.Session;
    private readonly TestFolder _folder = new();

    public FaultTests() => _folder.Sine("voice.wav", seconds: 4, levelDbfs: -14);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(100, "disk full", "convert voice.wav -o mix.wav --force")]
    [InlineData(100, "disk full", "apply voice.wav -o mix.wav --do gain:-3dB --force")]
    [InlineData(100, "disk full", "deliver voice.wav --profile ebu-r128 -o mix.wav --force")]
    [InlineData(20, "File too large", "convert voice.wav -o mix.mp3")]
    public void DiskFull_IsExit4AndTheFolderIsAsBefore(int kibibytes, string words, string line)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _folder.Write("mix.wav", "earlier");
        WithLargestFile(kibibytes, line).Fails(4, words);
        Assert.Equal("earlier", File.ReadAllText(_folder.At("mix.wav")));
        Assert.Equal(["mix.wav", "voice.wav"], _folder.Files());
    }

    [Fact]
    public void DiskFullInARender_LeavesTheEarlierDeliverable()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _folder.Write("s.room", Session);
        _folder.Run("render", "s.room").Succeeds();
        byte[] earlier = File.ReadAllBytes(_folder.At("out/Test.wav"));
        _folder.Write("s.room", Session.Replace("-6 dB", "-7 dB", StringComparison.Ordinal));
        WithLargestFile(100, "render s.room").Fails(4, "disk full");
        Assert.Equal(earlier, File.ReadAllBytes(_folder.At("out/Test.wav")));
        Assert.DoesNotContain(_folder.Files(), f => f.Contains("rt-tmp", StringComparison.Ordinal));
    }

    // The cache keeps two seconds, the file holds a tenth of one.
    [Fact]
    public void CacheThatFillsItsDisk_IsDoneWithout()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _folder.Write("s.room", Session);
        CommandRun run = WithLargestFile(200, "render s.room --range 0:01.9..0:02").Succeeds();
        Assert.Contains("RT9911", run.Messages, StringComparison.Ordinal);
        byte[] tight = File.ReadAllBytes(_folder.At("out/Test.wav"));
        Assert.DoesNotContain(_folder.Files(), f => f.EndsWith(".rt-audio", StringComparison.Ordinal) || f.Contains("rt-tmp", StringComparison.Ordinal));
        _folder.Run("render", "s.room", "--range", "0:01.9..0:02", "--no-cache", "--force").Succeeds();
        Assert.Equal(File.ReadAllBytes(_folder.At("out/Test.wav")), tight);
    }

    [Fact]
    public void KilledAnywhere_TheDeliverableIsAbsentOldOrNew()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        byte[] source = File.ReadAllBytes(_folder.At("voice.wav"));
        byte[] old = Rendered("-3 dB");
        byte[] young = Rendered("-6 dB");
        var delays = new Random(14);
        int endedInTime = 0, runs = Soak.Times(40, 300);
        for (int i = 0; i < runs; i++)
        {
            if (i % 2 == 0)
            {
                Directory.Delete(_folder.At(".roomtone"), recursive: true);
                File.Delete(_folder.At("out/Test.wav"));
            }
            else
            {
                _ = Rendered("-3 dB");
            }

            _folder.Write("s.room", Session);
            using (Process process = CommandRun.Start(_folder.Path, null, ["render", "s.room"]))
            {
                endedInTime += process.WaitForExit(delays.Next(20, 700)) ? 1 : 0;
                process.Kill();
                process.WaitForExit();
            }

            if (File.Exists(_folder.At("out/Test.wav")))
            {
                byte[] found = File.ReadAllBytes(_folder.At("out/Test.wav"));
                Assert.True(found.SequenceEqual(young) || (i % 2 == 1 && found.SequenceEqual(old)), $"run {i}");
            }
            else
            {
                Assert.True(i % 2 == 0, $"the earlier file is gone after run {i}");
            }
        }

        Assert.True(endedInTime < runs, "no run was killed");
        Assert.Equal(source, File.ReadAllBytes(_folder.At("voice.wav")));
        Assert.Equal(young, Rendered("-6 dB"));
        Assert.DoesNotContain(_folder.Files(), f => f.Contains("rt-tmp", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("s.room", "session", "fmt", "s.room")]
    [InlineData("master/voice.flac", "master", "voice.wav", "--profile", "spotify", "--format", "flac", "-o", "master/", "--force")]
    public void KilledAnywhere_WhatIsReplacedIsOldOrNew(string output, params string[] words)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string untidy = Session.Replace(" at ", "   at ", StringComparison.Ordinal);
        _folder.Write("s.room", untidy);
        _folder.Run(words).Succeeds();
        byte[] young = File.ReadAllBytes(_folder.At(output));
        byte[] old = output == "s.room" ? System.Text.Encoding.UTF8.GetBytes(untidy) : [1, 2, 3];
        byte[] source = File.ReadAllBytes(_folder.At("voice.wav"));
        Assert.NotEqual(old, young);
        var delays = new Random(15);
        int endedInTime = 0, runs = Soak.Times(8, 200);
        for (int i = 0; i < runs; i++)
        {
            File.WriteAllBytes(_folder.At(output), old);
            using Process process = CommandRun.Start(_folder.Path, null, words);
            endedInTime += process.WaitForExit(delays.Next(20, 700)) ? 1 : 0;
            process.Kill();
            process.WaitForExit();
            byte[] found = File.ReadAllBytes(_folder.At(output));
            Assert.True(found.SequenceEqual(young) || found.SequenceEqual(old), $"run {i}");
        }

        Assert.True(endedInTime < runs, "no run was killed");
        File.WriteAllBytes(_folder.At(output), old);
        _folder.Run(words).Succeeds();
        Assert.Equal(young, File.ReadAllBytes(_folder.At(output)));
        Assert.Equal(source, File.ReadAllBytes(_folder.At("voice.wav")));
        Assert.DoesNotContain(_folder.Files(), f => f.Contains("rt-tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void RendersAtOnce_EachIsWholeOrNamesTheOther()
    {
        byte[] expected = Rendered("-6 dB");
        Directory.Delete(_folder.At(".roomtone"), recursive: true);
        Directory.Delete(_folder.At("out"), recursive: true);
        Process[] runs = [.. Enumerable.Range(0, 8).Select(_ => CommandRun.Start(_folder.Path, null, "render", "s.room"))];
        string[] messages = [.. runs.Select(r => r.StandardError.ReadToEndAsync()).ToArray().Select(t => t.Result)];
        for (int i = 0; i < runs.Length; i++)
        {
            using Process run = runs[i];
            run.WaitForExit();
            Assert.True(run.ExitCode is 0 || (run.ExitCode == 4 && messages[i].Contains("(process ", StringComparison.Ordinal)), $"exit {run.ExitCode}: {messages[i]}");
        }

        Assert.Equal(expected, File.ReadAllBytes(_folder.At("out/Test.wav")));
        Assert.DoesNotContain(_folder.Files(), f => f.Contains("rt-tmp", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("link.wav")]
    [InlineData("sub/../voice.wav")]
    [InlineData("./voice.wav")]
    public void TheSourceUnderAnotherName_IsNeverWritten(string alias)
    {
        byte[] source = File.ReadAllBytes(_folder.At("voice.wav"));
        Directory.CreateDirectory(_folder.At("sub"));
        File.CreateSymbolicLink(_folder.At("link.wav"), "voice.wav");
        _folder.Run("convert", "voice.wav", "-o", alias, "--bits", "16", "--force").Fails(4, "it is the source voice.wav");
        _folder.Run("deliver", "voice.wav", "--profile", "ebu-r128", "-o", alias, "--force").Fails(4, "it is the source");
        Assert.Equal(source, File.ReadAllBytes(_folder.At("voice.wav")));
    }

    [Theory]
    [InlineData("0x2000000")]
    [InlineData("0x4000000")]
    public void SmallHeap_IsEnoughForAnyLength(string heap)
    {
        _folder.Write("long.wav", TestFolder.Wave(120, -20, 997, 2, 48000, 24));
        var environment = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = heap };
        CommandRun.Of(_folder.Path, [], environment, "convert", "long.wav", "-o", "out.wav", "--rate", "44.1 kHz").Succeeds();
        CommandRun.Of(_folder.Path, [], environment, "measure", "long.wav").Succeeds();
    }

    [Fact]
    public void ReaderThatLeaves_IsNoFailure()
    {
        using Process process = CommandRun.Start(_folder.Path, null, "list", "processes");
        process.StandardOutput.ReadLine();
        process.StandardOutput.Close();
        string messages = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.DoesNotContain("   at ", messages, StringComparison.Ordinal);
        Assert.DoesNotContain("internal failure", messages, StringComparison.Ordinal);
    }

    [Fact]
    public void NameThatIsNotUtf8_IsAClearError()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // .NET could not clear such a file away, so the shell does.
        Shell($"cp voice.wav $'bad\\xff.wav'; '{CommandRun.Program}' measure $'bad\\xff.wav'; code=$?; rm bad*; exit $code").Fails(4, "its name is not valid UTF-8", "rename it");
        Shell($"'{CommandRun.Program}' convert voice.wav -o $'out\\xff.flac'").Fails(4, "its name is not valid UTF-8");
        Assert.Equal(["voice.wav"], _folder.Files());
    }

    private byte[] Rendered(string gain)
    {
        _folder.Write("s.room", Session.Replace("-6 dB", gain, StringComparison.Ordinal));
        _folder.Run("render", "s.room").Succeeds();
        return File.ReadAllBytes(_folder.At("out/Test.wav"));
    }

    // The runtime itself writes its code to a file in memory unless told not to, and would hit the limit before the command does.
    // With 40 handles .NET can't load all that the command is made of, with 100 it may fail anywhere.
    [Theory]
    [InlineData(40)]
    [InlineData(100)]
    public void TooFewFileHandles_IsExit4AndSaysHowToGetMore(int handles)
    {
        if (OperatingSystem.IsLinux())
        {
            Shell(string.Create(CultureInfo.InvariantCulture, $"ulimit -n {handles}; exec '{CommandRun.Program}' convert voice.wav -o mix.wav --json"))
                .Fails(4, "RT1011", $"only {handles} files", "ulimit -n 1024");
            Assert.Equal(["voice.wav"], _folder.Files());
        }
    }

    private CommandRun WithLargestFile(int kibibytes, string line) =>
        Shell(string.Create(CultureInfo.InvariantCulture, $"ulimit -f {kibibytes}; DOTNET_EnableWriteXorExecute=0 exec '{CommandRun.Program}' {line}"));

    private CommandRun Shell(string line)
    {
        var start = new ProcessStartInfo("bash", ["-c", line]) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> messages = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new CommandRun(process.ExitCode, System.Text.Encoding.UTF8.GetBytes(output), messages.Result);
    }
}
