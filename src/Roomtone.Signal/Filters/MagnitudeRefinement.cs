namespace Roomtone.Signal;

/// <summary>Improves a section's log magnitude against its prototype by damped Gauss–Newton steps.</summary>
/// <remarks>
/// <para>Unknowns: the numerator in a basis that keeps what the shape fixes (a zero at DC, a notch's zeros), a1 and a2; residuals in dB
/// from 20 Hz to 20 kHz, or to just below half the sample rate, on points that crowd where cramping is. Points that stay far off are
/// weighted up between rounds (Lawson's rule), which turns the least-squares fit towards the smallest maximum error.</para>
/// <para>Source: K. Levenberg 1944, D. W. Marquardt 1963; C. L. Lawson, dissertation, UCLA 1961.</para>
/// </remarks>
internal sealed class MagnitudeRefinement
{
    private const int Points = 96;
    private const int Rounds = 8;
    private const int StepsPerRound = 6;
    private const double SettledShare = 1e-3;
    private const double WellFittedDb = 0.25;
    private const double DbPerNeper = 8.685889638065036553;

    private readonly double[] _cos1 = new double[Points];
    private readonly double[] _sin1 = new double[Points];
    private readonly double[] _cos2 = new double[Points];
    private readonly double[] _sin2 = new double[Points];
    private readonly double[] _target = new double[Points];
    private readonly double[] _weight = new double[Points];

    // Columns of the numerator's basis: b = Σ c_k·(column k).
    private readonly (double B0, double B1, double B2)[] _basis;

    private MagnitudeRefinement(FilterPrototype prototype, double sampleRate)
    {
        double low = StableMath.Log2(20);
        double high = StableMath.Log2(Math.Min(20_000, 0.499 * sampleRate));
        for (int i = 0; i < Points; i++)
        {
            double f = StableMath.Exp2(low + (high - low) * Math.Sqrt(i / (Points - 1.0)));
            double turns = 2 * f / sampleRate;
            (_cos1[i], _sin1[i]) = (StableMath.CosPi(turns), StableMath.SinPi(turns));
            (_cos2[i], _sin2[i]) = (StableMath.CosPi(2 * turns), StableMath.SinPi(2 * turns));
            _target[i] = Decibels.FromPower(Math.Max(1e-12, prototype.PowerAt(f)));
        }

        Weigh();
        double cosine = StableMath.CosPi(2 * prototype.FrequencyHz / sampleRate);
        _basis = prototype.Shape switch
        {
            FilterShape.HighPass or FilterShape.BandPass => [(1, -1, 0), (0, 1, -1)],
            FilterShape.FirstOrderHighPass => [(1, -1, 0)],
            FilterShape.FirstOrderLowPass => [(1, 0, 0), (0, 1, 0)],
            FilterShape.Notch => [(1, -2 * cosine, 1)],
            _ => [(1, 0, 0), (0, 1, 0), (0, 0, 1)],
        };
    }

    /// <summary>The refined section, or the given one where no step improves it.</summary>
    /// <param name="start">Where the fit begins.</param>
    /// <param name="other">Where it begins again if it settles away from the prototype; null for nowhere.</param>
    /// <param name="prototype">What to follow.</param>
    /// <param name="sampleRate">Hz.</param>
    public static BiquadCoefficients Refine(
        BiquadCoefficients start, BiquadCoefficients? other, FilterPrototype prototype, double sampleRate)
    {
        var fit = new MagnitudeRefinement(prototype, sampleRate);
        (BiquadCoefficients best, double bestError) = fit.From(start, prototype);
        if (other is { } second && bestError > WellFittedDb)
        {
            fit.Weigh();
            (BiquadCoefficients candidate, double error) = fit.From(second, prototype);
            return error < bestError ? candidate : best;
        }

        return best;
    }

    private (BiquadCoefficients Section, double WorstDb) From(BiquadCoefficients start, FilterPrototype prototype)
    {
        bool isFirstOrder = prototype.Shape is FilterShape.FirstOrderLowPass or FilterShape.FirstOrderHighPass;
        double[] p = Parameters(start, isFirstOrder);
        BiquadCoefficients best = start;
        double bestError = WorstError(start);
        for (int round = 0; round < Rounds; round++)
        {
            Minimise(p);
            BiquadCoefficients candidate = Section(p);
            double error = IsUsable(candidate) ? WorstError(candidate) : double.PositiveInfinity;
            if (error < bestError)
            {
                (best, bestError) = (candidate, error);
            }

            Reweight(candidate);
        }

        return (best, bestError);
    }

    private void Weigh()
    {
        for (int i = 0; i < Points; i++)
        {
            _weight[i] = _target[i] > -40 ? 1 : 0.1;
        }
    }

    // Stable, of one polarity (a magnitude does not know it), and minimum phase, so that the inverse of a boost is a stable cut.
    private static bool IsUsable(BiquadCoefficients section)
    {
        double z1 = section.B1 / section.B0;
        double z2 = section.B2 / section.B0;
        return section.IsStable && section.B0 > 0 && Math.Abs(z2) <= 1 + 1e-12 && Math.Abs(z1) <= 1 + z2 + 1e-12;
    }

    private double[] Parameters(BiquadCoefficients start, bool isFirstOrder)
    {
        // Each basis fixes its coordinates in order: c0 = b0, then c1 = b1 − what c0 contributes, then c2.
        double[] p = new double[_basis.Length + (isFirstOrder ? 1 : 2)];
        p[0] = start.B0;
        if (_basis.Length > 1)
        {
            p[1] = start.B1 - _basis[0].B1 * start.B0;
        }

        if (_basis.Length > 2)
        {
            p[2] = start.B2;
        }

        p[_basis.Length] = start.A1;
        if (!isFirstOrder)
        {
            p[_basis.Length + 1] = start.A2;
        }

        return p;
    }

    private BiquadCoefficients Section(ReadOnlySpan<double> p)
    {
        double b0 = 0, b1 = 0, b2 = 0;
        for (int k = 0; k < _basis.Length; k++)
        {
            b0 += p[k] * _basis[k].B0;
            b1 += p[k] * _basis[k].B1;
            b2 += p[k] * _basis[k].B2;
        }

        return new(b0, b1, b2, p[_basis.Length], p.Length > _basis.Length + 1 ? p[_basis.Length + 1] : 0);
    }

    private double WorstError(BiquadCoefficients section)
    {
        double worst = 0;
        for (int i = 0; i < Points; i++)
        {
            if (_target[i] > -60)
            {
                worst = Math.Max(worst, Math.Abs(MagnitudeDb(section, i) - _target[i]));
            }
        }

        return worst;
    }

    private double MagnitudeDb(BiquadCoefficients h, int i)
    {
        double br = h.B0 + h.B1 * _cos1[i] + h.B2 * _cos2[i];
        double bi = h.B1 * _sin1[i] + h.B2 * _sin2[i];
        double ar = 1 + h.A1 * _cos1[i] + h.A2 * _cos2[i];
        double ai = h.A1 * _sin1[i] + h.A2 * _sin2[i];
        return Decibels.FromPower(Math.Max(1e-14, (br * br + bi * bi) / (ar * ar + ai * ai)));
    }

    private void Reweight(BiquadCoefficients section)
    {
        double sum = 0;
        for (int i = 0; i < Points; i++)
        {
            // The square root keeps the early rounds from throwing points away.
            _weight[i] *= Math.Sqrt(Math.Abs(MagnitudeDb(section, i) - _target[i]) + 1e-4);
            sum += _weight[i];
        }

        for (int i = 0; i < Points; i++)
        {
            _weight[i] *= Points / sum;
        }
    }

    private void Minimise(double[] p)
    {
        int n = p.Length;
        Span<double> normal = stackalloc double[n * n];
        Span<double> right = stackalloc double[n];
        Span<double> step = stackalloc double[n];
        Span<double> trial = stackalloc double[n];
        Span<double> trialNormal = stackalloc double[n * n];
        Span<double> trialRight = stackalloc double[n];
        double damping = 1e-3;
        double error = Accumulate(p, normal, right);
        for (int iteration = 0; iteration < StepsPerRound; iteration++)
        {
            if (!Solve(normal, right, damping, step))
            {
                return;
            }

            for (int k = 0; k < n; k++)
            {
                trial[k] = p[k] + step[k];
            }

            double next = Accumulate(trial, trialNormal, trialRight);
            if (!(next < error))
            {
                damping *= 10;
                continue;
            }

            bool hasSettled = next > error * (1 - SettledShare);
            trial.CopyTo(p);
            trialNormal.CopyTo(normal);
            trialRight.CopyTo(right);
            error = next;
            damping *= 0.1;
            if (hasSettled)
            {
                return;
            }
        }
    }

    // JᵀJ and −Jᵀr; the derivative of 20·log10|B| by a coefficient of z⁻ᵏ is (20/ln 10)·Re(z⁻ᵏ/B), of |A| its negative.
    private double Accumulate(ReadOnlySpan<double> p, Span<double> normal, Span<double> right)
    {
        int n = p.Length;
        Span<double> row = stackalloc double[n];
        BiquadCoefficients h = Section(p);
        normal.Clear();
        right.Clear();
        double sum = 0;
        for (int i = 0; i < Points; i++)
        {
            double br = h.B0 + h.B1 * _cos1[i] + h.B2 * _cos2[i], bi = h.B1 * _sin1[i] + h.B2 * _sin2[i];
            double ar = 1 + h.A1 * _cos1[i] + h.A2 * _cos2[i], ai = h.A1 * _sin1[i] + h.A2 * _sin2[i];
            double b = br * br + bi * bi + 1e-14, a = ar * ar + ai * ai;
            double r = _weight[i] * (MagnitudeDb(h, i) - _target[i]);
            sum += r * r;
            double scale = DbPerNeper * _weight[i];
            for (int k = 0; k < _basis.Length; k++)
            {
                double re = _basis[k].B0 + _basis[k].B1 * _cos1[i] + _basis[k].B2 * _cos2[i];
                double im = _basis[k].B1 * _sin1[i] + _basis[k].B2 * _sin2[i];
                row[k] = scale * (re * br + im * bi) / b;
            }

            row[_basis.Length] = -scale * (_cos1[i] * ar + _sin1[i] * ai) / a;
            if (n > _basis.Length + 1)
            {
                row[_basis.Length + 1] = -scale * (_cos2[i] * ar + _sin2[i] * ai) / a;
            }

            for (int k = 0; k < n; k++)
            {
                right[k] -= row[k] * r;
                for (int m = 0; m < n; m++)
                {
                    normal[k * n + m] += row[k] * row[m];
                }
            }
        }

        return sum;
    }

    private static bool Solve(ReadOnlySpan<double> normal, ReadOnlySpan<double> right, double damping, Span<double> step)
    {
        int n = right.Length;
        Span<double> m = stackalloc double[n * n];
        normal.CopyTo(m);
        right.CopyTo(step);
        for (int k = 0; k < n; k++)
        {
            m[k * n + k] *= 1 + damping;
        }

        return LinearSystem.SolveInPlace(m, step);
    }
}
