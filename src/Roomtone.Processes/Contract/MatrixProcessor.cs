using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Outputs that are weighted sums of inputs, with weights that follow from the parameters.</summary>
/// <remarks>
/// <para>Formula: y[o] = Σ w[o, i]·x[i], summed in the order of the inputs; a weight of 0 is left out, a lone weight of 1 copies bits.</para>
/// <para>Moving, the weights are worked out at every 16th sample of the grid and run straight in between.</para>
/// </remarks>
internal abstract class MatrixProcessor : StatelessProcessor
{
    private const int Step = 16;
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly double[] _settings;
    private readonly double[] _values;
    private readonly double[] _weights;
    private readonly double[] _end;
    private readonly AudioBuffer _input;
    private bool _hasWeights;

    /// <summary>Prepares for a format.</summary>
    /// <param name="format">Rate, channels, largest block.</param>
    /// <param name="settings">What the settings say for every automatable parameter, in their order.</param>
    protected MatrixProcessor(ProcessFormat format, params ReadOnlySpan<double> settings)
    {
        _inputs = format.Input.Count;
        _outputs = format.Output.Count;
        _settings = settings.ToArray();
        _values = settings.ToArray();
        _weights = new double[_inputs * _outputs];
        _end = new double[_inputs * _outputs];
        _input = new AudioBuffer(_inputs, format.MaximumLength);
    }

    /// <inheritdoc/>
    public override void Process(in ProcessContext context, AudioBlock audio)
    {
        AudioBlock input = _input.Block.Slice(0, audio.Length);
        ((ReadOnlyAudioBlock)audio.WithChannels(_inputs)).CopyTo(input);
        if (IsConstant(context.Parameters))
        {
            SetWeights(context.Parameters);
            Sum(input, audio, _weights);
            return;
        }

        // A call stays within one quantum while something moves; its steps are cut where the grid has them.
        int phase = RampedValue.Phase(context.Position);
        _hasWeights = false;
        for (int done = 0; done < audio.Length;)
        {
            int at = phase + done;
            int start = at / Step * Step;
            int count = Math.Min(audio.Length - done, start + Step - at);
            WeightsAt(context.Parameters, start, _weights);
            WeightsAt(context.Parameters, start + Step, _end);
            SumMoving(input.Slice(done, count), audio.Slice(done, count), at - start);
            done += count;
        }
    }

    /// <inheritdoc cref="IDisposable.Dispose"/>
    public override void Dispose()
    {
        _input.Dispose();
        base.Dispose();
    }

    /// <summary>The weights for values of the parameters.</summary>
    /// <param name="values">One per automatable parameter.</param>
    /// <param name="weights">Outputs × inputs; holds zeros on entry.</param>
    protected abstract void Fill(ReadOnlySpan<double> values, Span<double> weights);

    private static bool IsConstant(ReadOnlySpan<Ramp> ramps)
    {
        foreach (Ramp ramp in ramps)
        {
            if (!ramp.IsConstant)
            {
                return false;
            }
        }

        return true;
    }

    private void SetWeights(ReadOnlySpan<Ramp> ramps)
    {
        bool isSame = _hasWeights;
        for (int p = 0; p < _values.Length; p++)
        {
            double value = ramps.IsEmpty ? _settings[p] : ramps[p].Start;
            isSame &= value.Equals(_values[p]);
            _values[p] = value;
        }

        if (!isSame)
        {
            Array.Clear(_weights);
            Fill(_values, _weights);
            _hasWeights = true;
        }
    }

    private void WeightsAt(ReadOnlySpan<Ramp> ramps, int phase, Span<double> weights)
    {
        for (int p = 0; p < _values.Length; p++)
        {
            _values[p] = ramps[p].At(phase);
        }

        weights.Clear();
        Fill(_values, weights);
    }

    private void Sum(ReadOnlyAudioBlock input, AudioBlock output, ReadOnlySpan<double> weights)
    {
        for (int o = 0; o < _outputs; o++)
        {
            bool isFirst = true;
            for (int i = 0; i < _inputs; i++)
            {
                float weight = (float)weights[o * _inputs + i];
                if (weight == 0)
                {
                    continue;
                }

                if (isFirst)
                {
                    Kernels.Scale(input[i], weight, output[o]);
                }
                else
                {
                    Kernels.Mix(input[i], weight, output[o]);
                }

                isFirst = false;
            }

            if (isFirst)
            {
                output[o].Clear();
            }
        }
    }

    private void SumMoving(ReadOnlyAudioBlock input, AudioBlock output, int offset)
    {
        for (int o = 0; o < _outputs; o++)
        {
            Span<float> y = output[o];
            y.Clear();
            for (int i = 0; i < _inputs; i++)
            {
                double start = _weights[o * _inputs + i], rise = (_end[o * _inputs + i] - start) / Step;
                ReadOnlySpan<float> x = input[i];
                for (int n = 0; n < y.Length; n++)
                {
                    y[n] += (float)(start + rise * (offset + n)) * x[n];
                }
            }
        }
    }
}
