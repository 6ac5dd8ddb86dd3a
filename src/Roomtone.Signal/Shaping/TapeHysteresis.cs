using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Roomtone.Signal;

/// <summary>What a tape's magnetism does: it bends as a Langevin function, and follows the field with a loop.</summary>
/// <remarks>
/// <para>Formula (D. C. Jiles and D. L. Atherton, <i>Theory of ferromagnetic hysteresis</i>, J. Magn. Magn. Mater. 61, 1986, as used by
/// J. Chowdhury, <i>Real-time physical modelling for analog tape machines</i>, DAFx 2019): the field H is the input, the anhysteretic
/// magnetisation L(H/a), L(q) = coth q − 1/q; the irreversible part follows it by dM/dH = ±(L − M)/k, only while the field drives it there;
/// y = c·L + (1 − c)·M. c = 0.7, a = c/3 (slope 1 where it is quiet), k = 0.3; the coupling of domains, α of 0.0016, is left out: it
/// would move H by half a percent.</para>
/// <para>Without α the loop depends on the field alone, not on time, and over a straight piece of L the irreversible part has a closed form: no
/// derivative of the input, and stable whatever the step, where a Runge–Kutta step is not.</para>
/// <para>Between two samples the field is a line, cut so finely that L is straight in each piece; y is weighed by a triangle of two samples
/// (Simpson's rule), which is second-order antiderivative anti-aliasing for a stage with memory. Latency: one sample. One channel; float64
/// inside; the same bits for any partition. Thread: one at a time.</para>
/// </remarks>
public sealed class TapeHysteresis : IShaper
{
    private const double Reversible = 0.7;
    private const double Coercivity = 0.3;
    private const double Scale = Reversible / 3;
    private const double SmallStep = Scale / 2;
    private const double LargestPair = Scale;
    private const int MostPairs = 16;
    private const int Piece = 256;
    private const double FractionEnds = 10;
    private const double N0 = 0.3333333333333333, N1 = 0.027586206896551724, N2 = 0.0006689776804719333, N3 = 6.487056295485414e-06;
    private const double N4 = 2.6922565653200336e-08, N5 = 4.382998071339086e-11, N6 = 1.922367575148722e-14;
    private const double D1 = 0.14942528735632185, D2 = 0.00561941251596424, D3 = 8.0277321656632e-05, D4 = 4.935803703086729e-07;
    private const double D5 = 1.2820269358666827e-09, D6 = 1.1534205450892331e-12, D7 = 1.6154349370997664e-16;

    // The field, and what of the next irreversible value does not depend on the last one, and what of the last one remains in it.
    private readonly double[] _field = new double[1 + Piece];
    private readonly double[] _following = new double[1 + Piece];
    private readonly double[] _middle = new double[Piece];
    private readonly double[] _push = new double[Piece];
    private readonly double[] _keep = new double[Piece];
    private double _irreversible;
    private double _rising;

    /// <inheritdoc/>
    public int Delay => 1;

    /// <inheritdoc/>
    public double OuterWeight => 1.0 / 6;

    /// <inheritdoc/>
    public void Process(Span<float> samples)
    {
        for (int at = 0; at < samples.Length; at += Piece)
        {
            Span<float> piece = samples.Slice(at, Math.Min(Piece, samples.Length - at));
            Widening.ToDouble(piece, _field.AsSpan(1, piece.Length));
            Prepare(piece.Length);
            Run(piece);
            _field[0] = _field[piece.Length];
            _following[0] = _following[piece.Length];
        }
    }

    /// <inheritdoc/>
    public void Reset()
    {
        (_field[0], _following[0]) = (0, 0);
        (_irreversible, _rising) = (0, 0);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write([_field[0], _following[0], _irreversible, _rising]);
    }

    /// <inheritdoc/>
    public void Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _field[0] = state.ReadDouble();
        _following[0] = state.ReadDouble();
        _irreversible = state.ReadDouble();
        _rising = state.ReadDouble();
    }

    // All that does not wait for the sample before, as if every step were one piece.
    private void Prepare(int count)
    {
        int whole = count - count % Vector512<double>.Count;
        for (int i = 0; i < whole; i += Vector512<double>.Count)
        {
            Vector512<double> field = Vector512.Create<double>(_field.AsSpan(i)), target = Vector512.Create<double>(_field.AsSpan(i + 1));
            Langevin(target).CopyTo(_following, i + 1);
            Langevin((field + target) * 0.5).CopyTo(_middle, i);
        }

        for (int i = whole; i < count; i++)
        {
            _following[i + 1] = Langevin(_field[i + 1]);
            _middle[i] = Langevin((_field[i] + _field[i + 1]) * 0.5);
        }

        for (int i = 0; i < whole; i += Vector512<double>.Count)
        {
            Vector512<double> step = Vector512.Create<double>(_field.AsSpan(i + 1)) - Vector512.Create<double>(_field.AsSpan(i));
            Vector512<double> from = Vector512.Create<double>(_following.AsSpan(i)), to = Vector512.Create<double>(_following.AsSpan(i + 1));
            Vector512<double> u = Vector512.Abs(step) * (1 / Coercivity);
            Vector512<double> rate = Plus(1, u * Plus(-1.0 / 2, u * Plus(1.0 / 6, u * Plus(-1.0 / 24, u * Plus(1.0 / 120, u * (-1.0 / 720))))));
            Vector512<double> keep = Vector512.Create(1.0) - u * rate;
            keep.CopyTo(_keep, i);
            ((to - (to - from) * rate) - keep * from).CopyTo(_push, i);
        }

        for (int i = whole; i < count; i++)
        {
            double from = _following[i], to = _following[i + 1], u = Math.Abs(_field[i + 1] - _field[i]) * (1 / Coercivity);
            double rate = 1 + u * (-1.0 / 2 + u * (1.0 / 6 + u * (-1.0 / 24 + u * (1.0 / 120 + u * (-1.0 / 720)))));
            _keep[i] = 1 - u * rate;
            _push[i] = (to - (to - from) * rate) - _keep[i] * from;
        }
    }

    // The mean of y from one sample to the next, and its mean weighed from 0 to 1; the bend of L between them is seen in its middle.
    private void Run(Span<float> samples)
    {
        double irreversible = _irreversible, rising = _rising;
        for (int i = 0; i < samples.Length; i++)
        {
            double step = _field[i + 1] - _field[i], all, late;
            if (Math.Abs(step) <= SmallStep)
            {
                // Before it has met the anhysteretic part after a turn of the field, it would go the other way: it waits.
                double next = _push[i] + _keep[i] * irreversible;
                double after = step > 0 ? double.MaxNative(next, irreversible) : double.MinNative(next, irreversible);
                double from = _following[i], middle = _middle[i], to = _following[i + 1];
                all = Reversible / 6 * (from + 4 * middle + to) + (1 - Reversible) / 2 * (irreversible + after);
                late = Reversible / 6 * (2 * middle + to) + (1 - Reversible) / 6 * (irreversible + 2 * after);
                irreversible = after;
            }
            else
            {
                (all, late, irreversible) = Large(_field[i], step, _following[i], irreversible);
            }

            samples[i] = (float)(rising + all - late);
            rising = late;
        }

        (_irreversible, _rising) = (irreversible, rising);
    }

    // The same in several pieces.
    private static (double All, double Late, double Irreversible) Large(double field, double step, double following, double irreversible)
    {
        int pieces = 2 * (int)Math.Min(Math.Ceiling(Math.Abs(step) / LargestPair), MostPairs);
        double piece = step / pieces;
        Relaxation follow = Relaxation.Over(Math.Abs(piece) / Coercivity);
        Span<double> ends = stackalloc double[2 * MostPairs];
        for (int p = 0; p < pieces; p += Vector512<double>.Count)
        {
            Langevin(Vector512.Create(field) + (Vector512.Create((double)p) + Vector512.Create(1.0, 2, 3, 4, 5, 6, 7, 8)) * piece).CopyTo(ends[p..]);
        }

        double all = Reversible * following + (1 - Reversible) * irreversible, late = 0;
        for (int p = 1; p <= pieces; p++)
        {
            double next = ends[p - 1];
            irreversible = Follow(follow, step > 0, following, next, irreversible);
            following = next;
            double weight = (p == pieces ? 1 : 2 << (p & 1)) * (Reversible * next + (1 - Reversible) * irreversible);
            all += weight;
            late += weight * p;
        }

        return (all / (3 * pieces), late / (3 * pieces * pieces), irreversible);
    }

    // The irreversible part after a piece over which the anhysteretic one goes straight; after a turn of the field it waits for it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Follow(in Relaxation follow, bool isUp, double from, double to, double value)
    {
        double gap = isUp ? from - value : value - from;
        if (gap >= 0)
        {
            return follow.Towards(from, to, value);
        }

        double end = isUp ? to - value : value - to;
        return end <= 0 ? value : Relaxation.Over(follow.Length * end / (end - gap)).Towards(value, to, value);
    }

    // L(H/a) by its continued fraction q/(3 + q²/(5 + …)) of fourteen terms up to q = 10, 1 − 1/q beyond: within 5e-9.
    private static double Langevin(double field)
    {
        double q = field * (1 / Scale), s = q * q, size = Math.Abs(q);
        double above = N0 + s * (N1 + s * (N2 + s * (N3 + s * (N4 + s * (N5 + s * N6)))));
        double below = 1 + s * (D1 + s * (D2 + s * (D3 + s * (D4 + s * (D5 + s * (D6 + s * D7))))));
        return size < FractionEnds ? q * above / below : Math.CopySign(1 - 1 / size, q);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Langevin(Vector512<double> field)
    {
        Vector512<double> q = field * (1 / Scale), s = q * q, size = Vector512.Abs(q), one = Vector512.Create(1.0);
        Vector512<double> above = Plus(N0, s * Plus(N1, s * Plus(N2, s * Plus(N3, s * Plus(N4, s * Plus(N5, s * N6))))));
        Vector512<double> below = Plus(1, s * Plus(D1, s * Plus(D2, s * Plus(D3, s * Plus(D4, s * Plus(D5, s * Plus(D6, s * D7)))))));
        Vector512<double> far = (one - one / size) | (q & Vector512.Create(-0.0));
        return Vector512.ConditionalSelect(Vector512.LessThan(size, Vector512.Create(FractionEnds)), q * above / below, far);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Plus(double constant, Vector512<double> x) => Vector512.Create(constant) + x;

    // m' for a target that goes straight from s to s' while u passes: s' − (s' − s)·r + (1 − u·r)·(m − s), r = (1 − e^−u)/u.
    private readonly record struct Relaxation(double Length, double Rate)
    {
        // e^−u by the rational function of degrees 2 and 3, which is small where u is large.
        public static Relaxation Over(double u) => new(u, (1 + u / 10 + u * u / 60) / (1 + 3 * u / 5 + 3 * u * u / 20 + u * u * u / 60));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Towards(double from, double to, double value) => to - (to - from) * Rate + (1 - Length * Rate) * (value - from);
    }
}
