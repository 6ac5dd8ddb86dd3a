namespace Roomtone.Signal;

/// <summary>A conversion on blocks anchored at source sample 0, so that any order of blocks gives the same bits.</summary>
internal abstract class BlockConverter
{
    /// <summary>Source samples of a block.</summary>
    public abstract int SourceLength { get; }

    /// <summary>Source samples of a block that lie before its first output.</summary>
    public abstract int Before { get; }

    /// <summary>Source samples from block to block.</summary>
    public abstract int SourceHop { get; }

    /// <summary>Output samples of a block.</summary>
    public abstract int OutputHop { get; }

    /// <summary>The converter of a ratio; it holds scratch and belongs to one thread.</summary>
    public static BlockConverter Of(RateRatio ratio, ConversionQuality quality, ConversionPhase phase)
    {
        if (ratio.Up == ratio.Down)
        {
            return new EqualRates();
        }

        return ConversionFilter.Of(ratio, quality, phase) is { } filter ? new TransformBlocks(filter) : new SincBlocks(ratio, quality, phase);
    }

    /// <summary>Converts one block of one channel.</summary>
    /// <param name="block">Its index from 0.</param>
    /// <param name="source"><see cref="SourceLength"/> samples from block·hop − before on.</param>
    /// <param name="output">Receives <see cref="OutputHop"/> samples.</param>
    public abstract void Convert(long block, ReadOnlySpan<double> source, Span<double> output);

    private sealed class EqualRates : BlockConverter
    {
        public override int SourceLength => 4096;

        public override int Before => 0;

        public override int SourceHop => 4096;

        public override int OutputHop => 4096;

        public override void Convert(long block, ReadOnlySpan<double> source, Span<double> output) => source.CopyTo(output);
    }

    private sealed class TransformBlocks(ConversionFilter filter) : BlockConverter
    {
        private readonly double[] _scratch = new double[filter.ScratchLength];

        public override int SourceLength => filter.SourceLength;

        public override int Before => filter.Before;

        public override int SourceHop => filter.SourceHop;

        public override int OutputHop => filter.OutputHop;

        public override void Convert(long block, ReadOnlySpan<double> source, Span<double> output) =>
            filter.Convert(source, output, _scratch);
    }

    // M source samples and L outputs a block, or a multiple: the phase repeats, every fraction is exact in integers.
    private sealed class SincBlocks : BlockConverter
    {
        private const int LongEnough = 16_000;
        private readonly RateRatio _ratio;
        private readonly DoubledBlock _block;
        private readonly double[] _doubled;
        private readonly double[]? _weights;
        private readonly int _repeats;

        public SincBlocks(RateRatio ratio, ConversionQuality quality, ConversionPhase phase)
        {
            _ratio = ratio;
            _repeats = Math.Max(1, LongEnough / ratio.Down);
            _block = new DoubledBlock(Math.Min(1, (double)ratio.Up / ratio.Down), quality, phase, ratio.Down * _repeats);
            _doubled = new double[_block.Length];
            _weights = _block.WeightsOf(ratio);
        }

        public override int SourceLength => _block.SourceLength;

        public override int Before => _block.Before;

        public override int SourceHop => _block.SourceHop;

        public override int OutputHop => _ratio.Up * _repeats;

        public override void Convert(long block, ReadOnlySpan<double> source, Span<double> output)
        {
            _block.Fill(source, _doubled);
            if (_weights is not null)
            {
                _block.Read(_ratio, _weights, _doubled, output[..OutputHop]);
                return;
            }

            for (int n = 0; n < OutputHop; n++)
            {
                long time = 2L * n * _ratio.Down, whole = time / _ratio.Up;
                output[n] = _block.At(_doubled, (int)whole, (double)(time - whole * _ratio.Up) / _ratio.Up);
            }
        }
    }
}
