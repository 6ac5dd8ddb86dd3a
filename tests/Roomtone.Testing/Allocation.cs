namespace Roomtone.Testing;

/// <summary>Counts what a piece of code allocates on the managed heap.</summary>
public static class Allocation
{
    /// <summary>Bytes that the second run of an action allocates (the first one loads and compiles).</summary>
    public static long Bytes(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
