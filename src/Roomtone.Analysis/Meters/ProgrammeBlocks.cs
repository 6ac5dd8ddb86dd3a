using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>What follows from the 10 ms sub-blocks of a programme: loudness, range, maxima, floor.</summary>
/// <remarks>
/// Sub-block k ends at sample ⌊(k + 1)·rate/100⌋, so that 400 ms and 3 s are whole numbers of sub-blocks at every rate. Ten of them
/// are a hop of 100 ms, the unit of the gates.
/// </remarks>
internal sealed class ProgrammeBlocks
{
    private const int PerSecond = 100;
    private const int PerHop = 10;
    private const int MomentaryBlocks = 40;
    private const int ShortTermBlocks = 300;
    private const int FloorBlocks = 50;
    private const int LevelSteps = 141;
    private const double LowestLevelDb = -120;
    private const double AudibleDb = -100;
    private readonly int _sampleRate;
    private readonly SlidingPower _momentary = new(MomentaryBlocks);
    private readonly SlidingPower _shortTerm = new(ShortTermBlocks);
    private readonly SlidingPower _floor = new(FloorBlocks);
    private readonly HopSeries _hops = new();
    private readonly HopSeries _hopSquares = new();
    private readonly double _audiblePower = Decibels.ToPower(AudibleDb);
    private long _count;
    private double _hopWeighted;
    private double _hopSquare;
    private double _maximumMomentary;
    private double _maximumShortTerm;
    private double _quietest;
    private double _quietestAudible;

    /// <summary>Prepares the blocks.</summary>
    /// <param name="sampleRate">Hz.</param>
    public ProgrammeBlocks(int sampleRate)
    {
        _sampleRate = sampleRate;
        Reset();
    }

    /// <summary>The sample at which the current sub-block ends.</summary>
    public long NextBoundary => Boundary(_count + 1);

    /// <summary>Samples of the current sub-block when it is whole.</summary>
    public int CurrentSamples => (int)(Boundary(_count + 1) - Boundary(_count));

    /// <summary>Adds a whole sub-block.</summary>
    /// <param name="block">Its sums.</param>
    public void Add(SubBlock block)
    {
        _count++;
        double perWindow = (double)PerSecond / _sampleRate;
        if (_momentary.Add(block.Weighted, out double momentary))
        {
            _maximumMomentary = Math.Max(_maximumMomentary, momentary * perWindow / MomentaryBlocks);
        }

        if (_shortTerm.Add(block.Weighted, out double shortTerm))
        {
            _maximumShortTerm = Math.Max(_maximumShortTerm, shortTerm * perWindow / ShortTermBlocks);
        }

        if (_floor.Add(block.Square, out double floor))
        {
            double power = floor * perWindow / FloorBlocks;
            _quietest = Math.Min(_quietest, power);
            _quietestAudible = power >= _audiblePower ? Math.Min(_quietestAudible, power) : _quietestAudible;
        }

        _hopWeighted += block.Weighted;
        _hopSquare += block.Square;
        if (_count % PerHop == 0)
        {
            _hops.Add(_hopWeighted * perWindow / PerHop);
            _hopSquares.Add(_hopSquare * perWindow / PerHop);
            _hopWeighted = 0;
            _hopSquare = 0;
        }
    }

    /// <summary>What the sub-blocks say; peaks and levels are left to the meter.</summary>
    /// <param name="layout">Channels.</param>
    /// <param name="length">Samples per channel.</param>
    public ProgrammeMeasurement Measure(ChannelLayout layout, long length)
    {
        ImmutableArray<double> hops = _hops.ToImmutable();
        ImmutableArray<double> squares = _hopSquares.ToImmutable();
        return new ProgrammeMeasurement
        {
            Layout = layout,
            SampleRate = _sampleRate,
            LengthSamples = length,
            IntegratedLufs = LoudnessGate.Integrated(hops.AsSpan()),
            LoudnessRangeLu = LoudnessGate.Range(hops.AsSpan()),
            MaximumMomentaryLufs = _count < MomentaryBlocks ? double.NaN : LoudnessLevel.ToLufs(_maximumMomentary),
            MaximumShortTermLufs = _count < ShortTermBlocks ? double.NaN : LoudnessLevel.ToLufs(_maximumShortTerm),
            ProgrammeRmsDbfs = ProgrammeRms(hops.AsSpan(), squares.AsSpan()),
            NoiseFloorDbfs = _count < FloorBlocks ? double.NaN : Decibels.FromPower(_quietest),
            AudibleFloorDbfs = double.IsInfinity(_quietestAudible) ? double.NaN : Decibels.FromPower(_quietestAudible),
            LevelCounts = Levels(squares),
            History = new LoudnessHistory(hops),
            TruePeakDbtp = double.NaN,
            SamplePeakDbfs = double.NaN,
            RmsDbfs = double.NaN,
            Correlation = double.NaN,
            InvalidSamples = 0,
            Channels = [],
        };
    }

    /// <summary>Returns to the start of a programme.</summary>
    public void Reset()
    {
        _momentary.Reset();
        _shortTerm.Reset();
        _floor.Reset();
        _hops.Clear();
        _hopSquares.Clear();
        _count = 0;
        _hopWeighted = 0;
        _hopSquare = 0;
        _maximumMomentary = 0;
        _maximumShortTerm = 0;
        _quietest = double.PositiveInfinity;
        _quietestAudible = double.PositiveInfinity;
    }

    private long Boundary(long block) => block * _sampleRate / PerSecond;

    private static double ProgrammeRms(ReadOnlySpan<double> hops, ReadOnlySpan<double> squares)
    {
        const int BlockHops = MomentaryBlocks / PerHop;
        double gate = LoudnessGate.RelativeGate(hops);
        double sum = 0;
        long n = 0;
        for (int i = 0; i + BlockHops <= hops.Length; i++)
        {
            if (LoudnessGate.Mean(hops, i, BlockHops) > gate)
            {
                sum += LoudnessGate.Mean(squares, i, BlockHops);
                n++;
            }
        }

        return n > 0 ? Decibels.FromPower(sum / n) : hops.Length < BlockHops ? double.NaN : double.NegativeInfinity;
    }

    private static ImmutableArray<int> Levels(ImmutableArray<double> squares)
    {
        var counts = new int[LevelSteps];
        foreach (double square in squares)
        {
            double step = Math.Floor(Decibels.FromPower(square) - LowestLevelDb);
            counts[(int)Math.Clamp(step, 0, LevelSteps - 1)]++;
        }

        return [.. counts];
    }
}
