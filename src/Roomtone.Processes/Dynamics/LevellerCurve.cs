using System.Collections.Immutable;
using Roomtone.Analysis;
using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>The gain that keeps speech at one loudness: a value every 100 ms, straight in dB between them.</summary>
/// <remarks>
/// <para>Where it speaks, gain = target − loudness of the speech within the window, between −cut and +boost; in pauses the gain stays as
/// it was, so that they are not raised. No step is steeper than the speed: the curve is the middle of the steepest allowed curves above and
/// below it. At last one gain over all brings the speech to the target as a whole, as far as the limits allow.</para>
/// <para>Loudness: K-weighted, BS.1770-5; where it speaks: <see cref="SpeechMeter"/>. Memory: 4 bytes each 100 ms. Immutable, free to share.</para>
/// </remarks>
public sealed class LevellerCurve
{
    private const double HopSeconds = 0.1;
    private const int HopsPerSecond = 10;

    // Speech within a window that is too little to judge by, hops.
    private const double LeastSpeech = 4;

    // The limit of speed leaves something at each change, which the next round takes up.
    private const int Rounds = 3;
    private readonly ImmutableArray<float> _gainsDb;

    private LevellerCurve(ImmutableArray<float> gainsDb) => _gainsDb = gainsDb;

    /// <summary>Gains, dB, at 0.05 s, 0.15 s …</summary>
    public ImmutableArray<float> GainsDb => _gainsDb;

    /// <summary>Nothing is turned up or down.</summary>
    public bool IsNeutral => _gainsDb.All(g => g == 0);

    /// <summary>Studies a programme.</summary>
    /// <param name="source">The programme.</param>
    /// <param name="settings">Target and limits.</param>
    /// <param name="progress">Told the share that is done, 0…1; null = nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    public static LevellerCurve Of(IAudioSource source, LevellerSettings settings, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(settings);
        var power = new LoudnessPower(source.SampleRate, source.Layout);
        var speech = new SpeechMeter(source.SampleRate, source.Layout);
        var hops = new List<double>();
        using var buffer = new AudioBuffer(source.Layout.Count, source.SampleRate);
        long next = 0;
        for (long at = 0; at < source.Length; at = next)
        {
            cancellation.ThrowIfCancellationRequested();
            next = Math.Min((hops.Count + 1L) * source.SampleRate / HopsPerSecond, source.Length);
            AudioBlock block = buffer.Block.Slice(0, (int)(next - at));
            source.Read(at, block);
            power.Add(block);
            speech.Add(block);
            hops.Add(power.Take() / block.Length);
            if (hops.Count % 100 == 0)
            {
                progress?.Report(next / (double)source.Length);
            }
        }

        SpeechReading reading = speech.Read();
        return Of([.. hops], reading, settings);
    }

    /// <summary>Gains of a stretch, linear.</summary>
    /// <param name="position">First sample.</param>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="gains">Receives a gain per sample.</param>
    public void Fill(long position, int sampleRate, Span<float> gains)
    {
        for (int i = 0; i < gains.Length; i++)
        {
            double place = (position + i) * (double)HopsPerSecond / sampleRate - 0.5;
            int below = Math.Clamp((int)Math.Floor(place), 0, _gainsDb.Length - 1), above = Math.Min(below + 1, _gainsDb.Length - 1);
            float share = (float)Math.Clamp(place - below, 0, 1);
            gains[i] = (_gainsDb[below] + share * (_gainsDb[above] - _gainsDb[below])) * VectorMath.Log2PerDecibel;
        }

        VectorMath.Exp2(gains, gains);
    }

    private static LevellerCurve Of(double[] hops, SpeechReading speech, LevellerSettings settings)
    {
        double[] share = [.. Enumerable.Range(0, hops.Length).Select(i => Math.Min(1, speech.Within(i * HopSeconds, (i + 1) * HopSeconds) / HopSeconds))];
        double own = Loudness(hops, share, null);
        double target = settings.TargetLufs ?? own;
        if (!double.IsFinite(own))
        {
            return new LevellerCurve([.. new float[Math.Max(1, hops.Length)]]);
        }

        var gains = new double[hops.Length];
        for (int round = 0; round < Rounds; round++)
        {
            double[] levelled = [.. hops.Zip(gains, (p, g) => p * Decibels.ToPower(g))];
            double[] rest = Missing(levelled, share, target, settings);
            double[] wanted = [.. gains.Zip(rest, (g, r) => Math.Clamp(g + r, -settings.MaxCutDb, settings.MaxBoostDb))];
            HoldPauses(wanted);
            gains = Slowed(wanted, settings.SpeedDbPerSecond * HopSeconds);
        }

        double whole = target - Loudness(hops, share, gains);
        return new LevellerCurve([.. gains.Select(g => (float)Math.Clamp(g + whole, -settings.MaxCutDb, settings.MaxBoostDb))]);
    }

    // What the speech around each hop lacks to the target, dB; NaN where nothing is known.
    private static double[] Missing(double[] hops, double[] share, double target, LevellerSettings settings)
    {
        int half = Math.Max(1, (int)Math.Round(settings.WindowSeconds * HopsPerSecond / 2));
        var weights = new double[hops.Length + 1];
        var powers = new double[hops.Length + 1];
        for (int i = 0; i < hops.Length; i++)
        {
            weights[i + 1] = weights[i] + share[i];
            powers[i + 1] = powers[i] + share[i] * hops[i];
        }

        var missing = new double[hops.Length];
        for (int i = 0; i < hops.Length; i++)
        {
            int from = Math.Max(0, i - half), to = Math.Min(hops.Length, i + half + 1);
            double weight = weights[to] - weights[from];
            missing[i] = share[i] < 0.5 || weight < LeastSpeech ? double.NaN : target - LoudnessLevel.ToLufs((powers[to] - powers[from]) / weight);
        }

        return missing;
    }

    // As before the pause; before the first speech as at it.
    private static void HoldPauses(double[] gains)
    {
        double held = gains.FirstOrDefault(double.IsFinite);
        for (int i = 0; i < gains.Length; i++)
        {
            held = double.IsFinite(gains[i]) ? gains[i] : held;
            gains[i] = held;
        }
    }

    private static double[] Slowed(double[] gains, double step)
    {
        double[] lower = [.. gains], upper = [.. gains];
        for (int i = 1; i < gains.Length; i++)
        {
            lower[i] = Math.Min(lower[i], lower[i - 1] + step);
            upper[i] = Math.Max(upper[i], upper[i - 1] - step);
        }

        for (int i = gains.Length - 2; i >= 0; i--)
        {
            lower[i] = Math.Min(lower[i], lower[i + 1] + step);
            upper[i] = Math.Max(upper[i], upper[i + 1] - step);
        }

        return [.. lower.Zip(upper, (a, b) => (a + b) / 2)];
    }

    private static double Loudness(double[] hops, double[] share, double[]? gains)
    {
        double sum = 0, weight = 0;
        for (int i = 0; i < hops.Length; i++)
        {
            sum += share[i] * hops[i] * (gains is null ? 1 : Decibels.ToPower(gains[i]));
            weight += share[i];
        }

        return weight < LeastSpeech || sum <= 0 ? double.NaN : LoudnessLevel.ToLufs(sum / weight);
    }
}

/// <summary>A source at the gains of a leveller.</summary>
/// <param name="source">The source.</param>
/// <param name="curve">The gains.</param>
public sealed class LevelledSource(IAudioSource source, LevellerCurve curve) : ViewSource(source, source.Length)
{
    private const int Block = 512;
    private readonly float[] _gains = new float[Block];

    /// <inheritdoc/>
    protected override void ReadInside(long position, AudioBlock destination)
    {
        Source.Read(position, destination);
        for (int at = 0; at < destination.Length; at += Block)
        {
            Span<float> gains = _gains.AsSpan(0, Math.Min(Block, destination.Length - at));
            curve.Fill(position + at, SampleRate, gains);
            for (int c = 0; c < destination.Channels; c++)
            {
                Kernels.Multiply(gains, destination[c].Slice(at, gains.Length));
            }
        }
    }
}
