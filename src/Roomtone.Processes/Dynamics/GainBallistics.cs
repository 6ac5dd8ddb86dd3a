using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Attack and release of a gain: smooth, decoupled, in dB.</summary>
/// <remarks>
/// <para>Formula on the reduction g ≥ 0 dB: p = max(g, α_R·p + (1 − α_R)·g); s = α_A·s + (1 − α_A)·p; α = e^(−1/(τ·rate)): after a
/// step, the gain in dB has gone 63.2 % of its way at τ. It never overshoots.</para>
/// <para>Automatic release: p is the larger of two, one that lets go in 60 ms and one that takes up what lasts (250 ms) and lets go of
/// it in 600 ms: short peaks leave no hole, long passages do not pump.</para>
/// <para>Source: Giannoulis, Massberg, Reiss, JAES 60(6), 2012, equation 17.</para>
/// </remarks>
public sealed class GainBallistics
{
    private const double FastReleaseMs = 60;
    private const double SlowReleaseMs = 600;
    private const double SlowAttackMs = 250;
    private readonly double _attack;
    private readonly double _release;
    private readonly double _slowAttack;
    private readonly double _slowRelease;
    private readonly bool _isAutomatic;
    private readonly int _holdSamples;
    private readonly double _rest;
    private double _fast;
    private double _slow;
    private double _smooth;
    private long _held;

    /// <summary>Prepares the ballistics.</summary>
    /// <param name="attackMs">63 % time of a rising reduction, ms; 0 = at once.</param>
    /// <param name="releaseMs">63 % time of a falling reduction, ms; null = automatic.</param>
    /// <param name="holdMs">The reduction rests this long before it falls, ms.</param>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="restDb">Reduction at the start of a stream, dB.</param>
    public GainBallistics(double attackMs, double? releaseMs, double holdMs, int sampleRate, double restDb = 0)
    {
        _rest = restDb;
        _attack = Coefficient(attackMs, sampleRate);
        _release = Coefficient(releaseMs ?? FastReleaseMs, sampleRate);
        _slowAttack = Coefficient(SlowAttackMs, sampleRate);
        _slowRelease = Coefficient(SlowReleaseMs, sampleRate);
        _isAutomatic = releaseMs is null;
        _holdSamples = (int)Math.Round(holdMs * sampleRate / 1000);
        Reset();
    }

    /// <summary>The release constant with which release and attack smoothing together take a time.</summary>
    /// <remarks>
    /// Formula: two one-poles in a row have gone 1 − (R·e^(−t/R) − A·e^(−t/A))/(R − A) of the way at t; R is found by bisection so
    /// that this is 1 − 1/e at the time asked for.
    /// </remarks>
    /// <param name="totalMs">63 % time of both, ms.</param>
    /// <param name="attackMs">The attack's constant A, ms.</param>
    /// <returns>R, ms; 0.01 where the attack alone takes longer.</returns>
    public static double ReleaseWithin(double totalMs, double attackMs)
    {
        const double Left = 0.36787944117144233;
        double low = 0.01, high = Math.Max(totalMs, 0.02);
        for (int i = 0; i < 60; i++)
        {
            double release = (low + high) / 2;
            double a = release.Equals(attackMs) ? attackMs * (1 - 1e-9) : attackMs;
            double attackLeft = a > 0 ? a * StableMath.Exp(-totalMs / a) : 0;
            double left = (release * StableMath.Exp(-totalMs / release) - attackLeft) / (release - a);
            (low, high) = left < Left ? (release, high) : (low, release);
        }

        return low;
    }

    /// <summary>e^(−1/(τ·rate)): the share that a one-pole keeps from one sample to the next.</summary>
    /// <param name="timeMs">τ, ms; 0 gives 0.</param>
    /// <param name="sampleRate">Hz.</param>
    public static double Coefficient(double timeMs, int sampleRate) =>
        timeMs <= 0 ? 0 : StableMath.Exp(-1000 / (timeMs * sampleRate));

    /// <summary>Smooths the gains of a block.</summary>
    /// <param name="position">Content time of the first sample.</param>
    /// <param name="gainDb">Wanted gains, 0 dB or less; receives the smoothed ones.</param>
    public void Apply(long position, Span<float> gainDb)
    {
        foreach (DenormalGuard.Segment part in DenormalGuard.Split(position, gainDb.Length))
        {
            if (part.IsFlushDue)
            {
                _fast = DenormalGuard.Flushed(_fast);
                _slow = DenormalGuard.Flushed(_slow);
                _smooth = DenormalGuard.Flushed(_smooth);
            }

            Span<float> gains = gainDb.Slice(part.Start, part.Length);
            if (_isAutomatic || _holdSamples > 0)
            {
                ApplyHeld(gains);
            }
            else
            {
                ApplyPlain(gains);
            }
        }
    }

    /// <summary>Returns to the start of a stream.</summary>
    public void Reset()
    {
        _fast = _rest;
        _slow = _isAutomatic ? _rest : 0;
        _smooth = _rest;
        _held = 0;
    }

    /// <summary>Writes the recursion.</summary>
    /// <param name="state">Receives it.</param>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write([_fast, _slow, _smooth]);
        state.Write(_held);
    }

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _fast = state.ReadDouble();
        _slow = state.ReadDouble();
        _smooth = state.ReadDouble();
        _held = state.ReadInt64();
    }

    private void ApplyPlain(Span<float> gainDb)
    {
        double p = _fast, s = _smooth, release = _release, attack = _attack;
        double rise = 1 - release, follow = 1 - attack;
        for (int i = 0; i < gainDb.Length; i++)
        {
            double g = -gainDb[i];
            p = double.MaxNative(release * p + rise * g, g);
            s = attack * s + follow * p;
            gainDb[i] = (float)-s;
        }

        _fast = p;
        _smooth = s;
    }

    private void ApplyHeld(Span<float> gainDb)
    {
        double p = _fast, q = _slow, s = _smooth;
        double release = _release, attack = _attack;
        for (int i = 0; i < gainDb.Length; i++)
        {
            double g = -gainDb[i];
            if (g >= p)
            {
                p = g;
                _held = _holdSamples;
            }
            else if (_held > 0)
            {
                _held--;
            }
            else
            {
                p = release * p + (1 - release) * g;
            }

            double slow = p > q ? _slowAttack : _slowRelease;
            q = _isAutomatic ? slow * q + (1 - slow) * p : 0;
            s = attack * s + (1 - attack) * (p > q ? p : q);
            gainDb[i] = (float)-s;
        }

        (_fast, _slow, _smooth) = (p, q, s);
    }
}
