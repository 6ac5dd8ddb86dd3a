using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>The recursions and sums of up to eight channels, one channel a lane, in float64.</summary>
/// <remarks>
/// <para>Per sample and lane: the two K-weighting biquads in direct form I, whose feedback path is one product and one difference, then
/// Σy² and, in the time the recursion waits, Σx, Σx² and Σ of the product with the neighbour lane.</para>
/// <para>A lane adds in the order of time and knows nothing of blocks: any partition gives the same bits.</para>
/// </remarks>
internal sealed class ChannelSums
{
    private const int Wide = 8;
    private readonly BiquadCoefficients _shelf;
    private readonly BiquadCoefficients _highPass;
    private readonly int _channels;
    private Vector128<double> _x1, _x2, _u1, _u2, _y1, _y2;
    private Vector512<double> _wx1, _wx2, _wu1, _wu2, _wy1, _wy2;
    private Vector128<double> _energy, _sum, _square, _cross;
    private Vector512<double> _wideEnergy, _wideSum, _wideSquare;
    private readonly double[] _frames = new double[Wide * BlockLength];

    /// <summary>Prepares the sums.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="channels">1…8.</param>
    public ChannelSums(int sampleRate, int channels)
    {
        ImmutableArray<BiquadCoefficients> sections = KWeighting.Design(sampleRate);
        _shelf = sections[0];
        _highPass = sections[1];
        _channels = channels;
    }

    /// <summary>Most samples of one call.</summary>
    public static int BlockLength => 512;

    /// <summary>Σ x·x′ of the first two channels since the last <see cref="Take"/>.</summary>
    public double Cross => _cross[0];

    /// <summary>Runs over a block.</summary>
    /// <param name="planes">The channels, <paramref name="stride"/> values apart.</param>
    /// <param name="stride">Values from one channel to the next.</param>
    /// <param name="length">Samples per channel, at most <see cref="BlockLength"/>.</param>
    public void Add(ReadOnlySpan<float> planes, int stride, int length)
    {
        if (_channels <= 2)
        {
            AddPair(planes[..length], planes.Slice(_channels == 2 ? stride : 0, length));
        }
        else
        {
            AddWide(planes, stride, length);
        }
    }

    /// <summary>Gives the sums of a channel and starts them again; call it for every channel, then <see cref="Clear"/>.</summary>
    /// <param name="channel">Lane.</param>
    public (double Energy, double Sum, double Square) Take(int channel) => _channels <= 2
        ? (_energy[channel], _sum[channel], _square[channel])
        : (_wideEnergy[channel], _wideSum[channel], _wideSquare[channel]);

    /// <summary>Starts the sums again, and cuts what has decayed out of the filter's state.</summary>
    public void Clear()
    {
        _energy = _sum = _square = _cross = default;
        _wideEnergy = _wideSum = _wideSquare = default;
        _u1 = Flushed(_u1);
        _u2 = Flushed(_u2);
        _y1 = Flushed(_y1);
        _y2 = Flushed(_y2);
        _wu1 = Flushed(_wu1);
        _wu2 = Flushed(_wu2);
        _wy1 = Flushed(_wy1);
        _wy2 = Flushed(_wy2);
    }

    /// <summary>Returns to the start of a stream.</summary>
    public void Reset()
    {
        _x1 = _x2 = _u1 = _u2 = _y1 = _y2 = default;
        _wx1 = _wx2 = _wu1 = _wu2 = _wy1 = _wy2 = default;
        Clear();
    }

    /// <summary>Writes the recursions and the sums.</summary>
    /// <param name="state">Receives them.</param>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        ReadOnlySpan<Vector128<double>> pair = [_x1, _x2, _u1, _u2, _y1, _y2, _energy, _sum, _square, _cross];
        ReadOnlySpan<Vector512<double>> wide = [_wx1, _wx2, _wu1, _wu2, _wy1, _wy2, _wideEnergy, _wideSum, _wideSquare];
        state.Write(MemoryMarshal.Cast<Vector128<double>, double>(pair));
        state.Write(MemoryMarshal.Cast<Vector512<double>, double>(wide));
    }

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Span<Vector128<double>> pair = stackalloc Vector128<double>[10];
        Span<Vector512<double>> wide = stackalloc Vector512<double>[9];
        state.Read(MemoryMarshal.Cast<Vector128<double>, double>(pair));
        state.Read(MemoryMarshal.Cast<Vector512<double>, double>(wide));
        (_x1, _x2, _u1, _u2, _y1, _y2) = (pair[0], pair[1], pair[2], pair[3], pair[4], pair[5]);
        (_energy, _sum, _square, _cross) = (pair[6], pair[7], pair[8], pair[9]);
        (_wx1, _wx2, _wu1, _wu2, _wy1, _wy2) = (wide[0], wide[1], wide[2], wide[3], wide[4], wide[5]);
        (_wideEnergy, _wideSum, _wideSquare) = (wide[6], wide[7], wide[8]);
    }

    private static Vector128<double> Flushed(Vector128<double> v) =>
        Vector128.GreaterThanOrEqual(Vector128.Abs(v), Vector128.Create(1e-30)) & v;

    private static Vector512<double> Flushed(Vector512<double> v) =>
        Vector512.GreaterThanOrEqual(Vector512.Abs(v), Vector512.Create(1e-30)) & v;

    // u = b0·x + b1·x₁ + b2·x₂ − a2·u₂ − a1·u₁;  y = u − 2·u₁ + u₂ − d2·y₂ − d1·y₁.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddPair(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ref float l = ref MemoryMarshal.GetReference(left);
        ref float r = ref MemoryMarshal.GetReference(right);
        Vector128<double> b0 = Vector128.Create(_shelf.B0), b1 = Vector128.Create(_shelf.B1), b2 = Vector128.Create(_shelf.B2);
        Vector128<double> a1 = Vector128.Create(_shelf.A1), a2 = Vector128.Create(_shelf.A2);
        Vector128<double> d1 = Vector128.Create(_highPass.A1), d2 = Vector128.Create(_highPass.A2);
        Vector128<double> x1 = _x1, x2 = _x2, u1 = _u1, u2 = _u2, y1 = _y1, y2 = _y2;
        Vector128<double> energy = _energy, sum = _sum, square = _square, cross = _cross;
        for (int i = 0; i < left.Length; i++)
        {
            var x = Vector128.Create((double)Unsafe.Add(ref l, i), (double)Unsafe.Add(ref r, i));
            Vector128<double> u = b0 * x + (b1 * x1 + (b2 * x2 - a2 * u2)) - a1 * u1;
            Vector128<double> y = (u + (u2 - (u1 + u1)) - d2 * y2) - d1 * y1;
            energy += y * y;
            sum += x;
            square += x * x;
            cross += x * Vector128.Shuffle(x, Vector128.Create(1L, 0L));
            x2 = x1;
            x1 = x;
            u2 = u1;
            u1 = u;
            y2 = y1;
            y1 = y;
        }

        (_x1, _x2, _u1, _u2, _y1, _y2) = (x1, x2, u1, u2, y1, y2);
        (_energy, _sum, _square, _cross) = (energy, sum, square, cross);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddWide(ReadOnlySpan<float> planes, int stride, int length)
    {
        Interleave(planes, stride, length);
        ref double frames = ref MemoryMarshal.GetArrayDataReference(_frames);
        Vector512<double> b0 = Vector512.Create(_shelf.B0), b1 = Vector512.Create(_shelf.B1), b2 = Vector512.Create(_shelf.B2);
        Vector512<double> a1 = Vector512.Create(_shelf.A1), a2 = Vector512.Create(_shelf.A2);
        Vector512<double> d1 = Vector512.Create(_highPass.A1), d2 = Vector512.Create(_highPass.A2);
        Vector512<double> x1 = _wx1, x2 = _wx2, u1 = _wu1, u2 = _wu2, y1 = _wy1, y2 = _wy2;
        Vector512<double> energy = _wideEnergy, sum = _wideSum, square = _wideSquare;
        for (int i = 0; i < length; i++)
        {
            Vector512<double> x = Vector512.LoadUnsafe(ref frames, (nuint)(i * Wide));
            Vector512<double> u = b0 * x + (b1 * x1 + (b2 * x2 - a2 * u2)) - a1 * u1;
            Vector512<double> y = (u + (u2 - (u1 + u1)) - d2 * y2) - d1 * y1;
            energy += y * y;
            sum += x;
            square += x * x;
            x2 = x1;
            x1 = x;
            u2 = u1;
            u1 = u;
            y2 = y1;
            y1 = y;
        }

        (_wx1, _wx2, _wu1, _wu2, _wy1, _wy2) = (x1, x2, u1, u2, y1, y2);
        (_wideEnergy, _wideSum, _wideSquare) = (energy, sum, square);
    }

    private void Interleave(ReadOnlySpan<float> planes, int stride, int length)
    {
        for (int c = 0; c < _channels; c++)
        {
            ReadOnlySpan<float> plane = planes.Slice(c * stride, length);
            ref double frame = ref _frames[c];
            for (int i = 0; i < plane.Length; i++)
            {
                Unsafe.Add(ref frame, i * Wide) = plane[i];
            }
        }
    }
}
