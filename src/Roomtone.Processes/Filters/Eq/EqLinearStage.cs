using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Linear-phase filters, one per channel, by overlap-save convolution.</summary>
/// <remarks>
/// Blocks of B = 2·half samples start at multiples of B in position, so their cuts do not depend on the caller's. A transform of 2B points
/// gives the B samples that are whole; float64, since the rounding of a float32 transform spreads over the whole block. Latency: B for the block, half for the filter. Source: Oppenheim and Schafer, overlap-save.
/// </remarks>
internal sealed class EqLinearStage : IEqStage
{
    private readonly int _block;
    private readonly int _half;
    private readonly RealFft<double> _fft;
    private readonly double[] _filterRe;
    private readonly double[] _filterIm;
    private readonly double[] _re;
    private readonly double[] _im;
    private readonly double[] _scratch;
    private readonly double[] _convolved;
    private readonly int[] _channels;
    private readonly float[][] _inputs;
    private readonly float[][] _outputs;

    /// <summary>Designs the filter.</summary>
    /// <param name="bands">Bands in series; none makes a pure delay of the same length.</param>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="channels">The channels that it works on.</param>
    public EqLinearStage(IReadOnlyList<EqBand> bands, int sampleRate, int[] channels)
    {
        _half = LinearPhaseDesign.Half(sampleRate);
        _block = 2 * _half;
        _fft = RealFft<double>.Of(2 * _block);
        (_filterRe, _filterIm) = (new double[_fft.BinCount], new double[_fft.BinCount]);
        (_re, _im) = (new double[_fft.BinCount], new double[_fft.BinCount]);
        _scratch = _fft.CreateScratch();
        _convolved = new double[_fft.Length];
        double[] taps = LinearPhaseDesign.Taps(bands, sampleRate);
        var padded = new double[_fft.Length];
        taps.CopyTo(padded, 0);
        _fft.Forward(padded, _filterRe, _filterIm, _scratch);
        _channels = channels;
        _inputs = [.. channels.Select(_ => new float[_fft.Length])];
        _outputs = [.. channels.Select(_ => new float[_block])];
    }

    public long TailSamples => _half;

    /// <summary>Samples by which the output is late.</summary>
    public int LatencySamples => _block + _half;

    public void Process(in ProcessContext context, AudioBlock audio)
    {
        for (int done = 0; done < audio.Length;)
        {
            int at = (int)((context.Position + done) & (_block - 1));
            int count = Math.Min(audio.Length - done, _block - at);
            for (int c = 0; c < _channels.Length; c++)
            {
                Span<float> samples = audio[_channels[c]].Slice(done, count);
                samples.CopyTo(_inputs[c].AsSpan(_block + at));
                _outputs[c].AsSpan(at, count).CopyTo(samples);
                if (at + count == _block)
                {
                    Convolve(_inputs[c], _outputs[c]);
                }
            }

            done += count;
        }
    }

    public void Reset()
    {
        for (int c = 0; c < _channels.Length; c++)
        {
            _inputs[c].AsSpan().Clear();
            _outputs[c].AsSpan().Clear();
        }
    }

    public void Save(StateWriter state)
    {
        for (int c = 0; c < _channels.Length; c++)
        {
            state.Write(_inputs[c]);
            state.Write(_outputs[c]);
        }
    }

    public void Load(StateReader state)
    {
        for (int c = 0; c < _channels.Length; c++)
        {
            state.Read(_inputs[c]);
            state.Read(_outputs[c]);
        }
    }

    public void Dispose()
    {
    }

    private void Convolve(float[] input, float[] output)
    {
        Widening.ToDouble(input, _convolved);
        _fft.Forward(_convolved, _re, _im, _scratch);
        for (int k = 0; k < _re.Length; k++)
        {
            (_re[k], _im[k]) = (_re[k] * _filterRe[k] - _im[k] * _filterIm[k], _re[k] * _filterIm[k] + _im[k] * _filterRe[k]);
        }

        _fft.Inverse(_re, _im, _convolved, _scratch);
        Widening.ToSingle(_convolved.AsSpan(_block), output);
        input.AsSpan(_block).CopyTo(input);
    }
}
