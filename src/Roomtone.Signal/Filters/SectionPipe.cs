using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
        Group a = new(coefficients), b = new(coefficients[(5 * Lanes)..]);
        State s = new(first), t = new(first[(2 * Lanes)..]), r = new(second), q = new(second[(2 * Lanes)..]);
        Vector512<double> ys = Vector512<double>.Zero, yt = ys, yr = ys, yq = ys;
        ref double x = ref MemoryMarshal.GetReference(left);
        ref double w = ref MemoryMarshal.GetReference(right);
        int n = left.Length, lag = Lanes + used - 1;
        for (int i = 0; i < n + lag; i++)
        {
            bool isWhole = i >= lag && i < n;
            Vector512<double> inT = Shift(yt, ys.GetElement(Lanes - 1)), inQ = Shift(yq, yr.GetElement(Lanes - 1));
            Vector512<double> inS = Shift(ys, i < n ? Unsafe.Add(ref x, i) : 0), inR = Shift(yr, i < n ? Unsafe.Add(ref w, i) : 0);
            Vector512<double> activeA = isWhole ? default : Active(i, n), activeB = isWhole ? default : Active(i - Lanes, n);
            ys = Step(a, ref s, inS, isWhole, activeA);
            yr = Step(a, ref r, inR, isWhole, activeA);
            yt = Step(b, ref t, inT, isWhole, activeB);
            yq = Step(b, ref q, inQ, isWhole, activeB);
            if (i >= lag)
            {
                Unsafe.Add(ref x, i - lag) = yt.GetElement(used - 1);
                Unsafe.Add(ref w, i - lag) = yq.GetElement(used - 1);
            }
        }

        s.Store(first);
        t.Store(first[(2 * Lanes)..]);
        r.Store(second);
        q.Store(second[(2 * Lanes)..]);
    }

    // y = b0·x + s1;  s1 = (b1·x + s2) − a1·y;  s2 = b2·x − a2·y.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Step(in Group h, ref State s, Vector512<double> x, bool isWhole, Vector512<double> active)
    {
        Vector512<double> y = h.B0 * x + s.S1;
        Vector512<double> next1 = (h.B1 * x + s.S2) - h.A1 * y;
        Vector512<double> next2 = h.B2 * x - h.A2 * y;
        s.S1 = isWhole ? next1 : Vector512.ConditionalSelect(active, next1, s.S1);
        s.S2 = isWhole ? next2 : Vector512.ConditionalSelect(active, next2, s.S2);
        return y;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Shift(Vector512<double> y, double x) =>
        Vector512.ConditionalSelect(
            Vector512.Create(-1L, 0, 0, 0, 0, 0, 0, 0).AsDouble(),
            Vector512.Create(x),
            Vector512.Shuffle(y, Vector512.Create(0L, 0, 1, 2, 3, 4, 5, 6)));

    private static Vector512<double> Active(int step, int n)
    {
        Vector512<long> sample = Vector512.Create((long)step) - Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7);
        return (Vector512.GreaterThanOrEqual(sample, Vector512<long>.Zero) & Vector512.LessThan(sample, Vector512.Create((long)n))).AsDouble();
    }

    private readonly struct Group(ReadOnlySpan<double> c)
    {
        public readonly Vector512<double> B0 = Vector512.Create(c[..8]);
        public readonly Vector512<double> B1 = Vector512.Create(c[8..16]);
        public readonly Vector512<double> B2 = Vector512.Create(c[16..24]);
        public readonly Vector512<double> A1 = Vector512.Create(c[24..32]);
        public readonly Vector512<double> A2 = Vector512.Create(c[32..40]);
    }

    private struct State(ReadOnlySpan<double> s)
    {
        public Vector512<double> S1 = Vector512.Create(s[..8]);
        public Vector512<double> S2 = Vector512.Create(s[8..16]);

        public readonly void Store(Span<double> destination)
        {
            S1.CopyTo(destination);
            S2.CopyTo(destination[8..]);
        }
    }
}
