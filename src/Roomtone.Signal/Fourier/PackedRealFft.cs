using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Roomtone.Signal;

/// <summary>N reals as N/2 complex points: even samples the real parts, odd ones the imaginary parts.</summary>
/// <remarks>
/// Formula, with n = N/2, z = FFT of the packed points, w = e^(−2πi/N): X[k] = ½(z[k] + z*[n−k]) − ½i·wᵏ(z[k] − z*[n−k]).
/// Source: H. V. Sorensen et al., <i>Real-Valued Fast Fourier Transform Algorithms</i>, 1987.
/// </remarks>
internal sealed unsafe class PackedRealFft<T> : RealFft<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ComplexFft<T> _half;
    private readonly T[] _cos;
    private readonly T[] _sin;

    public PackedRealFft(int length)
        : base(length)
    {
        _half = ComplexFft<T>.Of(length / 2);
        int count = length / 4 + 1;
        _cos = new T[count];
        _sin = new T[count];
        for (int k = 0; k < count; k++)
        {
            _cos[k] = T.CreateChecked(FftTables.Cos(k, length));
            _sin[k] = T.CreateChecked(FftTables.Sin(k, length));
        }
    }

    public override int ScratchLength => _half.ScratchLength + 2 * PlaneLength + Lanes;

    private static int Lanes => Vector512<T>.Count;

    private int PlaneLength => _half.Length + 2 * Lanes;

    private protected override void ForwardCore(ReadOnlySpan<T> samples, Span<T> re, Span<T> im, Span<T> scratch)
    {
        int n = _half.Length;
        fixed (T* x = samples, r = re, i = im, s = scratch)
        {
            T* zr = ComplexFft<T>.Align(s);
            T* zi = zr + PlaneLength;
            T* work = zi + PlaneLength;
            Unzip(x, zr, zi, n);
            _half.Transform(zr, zi, zr, zi, work);
            fixed (T* c = _cos, d = _sin)
            {
                Separate(zr, zi, r, i, n, c, d);
            }
        }
    }

    private protected override void InverseCore(ReadOnlySpan<T> re, ReadOnlySpan<T> im, Span<T> samples, Span<T> scratch)
    {
        int n = _half.Length;
        fixed (T* x = samples, r = re, i = im, s = scratch)
        {
            T* zr = ComplexFft<T>.Align(s);
            T* zi = zr + PlaneLength;
            T* work = zi + PlaneLength;
            fixed (T* c = _cos, d = _sin)
            {
                Unite(r, i, zr, zi, n, c, d);
            }

            _half.Transform(zi, zr, zi, zr, work);
            Zip(zr, zi, x, n);
        }
    }

    private static void Separate(T* zr, T* zi, T* re, T* im, int n, T* cos, T* sin)
    {
        T half = T.CreateChecked(0.5);
        re[0] = zr[0] + zi[0];
        im[0] = T.Zero;
        re[n] = zr[0] - zi[0];
        im[n] = T.Zero;
        int k = 1, last = n / 2;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<T> h = Vector512.Create(half);
            for (; k + Lanes - 1 < last; k += Lanes)
            {
                T* mr = zr + n - k - Lanes + 1;
                T* mi = zi + n - k - Lanes + 1;
                Vector512<T> ar = Vector512.Load(zr + k), ai = Vector512.Load(zi + k);
                Vector512<T> br = Reverse(Vector512.Load(mr)), bi = Reverse(Vector512.Load(mi));
                Vector512<T> c = Vector512.Load(cos + k), d = Vector512.Load(sin + k);
                Vector512<T> er = h * (ar + br), ei = h * (ai - bi), or = h * (ai + bi), oi = h * (br - ar);
                Vector512<T> tr = or * c - oi * d, ti = or * d + oi * c;
                (er + tr).Store(re + k);
                (ei + ti).Store(im + k);
                Reverse(er - tr).Store(re + n - k - Lanes + 1);
                Reverse(ti - ei).Store(im + n - k - Lanes + 1);
            }
        }

        for (; k <= last; k++)
        {
            T ar = zr[k], ai = zi[k], br = zr[n - k], bi = zi[n - k], c = cos[k], d = sin[k];
            T er = half * (ar + br), ei = half * (ai - bi), or = half * (ai + bi), oi = half * (br - ar);
            T tr = or * c - oi * d, ti = or * d + oi * c;
            re[k] = er + tr;
            im[k] = ei + ti;
            re[n - k] = er - tr;
            im[n - k] = ti - ei;
        }
    }

    // The inverse of Separate, with the factor 1/N folded in.
    private static void Unite(T* re, T* im, T* zr, T* zi, int n, T* cos, T* sin)
    {
        T scale = T.One / T.CreateChecked(2 * n);
        zr[0] = scale * (re[0] + re[n]);
        zi[0] = scale * (re[0] - re[n]);
        int k = 1, last = n / 2;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<T> h = Vector512.Create(scale);
            for (; k + Lanes - 1 < last; k += Lanes)
            {
                T* mr = re + n - k - Lanes + 1;
                T* mi = im + n - k - Lanes + 1;
                Vector512<T> ar = Vector512.Load(re + k), ai = Vector512.Load(im + k);
                Vector512<T> br = Reverse(Vector512.Load(mr)), bi = Reverse(Vector512.Load(mi));
                Vector512<T> c = Vector512.Load(cos + k), d = Vector512.Load(sin + k);
                Vector512<T> er = h * (ar + br), ei = h * (ai - bi), pr = h * (ar - br), pi = h * (ai + bi);
                Vector512<T> or = pr * c + pi * d, oi = pi * c - pr * d;
                (er - oi).Store(zr + k);
                (ei + or).Store(zi + k);
                Reverse(er + oi).Store(zr + n - k - Lanes + 1);
                Reverse(or - ei).Store(zi + n - k - Lanes + 1);
            }
        }

        for (; k <= last; k++)
        {
            T ar = re[k], ai = im[k], br = re[n - k], bi = im[n - k], c = cos[k], d = sin[k];
            T er = scale * (ar + br), ei = scale * (ai - bi), pr = scale * (ar - br), pi = scale * (ai + bi);
            T or = pr * c + pi * d, oi = pi * c - pr * d;
            zr[k] = er - oi;
            zi[k] = ei + or;
            zr[n - k] = er + oi;
            zi[n - k] = or - ei;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Reverse(Vector512<T> x) => typeof(T) == typeof(float)
        ? Vector512.Shuffle(x.AsSingle(), Vector512.Create(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)).As<float, T>()
        : Vector512.Shuffle(x.AsDouble(), Vector512.Create(7L, 6, 5, 4, 3, 2, 1, 0)).As<double, T>();

    private static void Unzip(T* x, T* even, T* odd, int n)
    {
        int j = 0;
        if (Avx512F.IsSupported)
        {
            for (; j <= n - Lanes; j += Lanes)
            {
                Vector512<T> a = Vector512.Load(x + 2 * j), b = Vector512.Load(x + 2 * j + Lanes);
                if (typeof(T) == typeof(float))
                {
                    var e = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
                    Avx512F.PermuteVar16x32x2(a.AsSingle(), e, b.AsSingle()).Store((float*)(even + j));
                    Avx512F.PermuteVar16x32x2(a.AsSingle(), e + Vector512<int>.One, b.AsSingle()).Store((float*)(odd + j));
                }
                else
                {
                    var e = Vector512.Create(0L, 2, 4, 6, 8, 10, 12, 14);
                    Avx512F.PermuteVar8x64x2(a.AsDouble(), e, b.AsDouble()).Store((double*)(even + j));
                    Avx512F.PermuteVar8x64x2(a.AsDouble(), e + Vector512<long>.One, b.AsDouble()).Store((double*)(odd + j));
                }
            }
        }

        for (; j < n; j++)
        {
            even[j] = x[2 * j];
            odd[j] = x[2 * j + 1];
        }
    }

    private static void Zip(T* even, T* odd, T* x, int n)
    {
        int j = 0;
        if (Avx512F.IsSupported)
        {
            for (; j <= n - Lanes; j += Lanes)
            {
                Vector512<T> a = Vector512.Load(even + j), b = Vector512.Load(odd + j);
                if (typeof(T) == typeof(float))
                {
                    var low = Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
                    Avx512F.PermuteVar16x32x2(a.AsSingle(), low, b.AsSingle()).Store((float*)(x + 2 * j));
                    Avx512F.PermuteVar16x32x2(a.AsSingle(), low + Vector512.Create(8), b.AsSingle()).Store((float*)(x + 2 * j + Lanes));
                }
                else
                {
                    var low = Vector512.Create(0L, 8, 1, 9, 2, 10, 3, 11);
                    Avx512F.PermuteVar8x64x2(a.AsDouble(), low, b.AsDouble()).Store((double*)(x + 2 * j));
                    Avx512F.PermuteVar8x64x2(a.AsDouble(), low + Vector512.Create(4L), b.AsDouble()).Store((double*)(x + 2 * j + Lanes));
                }
            }
        }

        for (; j < n; j++)
        {
            x[2 * j] = even[j];
            x[2 * j + 1] = odd[j];
        }
    }
}
