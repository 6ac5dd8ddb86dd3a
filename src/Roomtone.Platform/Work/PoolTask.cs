using System.Runtime.ExceptionServices;

namespace Roomtone.Platform;

/// <summary>Something that a worker of the pool, or the one who needs it, runs once.</summary>
internal abstract class PoolItem
{
    private int _claimed;

    /// <summary>The caller is the one who runs the item.</summary>
    internal bool TryClaim() => Interlocked.CompareExchange(ref _claimed, 1, 0) == 0;

    /// <summary>Runs the item; never throws.</summary>
    internal abstract void Run();
}

/// <summary>A result that is being computed by the pool.</summary>
/// <typeparam name="T">The result.</typeparam>
public sealed class PoolTask<T>
{
    private readonly Item _item;

    internal PoolTask(Func<T> work) => _item = new Item(work);

    internal PoolItem Work => _item;

    /// <summary>The result; computed here and now where no worker has begun it, so waiting never deadlocks.</summary>
    /// <exception cref="Exception">What the work threw.</exception>
    public T Result
    {
        get
        {
            if (_item.TryClaim())
            {
                _item.Run();
            }

            return _item.Wait();
        }
    }

    /// <summary>Gives the work up where no worker has begun it; waits for its end where one has. Its result is lost.</summary>
    public void Abandon()
    {
        if (!_item.TryClaim())
        {
            _item.WaitForEnd();
        }
    }

    private sealed class Item(Func<T> work) : PoolItem
    {
        private readonly object _gate = new();
        private bool _isDone;
        private ExceptionDispatchInfo? _failure;
        private T? _result;

        internal override void Run()
        {
            T? result = default;
            ExceptionDispatchInfo? failure = null;
#pragma warning disable CA1031 // Whatever the work throws is thrown again where its result is asked for.
            try
            {
                result = work();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
#pragma warning restore CA1031

            lock (_gate)
            {
                _result = result;
                _failure = failure;
                _isDone = true;
                Monitor.PulseAll(_gate);
            }
        }

        internal void WaitForEnd()
        {
            lock (_gate)
            {
                while (!_isDone)
                {
                    Monitor.Wait(_gate);
                }
            }
        }

        internal T Wait()
        {
            WaitForEnd();
            _failure?.Throw();
            return _result!;
        }
    }
}
