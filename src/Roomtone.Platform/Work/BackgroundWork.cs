using System.Runtime.ExceptionServices;

namespace Roomtone.Platform;

/// <summary>One thread for work that mostly waits; its failure is thrown where it is joined.</summary>
public sealed class BackgroundWork : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;

    internal BackgroundWork(string name, Action<CancellationToken> work)
    {
        _thread = new Thread(() => Run(work)) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>The thread has ended.</summary>
    public bool IsDone => !_thread.IsAlive;

    /// <summary>Waits for the end of the work.</summary>
    /// <exception cref="Exception">What the work threw.</exception>
    public void Join()
    {
        _thread.Join();
        _failure?.Throw();
    }

    /// <summary>Waits for the end of the work for a limited time.</summary>
    /// <param name="limit">The longest wait.</param>
    /// <returns>False where the work still goes on.</returns>
    /// <exception cref="Exception">What the work threw.</exception>
    public bool Join(TimeSpan limit)
    {
        bool isDone = _thread.Join(limit);
        if (isDone)
        {
            _failure?.Throw();
        }

        return isDone;
    }

    /// <summary>Cancels the work and waits for its end; its failure is lost.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run(Action<CancellationToken> work)
    {
#pragma warning disable CA1031 // Whatever the work throws is thrown again by Join.
        try
        {
            work(_stop.Token);
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
#pragma warning restore CA1031
    }
}
