namespace Roomtone.Platform;

/// <summary>The one pool of threads: at most the free cores, results in order, the caller works too.</summary>
/// <remarks>
/// <para>A task should last 0.5 ms or more (dispatch then costs under 3 %). Tasks may use the pool themselves: whoever waits for a task
/// that no worker has begun runs it.</para>
/// <para>Thread: free to share.</para>
/// </remarks>
public sealed class WorkPool : IDisposable
{
    private static readonly Lazy<WorkPool> s_shared = new(() => new WorkPool());
    private readonly Queue<PoolItem> _queue = [];
    private readonly List<Thread> _threads = [];
    private bool _isClosed;

    /// <summary>Starts the threads.</summary>
    /// <param name="workers">Threads that work at once, the caller's counted; 0 = the cores that this process may use.</param>
    public WorkPool(int workers = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workers);
        Workers = workers == 0 ? Environment.ProcessorCount : workers;
        for (int i = 1; i < Workers; i++)
        {
            var thread = new Thread(Work) { IsBackground = true, Name = $"work {i}" };
            _threads.Add(thread);
            thread.Start();
        }
    }

    /// <summary>The pool of the process.</summary>
    public static WorkPool Shared => s_shared.Value;

    /// <summary>Threads that work at once, the caller's counted.</summary>
    public int Workers { get; }

    /// <summary>Begins to compute a result.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="work">The computation; it looks at its own cancellation.</param>
    public PoolTask<T> Start<T>(Func<T> work)
    {
        var task = new PoolTask<T>(work);
        Enqueue(task.Work);
        return task;
    }

    /// <summary>Runs a task for each index 0 … count − 1 and waits for all.</summary>
    /// <param name="count">How many.</param>
    /// <param name="task">Called once per index, in rising order, from several threads.</param>
    /// <param name="cancellation">Looked at before each task.</param>
    /// <exception cref="OperationCanceledException">Cancelled; no task is running any more.</exception>
    /// <exception cref="Exception">What the task of the lowest failing index threw.</exception>
    public void Run(int count, Action<int> task, CancellationToken cancellation = default)
    {
        var share = new SharedCount(count, task, cancellation);
        var helpers = new List<PoolTask<bool>>();
        for (int i = 1; i < Math.Min(Workers, count); i++)
        {
            helpers.Add(Start(share.Work));
        }

        share.Work();
        foreach (PoolTask<bool> helper in helpers)
        {
            helper.Abandon();
        }

        share.ThrowIfFailed();
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Computes a result for each index 0 … count − 1.</summary>
    /// <typeparam name="T">A result.</typeparam>
    /// <param name="count">How many.</param>
    /// <param name="task">Called once per index, from several threads.</param>
    /// <param name="cancellation">Looked at before each task.</param>
    /// <returns>The results in the order of the indices.</returns>
    public T[] Map<T>(int count, Func<int, T> task, CancellationToken cancellation = default)
    {
        var results = new T[count];
        Run(count, i => results[i] = task(i), cancellation);
        return results;
    }

    /// <summary>Computes results ahead of the one who takes them, in order and in bounded memory.</summary>
    /// <typeparam name="T">A result.</typeparam>
    /// <param name="count">How many.</param>
    /// <param name="task">Called once per index, from several threads.</param>
    /// <param name="ahead">Results that may be waiting or in work at once; 0 = twice the workers.</param>
    /// <param name="cancellation">Looked at before each task.</param>
    public IEnumerable<T> InOrder<T>(long count, Func<long, T> task, int ahead = 0, CancellationToken cancellation = default)
    {
        int limit = ahead > 0 ? ahead : 2 * Workers;
        var waiting = new Queue<PoolTask<T>>();
        try
        {
            long next = 0;
            for (long index = 0; index < count; index++)
            {
                for (; next < count && waiting.Count < limit; next++)
                {
                    long own = next;
                    waiting.Enqueue(Start(() =>
                    {
                        cancellation.ThrowIfCancellationRequested();
                        return task(own);
                    }));
                }

                yield return waiting.Dequeue().Result;
            }
        }
        finally
        {
            foreach (PoolTask<T> task0 in waiting)
            {
                task0.Abandon();
            }
        }
    }

    /// <summary>Starts a thread for work that mostly waits: reading ahead, feeding or draining a child process.</summary>
    /// <param name="name">For the debugger.</param>
    /// <param name="work">Ends soon after its token is cancelled.</param>
    public static BackgroundWork StartBackground(string name, Action<CancellationToken> work) => new(name, work);

    /// <summary>Ends the threads; tasks not begun are run by those who wait for them.</summary>
    public void Dispose()
    {
        lock (_queue)
        {
            _isClosed = true;
            Monitor.PulseAll(_queue);
        }

        foreach (Thread thread in _threads)
        {
            thread.Join();
        }
    }

    private void Enqueue(PoolItem item)
    {
        lock (_queue)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _queue.Enqueue(item);
            Monitor.Pulse(_queue);
        }
    }

    private void Work()
    {
        while (Take() is { } item)
        {
            if (item.TryClaim())
            {
                item.Run();
            }
        }
    }

    private PoolItem? Take()
    {
        lock (_queue)
        {
            while (_queue.Count == 0)
            {
                if (_isClosed)
                {
                    return null;
                }

                Monitor.Wait(_queue);
            }

            return _isClosed ? null : _queue.Dequeue();
        }
    }

    // Indices go out in rising order, so every index below a failing one has begun: the lowest failure is the same on every run.
    private sealed class SharedCount(int count, Action<int> task, CancellationToken cancellation)
    {
        private readonly Lock _gate = new();
        private int _next = -1;
        private int _failedIndex = int.MaxValue;
        private System.Runtime.ExceptionServices.ExceptionDispatchInfo? _failure;

        internal bool Work()
        {
            while (!cancellation.IsCancellationRequested && Volatile.Read(ref _failedIndex) == int.MaxValue)
            {
                int index = Interlocked.Increment(ref _next);
                if (index >= count)
                {
                    break;
                }

#pragma warning disable CA1031 // Whatever a task throws is thrown again by Run.
                try
                {
                    task(index);
                }
                catch (Exception e)
                {
                    Fail(index, e);
                }
#pragma warning restore CA1031
            }

            return true;
        }

        internal void ThrowIfFailed() => _failure?.Throw();

        private void Fail(int index, Exception error)
        {
            lock (_gate)
            {
                if (index < _failedIndex)
                {
                    _failedIndex = index;
                    _failure = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(error);
                }
            }
        }
    }
}
