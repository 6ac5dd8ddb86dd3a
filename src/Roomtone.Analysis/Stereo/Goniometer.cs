using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>Where the samples of a stereo programme lie: the picture of a goniometer, as counts.</summary>
/// <param name="Size">Cells a side; odd, so that the middle is a cell.</param>
/// <param name="Counts">Row by row from mid = +1 down to −1, each from side = −1 (right) to +1 (left).</param>
public sealed record StereoImage(int Size, ImmutableArray<int> Counts);

/// <summary>Counts samples by their place in the mid/side plane, (L + R)/2 upwards and (L − R)/2 to the left; beyond ±1 counts at the edge.</summary>
/// <remarks>Thread: one at a time.</remarks>
public sealed class Goniometer : IMeter<StereoImage>
{
    private readonly int _size;
    private readonly int[] _counts;

    /// <summary>Prepares a picture.</summary>
    /// <param name="size">Cells a side, odd, 3…1001.</param>
    public Goniometer(int size = 101)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 3);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1001);
        ArgumentOutOfRangeException.ThrowIfEqual(size % 2, 0, nameof(size));
        _size = size;
        _counts = new int[size * size];
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">Another number of channels than two.</exception>
    public void Add(ReadOnlyAudioBlock audio)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(audio.Channels, 2, nameof(audio));
        ReadOnlySpan<float> left = audio[0], right = audio[1];
        for (int i = 0; i < audio.Length; i++)
        {
            double mid = 0.5 * ((double)left[i] + right[i]), side = 0.5 * ((double)left[i] - right[i]);
            _counts[Cell(-mid) * _size + Cell(side)]++;
        }
    }

    /// <inheritdoc/>
    public StereoImage Read() => new(_size, [.. _counts]);

    /// <inheritdoc/>
    public void Reset() => Array.Clear(_counts);

    private int Cell(double x) => double.IsNaN(x) ? _size / 2 : (int)Math.Round(Math.Clamp(x, -1, 1) * (_size / 2)) + _size / 2;
}
