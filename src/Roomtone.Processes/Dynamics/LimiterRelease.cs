using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>How a limiter lets go: the gain falls at once and rises by one pole in dB; automatically, by two of them.</summary>
/// <remarks>
/// Formula in log₂ of gain, m ≤ 0 the gain that is needed: f = min(m, α_F·f + (1 − α_F)·m); q follows f down in 250 ms and up in
/// 600 ms; the gain is min(f, q) ≤ m. Linear: f = min(m, f + s), where s lets go of 6.3 dB, 63 % of 10, in the written time. What is within 6·10⁻⁴ dB of 0 is 0, so that the limiter comes to rest.
/// </remarks>
/// <param name="releaseMs">ms; null = automatic, 60 and 600 ms.</param>
/// <param name="shape">Linear needs a time.</param>
/// <param name="sampleRate">Hz.</param>
internal sealed class LimiterRelease(double? releaseMs, ReleaseShape shape, int sampleRate)
{
    private const double LinearDb = 6.3;

    private const double FastMs = 60;
    private const double SlowMs = 600;
    private const double SlowAttackMs = 250;
    private const double Rest = -1e-4;
    private readonly double _fast = GainBallistics.Coefficient(releaseMs ?? FastMs, sampleRate);
    private readonly double _slow = GainBallistics.Coefficient(SlowMs, sampleRate);
    private readonly double _slowAttack = GainBallistics.Coefficient(SlowAttackMs, sampleRate);
    private readonly bool _isAutomatic = releaseMs is null;
    private readonly double _linearStep = shape == ReleaseShape.Linear ? LinearDb * VectorMath.Log2PerDecibel / (releaseMs!.Value * sampleRate / 1000) : 0;
    private double _f;
    private double _q;

    /// <summary>Nothing is being let go.</summary>
    public bool IsAtRest => _f == 0 && _q == 0;

    /// <summary>Replaces the needed gains by the released ones.</summary>
    /// <param name="gainLog2">log₂ of gain, 0 or less.</param>
    public void Apply(Span<float> gainLog2)
    {
        double f = _f, q = _q;
        for (int i = 0; i < gainLog2.Length; i++)
        {
            double m = gainLog2[i];
            f = double.MinNative(m, _linearStep > 0 ? f + _linearStep : _fast * f + (1 - _fast) * m);
            f = f > Rest && m == 0 ? 0 : f;
            if (_isAutomatic)
            {
                double keep = f < q ? _slowAttack : _slow;
                q = keep * q + (1 - keep) * f;
                q = q > Rest && f == 0 ? 0 : q;
            }

            gainLog2[i] = (float)(f < q ? f : q);
        }

        _f = f;
        _q = q;
    }

    /// <summary>Returns to rest.</summary>
    public void Reset()
    {
        _f = 0;
        _q = 0;
    }

    /// <summary>Writes the recursion.</summary>
    /// <param name="state">Receives it.</param>
    public void Save(StateWriter state) => state.Write([_f, _q]);

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state)
    {
        _f = state.ReadDouble();
        _q = state.ReadDouble();
    }
}
