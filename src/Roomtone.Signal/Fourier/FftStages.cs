using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Roomtone.Signal;

/// <summary>The stages of the Stockham transform; every element is a vector of independent lanes.</summary>
/// <remarks>
/// Stage of radix r, with r·m rows left and s rows already joined: for p in 0…m−1, q in 0…s−1,
/// y[q + s(rp + k)] = w^(pk)·Σ_j x[q + s(p + mj)]·e^(−2πi·jk/r), w = e^(−2πi/(rm)).
/// </remarks>
internal static unsafe class FftStages<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double SqrtHalf = 0.70710678118654752440;
    private const double Sin3 = 0.86602540378443864676;
    private const double Cos51 = 0.30901699437494742410;
    private const double Cos52 = -0.80901699437494742410;
    private const double Sin51 = 0.95105651629515357212;
    private const double Sin52 = 0.58778525229247312917;
    private const double Cos71 = 0.62348980185873353053;
    private const double Cos72 = -0.22252093395631440429;
    private const double Cos73 = -0.90096886790241912624;
    private const double Sin71 = 0.78183148246802980871;
    private const double Sin72 = 0.97492791218182360702;
    private const double Sin73 = 0.43388373911755812048;

    private static int W => Vector512<T>.Count;

    /// <summary>Runs one stage.</summary>
    public static void Run(int radix, T* xr, T* xi, T* yr, T* yi, int m, int s, T* w)
    {
        switch (radix)
        {
            case 8:
                Radix8<Straight>(xr, xi, yr, yi, 0, 1, m, s, w);
                Radix8<Turned>(xr, xi, yr, yi, 1, m, m, s, w);
                break;
            case 4:
                Radix4<Straight>(xr, xi, yr, yi, 0, 1, m, s, w);
                Radix4<Turned>(xr, xi, yr, yi, 1, m, m, s, w);
                break;
            case 2:
                Radix2(xr, xi, yr, yi, m, s, w);
                break;
            case 3:
                Radix3(xr, xi, yr, yi, m, s, w);
                break;
            case 5:
                Radix5(xr, xi, yr, yi, m, s, w);
                break;
            default:
                Radix7(xr, xi, yr, yi, m, s, w);
                break;
        }
    }

    // A literal that the compiler folds for float and double alike.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Constant(double value) => Vector512.Create(T.CreateTruncating(value));

    /// <summary>Four points: (a, b, c, d) → their transform.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Butterfly4(
        ref Vector512<T> ar, ref Vector512<T> ai, ref Vector512<T> br, ref Vector512<T> bi,
        ref Vector512<T> cr, ref Vector512<T> ci, ref Vector512<T> dr, ref Vector512<T> di)
    {
        Vector512<T> s0r = ar + cr, s0i = ai + ci, d0r = ar - cr, d0i = ai - ci;
        Vector512<T> s1r = br + dr, s1i = bi + di, d1r = br - dr, d1i = bi - di;
        (ar, ai) = (s0r + s1r, s0i + s1i);
        (cr, ci) = (s0r - s1r, s0i - s1i);
        (br, bi) = (d0r + d1i, d0i - d1r);
        (dr, di) = (d0r - d1i, d0i + d1r);
    }

    /// <summary>Eight points in place, in natural order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Butterfly8(
        ref Vector512<T> r0, ref Vector512<T> i0, ref Vector512<T> r1, ref Vector512<T> i1,
        ref Vector512<T> r2, ref Vector512<T> i2, ref Vector512<T> r3, ref Vector512<T> i3,
        ref Vector512<T> r4, ref Vector512<T> i4, ref Vector512<T> r5, ref Vector512<T> i5,
        ref Vector512<T> r6, ref Vector512<T> i6, ref Vector512<T> r7, ref Vector512<T> i7)
    {
        Butterfly4(ref r0, ref i0, ref r2, ref i2, ref r4, ref i4, ref r6, ref i6);
        Butterfly4(ref r1, ref i1, ref r3, ref i3, ref r5, ref i5, ref r7, ref i7);

        // Odd half times e^(−iπk/4); its outputs k = 0…3 stand in 1, 3, 5, 7.
        Vector512<T> h = Constant(SqrtHalf);
        (r3, i3) = ((r3 + i3) * h, (i3 - r3) * h);
        (r5, i5) = (i5, -r5);
        (r7, i7) = ((i7 - r7) * h, (-r7 - i7) * h);
        Vector512<T> a0r = r0 + r1, a0i = i0 + i1, a4r = r0 - r1, a4i = i0 - i1;
        Vector512<T> a1r = r2 + r3, a1i = i2 + i3, a5r = r2 - r3, a5i = i2 - i3;
        Vector512<T> a2r = r4 + r5, a2i = i4 + i5, a6r = r4 - r5, a6i = i4 - i5;
        Vector512<T> a3r = r6 + r7, a3i = i6 + i7, a7r = r6 - r7, a7i = i6 - i7;
        (r0, i0, r1, i1, r2, i2, r3, i3) = (a0r, a0i, a1r, a1i, a2r, a2i, a3r, a3i);
        (r4, i4, r5, i5, r6, i6, r7, i7) = (a4r, a4i, a5r, a5i, a6r, a6i, a7r, a7i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTurned<TTurn>(T* yr, T* yi, nint at, Vector512<T> re, Vector512<T> im, T* w)
    {
        if (typeof(TTurn) == typeof(Straight))
        {
            re.Store(yr + at);
            im.Store(yi + at);
            return;
        }

        Vector512<T> c = Vector512.Create(w[0]), d = Vector512.Create(w[1]);
        (re * c - im * d).Store(yr + at);
        (re * d + im * c).Store(yi + at);
    }

    private static void Radix2(T* xr, T* xi, T* yr, T* yi, int m, int s, T* w)
    {
        nint ss = (nint)s * W, half = (nint)m * ss;
        for (int p = 0; p < m; p++)
        {
            for (nint q = 0; q < ss; q += W)
            {
                nint x = q + p * ss, y = q + 2 * p * ss;
                Vector512<T> ar = Vector512.Load(xr + x), ai = Vector512.Load(xi + x);
                Vector512<T> br = Vector512.Load(xr + x + half), bi = Vector512.Load(xi + x + half);
                (ar + br).Store(yr + y);
                (ai + bi).Store(yi + y);
                StoreTurned<Turned>(yr, yi, y + ss, ar - br, ai - bi, w + 2 * p);
            }
        }
    }

    private static void Radix3(T* xr, T* xi, T* yr, T* yi, int m, int s, T* w)
    {
        nint ss = (nint)s * W, third = (nint)m * ss;
        Vector512<T> half = Constant(0.5), sine = Constant(Sin3);
        for (int p = 0; p < m; p++)
        {
            for (nint q = 0; q < ss; q += W)
            {
                nint x = q + p * ss, y = q + 3 * p * ss;
                Vector512<T> ar = Vector512.Load(xr + x), ai = Vector512.Load(xi + x);
                Vector512<T> br = Vector512.Load(xr + x + third), bi = Vector512.Load(xi + x + third);
                Vector512<T> cr = Vector512.Load(xr + x + 2 * third), ci = Vector512.Load(xi + x + 2 * third);
                Vector512<T> sr = br + cr, si = bi + ci, dr = (br - cr) * sine, di = (bi - ci) * sine;
                (ar + sr).Store(yr + y);
                (ai + si).Store(yi + y);
                Vector512<T> tr = ar - half * sr, ti = ai - half * si;
                StoreTurned<Turned>(yr, yi, y + ss, tr + di, ti - dr, w + 4 * p);
                StoreTurned<Turned>(yr, yi, y + 2 * ss, tr - di, ti + dr, w + 4 * p + 2);
            }
        }
    }

    private static void Radix4<TTurn>(T* xr, T* xi, T* yr, T* yi, int from, int to, int m, int s, T* w)
    {
        nint ss = (nint)s * W, quarter = (nint)m * ss;
        for (int p = from; p < to; p++)
        {
            T* t = w + 6 * p;
            for (nint q = 0; q < ss; q += W)
            {
                nint x = q + p * ss, y = q + 4 * p * ss;
                Vector512<T> ar = Vector512.Load(xr + x), ai = Vector512.Load(xi + x);
                Vector512<T> br = Vector512.Load(xr + x + quarter), bi = Vector512.Load(xi + x + quarter);
                Vector512<T> cr = Vector512.Load(xr + x + 2 * quarter), ci = Vector512.Load(xi + x + 2 * quarter);
                Vector512<T> dr = Vector512.Load(xr + x + 3 * quarter), di = Vector512.Load(xi + x + 3 * quarter);
                Butterfly4(ref ar, ref ai, ref br, ref bi, ref cr, ref ci, ref dr, ref di);
                ar.Store(yr + y);
                ai.Store(yi + y);
                StoreTurned<TTurn>(yr, yi, y + ss, br, bi, t);
                StoreTurned<TTurn>(yr, yi, y + 2 * ss, cr, ci, t + 2);
                StoreTurned<TTurn>(yr, yi, y + 3 * ss, dr, di, t + 4);
            }
        }
    }

    private static void Radix8<TTurn>(T* xr, T* xi, T* yr, T* yi, int from, int to, int m, int s, T* w)
    {
        nint ss = (nint)s * W, e = (nint)m * ss;
        for (int p = from; p < to; p++)
        {
            T* t = w + 14 * p;
            for (nint q = 0; q < ss; q += W)
            {
                T* ur = xr + q + p * ss;
                T* ui = xi + q + p * ss;
                nint y = q + 8 * p * ss;
                Vector512<T> r0 = Vector512.Load(ur), i0 = Vector512.Load(ui);
                Vector512<T> r1 = Vector512.Load(ur + e), i1 = Vector512.Load(ui + e);
                Vector512<T> r2 = Vector512.Load(ur + 2 * e), i2 = Vector512.Load(ui + 2 * e);
                Vector512<T> r3 = Vector512.Load(ur + 3 * e), i3 = Vector512.Load(ui + 3 * e);
                Vector512<T> r4 = Vector512.Load(ur + 4 * e), i4 = Vector512.Load(ui + 4 * e);
                Vector512<T> r5 = Vector512.Load(ur + 5 * e), i5 = Vector512.Load(ui + 5 * e);
                Vector512<T> r6 = Vector512.Load(ur + 6 * e), i6 = Vector512.Load(ui + 6 * e);
                Vector512<T> r7 = Vector512.Load(ur + 7 * e), i7 = Vector512.Load(ui + 7 * e);
                Butterfly8(
                    ref r0, ref i0, ref r1, ref i1, ref r2, ref i2, ref r3, ref i3,
                    ref r4, ref i4, ref r5, ref i5, ref r6, ref i6, ref r7, ref i7);
                r0.Store(yr + y);
                i0.Store(yi + y);
                StoreTurned<TTurn>(yr, yi, y + ss, r1, i1, t);
                StoreTurned<TTurn>(yr, yi, y + 2 * ss, r2, i2, t + 2);
                StoreTurned<TTurn>(yr, yi, y + 3 * ss, r3, i3, t + 4);
                StoreTurned<TTurn>(yr, yi, y + 4 * ss, r4, i4, t + 6);
                StoreTurned<TTurn>(yr, yi, y + 5 * ss, r5, i5, t + 8);
                StoreTurned<TTurn>(yr, yi, y + 6 * ss, r6, i6, t + 10);
                StoreTurned<TTurn>(yr, yi, y + 7 * ss, r7, i7, t + 12);
            }
        }
    }

    private static void Radix5(T* xr, T* xi, T* yr, T* yi, int m, int s, T* w)
    {
        nint ss = (nint)s * W, e = (nint)m * ss;
        Vector512<T> c1 = Constant(Cos51), c2 = Constant(Cos52), z1 = Constant(Sin51), z2 = Constant(Sin52);
        for (int p = 0; p < m; p++)
        {
            T* t = w + 8 * p;
            for (nint q = 0; q < ss; q += W)
            {
                T* ur = xr + q + p * ss;
                T* ui = xi + q + p * ss;
                nint y = q + 5 * p * ss;
                Vector512<T> ar = Vector512.Load(ur), ai = Vector512.Load(ui);
                Vector512<T> br = Vector512.Load(ur + e), bi = Vector512.Load(ui + e), er = Vector512.Load(ur + 4 * e), ei = Vector512.Load(ui + 4 * e);
                Vector512<T> cr = Vector512.Load(ur + 2 * e), ci = Vector512.Load(ui + 2 * e), dr = Vector512.Load(ur + 3 * e), di = Vector512.Load(ui + 3 * e);
                Vector512<T> s1r = br + er, s1i = bi + ei, d1r = br - er, d1i = bi - ei;
                Vector512<T> s2r = cr + dr, s2i = ci + di, d2r = cr - dr, d2i = ci - di;
                (ar + (s1r + s2r)).Store(yr + y);
                (ai + (s1i + s2i)).Store(yi + y);
                Vector512<T> pr = ar + (c1 * s1r + c2 * s2r), pi = ai + (c1 * s1i + c2 * s2i);
                Vector512<T> qr = z1 * d1r + z2 * d2r, qi = z1 * d1i + z2 * d2i;
                StoreTurned<Turned>(yr, yi, y + ss, pr + qi, pi - qr, t);
                StoreTurned<Turned>(yr, yi, y + 4 * ss, pr - qi, pi + qr, t + 6);
                pr = ar + (c2 * s1r + c1 * s2r);
                pi = ai + (c2 * s1i + c1 * s2i);
                qr = z2 * d1r - z1 * d2r;
                qi = z2 * d1i - z1 * d2i;
                StoreTurned<Turned>(yr, yi, y + 2 * ss, pr + qi, pi - qr, t + 2);
                StoreTurned<Turned>(yr, yi, y + 3 * ss, pr - qi, pi + qr, t + 4);
            }
        }
    }

    private static void Radix7(T* xr, T* xi, T* yr, T* yi, int m, int s, T* w)
    {
        nint ss = (nint)s * W, e = (nint)m * ss;
        Vector512<T> c1 = Constant(Cos71), c2 = Constant(Cos72), c3 = Constant(Cos73);
        Vector512<T> z1 = Constant(Sin71), z2 = Constant(Sin72), z3 = Constant(Sin73);
        for (int p = 0; p < m; p++)
        {
            T* t = w + 12 * p;
            for (nint q = 0; q < ss; q += W)
            {
                T* ur = xr + q + p * ss;
                T* ui = xi + q + p * ss;
                nint y = q + 7 * p * ss;
                Vector512<T> ar = Vector512.Load(ur), ai = Vector512.Load(ui);
                Vector512<T> br = Vector512.Load(ur + e), bi = Vector512.Load(ui + e), gr = Vector512.Load(ur + 6 * e), gi = Vector512.Load(ui + 6 * e);
                Vector512<T> cr = Vector512.Load(ur + 2 * e), ci = Vector512.Load(ui + 2 * e), fr = Vector512.Load(ur + 5 * e), fi = Vector512.Load(ui + 5 * e);
                Vector512<T> dr = Vector512.Load(ur + 3 * e), di = Vector512.Load(ui + 3 * e), hr = Vector512.Load(ur + 4 * e), hi = Vector512.Load(ui + 4 * e);
                Vector512<T> s1r = br + gr, s1i = bi + gi, d1r = br - gr, d1i = bi - gi;
                Vector512<T> s2r = cr + fr, s2i = ci + fi, d2r = cr - fr, d2i = ci - fi;
                Vector512<T> s3r = dr + hr, s3i = di + hi, d3r = dr - hr, d3i = di - hi;
                (ar + ((s1r + s2r) + s3r)).Store(yr + y);
                (ai + ((s1i + s2i) + s3i)).Store(yi + y);
                Vector512<T> pr = ar + ((c1 * s1r + c2 * s2r) + c3 * s3r), pi = ai + ((c1 * s1i + c2 * s2i) + c3 * s3i);
                Vector512<T> qr = (z1 * d1r + z2 * d2r) + z3 * d3r, qi = (z1 * d1i + z2 * d2i) + z3 * d3i;
                StoreTurned<Turned>(yr, yi, y + ss, pr + qi, pi - qr, t);
                StoreTurned<Turned>(yr, yi, y + 6 * ss, pr - qi, pi + qr, t + 10);
                pr = ar + ((c2 * s1r + c3 * s2r) + c1 * s3r);
                pi = ai + ((c2 * s1i + c3 * s2i) + c1 * s3i);
                qr = (z2 * d1r - z3 * d2r) - z1 * d3r;
                qi = (z2 * d1i - z3 * d2i) - z1 * d3i;
                StoreTurned<Turned>(yr, yi, y + 2 * ss, pr + qi, pi - qr, t + 2);
                StoreTurned<Turned>(yr, yi, y + 5 * ss, pr - qi, pi + qr, t + 8);
                pr = ar + ((c3 * s1r + c1 * s2r) + c2 * s3r);
                pi = ai + ((c3 * s1i + c1 * s2i) + c2 * s3i);
                qr = (z3 * d1r - z1 * d2r) + z2 * d3r;
                qi = (z3 * d1i - z1 * d2i) + z2 * d3i;
                StoreTurned<Turned>(yr, yi, y + 3 * ss, pr + qi, pi - qr, t + 4);
                StoreTurned<Turned>(yr, yi, y + 4 * ss, pr - qi, pi + qr, t + 6);
            }
        }
    }

    // Whether a butterfly's outputs are turned: those of p = 0 are not, which is a whole stage at the end.
    private readonly struct Straight;

    private readonly struct Turned;
}
