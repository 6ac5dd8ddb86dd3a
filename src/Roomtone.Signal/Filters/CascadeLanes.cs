using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Roomtone.Signal;

/// <summary>Up to eight cascades of one channel and equally many sections, side by side in the lanes of a vector.</summary>
/// <remarks>
/// Every lane computes exactly what <see cref="BiquadCascade"/> computes for its channel, in the same order, so the bits are the same; the
/// histories stay in the cascades. Eight recursions at once keep the arithmetic units busy while each waits for its own result.
/// Thread: one at a time.
/// </remarks>
public sealed class CascadeLanes
{
    /// <summary>Cascades that fit side by side.</summary>
    public const int Width = 8;

    private const int Values = 5;
    private const int ChunkLength = 512;
    private readonly int _sections;
    private readonly double[] _coefficients;
    private readonly double[] _state;
    private readonly double[] _samples = new double[Width * ChunkLength];
    private readonly nint[] _planes = new nint[Width];
    private readonly float[] _spare = new float[ChunkLength];
    private readonly GCHandle _pin;
    private int _count;

    /// <summary>Prepares lanes.</summary>
    /// <param name="sections">Sections of every cascade.</param>
    public CascadeLanes(int sections)
    {
        _sections = sections;
        _coefficients = new double[sections * Values * Width];
        _state = new double[sections * 2 * Width];
        _pin = GCHandle.Alloc(_spare, GCHandleType.Pinned);
    }

    /// <summary>Frees the pin of the spare plane.</summary>
    ~CascadeLanes() => _pin.Free();

    /// <summary>True where running side by side is faster than one after another.</summary>
    public static bool IsWorthwhile => Vector256.IsHardwareAccelerated;

    /// <summary>Takes coefficients and histories.</summary>
    /// <param name="cascades">1…8 of one channel and as many sections as the lanes; unused lanes stay silent.</param>
    public void Begin(ReadOnlySpan<BiquadCascade> cascades)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cascades.Length, Width, nameof(cascades));
        _count = cascades.Length;
        _coefficients.AsSpan().Clear();
        _state.AsSpan().Clear();
        Span<double> section = stackalloc double[Values + 2];
        for (int lane = 0; lane < cascades.Length; lane++)
        {
            for (int s = 0; s < _sections; s++)
            {
                cascades[lane].ReadSection(s, section);
                for (int v = 0; v < Values; v++)
                {
                    _coefficients[(s * Values + v) * Width + lane] = section[v];
                }

                _state[(2 * s) * Width + lane] = section[Values];
                _state[(2 * s + 1) * Width + lane] = section[Values + 1];
            }
        }
    }

    /// <summary>Gives the histories back.</summary>
    /// <param name="cascades">The same as in <see cref="Begin"/>.</param>
    public void End(ReadOnlySpan<BiquadCascade> cascades)
    {
        for (int lane = 0; lane < cascades.Length; lane++)
        {
            for (int s = 0; s < _sections; s++)
            {
                cascades[lane].WriteHistory(s, _state[(2 * s) * Width + lane], _state[(2 * s + 1) * Width + lane]);
            }
        }
    }

    /// <summary>Names the plane of a lane for the next <see cref="Process"/>.</summary>
    /// <param name="lane">Index of the cascade.</param>
    /// <param name="samples">Native or pinned memory; filtered in place.</param>
    public unsafe void SetPlane(int lane, Span<float> samples) => _planes[lane] = (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(samples));

    /// <summary>Filters the planes in place.</summary>
    /// <param name="position">Position of the first sample in the programme.</param>
    /// <param name="length">Samples.</param>
    public void Process(long position, int length)
    {
        foreach (DenormalGuard.Segment part in DenormalGuard.Split(position, length))
        {
            if (part.IsFlushDue)
            {
                DenormalGuard.Flush(_state);
            }

            for (int at = 0; at < part.Length; at += ChunkLength)
            {
                int count = Math.Min(ChunkLength, part.Length - at);
                Gather(part.Start + at, count);
                for (int s = 0; s < _sections; s += 2)
                {
                    if (s + 1 < _sections)
                    {
                        RunPair(s, count);
                    }
                    else
                    {
                        RunOne(s, count);
                    }
                }

                Scatter(part.Start + at, count);
            }
        }
    }

    private void RunOne(int section, int count)
    {
        ref double c = ref _coefficients[section * Values * Width];
        ref double s = ref _state[section * 2 * Width];
        ref double x = ref _samples[0];
        Vector512<double> b0 = Vector512.LoadUnsafe(ref c), b1 = Vector512.LoadUnsafe(ref c, 8), b2 = Vector512.LoadUnsafe(ref c, 16);
        Vector512<double> a1 = Vector512.LoadUnsafe(ref c, 24), a2 = Vector512.LoadUnsafe(ref c, 32);
        Vector512<double> s1 = Vector512.LoadUnsafe(ref s), s2 = Vector512.LoadUnsafe(ref s, 8);
        for (int i = 0; i < count; i++)
        {
            Vector512<double> input = Vector512.LoadUnsafe(ref x, (nuint)(i * Width));
            Vector512<double> y = b0 * input + s1;
            s1 = (b1 * input + s2) - a1 * y;
            s2 = b2 * input - a2 * y;
            y.StoreUnsafe(ref x, (nuint)(i * Width));
        }

        s1.StoreUnsafe(ref s);
        s2.StoreUnsafe(ref s, 8);
    }

    // Two sections a pass: their coefficients and histories fill the registers, and the second works while the first waits.
    private void RunPair(int section, int count)
    {
        ref double c = ref _coefficients[section * Values * Width];
        ref double s = ref _state[section * 2 * Width];
        ref double x = ref _samples[0];
        Vector512<double> b0 = Vector512.LoadUnsafe(ref c), b1 = Vector512.LoadUnsafe(ref c, 8), b2 = Vector512.LoadUnsafe(ref c, 16);
        Vector512<double> a1 = Vector512.LoadUnsafe(ref c, 24), a2 = Vector512.LoadUnsafe(ref c, 32);
        Vector512<double> d0 = Vector512.LoadUnsafe(ref c, 40), d1 = Vector512.LoadUnsafe(ref c, 48), d2 = Vector512.LoadUnsafe(ref c, 56);
        Vector512<double> e1 = Vector512.LoadUnsafe(ref c, 64), e2 = Vector512.LoadUnsafe(ref c, 72);
        Vector512<double> s1 = Vector512.LoadUnsafe(ref s), s2 = Vector512.LoadUnsafe(ref s, 8);
        Vector512<double> r1 = Vector512.LoadUnsafe(ref s, 16), r2 = Vector512.LoadUnsafe(ref s, 24);
        for (int i = 0; i < count; i++)
        {
            Vector512<double> input = Vector512.LoadUnsafe(ref x, (nuint)(i * Width));
            Vector512<double> y = b0 * input + s1;
            s1 = (b1 * input + s2) - a1 * y;
            s2 = b2 * input - a2 * y;
            Vector512<double> z = d0 * y + r1;
            r1 = (d1 * y + r2) - e1 * z;
            r2 = d2 * y - e2 * z;
            z.StoreUnsafe(ref x, (nuint)(i * Width));
        }

        s1.StoreUnsafe(ref s);
        s2.StoreUnsafe(ref s, 8);
        r1.StoreUnsafe(ref s, 16);
        r2.StoreUnsafe(ref s, 24);
    }

    private unsafe void Gather(int start, int count)
    {
        int i = 0;
        float** planes = stackalloc float*[Width];
        Planes(planes, start);
        if (Avx512F.IsSupported)
        {
            ref double x = ref _samples[0];
            for (; i <= count - Width; i += Width)
            {
                LaneTranspose.Block block = LaneTranspose.Load(planes, i);
                LaneTranspose.Turn(ref block);
                for (int j = 0; j < Width; j++)
                {
                    Avx512F.ConvertToVector512Double(block[j]).StoreUnsafe(ref x, (nuint)((i + j) * Width));
                }
            }
        }

        for (; i < count; i++)
        {
            for (int lane = 0; lane < _count; lane++)
            {
                _samples[i * Width + lane] = planes[lane][i];
            }
        }
    }

    private unsafe void Scatter(int start, int count)
    {
        int i = 0;
        float** planes = stackalloc float*[Width];
        Planes(planes, start);
        if (Avx512F.IsSupported)
        {
            ref double x = ref _samples[0];
            LaneTranspose.Block block = default;
            for (; i <= count - Width; i += Width)
            {
                for (int j = 0; j < Width; j++)
                {
                    block[j] = Avx512F.ConvertToVector256Single(Vector512.LoadUnsafe(ref x, (nuint)((i + j) * Width)));
                }

                LaneTranspose.Turn(ref block);
                LaneTranspose.Store(block, planes, i);
            }
        }

        for (; i < count; i++)
        {
            for (int lane = 0; lane < _count; lane++)
            {
                planes[lane][i] = (float)_samples[i * Width + lane];
            }
        }
    }

    // Unused lanes read and write a spare plane, which stays silent.
    private unsafe void Planes(float** planes, int start)
    {
        float* spare = (float*)_pin.AddrOfPinnedObject();
        for (int lane = 0; lane < Width; lane++)
        {
            planes[lane] = lane < _count ? (float*)_planes[lane] + start : spare;
        }
    }
}
