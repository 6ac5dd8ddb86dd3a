using System.Diagnostics;
using System.Text;

namespace Roomtone.Platform.Tests;

public sealed class ChildProcessTests
{
    private static readonly Limits s_impatient = Limits.Default with { ChildTimeout = TimeSpan.FromSeconds(1) };

    [Fact]
    public void Arguments_ArriveUnchanged()
    {
        string[] odd = ["-n", "a b", "$(x)", "`y`", "\"", "'", "*", "line\nbreak", ""];
        (ChildResult result, byte[] output) = ChildProcess.Run(Shell("for a; do printf '%s|' \"$a\"; done", odd), 1000);
        Assert.Equal(string.Join('|', odd) + "|", Encoding.UTF8.GetString(output));
        Assert.Equal((ChildEnd.Exited, 0), (result.End, result.ExitCode));
    }

    [Fact]
    public void BothPipes_CarryMoreThanTheyHold()
    {
        using ChildProcess child = ChildProcess.Start(Shell("cat") with { HasInput = true });
        byte[] sent = new byte[3_000_000];
        for (int i = 0; i < sent.Length; i++)
        {
            sent[i] = (byte)(i * 7 >> 3);
        }

        using BackgroundWork feed = WorkPool.StartBackground("feed", _ =>
        {
            Assert.True(child.Write(sent));
            child.CloseInput();
        });
        var received = new MemoryStream();
        byte[] piece = new byte[70_000];
        while (child.Read(piece) is var read and > 0)
        {
            received.Write(piece, 0, read);
        }

        feed.Join();
        Assert.Equal(0, child.WaitForExit().ExitCode);
        Assert.Equal(sent, received.ToArray());
    }

    [Fact]
    public void FloodOfMessages_IsDrainedAndOnlyTheLastKept()
    {
        (ChildResult result, byte[] _) = ChildProcess.Run(Shell("yes message 2>/dev/null | head -c 100000000 >&2; echo last >&2; exit 3"), 1000);
        Assert.Equal(3, result.ExitCode);
        Assert.InRange(result.Messages.Length, 1000, 64 * 1024);
        Assert.EndsWith("message; message; last", result.LastLines(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exec sleep 60")]
    [InlineData("while :; do printf x; sleep 0.2; done")]
    [InlineData("while :; do printf x >&2; sleep 0.2; done")]
    [InlineData("exec >&-; exec sleep 60")]
    public void ChildThatDoesNotGetOn_IsKilled(string script)
    {
        var clock = Stopwatch.StartNew();
        (ChildResult result, byte[] _) = ChildProcess.Run(Shell(script) with { Limits = s_impatient }, 1_000_000);
        Assert.Equal(ChildEnd.TimedOut, result.End);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.5, 10);
    }

    [Fact]
    public void AcceptedMessages_KeepTheChildAlive()
    {
        ChildOptions options = Shell("for i in 1 2 3 4 5 6 7; do echo on >&2; sleep 0.3; done") with { Limits = s_impatient, OnMessage = line => line == "on" };
        Assert.Equal(ChildEnd.Exited, ChildProcess.Run(options, 1000).Result.End);
    }

    [Fact]
    public void SlowCaller_IsNotTheChildsFault()
    {
        using ChildProcess child = ChildProcess.Start(Shell("cat") with { HasInput = true, Limits = s_impatient with { ChildTimeout = TimeSpan.FromSeconds(0.3) } });
        Assert.True(child.Write("1"u8));
        Thread.Sleep(700);
        Assert.True(child.Write("2"u8));
        child.CloseInput();
        Assert.Equal(ChildEnd.Exited, child.WaitForExit().End);
    }

    [Fact]
    public void ChildThatStopsTakingInput_IsToldByWrite()
    {
        using ChildProcess child = ChildProcess.Start(Shell("exit 5") with { HasInput = true });
        bool takes = true;
        for (int i = 0; i < 100 && takes; i++)
        {
            takes = child.Write(new byte[65_536]);
        }

        Assert.False(takes);
        Assert.Equal(5, child.WaitForExit().ExitCode);
    }

    [Fact]
    public void EndlessOutput_EndsAtTheLimit()
    {
        (ChildResult result, byte[] output) = ChildProcess.Run(Shell("exec yes"), 100_000);
        Assert.Equal(ChildEnd.Stopped, result.End);
        Assert.InRange(output.Length, 100_000, 120_000);
    }

    [Fact]
    public void Cancelled_KillsTheChild()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var clock = Stopwatch.StartNew();
        Assert.Throws<OperationCanceledException>(() => ChildProcess.Run(Shell("exec sleep 60"), 1000, cancellation.Token));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void Crash_ShowsInTheExitCode() =>
        Assert.Equal(139, ChildProcess.Run(Shell("kill -SEGV $$"), 1000).Result.ExitCode);

    [Fact]
    public void KilledParent_TakesItsChildAlong()
    {
        Assert.SkipWhen(Executables.Find("setpriv") is null, "setpriv is not installed");
        string mark = $"86{Environment.ProcessId}";
        using Process parent = ChildRole.StartAndAwait("spawn", mark);
        Assert.True(SpinWait.SpinUntil(() => IsRunning(mark), 2000));
        parent.Kill();
        parent.WaitForExit();
        Assert.True(SpinWait.SpinUntil(() => !IsRunning(mark), 2000));
    }

    [Fact]
    public void Programs_AreNotTakenFromTheCurrentFolder() => Assert.Null(Executables.Find("roomtone-no-such-program"));

    private static bool IsRunning(string mark)
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "cmdline")).Contains($"sleep\0{mark}\0", StringComparison.Ordinal))
                {
                    return true;
                }
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }

        return false;
    }

    private static ChildOptions Shell(string script, params string[] arguments) =>
        new() { Program = Executables.Find("sh")!, Arguments = ["-c", script, "sh", .. arguments] };
}
