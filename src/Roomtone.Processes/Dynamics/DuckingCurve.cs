using Roomtone.Analysis;
using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>From the powers of key and bed, every 10 ms, to the gain of the bed: a ducker without audio, to write automation with.</summary>
/// <remarks>
/// <para>Formula: over 1 s around each moment, need = min(max(clarity − (L_key − L_bed), 0), max-depth) while the key is active, else 0
/// after the last need was held. The largest need of the look-ahead then moves under Hann ramps, one as long as the attack and one as
/// long as the release, of which the deeper counts.</para>
/// <para>The key is active within 25 LU of its own level around (the largest of the next 0.5 s and of before, which falls by 1 LU
/// per second) and above −60 LUFS; the first and last sounds of a phrase count as if they were 15 LU under that level, so that they
/// dig no hole.</para>
/// </remarks>
public sealed class DuckingCurve
{
    /// <summary>Hops per second.</summary>
    public const int HopsPerSecond = 100;

    private const int WindowHops = 100;

    // A window that still holds a twelfth of the key counts as active: so much of the hold is already in it.
    private const int WindowTailHops = 40;
    private const int FutureHops = 50;
    private const double ActiveLufs = -60;
    private const double ActiveRangeLu = 25;
    private const double PhraseRangeLu = 15;
    private const double FallPerHopLu = 1.0 / HopsPerSecond;

    // The ramps shave the tops off a need that moves; the reserve is what they took on speech over music.
    private const double ReserveLu = 0.5;
    private readonly DuckerSettings _settings;
    private readonly MovingMean _key = new(WindowHops);
    private readonly MovingMean _bed = new(WindowHops);
    private readonly SlidingMaximum _ahead;
    private readonly float[] _targets;
    private readonly double[] _attack;
    private readonly double[] _release;
    private readonly float[] _one = new float[1];
    private readonly double[] _keyLufs = new double[FutureHops];
    private readonly double[] _bedLufs = new double[FutureHops];
    private readonly int _holdHops;
    private double _recent;
    private double _held;
    private long _quiet;
    private long _at;

    /// <summary>Prepares a curve.</summary>
    /// <param name="settings">Depth or clarity, and times.</param>
    public DuckingCurve(DuckerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        int ahead = Hops(settings.LookAheadMs);
        _holdHops = Math.Max(0, Hops(settings.HoldMs) - WindowTailHops);
        _ahead = new SlidingMaximum(ahead + 1, 1);
        _attack = Hann(Hops(settings.AttackMs));
        _release = Hann(Hops(settings.ReleaseMs));
        _targets = new float[Math.Max(_attack.Length, _release.Length)];
        DelayHops = WindowHops / 2 + FutureHops + ahead;
        Reset();
    }

    /// <summary>How many hops later than the audio it belongs to a gain comes out.</summary>
    public int DelayHops { get; }

    /// <summary>Takes 10 ms of powers.</summary>
    /// <param name="keyPower">K-weighted mean square of the key.</param>
    /// <param name="bedPower">K-weighted mean square of the bed.</param>
    /// <returns>Gain of the bed <see cref="DelayHops"/> hops earlier, dB, 0 or less.</returns>
    public double Next(double keyPower, double bedPower)
    {
        int slot = (int)(_at % FutureHops);
        (double key, double bed) = (_keyLufs[slot], _bedLufs[slot]);
        _keyLufs[slot] = LoudnessLevel.ToLufs(_key.Next(keyPower));
        _bedLufs[slot] = LoudnessLevel.ToLufs(_bed.Next(bedPower));
        _recent = Math.Max(_recent - FallPerHopLu, _keyLufs[slot]);
        _one[0] = (float)Hold(Need(key, bed));
        _ahead.Apply(_one);
        _targets[(int)(_at % _targets.Length)] = _one[0];
        _at++;
        return -Math.Max(Ramp(_attack), Ramp(_release));
    }

    /// <summary>Returns to silence.</summary>
    public void Reset()
    {
        _key.Reset();
        _bed.Reset();
        _ahead.Reset();
        Array.Clear(_targets);
        Array.Fill(_keyLufs, double.NegativeInfinity);
        Array.Fill(_bedLufs, double.NegativeInfinity);
        _recent = double.NegativeInfinity;
        _held = 0;
        _quiet = long.MaxValue / 2;
        _at = 0;
    }

    /// <summary>Writes everything that the next gain depends on.</summary>
    /// <param name="state">Receives it.</param>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _key.Save(state);
        _bed.Save(state);
        _ahead.Save(state);
        state.Write(_targets);
        state.Write(_keyLufs);
        state.Write(_bedLufs);
        state.Write([_recent, _held]);
        state.Write(_quiet);
        state.Write(_at);
    }

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _key.Load(state);
        _bed.Load(state);
        _ahead.Load(state);
        state.Read(_targets);
        state.Read(_keyLufs);
        state.Read(_bedLufs);
        _recent = state.ReadDouble();
        _held = state.ReadDouble();
        _quiet = state.ReadInt64();
        _at = state.ReadInt64();
    }

    private static int Hops(double ms) => (int)Math.Round(ms * HopsPerSecond / 1000);

    private static double[] Hann(int length)
    {
        var window = new double[Math.Max(length, 1)];
        for (int i = 0; i < window.Length; i++)
        {
            window[i] = 0.5 - 0.5 * StableMath.CosPi(2.0 * (i + 1) / (window.Length + 1));
        }

        double sum = window.Sum();
        return [.. window.Select(w => w / sum)];
    }

    // NaN says that the key is not active.
    private double Need(double keyLufs, double bedLufs)
    {
        if (keyLufs < ActiveLufs || keyLufs < _recent - ActiveRangeLu)
        {
            return double.NaN;
        }

        if (_settings.DepthDb is { } depth)
        {
            return depth;
        }

        double missing = _settings.ClarityLu + ReserveLu - (Math.Max(keyLufs, _recent - PhraseRangeLu) - bedLufs);
        return missing > ReserveLu ? Math.Min(missing, _settings.MaxDepthDb) : 0;
    }

    private double Hold(double need)
    {
        if (!double.IsNaN(need))
        {
            _held = need;
            _quiet = 0;
            return need;
        }

        _quiet++;
        return _quiet <= _holdHops ? _held : 0;
    }

    private double Ramp(double[] window)
    {
        double sum = 0;
        for (int i = 0; i < window.Length && i < _at; i++)
        {
            sum += window[i] * _targets[(int)((_at - 1 - i) % _targets.Length)];
        }

        return sum;
    }
}
