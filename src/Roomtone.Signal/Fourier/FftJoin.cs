using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Roomtone.Signal;

/// <summary>The last stage: joins the W lanes by a butterfly of W points across them.</summary>
/// <remarks>X[k + rows·t] = Σ_l w^(lk)·F_l[k]·e^(−2πi·lt/W): W rows are turned, transposed, and transformed as columns.</remarks>
internal static unsafe class FftJoin<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T[] s_turn = [.. Turns().Select(T.CreateChecked)];

    private static int W => Vector512<T>.Count;

    /// <summary>Joins; source and destination differ.</summary>
    [SkipLocalsInit]
    public static void Run(T* xr, T* xi, T* yr, T* yi, T* wr, T* wi, int rows)
    {
        Vector512<T>* re = stackalloc Vector512<T>[W];
        Vector512<T>* im = stackalloc Vector512<T>[W];
        if (rows < W)
        {
            fixed (T* turn = s_turn)
            {
                RunShort(xr, xi, yr, yi, wr, wi, rows, re, im, turn);
            }

            return;
        }

        fixed (T* turn = s_turn)
        {
            RunLong(xr, xi, yr, yi, wr, wi, rows, re, im, turn);
        }
    }

    private static void RunLong(
        T* xr, T* xi, T* yr, T* yi, T* wr, T* wi, int rows, Vector512<T>* re, Vector512<T>* im, T* turn)
    {
        for (int k = 0; k < rows; k += W)
        {
            // The last, partial group starts earlier and computes some rows twice: the same bits, no second path.
            int first = Math.Min(k, rows - W);
            Turn(xr + first * W, xi + first * W, wr + first * W, wi + first * W, W, re, im);
            Columns(re, im, turn);
            for (int t = 0; t < W; t++)
            {
                int from = Place(t);
                re[from].Store(yr + first + (nint)rows * t);
                im[from].Store(yi + first + (nint)rows * t);
            }
        }
    }

    private static void RunShort(
        T* xr, T* xi, T* yr, T* yi, T* wr, T* wi, int rows, Vector512<T>* re, Vector512<T>* im, T* turn)
    {
        new Span<Vector512<T>>(re, W).Clear();
        new Span<Vector512<T>>(im, W).Clear();
        Turn(xr, xi, wr, wi, rows, re, im);
        Columns(re, im, turn);

        // Whole vectors in ascending order: what one writes too much, the next overwrites; only the last is cut.
        for (int t = 0; t < W - 1 && rows * t + W <= rows * W; t++)
        {
            re[Place(t)].Store(yr + rows * t);
            im[Place(t)].Store(yi + rows * t);
        }

        for (int t = Math.Max(0, W - (W + rows - 1) / rows); t < W; t++)
        {
            new ReadOnlySpan<T>(re + Place(t), rows).CopyTo(new Span<T>(yr + rows * t, rows));
            new ReadOnlySpan<T>(im + Place(t), rows).CopyTo(new Span<T>(yi + rows * t, rows));
        }
    }

    private static int Place(int t) => typeof(T) == typeof(float) ? 4 * (t & 3) + (t >> 2) : t;

    private static void Turn(T* xr, T* xi, T* wr, T* wi, int rows, Vector512<T>* re, Vector512<T>* im)
    {
        for (int r = 0; r < rows; r++)
        {
            Vector512<T> a = Vector512.Load(xr + r * W), b = Vector512.Load(xi + r * W);
            Vector512<T> c = Vector512.Load(wr + r * W), d = Vector512.Load(wi + r * W);
            re[r] = a * c - b * d;
            im[r] = a * d + b * c;
        }
    }

    // It has no loop, so without this it would run as the unoptimised first version for as long as a short job lasts.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns(Vector512<T>* re, Vector512<T>* im, T* turn)
    {
        Transpose(re);
        Transpose(im);
        if (typeof(T) == typeof(float))
        {
            Butterfly16(re, im, turn);
        }
        else
        {
            FftStages<T>.Butterfly8(
                ref re[0], ref im[0], ref re[1], ref im[1], ref re[2], ref im[2], ref re[3], ref im[3],
                ref re[4], ref im[4], ref re[5], ref im[5], ref re[6], ref im[6], ref re[7], ref im[7]);
        }
    }

    // 16 = 4 × 4: columns j, j + 4, j + 8, j + 12; then turned rows; output k1 + 4·k2 lands in 4·k1 + k2.
    private static void Butterfly16(Vector512<T>* re, Vector512<T>* im, T* turn)
    {
        for (int j = 0; j < 4; j++)
        {
            Vector512<T> ar = re[j], ai = im[j], br = re[j + 4], bi = im[j + 4], cr = re[j + 8], ci = im[j + 8], dr = re[j + 12], di = im[j + 12];
            FftStages<T>.Butterfly4(ref ar, ref ai, ref br, ref bi, ref cr, ref ci, ref dr, ref di);
            (re[j], im[j]) = (ar, ai);
            Store(re, im, j + 4, br, bi, turn + 2 * j);
            Store(re, im, j + 8, cr, ci, turn + 8 + 2 * j);
            Store(re, im, j + 12, dr, di, turn + 16 + 2 * j);
        }

        for (int k = 0; k < 4; k++)
        {
            int at = 4 * k;
            FftStages<T>.Butterfly4(
                ref re[at], ref im[at], ref re[at + 1], ref im[at + 1], ref re[at + 2], ref im[at + 2], ref re[at + 3], ref im[at + 3]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<T>* re, Vector512<T>* im, int at, Vector512<T> r, Vector512<T> i, T* turn)
    {
        Vector512<T> c = Vector512.Create(turn[0]), d = Vector512.Create(turn[1]);
        re[at] = r * c - i * d;
        im[at] = r * d + i * c;
    }

    private static IEnumerable<double> Turns()
    {
        for (int k = 1; k < 4; k++)
        {
            for (int j = 0; j < 4; j++)
            {
                yield return FftTables.Cos(j * k, 16);
                yield return FftTables.Sin(j * k, 16);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(Vector512<T>* m)
    {
        if (!Avx512F.IsSupported)
        {
            T* v = (T*)m;
            for (int r = 0; r < W; r++)
            {
                for (int c = r + 1; c < W; c++)
                {
                    (v[r * W + c], v[c * W + r]) = (v[c * W + r], v[r * W + c]);
                }
            }
        }
        else if (typeof(T) == typeof(float))
        {
            Transpose16((Vector512<float>*)m);
        }
        else
        {
            Transpose8((Vector512<double>*)m);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose8(Vector512<double>* m)
    {
        Vector512<double> a0 = Avx512F.UnpackLow(m[0], m[1]), a1 = Avx512F.UnpackHigh(m[0], m[1]);
        Vector512<double> a2 = Avx512F.UnpackLow(m[2], m[3]), a3 = Avx512F.UnpackHigh(m[2], m[3]);
        Vector512<double> a4 = Avx512F.UnpackLow(m[4], m[5]), a5 = Avx512F.UnpackHigh(m[4], m[5]);
        Vector512<double> a6 = Avx512F.UnpackLow(m[6], m[7]), a7 = Avx512F.UnpackHigh(m[6], m[7]);
        Quarters(a0, a2, a4, a6, out m[0], out m[2], out m[4], out m[6]);
        Quarters(a1, a3, a5, a7, out m[1], out m[3], out m[5], out m[7]);
    }

    [SkipLocalsInit]
    private static void Transpose16(Vector512<float>* m)
    {
        Vector512<double>* r = stackalloc Vector512<double>[16];
        for (int c = 0; c < 16; c += 4)
        {
            Vector512<double> a = Avx512F.UnpackLow(m[c], m[c + 1]).AsDouble(), b = Avx512F.UnpackHigh(m[c], m[c + 1]).AsDouble();
            Vector512<double> d = Avx512F.UnpackLow(m[c + 2], m[c + 3]).AsDouble(), e = Avx512F.UnpackHigh(m[c + 2], m[c + 3]).AsDouble();
            r[c] = Avx512F.UnpackLow(a, d);
            r[c + 1] = Avx512F.UnpackHigh(a, d);
            r[c + 2] = Avx512F.UnpackLow(b, e);
            r[c + 3] = Avx512F.UnpackHigh(b, e);
        }

        Vector512<double>* o = (Vector512<double>*)m;
        for (int j = 0; j < 4; j++)
        {
            Quarters(r[j], r[4 + j], r[8 + j], r[12 + j], out o[j], out o[4 + j], out o[8 + j], out o[12 + j]);
        }
    }

    // A 4 × 4 transposition of 128-bit quarters.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarters(
        Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d,
        out Vector512<double> e, out Vector512<double> f, out Vector512<double> g, out Vector512<double> h)
    {
        Vector512<double> p = Avx512F.Shuffle4x128(a, b, 0x88), q = Avx512F.Shuffle4x128(a, b, 0xdd);
        Vector512<double> r = Avx512F.Shuffle4x128(c, d, 0x88), s = Avx512F.Shuffle4x128(c, d, 0xdd);
        e = Avx512F.Shuffle4x128(p, r, 0x88);
        f = Avx512F.Shuffle4x128(q, s, 0x88);
        g = Avx512F.Shuffle4x128(p, r, 0xdd);
        h = Avx512F.Shuffle4x128(q, s, 0xdd);
    }
}
