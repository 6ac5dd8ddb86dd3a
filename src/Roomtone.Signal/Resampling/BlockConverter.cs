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

        ConversionFilter? filter = ConversionFilter.Of(ratio, quality, phase);
        if (filter is not null)
        {
            return new TransformBlocks(filter);
        }

        if (phase == ConversionPhase.Minimum)
        {
            throw new NotSupportedException(
                $"The ratio {ratio.Down}:{ratio.Up} has no minimum-phase conversion; use linear phase, or a rate with small common factors.");
        }

        return new SincBlocks(ratio, quality);
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
        private readonly RateRatio _ratio;
        private readonly SincKernel _kernel;
        private readonly int _repeats;

        public SincBlocks(RateRatio ratio, ConversionQuality quality)
        {
            _ratio = ratio;
            _kernel = SincKernel.Of(Math.Min(1, (double)ratio.Up / ratio.Down), quality);
            _repeats = Math.Max(1, 4096 / ratio.Down);
        }

        public override int SourceLength => SourceHop + _kernel.Taps;

        public override int Before => _kernel.Taps / 2 - 1;

        public override int SourceHop => _ratio.Down * _repeats;

        public override int OutputHop => _ratio.Up * _repeats;

        public override void Convert(long block, ReadOnlySpan<double> source, Span<double> output)
        {
            for (int n = 0; n < OutputHop; n++)
            {
                long time = (long)n * _ratio.Down;
                int whole = (int)(time / _ratio.Up);
                output[n] = _kernel.At(source[whole..], (double)(time % _ratio.Up) / _ratio.Up);
            }
        }
    }
}
