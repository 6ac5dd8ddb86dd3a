using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>A stretch in which a programme is nothing but one tone.</summary>
/// <param name="Start">Sample at which it sets in.</param>
/// <param name="Length">Samples.</param>
/// <param name="IsIsolated">Around it, for 20 ms, the programme is at least 26 dB lower.</param>
public readonly record struct ToneRun(long Start, long Length, bool IsIsolated);

/// <summary>Tones that were found.</summary>
/// <param name="Runs">In order; at most 100.</param>
public sealed record ToneReading(ImmutableArray<ToneRun> Runs);

/// <summary>Finds line-up tones and sync pops: stretches of one steady frequency and nothing else.</summary>
/// <remarks>
/// In a tone x[n+k] + x[n−k] is x[n] times a number that tells its frequency; what is left of that in windows of 4 ms is everything else.
/// A tone counts where the rest is 26 dB below it. The sum of all channels but the LFE is heard. Thread: one at a time.
/// </remarks>
public sealed class ToneMeter : IMeter<ToneReading>
{
    private const double WindowSeconds = 0.004;
    private const double AroundSeconds = 0.02;
    private const double LeastShare = 0.01;
    private const double WindowTolerance = 0.01;
    private const double RunTolerance = 0.005;
    private const double QuietestPower = 1e-6;
    private const double OnsetShare = 0.1;
    private const double IsolationPower = 0.0025;
    private const int LeastWindows = 2;
    private const int MostRuns = 100;
    private const int Chunk = 4096;
    private readonly ChannelLayout _layout;
    private readonly float[] _sum = new float[Chunk];
    private readonly int _lag;
    private readonly int _window;
    private readonly int _around;
    private readonly float[] _ring;
    private readonly Band _loose;
    private readonly Band _tight;
    private readonly List<ToneRun> _runs = [];
    private long _length;
    private Run? _open;
    private Run? _ended;

    /// <summary>Prepares a meter.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="layout">Channels.</param>
    /// <param name="frequencyHz">The tone's frequency, Hz; found within 0.5 %.</param>
    public ToneMeter(int sampleRate, ChannelLayout layout, double frequencyHz = 1000)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(frequencyHz, 0);
        _layout = layout;
        // An eighth of a turn or so: there the number tells the frequency best.
        _lag = Math.Max(1, (int)Math.Round(sampleRate / (8 * frequencyHz)));
        _window = Math.Max(4 * _lag, (int)(WindowSeconds * sampleRate));
        _around = (int)(AroundSeconds * sampleRate);
        _ring = new float[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(4 * _window + 2 * _around + 2 * _lag))];
        (_loose, _tight) = (Band.Of(frequencyHz, WindowTolerance, _lag, sampleRate), Band.Of(frequencyHz, RunTolerance, _lag, sampleRate));
    }

    /// <inheritdoc/>
    public void Add(ReadOnlyAudioBlock audio)
    {
        for (int at = 0; at < audio.Length; at += Chunk)
        {
            ReadOnlyAudioBlock part = audio.Slice(at, Math.Min(Chunk, audio.Length - at));
            ChannelMix.Sum(part, _layout, _sum);
            foreach (float x in _sum.AsSpan(0, part.Length))
            {
                _ring[_length & (_ring.Length - 1)] = x;
                _length++;
                long end = _length - _lag;
                if (end > 0 && end % _window == 0)
                {
                    Judge(end - _window);
                }
            }
        }
    }

    /// <inheritdoc/>
    public ToneReading Read()
    {
        List<ToneRun> runs = [.. _runs];
        if (_ended is { } ended)
        {
            Close(ended, runs);
        }

        if (_open is { } open)
        {
            Close(open with { End = _length }, runs);
        }

        return new ToneReading([.. runs]);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Array.Clear(_ring);
        _runs.Clear();
        (_length, _open, _ended) = (0, null, null);
    }

    private void Judge(long start)
    {
        double across = 0, power = 0, sums = 0;
        float peak = 0;
        for (long n = start; n < start + _window; n++)
        {
            double x = At(n), s = (double)At(n + _lag) + At(n - _lag);
            across += s * x;
            power += x * x;
            sums += s * s;
            peak = Math.Max(peak, Math.Abs(At(n)));
        }

        if (_ended is { } ended && start + _window - ended.End >= _around)
        {
            Close(ended, _runs);
            _ended = null;
        }

        bool isTone = power > QuietestPower * _window && sums - across * across / power < LeastShare * power && _loose.Holds(across / (2 * power));
        if (isTone)
        {
            Run run = _open ?? Begin(start, peak);
            _open = run with { Across = run.Across + across, Power = run.Power + power, Windows = run.Windows + 1 };
        }
        else if (_open is { } open)
        {
            _ended = open with { End = Last(start, open.Peak) };
            _open = null;
        }
    }

    private Run Begin(long start, float peak)
    {
        long first = start;
        for (long n = Math.Max(0, start - _window); n < start; n++)
        {
            if (Math.Abs(At(n)) > OnsetShare * peak)
            {
                first = n;
                break;
            }
        }

        return new Run(first, peak) { Before = Power(Math.Max(0, first - _around), first) };
    }

    // The tone may end in the window that is no tone any more, or in the margin after it.
    private long Last(long start, float peak)
    {
        for (long n = start + _window - 1; n >= start; n--)
        {
            if (Math.Abs(At(n)) > OnsetShare * peak)
            {
                return n + 1;
            }
        }

        return start;
    }

    private void Close(Run run, List<ToneRun> runs)
    {
        if (run.Windows < LeastWindows || runs.Count >= MostRuns || !_tight.Holds(run.Across / (2 * run.Power)))
        {
            return;
        }

        double mean = run.Power / ((double)run.Windows * _window);
        double after = Power(run.End, Math.Min(_length, run.End + _around));
        runs.Add(new ToneRun(run.Start, run.End - run.Start, run.Before <= IsolationPower * mean && after <= IsolationPower * mean));
    }

    private double Power(long from, long to)
    {
        double sum = 0;
        for (long n = from; n < to; n++)
        {
            sum += (double)At(n) * At(n);
        }

        return to > from ? sum / (to - from) : 0;
    }

    private float At(long position) => position < 0 ? 0 : _ring[position & (_ring.Length - 1)];

    /// <summary>A tone that runs, or has ended and waits for what comes after it.</summary>
    private readonly record struct Run(long Start, float Peak)
    {
        public double Across { get; init; }

        public double Power { get; init; }

        public double Before { get; init; }

        public int Windows { get; init; }

        public long End { get; init; }
    }

    /// <summary>Numbers of frequencies inside a tolerance.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Band(double Lowest, double Highest)
    {
        public static Band Of(double frequencyHz, double tolerance, int lag, int sampleRate)
        {
            double turn = 2.0 * lag / sampleRate;
            return new Band(StableMath.CosPi(turn * frequencyHz * (1 + tolerance)), StableMath.CosPi(turn * frequencyHz * (1 - tolerance)));
        }

        public bool Holds(double number) => number >= Lowest && number <= Highest;
    }
}
