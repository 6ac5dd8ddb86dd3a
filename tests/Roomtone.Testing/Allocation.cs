namespace Roomtone.Testing;

/// <summary>Counts what a piece of code allocates on the managed heap.</summary>
public static class Allocation
{
    private const int Runs = 3;

    /// <summary>Fewest bytes that a run of an action allocates, after one that loads and compiles.</summary>
    /// <remarks>A collection between the two readings counts the rest of the thread's allocation window; code that allocates does so in every run.</remarks>
    public static long Bytes(Action action)
    {
        action();
        long fewest = long.MaxValue;
        for (int run = 0; run < Runs && fewest > 0; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }
}
