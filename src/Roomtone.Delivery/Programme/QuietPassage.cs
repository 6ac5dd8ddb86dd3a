using System.Globalization;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>The quietest passage of a programme in which the room is heard.</summary>
/// <param name="Start">First sample.</param>
/// <param name="Length">Samples, half a second or more.</param>
internal readonly record struct QuietPassage(long Start, long Length)
{
    private const double BlockSeconds = 0.05;
    private const int LeastBlocks = 10;
    private const int MostBlocks = 60;
    private const double SilencePower = 1e-12;
    private const double WidenedBy = 4;
    private const double LeastPauseDb = 20;

    /// <summary>Looks for it.</summary>
    /// <param name="source">The programme.</param>
    /// <param name="start">First sample that is looked at.</param>
    /// <param name="length">Samples.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The passage; null where every pause is digital silence, or there are less than half a second.</returns>
    /// <exception cref="RoomtoneException">Check failed: it does not pause.</exception>
    public static QuietPassage? Find(IAudioSource source, long start, long length, CancellationToken cancellation)
    {
        int block = (int)(BlockSeconds * source.SampleRate);
        double[] powers = Powers(source, start, length, block, cancellation);
        int best = -1;
        double least = double.PositiveInfinity;
        for (int i = 0; i + LeastBlocks <= powers.Length; i++)
        {
            ReadOnlySpan<double> window = powers.AsSpan(i, LeastBlocks);
            double mean = Mean(window);
            if (mean < least && window.IndexOfAnyInRange(0, SilencePower) < 0)
            {
                (best, least) = (i, mean);
            }
        }

        if (best < 0)
        {
            return null;
        }

        double pauseDb = Decibels.FromPower(Mean(powers) / least);
        if (pauseDb < LeastPauseDb)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"no room tone can be learnt: the quietest half second is only {pauseDb:0.0} dB under the programme");
            throw new RoomtoneException(ExitCode.CheckFailed, new Finding("RT0842", Severity.Error, text)
            {
                Hint = "leave 'room-tone' out for silence, or keep a pause of half a second in the programme",
            });
        }

        int first = best, end = best + LeastBlocks;
        bool IsTone(int i) => i >= 0 && i < powers.Length && powers[i] > SilencePower && powers[i] < WidenedBy * least;
        while (end - first < MostBlocks && IsTone(end))
        {
            end++;
        }

        while (end - first < MostBlocks && IsTone(first - 1))
        {
            first--;
        }

        return new QuietPassage(start + (long)first * block, (long)(end - first) * block);
    }

    private static double[] Powers(IAudioSource source, long start, long length, int block, CancellationToken cancellation)
    {
        double[] powers = new double[length / block];
        using var buffer = new AudioBuffer(source.Layout.Count, block);
        for (int i = 0; i < powers.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            source.Read(start + (long)i * block, buffer.Block);
            for (int c = 0; c < source.Layout.Count; c++)
            {
                powers[i] += Kernels.SumOfSquares(buffer.Block[c]) / block;
            }
        }

        return powers;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / Math.Max(1, values.Length);
    }
}
