using System.Diagnostics;

namespace Roomtone.Platform.Tests;

public sealed class WorkPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Map_GivesResultsInOrderForAnyNumberOfWorkers(int workers)
    {
        using var pool = new WorkPool(workers);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => i * i), pool.Map(500, i => i * i));
    }

    [Fact]
    public void Run_ThrowsWhatTheLowestFailingIndexThrew()
    {
        using var pool = new WorkPool(4);
        for (int round = 0; round < 50; round++)
        {
            InvalidDataException e = Assert.Throws<InvalidDataException>(() => pool.Run(100, i =>
            {
                if (i is 7 or 8 or 9)
                {
                    throw new InvalidDataException($"{i}");
                }
            }));
            Assert.Equal("7", e.Message);
        }
    }

    [Fact]
    public void Run_InsideRun_DoesNotDeadlock()
    {
        using var pool = new WorkPool(3);
        int total = 0;
        pool.Run(20, _ => pool.Run(20, _ => Interlocked.Increment(ref total)));
        Assert.Equal(400, total);
    }

    [Fact]
    public void Run_Cancelled_StopsBetweenTasks()
    {
        using var pool = new WorkPool(2);
        using var cancellation = new CancellationTokenSource();
        int begun = 0;
        Assert.Throws<OperationCanceledException>(() => pool.Run(
            1_000_000,
            _ =>
            {
                if (Interlocked.Increment(ref begun) == 10)
                {
                    cancellation.Cancel();
                }
            },
            cancellation.Token));
        Assert.InRange(begun, 10, 1000);
    }

    [Fact]
    public void InOrder_NeverRunsFurtherAheadThanAsked()
    {
        using var pool = new WorkPool(4);
        long ahead = 0;
        long consumed = 0;
        foreach (long index in pool.InOrder(
            300,
            i =>
            {
                InterlockedMax(ref ahead, i - Interlocked.Read(ref consumed));
                return i;
            },
            5))
        {
            Assert.Equal(consumed, index);
            Interlocked.Increment(ref consumed);
        }

        Assert.Equal(300, consumed);
        Assert.InRange(ahead, 0, 5);
    }

    [Fact]
    public void InOrder_LeftEarly_LeavesNoTaskRunning()
    {
        using var pool = new WorkPool(3);
        int running = 0;
        foreach (int value in pool.InOrder(
            1000,
            i =>
            {
                Interlocked.Increment(ref running);
                Thread.SpinWait(2000);
                Interlocked.Decrement(ref running);
                return (int)i;
            },
            8))
        {
            if (value == 20)
            {
                break;
            }
        }

        Assert.Equal(0, Volatile.Read(ref running));
    }

    [Fact]
    public void ShippedPool_HasNoMoreWorkersThanCores() => Assert.InRange(WorkPool.Shared.Workers, 1, Environment.ProcessorCount);

    [Fact]
    public void Background_FailureIsThrownWhereItIsJoined()
    {
        using BackgroundWork work = WorkPool.StartBackground("test", _ => throw new InvalidDataException("lost"));
        Assert.Equal("lost", Assert.Throws<InvalidDataException>(work.Join).Message);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public void Signal_CancelsAndLeavesTheExitToTheProgram(string signal)
    {
        using Process process = ChildRole.StartAndAwait("interruption", "");
        Process.Start("kill", [$"-{signal}", $"{process.Id}"]).WaitForExit();
        Assert.True(process.WaitForExit(5000));
        Assert.Equal(130, process.ExitCode);
    }

    private static void InterlockedMax(ref long target, long value)
    {
        long seen = Interlocked.Read(ref target);
        while (value > seen && Interlocked.CompareExchange(ref target, value, seen) is var found && found != seen)
        {
            seen = found;
        }
    }
}
