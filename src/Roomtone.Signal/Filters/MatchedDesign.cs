namespace Roomtone.Signal;

/// <summary>Digital sections whose magnitude follows the analogue prototype up to half the sample rate (no cramping).</summary>
/// <remarks>
/// <para>Source: M. Vicanek, <i>Matched Second Order Digital Filters</i>, 2016: poles by impulse invariance, numerator from |H|² at three
/// frequencies. Above a tenth of the sample rate the coefficients are refined (<see cref="MagnitudeRefinement"/>) at the points of a
/// lattice and run straight between them (<see cref="MatchedLattice"/>): parameters that move cost little, and nothing jumps on the way.</para>
/// <para>A cut is the exact inverse of the boost. The all-pass is bilinear: its magnitude is exact anyway.</para>
/// <para>Thread: free. The result depends on the parameters only.</para>
/// </remarks>
public static class MatchedDesign
{
    // Below, the paper's form is exact enough where anything is left to hear, and refining would move the corner; the slope of a
    // first-order low-pass is so gentle that much is left.
    private const double RefinedAbove = 0.1;
    private const double FirstOrderRefinedAbove = 0.005;

    /// <summary>Designs a section.</summary>
    /// <param name="prototype">What to follow; its frequency is above 0 and below half the sample rate.</param>
    /// <param name="sampleRate">Hz.</param>
    /// <exception cref="ArgumentOutOfRangeException">A frequency or Q outside the range.</exception>
    public static BiquadCoefficients Design(FilterPrototype prototype, double sampleRate)
    {
        DesignRange.Check(prototype.FrequencyHz, prototype.Q, sampleRate);
        if (prototype.HasGain && prototype.GainDb == 0)
        {
            return BiquadCoefficients.Identity;
        }

        if (prototype.HasGain && prototype.GainDb < 0)
        {
            return Design(prototype with { GainDb = -prototype.GainDb }, sampleRate).Inverted();
        }

        if (prototype.Shape == FilterShape.AllPass)
        {
            return BilinearDesign.Design(FilterShape.AllPass, prototype.FrequencyHz, prototype.Q, sampleRate);
        }

        double limit = prototype.Shape == FilterShape.FirstOrderLowPass ? FirstOrderRefinedAbove : RefinedAbove;
        if (prototype.FrequencyHz > limit * sampleRate)
        {
            return MatchedLattice.Section(prototype, sampleRate);
        }

        BiquadCoefficients closed = Vicanek(prototype, sampleRate);
        return prototype.HasGain ? MinimumPhase(closed) : closed;
    }

    /// <summary>The closed form, refined; no cut and no all-pass.</summary>
    internal static BiquadCoefficients Refined(FilterPrototype prototype, double sampleRate)
    {
        BiquadCoefficients? other = prototype.Shape is FilterShape.LowShelf or FilterShape.HighShelf ? ShelfByZeros(prototype, sampleRate) : null;
        BiquadCoefficients refined = MagnitudeRefinement.Refine(Vicanek(prototype, sampleRate), other, prototype, sampleRate);
        return prototype.HasGain ? MinimumPhase(refined) : refined;
    }

    // A zero on the unit circle, which clamping can leave at half the sample rate, would make the inverse of the boost unstable.
    private static BiquadCoefficients MinimumPhase(BiquadCoefficients h)
    {
        double dc = h.B0 + h.B1 + h.B2;
        while (Math.Abs(h.B2 / h.B0) > 1 - 1e-6 || Math.Abs(h.B1 / h.B0) > 1 + h.B2 / h.B0 - 1e-9)
        {
            h = h with { B1 = h.B1 * 0.9995, B2 = h.B2 * (0.9995 * 0.9995) };
        }

        return h.Scaled(dc / (h.B0 + h.B1 + h.B2));
    }

    private static BiquadCoefficients Vicanek(FilterPrototype prototype, double sampleRate)
    {
        double w = 2 * Math.PI * prototype.FrequencyHz / sampleRate;
        double q = prototype.Q;
        double a = Decibels.ToGain(prototype.GainDb / 2);
        return prototype.Shape switch
        {
            FilterShape.Bell => Bell(MatchedPoles.Of(w, q * a), a * a * (a * a), w),
            FilterShape.LowShelf => Shelf(prototype, MatchedPoles.Of(w / Math.Sqrt(a), q), w, sampleRate),
            FilterShape.HighShelf => Shelf(prototype, MatchedPoles.Of(w * Math.Sqrt(a), q), w, sampleRate),
            FilterShape.LowPass => LowPass(MatchedPoles.Of(w, q), q, w),
            FilterShape.HighPass => HighPass(MatchedPoles.Of(w, q), q, w),
            FilterShape.BandPass => BandPass(MatchedPoles.Of(w, q), w),
            FilterShape.Notch => Notch(MatchedPoles.Of(w, q), w),
            FilterShape.FirstOrderLowPass => FirstOrder(w, isHighPass: false),
            FilterShape.FirstOrderHighPass => FirstOrder(w, isHighPass: true),
            _ => throw new ArgumentOutOfRangeException(nameof(prototype), prototype.Shape, "This shape has no matched form."),
        };
    }

    // The letters are the paper's: |H|² = (B·φ)/(A·φ), φ = (cos²(ω/2), sin²(ω/2), 4·φ0·φ1); D = A·φ at ω0.
    private static BiquadCoefficients Bell(MatchedPoles poles, double power, double w)
    {
        (double p0, double p1, double p2) = MatchedPoles.Basis(w);
        double d = poles.Square0 * p0 + poles.Square1 * p1 + poles.Square2 * p2;
        double r1 = d * power;
        double r2 = (-poles.Square0 + poles.Square1 + 4 * (p0 - p1) * poles.Square2) * power;
        double b2 = (r1 - r2 * p1 - poles.Square0) / (4 * p1 * p1);
        double b1 = r2 + poles.Square0 + 4 * (p1 - p0) * b2;
        return Numerator(poles, poles.Square0, b1, b2);
    }

    private static BiquadCoefficients LowPass(MatchedPoles poles, double q, double w)
    {
        (double p0, double p1, double p2) = MatchedPoles.Basis(w);
        double d = poles.Square0 * p0 + poles.Square1 * p1 + poles.Square2 * p2;
        double root0 = Math.Sqrt(poles.Square0);
        double root1 = Math.Sqrt(Math.Max(0, (d * q * q - poles.Square0 * p0) / p1));
        double b0 = 0.5 * (root0 + root1);
        return new(b0, root0 - b0, 0, poles.A1, poles.A2);
    }

    private static BiquadCoefficients HighPass(MatchedPoles poles, double q, double w)
    {
        (double p0, double p1, double p2) = MatchedPoles.Basis(w);
        double d = poles.Square0 * p0 + poles.Square1 * p1 + poles.Square2 * p2;
        double b0 = q * Math.Sqrt(d) / (4 * p1);
        return new(b0, -2 * b0, b0, poles.A1, poles.A2);
    }

    private static BiquadCoefficients BandPass(MatchedPoles poles, double w)
    {
        (double p0, double p1, double p2) = MatchedPoles.Basis(w);
        double r1 = poles.Square0 * p0 + poles.Square1 * p1 + poles.Square2 * p2;
        double r2 = -poles.Square0 + poles.Square1 + 4 * (p0 - p1) * poles.Square2;
        double square2 = (r1 - r2 * p1) / (4 * p1 * p1);
        double square1 = r2 + 4 * (p1 - p0) * square2;
        double b1 = -0.5 * Math.Sqrt(Math.Max(0, square1));
        double b0 = 0.5 * (Math.Sqrt(Math.Max(0, square2 + b1 * b1)) - b1);
        return new(b0, b1, -b0 - b1, poles.A1, poles.A2);
    }

    private static BiquadCoefficients Notch(MatchedPoles poles, double w)
    {
        double c = StableMath.Cos(w);
        double k = (1 + poles.A1 + poles.A2) / (2 - 2 * c);
        return new(k, -2 * c * k, k, poles.A1, poles.A2);
    }

    // A zero at DC or none; |H| matched at DC and at half the sample rate.
    private static BiquadCoefficients FirstOrder(double w, bool isHighPass)
    {
        double a1 = -StableMath.Exp(-w);
        double ratio = Math.PI / w * (Math.PI / w);
        double nyquist = (1 - a1) * Math.Sqrt((isHighPass ? ratio : 1) / (1 + ratio));
        double dc = isHighPass ? 0 : 1 + a1;
        return new(0.5 * (dc + nyquist), 0.5 * (dc - nyquist), 0, a1, 0);
    }

    private static BiquadCoefficients Shelf(FilterPrototype prototype, MatchedPoles poles, double w, double sampleRate)
    {
        double second = w < 0.7 * Math.PI ? w : 0.5 * w;
        double third = w < 0.7 * Math.PI ? 0.9 * Math.PI : w;
        double dc = poles.Square0 * prototype.PowerAt(0);
        (double p0, double p1, double p2) = MatchedPoles.Basis(second);
        (double q0, double q1, double q2) = MatchedPoles.Basis(third);
        double at2 = TargetAt(second, p0, p1, p2) - dc * p0;
        double at3 = TargetAt(third, q0, q1, q2) - dc * q0;
        double determinant = p1 * q2 - p2 * q1;
        return Numerator(poles, dc, (at2 * q2 - at3 * p2) / determinant, (p1 * at3 - q1 * at2) / determinant);

        double TargetAt(double omega, double f0, double f1, double f2) =>
            prototype.PowerAt(omega * sampleRate / (2 * Math.PI)) * (poles.Square0 * f0 + poles.Square1 * f1 + poles.Square2 * f2);
    }

    // A resonant shelf has a dip, which |H|² at three frequencies does not see: zeros by impulse invariance as well, the gain exact at DC.
    private static BiquadCoefficients ShelfByZeros(FilterPrototype prototype, double sampleRate)
    {
        double w = 2 * Math.PI * prototype.FrequencyHz / sampleRate;
        double spread = Math.Sqrt(Decibels.ToGain(prototype.GainDb / 2));
        bool isHigh = prototype.Shape == FilterShape.HighShelf;
        MatchedPoles poles = MatchedPoles.Of(isHigh ? w * spread : w / spread, prototype.Q);
        MatchedPoles zeros = MatchedPoles.Of(isHigh ? w / spread : w * spread, prototype.Q);
        double gain = Math.Sqrt(prototype.PowerAt(0) * poles.Square0 / zeros.Square0);
        return new(gain, gain * zeros.A1, gain * zeros.A2, poles.A1, poles.A2);
    }

    private static BiquadCoefficients Numerator(MatchedPoles poles, double square0, double square1, double square2)
    {
        double root0 = Math.Sqrt(Math.Max(0, square0));
        double root1 = Math.Sqrt(Math.Max(0, square1));
        double w = 0.5 * (root0 + root1);
        double b0 = 0.5 * (w + Math.Sqrt(Math.Max(0, w * w + square2)));
        return new(b0, 0.5 * (root0 - root1), -square2 / (4 * b0), poles.A1, poles.A2);
    }
}

/// <summary>Poles by impulse invariance, and the squared denominator on the paper's basis.</summary>
internal readonly record struct MatchedPoles(double A1, double A2)
{
    public double Square0 => (1 + A1 + A2) * (1 + A1 + A2);

    public double Square1 => (1 - A1 + A2) * (1 - A1 + A2);

    public double Square2 => -4 * A2;

    public static MatchedPoles Of(double w, double q)
    {
        double damping = 0.5 / q;
        double root = Math.Sqrt(Math.Abs(1 - damping * damping)) * w;
        double radius = StableMath.Exp(-damping * w);
        if (damping <= 1)
        {
            return new(-2 * radius * StableMath.Cos(root), radius * radius);
        }

        // Two real poles; exponents are added before taking them, because cosh overflows for heavy damping.
        double slow = StableMath.Exp(root - damping * w);
        double fast = StableMath.Exp(-root - damping * w);
        return new(-(slow + fast), slow * fast);
    }

    public static (double Phi0, double Phi1, double Phi2) Basis(double w)
    {
        double sine = StableMath.Sin(0.5 * w);
        double p1 = sine * sine;
        return (1 - p1, p1, 4 * p1 * (1 - p1));
    }
}
