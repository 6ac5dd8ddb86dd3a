using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Roomtone.Signal;

/// <summary>Sections in the lanes of a vector, each one sample behind the one before, for one or two channels at once.</summary>
/// <remarks>
/// Step t: lane s works on sample t − s, takes its input from lane s − 1 as it was one step earlier, and computes exactly what the scalar
/// form computes; while the pipe fills and drains, lanes outside the block keep their state. Two channels interleave in one loop,
/// because the recursion waits for its own result.
/// </remarks>
internal static class SectionLanes
{
    /// <summary>Lanes of the widest form that this machine runs natively; the state's layout follows it, its content does not.</summary>
    public static int Width(int sections) =>
        Vector512.IsHardwareAccelerated && sections > 4 ? 8 : Vector256.IsHardwareAccelerated && sections > 1 ? 4 : 1;

    /// <summary>Filters in place.</summary>
    /// <param name="lanes">8, 4 or 1.</param>
    /// <param name="used">Lanes that hold a section.</param>
    /// <param name="coefficients">b0, b1, b2, a1, a2, each of so many lanes.</param>
    /// <param name="first">s1, s2 of the first channel, each of so many lanes.</param>
    /// <param name="second">The same of the second channel; empty without one.</param>
    /// <param name="x">Samples of the first channel.</param>
    /// <param name="y">Samples of the second channel; empty without one.</param>
    public static void Run(
        int lanes, int used, ReadOnlySpan<double> coefficients, Span<double> first, Span<double> second, Span<double> x, Span<double> y)
    {
        switch (lanes)
        {
            case 8 when y.IsEmpty:
                Run512(used, coefficients, first, x);
                break;
            case 8:
                Run512(used, coefficients, first, second, x, y);
                break;
            case 4 when y.IsEmpty:
                Run256(used, coefficients, first, x);
                break;
            case 4:
                Run256(used, coefficients, first, second, x, y);
                break;
            default:
                RunScalar(coefficients, first, x);
                RunScalar(coefficients, second, y);
                break;
        }
    }

    /// <summary>One section, sample by sample: the oracle of the vector forms.</summary>
    public static void RunScalar(ReadOnlySpan<double> coefficients, Span<double> state, Span<double> samples)
    {
        if (samples.IsEmpty)
        {
            return;
        }

        double b0 = coefficients[0], b1 = coefficients[1], b2 = coefficients[2], a1 = coefficients[3], a2 = coefficients[4];
        double s1 = state[0], s2 = state[1];
        for (int i = 0; i < samples.Length; i++)
        {
            double x = samples[i];
            double y = b0 * x + s1;
            s1 = (b1 * x + s2) - a1 * y;
            s2 = b2 * x - a2 * y;
            samples[i] = y;
        }

        state[0] = s1;
        state[1] = s2;
    }

    private static Vector512<long> Lanes512 => Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7);

    private static Vector256<long> Lanes256 => Vector256.Create(0L, 1, 2, 3);

    private static void Run512(int used, ReadOnlySpan<double> coefficients, Span<double> state, Span<double> samples)
    {
        ref double c = ref MemoryMarshal.GetReference(coefficients);
        Vector512<double> b0 = Vector512.LoadUnsafe(ref c), b1 = Vector512.LoadUnsafe(ref c, 8), b2 = Vector512.LoadUnsafe(ref c, 16);
        Vector512<double> a1 = Vector512.LoadUnsafe(ref c, 24), a2 = Vector512.LoadUnsafe(ref c, 32);
        ref double s = ref MemoryMarshal.GetReference(state);
        Vector512<double> s1 = Vector512.LoadUnsafe(ref s), s2 = Vector512.LoadUnsafe(ref s, 8), y = Vector512<double>.Zero;
        ref double x = ref MemoryMarshal.GetReference(samples);
        int n = samples.Length, lag = used - 1;
        for (int t = 0; t < n + lag; t++)
        {
            Vector512<double> input = Shift(y, t < n ? Unsafe.Add(ref x, t) : 0);
            y = b0 * input + s1;
            Vector512<double> next1 = (b1 * input + s2) - a1 * y;
            Vector512<double> next2 = b2 * input - a2 * y;
            if (t < lag || t >= n)
            {
                Vector512<double> active = Active512(t, n);
                next1 = Vector512.ConditionalSelect(active, next1, s1);
                next2 = Vector512.ConditionalSelect(active, next2, s2);
            }

            s1 = next1;
            s2 = next2;
            if (t >= lag)
            {
                Unsafe.Add(ref x, t - lag) = y.GetElement(lag);
            }
        }

        s1.StoreUnsafe(ref s);
        s2.StoreUnsafe(ref s, 8);
    }

    private static void Run512(
        int used, ReadOnlySpan<double> coefficients, Span<double> first, Span<double> second, Span<double> left, Span<double> right)
    {
        ref double c = ref MemoryMarshal.GetReference(coefficients);
        Vector512<double> b0 = Vector512.LoadUnsafe(ref c), b1 = Vector512.LoadUnsafe(ref c, 8), b2 = Vector512.LoadUnsafe(ref c, 16);
        Vector512<double> a1 = Vector512.LoadUnsafe(ref c, 24), a2 = Vector512.LoadUnsafe(ref c, 32);
        ref double s = ref MemoryMarshal.GetReference(first);
        ref double r = ref MemoryMarshal.GetReference(second);
        Vector512<double> s1 = Vector512.LoadUnsafe(ref s), s2 = Vector512.LoadUnsafe(ref s, 8), y = Vector512<double>.Zero;
        Vector512<double> r1 = Vector512.LoadUnsafe(ref r), r2 = Vector512.LoadUnsafe(ref r, 8), z = y;
        ref double x = ref MemoryMarshal.GetReference(left);
        ref double w = ref MemoryMarshal.GetReference(right);
        int n = left.Length, lag = used - 1;
        for (int t = 0; t < n + lag; t++)
        {
            Vector512<double> a = Shift(y, t < n ? Unsafe.Add(ref x, t) : 0);
            Vector512<double> b = Shift(z, t < n ? Unsafe.Add(ref w, t) : 0);
            y = b0 * a + s1;
            z = b0 * b + r1;
            Vector512<double> nextS1 = (b1 * a + s2) - a1 * y;
            Vector512<double> nextS2 = b2 * a - a2 * y;
            Vector512<double> nextR1 = (b1 * b + r2) - a1 * z;
            Vector512<double> nextR2 = b2 * b - a2 * z;
            if (t < lag || t >= n)
            {
                Vector512<double> active = Active512(t, n);
                nextS1 = Vector512.ConditionalSelect(active, nextS1, s1);
                nextS2 = Vector512.ConditionalSelect(active, nextS2, s2);
                nextR1 = Vector512.ConditionalSelect(active, nextR1, r1);
                nextR2 = Vector512.ConditionalSelect(active, nextR2, r2);
            }

            (s1, s2, r1, r2) = (nextS1, nextS2, nextR1, nextR2);
            if (t >= lag)
            {
                Unsafe.Add(ref x, t - lag) = y.GetElement(lag);
                Unsafe.Add(ref w, t - lag) = z.GetElement(lag);
            }
        }

        s1.StoreUnsafe(ref s);
        s2.StoreUnsafe(ref s, 8);
        r1.StoreUnsafe(ref r);
        r2.StoreUnsafe(ref r, 8);
    }

    private static void Run256(int used, ReadOnlySpan<double> coefficients, Span<double> state, Span<double> samples)
    {
        ref double c = ref MemoryMarshal.GetReference(coefficients);
        Vector256<double> b0 = Vector256.LoadUnsafe(ref c), b1 = Vector256.LoadUnsafe(ref c, 4), b2 = Vector256.LoadUnsafe(ref c, 8);
        Vector256<double> a1 = Vector256.LoadUnsafe(ref c, 12), a2 = Vector256.LoadUnsafe(ref c, 16);
        ref double s = ref MemoryMarshal.GetReference(state);
        Vector256<double> s1 = Vector256.LoadUnsafe(ref s), s2 = Vector256.LoadUnsafe(ref s, 4), y = Vector256<double>.Zero;
        ref double x = ref MemoryMarshal.GetReference(samples);
        int n = samples.Length, lag = used - 1;
        for (int t = 0; t < n + lag; t++)
        {
            Vector256<double> input = Shift(y, t < n ? Unsafe.Add(ref x, t) : 0);
            y = b0 * input + s1;
            Vector256<double> next1 = (b1 * input + s2) - a1 * y;
            Vector256<double> next2 = b2 * input - a2 * y;
            if (t < lag || t >= n)
            {
                Vector256<double> active = Active256(t, n);
                next1 = Vector256.ConditionalSelect(active, next1, s1);
                next2 = Vector256.ConditionalSelect(active, next2, s2);
            }

            s1 = next1;
            s2 = next2;
            if (t >= lag)
            {
                Unsafe.Add(ref x, t - lag) = y.GetElement(lag);
            }
        }

        s1.StoreUnsafe(ref s);
        s2.StoreUnsafe(ref s, 4);
    }

    private static void Run256(
        int used, ReadOnlySpan<double> coefficients, Span<double> first, Span<double> second, Span<double> left, Span<double> right)
    {
        ref double c = ref MemoryMarshal.GetReference(coefficients);
        Vector256<double> b0 = Vector256.LoadUnsafe(ref c), b1 = Vector256.LoadUnsafe(ref c, 4), b2 = Vector256.LoadUnsafe(ref c, 8);
        Vector256<double> a1 = Vector256.LoadUnsafe(ref c, 12), a2 = Vector256.LoadUnsafe(ref c, 16);
        ref double s = ref MemoryMarshal.GetReference(first);
        ref double r = ref MemoryMarshal.GetReference(second);
        Vector256<double> s1 = Vector256.LoadUnsafe(ref s), s2 = Vector256.LoadUnsafe(ref s, 4), y = Vector256<double>.Zero;
        Vector256<double> r1 = Vector256.LoadUnsafe(ref r), r2 = Vector256.LoadUnsafe(ref r, 4), z = y;
        ref double x = ref MemoryMarshal.GetReference(left);
        ref double w = ref MemoryMarshal.GetReference(right);
        int n = left.Length, lag = used - 1;
        for (int t = 0; t < n + lag; t++)
        {
            Vector256<double> a = Shift(y, t < n ? Unsafe.Add(ref x, t) : 0);
            Vector256<double> b = Shift(z, t < n ? Unsafe.Add(ref w, t) : 0);
            y = b0 * a + s1;
            z = b0 * b + r1;
            Vector256<double> nextS1 = (b1 * a + s2) - a1 * y;
            Vector256<double> nextS2 = b2 * a - a2 * y;
            Vector256<double> nextR1 = (b1 * b + r2) - a1 * z;
            Vector256<double> nextR2 = b2 * b - a2 * z;
            if (t < lag || t >= n)
            {
                Vector256<double> active = Active256(t, n);
                nextS1 = Vector256.ConditionalSelect(active, nextS1, s1);
                nextS2 = Vector256.ConditionalSelect(active, nextS2, s2);
                nextR1 = Vector256.ConditionalSelect(active, nextR1, r1);
                nextR2 = Vector256.ConditionalSelect(active, nextR2, r2);
            }

            (s1, s2, r1, r2) = (nextS1, nextS2, nextR1, nextR2);
            if (t >= lag)
            {
                Unsafe.Add(ref x, t - lag) = y.GetElement(lag);
                Unsafe.Add(ref w, t - lag) = z.GetElement(lag);
            }
        }

        s1.StoreUnsafe(ref s);
        s2.StoreUnsafe(ref s, 4);
        r1.StoreUnsafe(ref r);
        r2.StoreUnsafe(ref r, 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Shift(Vector512<double> y, double x) =>
        Vector512.ConditionalSelect(
            Vector512.Create(-1L, 0, 0, 0, 0, 0, 0, 0).AsDouble(),
            Vector512.Create(x),
            Vector512.Shuffle(y, Vector512.Create(0L, 0, 1, 2, 3, 4, 5, 6)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Shift(Vector256<double> y, double x) =>
        Vector256.ConditionalSelect(
            Vector256.Create(-1L, 0, 0, 0).AsDouble(), Vector256.Create(x), Vector256.Shuffle(y, Vector256.Create(0L, 0, 1, 2)));

    private static Vector512<double> Active512(int t, int n)
    {
        Vector512<long> sample = Vector512.Create((long)t) - Lanes512;
        return (Vector512.GreaterThanOrEqual(sample, Vector512<long>.Zero) & Vector512.LessThan(sample, Vector512.Create((long)n))).AsDouble();
    }

    private static Vector256<double> Active256(int t, int n)
    {
        Vector256<long> sample = Vector256.Create((long)t) - Lanes256;
        return (Vector256.GreaterThanOrEqual(sample, Vector256<long>.Zero) & Vector256.LessThan(sample, Vector256.Create((long)n))).AsDouble();
    }
}
