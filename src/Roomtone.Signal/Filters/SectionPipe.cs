using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Roomtone.Signal;

/// <summary>Two groups of eight sections one behind the other, on two channels, in one loop.</summary>
/// <remarks>
/// The recursion waits for its own result; four independent chains fill the time that two leave idle, so 9…16 sections cost little more than
/// eight. The second group takes the last lane of the first as it was one step earlier, and so stands eight samples behind. Bits: those of
/// <see cref="SectionLanes"/>.
/// </remarks>
internal static class SectionPipe
{
    private const int Lanes = 8;

    /// <summary>Filters in place.</summary>
    /// <param name="used">Lanes of the second group that hold a section; the first is full.</param>
    /// <param name="coefficients">b0, b1, b2, a1, a2 of the first group, then of the second.</param>
    /// <param name="first">s1, s2 of both groups of the first channel.</param>
    /// <param name="second">The same of the second channel.</param>
    /// <param name="left">Samples of the first channel.</param>
    /// <param name="right">Samples of the second channel.</param>
    public static void Run(
        int used, ReadOnlySpan<double> coefficients, Span<double> first, Span<double> second, Span<double> left, Span<double> right)
    {
        Span<double> outputs = stackalloc double[4 * Lanes];
        outputs.Clear();
        int n = left.Length, lag = Lanes + used - 1;
        Memories memories = new(coefficients, first, second, outputs);
        if (n <= lag)
        {
            Edge(0, n + lag, used, memories, left, right);
            return;
        }

        Edge(0, lag, used, memories, left, right);
        Body(used, memories, left, right);
        Edge(n, n + lag, used, memories, left, right);
    }

    // While the pipe fills and drains: lanes whose sample lies outside the block keep their state.
    private static void Edge(int from, int to, int used, Memories m, Span<double> left, Span<double> right)
    {
        int n = left.Length, lag = Lanes + used - 1;
        for (int i = from; i < to; i++)
        {
            Vector512<double> activeA = Active(i, n), activeB = Active(i - Lanes, n);
            Step(i < n ? left[i] : 0, ref m.Coefficients, ref m.First, ref m.Outputs, activeA, activeB);
            Step(i < n ? right[i] : 0, ref m.Coefficients, ref m.Second, ref Unsafe.Add(ref m.Outputs, 2 * Lanes), activeA, activeB);
            if (i >= lag)
            {
                left[i - lag] = Unsafe.Add(ref m.Outputs, Lanes + used - 1);
                right[i - lag] = Unsafe.Add(ref m.Outputs, 3 * Lanes + used - 1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(double x, ref double h, ref double state, ref double output, Vector512<double> activeA, Vector512<double> activeB)
    {
        Vector512<double> before = At(ref output, 0);
        Vector512<double> behind = Follow(At(ref output, 1), before);
        Put(Step(Shift(before, Vector512.Create(x)), ref h, ref state, activeA), ref output, 0);
        Put(Step(behind, ref Unsafe.Add(ref h, 5 * Lanes), ref Unsafe.Add(ref state, 2 * Lanes), activeB), ref output, 1);
    }

    // y = b0·x + s1;  s1 = (b1·x + s2) − a1·y;  s2 = b2·x − a2·y.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Step(Vector512<double> x, ref double h, ref double state, Vector512<double> active)
    {
        Vector512<double> s1 = At(ref state, 0), s2 = At(ref state, 1);
        Vector512<double> y = At(ref h, 0) * x + s1;
        Vector512<double> next1 = (At(ref h, 1) * x + s2) - At(ref h, 3) * y;
        Vector512<double> next2 = At(ref h, 2) * x - At(ref h, 4) * y;
        Put(Vector512.ConditionalSelect(active, next1, s1), ref state, 0);
        Put(Vector512.ConditionalSelect(active, next2, s2), ref state, 1);
        return y;
    }

    // Every lane is at work. All that recurs stays in registers: ten coefficients, eight states, four outputs.
    private static void Body(int used, Memories m, Span<double> left, Span<double> right)
    {
        ref double h = ref m.Coefficients;
        Vector512<double> b0 = At(ref h, 0), b1 = At(ref h, 1), b2 = At(ref h, 2), a1 = At(ref h, 3), a2 = At(ref h, 4);
        Vector512<double> d0 = At(ref h, 5), d1 = At(ref h, 6), d2 = At(ref h, 7), c1 = At(ref h, 8), c2 = At(ref h, 9);
        ref double f = ref m.First;
        ref double g = ref m.Second;
        Vector512<double> s1 = At(ref f, 0), s2 = At(ref f, 1), t1 = At(ref f, 2), t2 = At(ref f, 3);
        Vector512<double> r1 = At(ref g, 0), r2 = At(ref g, 1), q1 = At(ref g, 2), q2 = At(ref g, 3);
        ref double o = ref m.Outputs;
        Vector512<double> ys = At(ref o, 0), yt = At(ref o, 1), yr = At(ref o, 2), yq = At(ref o, 3);
        Vector512<long> last = Vector512.Create((long)(used - 1));
        ref double x = ref MemoryMarshal.GetReference(left);
        ref double w = ref MemoryMarshal.GetReference(right);
        int n = left.Length, lag = Lanes + used - 1;
        for (int i = lag; i < n; i++)
        {
            Vector512<double> t = Follow(yt, ys), q = Follow(yq, yr);
            Vector512<double> s = Shift(ys, Vector512.Create(Unsafe.Add(ref x, i))), r = Shift(yr, Vector512.Create(Unsafe.Add(ref w, i)));
            ys = b0 * s + s1;
            yr = b0 * r + r1;
            yt = d0 * t + t1;
            yq = d0 * q + q1;
            s1 = (b1 * s + s2) - a1 * ys;
            r1 = (b1 * r + r2) - a1 * yr;
            t1 = (d1 * t + t2) - c1 * yt;
            q1 = (d1 * q + q2) - c1 * yq;
            s2 = b2 * s - a2 * ys;
            r2 = b2 * r - a2 * yr;
            t2 = d2 * t - c2 * yt;
            q2 = d2 * q - c2 * yq;
            Unsafe.Add(ref x, i - lag) = Pick(yt, last);
            Unsafe.Add(ref w, i - lag) = Pick(yq, last);
        }

        Put(s1, ref f, 0);
        Put(s2, ref f, 1);
        Put(t1, ref f, 2);
        Put(t2, ref f, 3);
        Put(r1, ref g, 0);
        Put(r2, ref g, 1);
        Put(q1, ref g, 2);
        Put(q2, ref g, 3);
        Put(ys, ref o, 0);
        Put(yt, ref o, 1);
        Put(yr, ref o, 2);
        Put(yq, ref o, 3);
    }

    // The lanes of y one up, and another vector's lane 0 in lane 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Shift(Vector512<double> y, Vector512<double> x) =>
        Avx512F.IsSupported
            ? Avx512F.PermuteVar8x64x2(y, Vector512.Create(8L, 0, 1, 2, 3, 4, 5, 6), x)
            : Vector512.ConditionalSelect(
                Vector512.Create(-1L, 0, 0, 0, 0, 0, 0, 0).AsDouble(), x, Vector512.Shuffle(y, Vector512.Create(0L, 0, 1, 2, 3, 4, 5, 6)));

    // The lanes of y one up, and the last lane of the group before it in lane 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Follow(Vector512<double> y, Vector512<double> before) =>
        Avx512F.IsSupported
            ? Avx512F.PermuteVar8x64x2(y, Vector512.Create(15L, 0, 1, 2, 3, 4, 5, 6), before)
            : Shift(y, Vector512.Create(before.GetElement(Lanes - 1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Pick(Vector512<double> y, Vector512<long> lane) =>
        (Avx512F.IsSupported ? Avx512F.PermuteVar8x64(y, lane) : Vector512.Shuffle(y, lane)).ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Active(int step, int n)
    {
        Vector512<long> sample = Vector512.Create((long)step) - Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7);
        return (Vector512.GreaterThanOrEqual(sample, Vector512<long>.Zero) & Vector512.LessThan(sample, Vector512.Create((long)n))).AsDouble();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> At(ref double values, int vector) => Vector512.LoadUnsafe(ref values, (nuint)(vector * Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector512<double> values, ref double destination, int vector) =>
        values.StoreUnsafe(ref destination, (nuint)(vector * Lanes));

    // The numbers that the loops work with, each as long as its vectors.
    private readonly ref struct Memories(ReadOnlySpan<double> coefficients, Span<double> first, Span<double> second, Span<double> outputs)
    {
        public readonly ref double Coefficients = ref MemoryMarshal.GetReference(coefficients[..(10 * Lanes)]);
        public readonly ref double First = ref MemoryMarshal.GetReference(first[..(4 * Lanes)]);
        public readonly ref double Second = ref MemoryMarshal.GetReference(second[..(4 * Lanes)]);
        public readonly ref double Outputs = ref MemoryMarshal.GetReference(outputs[..(4 * Lanes)]);
    }
}
