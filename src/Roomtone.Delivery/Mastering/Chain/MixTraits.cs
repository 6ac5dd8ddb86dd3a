using System.Collections.Immutable;
using Roomtone.Analysis;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>What a mix is compared with a reference in, beside its spectrum: how wide each band is, and how much its level varies.</summary>
public sealed class MixTraits
{
    /// <summary>Where the bands of width meet, Hz.</summary>
    public static ImmutableArray<double> EdgesHz { get; } = [200, 2000];

    private const double ActiveWithinDb = 20;
    private const double HighestEdgeShare = 0.45;
    private readonly double[] _mids;
    private readonly double[] _sides;
    private ImmutableArray<int> _levelCounts;

    private MixTraits(double[] mids, double[] sides, ImmutableArray<int> levelCounts) => (_mids, _sides, _levelCounts) = (mids, sides, levelCounts);

    /// <summary>Level of the side against that of the mid in each band, dB; NaN where a band is silent, or the layout is not stereo.</summary>
    public ImmutableArray<double> SideOverMidDb => [.. _mids.Zip(_sides, (m, s) => m > 0 && s > 0 ? Decibels.FromPower(s / m) : double.NaN)];

    /// <summary>How far the level of 100 ms varies while something sounds: 95th against 10th percentile of what is at most 20 dB under the former, dB.</summary>
    public double SpreadDb => Spread(Levels());

    /// <summary>Measures a mix.</summary>
    /// <param name="source">The mix.</param>
    /// <param name="progress">Told the share that is read, 0…1; null = nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    public static MixTraits Of(IAudioSource source, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        var meter = new ProgrammeMeter(source.SampleRate, source.Layout);
        using Bands? bands = source.Layout.Equals(ChannelLayout.Stereo) ? new Bands(source.SampleRate) : null;
        SourcePass.Run(
            source,
            block =>
            {
                meter.Add(block);
                bands?.Add(block);
            },
            progress,
            cancellation);
        return new MixTraits(bands?.Mids ?? [], bands?.Sides ?? [], meter.Read().LevelCounts);
    }

    /// <summary>The traits of mixes as if they followed one another.</summary>
    /// <param name="mixes">The mixes; the first becomes the whole.</param>
    public static MixTraits Together(ImmutableArray<MixTraits> mixes)
    {
        MixTraits whole = mixes[0];
        foreach (MixTraits next in mixes.Skip(1))
        {
            whole._levelCounts = [.. whole._levelCounts.Zip(next._levelCounts, (a, b) => a + b)];
            for (int b = 0; b < Math.Min(whole._mids.Length, next._mids.Length); b++)
            {
                whole._mids[b] += next._mids[b];
                whole._sides[b] += next._sides[b];
            }
        }

        return whole;
    }

    /// <summary>The threshold and what it comes to where a compressor of a ratio narrows the level.</summary>
    /// <param name="ratio">Its ratio.</param>
    /// <returns>The threshold, dB: the quietest level that counts; and the spread that is left.</returns>
    public (double ThresholdDb, double SpreadDb) Compressed(double ratio)
    {
        (double Level, double Count)[] levels = Levels();
        double threshold = Active(levels).Quiet;
        return (threshold, Spread([.. levels.Select(l => (l.Level > threshold ? threshold + (l.Level - threshold) / ratio : l.Level, l.Count))]));
    }

    private (double Level, double Count)[] Levels() =>
        [.. _levelCounts.Select((count, i) => (ProgrammeMeasurement.LevelDbfs(i), (double)count)).Where(l => l.Item2 > 0 && double.IsFinite(l.Item1))];

    private static double Spread((double Level, double Count)[] levels) => Active(levels) is var (quiet, loud) ? loud - quiet : double.NaN;

    private static (double Quiet, double Loud) Active((double Level, double Count)[] levels)
    {
        if (levels.Length == 0)
        {
            return (double.NaN, double.NaN);
        }

        double loud = Percentile(levels, 0.95);
        return (Percentile([.. levels.Where(l => l.Level >= loud - ActiveWithinDb)], 0.1), loud);
    }

    private static double Percentile((double Level, double Count)[] levels, double share)
    {
        double sought = share * levels.Sum(l => l.Count), sum = 0;
        foreach ((double level, double count) in levels.OrderBy(l => l.Level))
        {
            sum += count;
            if (sum >= sought)
            {
                return level;
            }
        }

        return levels.Max(l => l.Level);
    }

    /// <summary>Powers of mid and side in each band.</summary>
    private sealed class Bands : IDisposable
    {
        private readonly BiquadCascade[] _filters;
        private readonly AudioBuffer _block = new(2, SourcePass.BlockLength);
        private long _position;

        public Bands(int sampleRate)
        {
            double[] edges = [.. EdgesHz.Select(e => Math.Min(e, HighestEdgeShare * sampleRate))];
            _filters =
            [
                new BiquadCascade([.. ButterworthDesign.LowPass(4, edges[0], sampleRate)], 2),
                new BiquadCascade([.. ButterworthDesign.HighPass(4, edges[0], sampleRate), .. ButterworthDesign.LowPass(4, edges[1], sampleRate)], 2),
                new BiquadCascade([.. ButterworthDesign.HighPass(4, edges[1], sampleRate)], 2),
            ];
            (Mids, Sides) = (new double[_filters.Length], new double[_filters.Length]);
        }

        public double[] Mids { get; }

        public double[] Sides { get; }

        public void Add(ReadOnlyAudioBlock audio)
        {
            AudioBlock block = _block.Block.Slice(0, audio.Length);
            for (int b = 0; b < _filters.Length; b++)
            {
                audio.CopyTo(block);
                _filters[b].Process(block, _position);
                ReadOnlySpan<float> left = block[0], right = block[1];
                for (int i = 0; i < left.Length; i++)
                {
                    double mid = left[i] + right[i], side = left[i] - right[i];
                    Mids[b] += mid * mid;
                    Sides[b] += side * side;
                }
            }

            _position += audio.Length;
        }

        public void Dispose() => _block.Dispose();
    }
}
