using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>A process beside its input: dry and wet, the dry signal delayed by the process's latency.</summary>
/// <remarks>
/// <para>Formula: out = dry·(1 − m) + wet·m, m = mix / 100; exact at 0 and at 100 %. Automated, m moves sample by sample.</para>
/// <para>The ramp of <c>mix</c> is the last of <see cref="ProcessContext.Parameters"/>; the process receives those before it.</para>
/// </remarks>
/// <param name="wet">The process.</param>
/// <param name="mixPercent">Share of the process, 0…100 %.</param>
public sealed class MixProcess(IStreamingProcess wet, double mixPercent) : IStreamingProcess
{
    /// <summary>The parameter that the catalog adds.</summary>
    public static ParameterSpec Spec { get; } = new()
    {
        Id = "mix",
        Label = "Mix",
        Summary = "Share of the processed signal; the rest is the input, delayed to match.",
        Kind = ParameterKind.Quantity,
        Units = [Unit.Percent],
        Minimum = 0,
        Maximum = 100,
        Default = new ParameterValue.Quantity(100, Unit.Percent),
        IsAutomatable = true,
    };

    /// <summary>Share of the process, 0…100 %.</summary>
    public double MixPercent { get; } = mixPercent;

    /// <inheritdoc/>
    public IProcess Core => wet;

    /// <inheritdoc/>
    public ProcessDescriptor Definition => wet.Definition;

    /// <inheritdoc/>
    public bool IsNeutral => MixPercent == 0 || wet.IsNeutral;

    /// <inheritdoc/>
    public ChannelLayout OutputLayout(ChannelLayout input) => wet.OutputLayout(input);

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        IAudioProcessor processor = wet.CreateProcessor(format);
        return MixPercent == 100 && !format.IsAutomated ? processor : new MixProcessor(processor, MixPercent, format);
    }

    /// <summary>The percentage of a value.</summary>
    /// <param name="value">As text gives it.</param>
    /// <exception cref="ProcessSettingsException">Not 0…100 %.</exception>
    internal static double Read(ParameterValue value) =>
        Spec.Problem(value) is { } problem
            ? throw new ProcessSettingsException(problem, Spec.Id)
            : ((ParameterValue.Quantity)value).Value;

    private sealed class MixProcessor : IAudioProcessor
    {
        private readonly IAudioProcessor _wet;
        private readonly double _mix;
        private readonly AudioBuffer _dry;
        private readonly AudioBuffer _history;

        public MixProcessor(IAudioProcessor wet, double mixPercent, ProcessFormat format)
        {
            _wet = wet;
            _mix = mixPercent / 100;
            _dry = new AudioBuffer(format.Input.Count, format.MaximumLength);
            _history = new AudioBuffer(format.Input.Count, wet.LatencySamples);
        }

        public int LatencySamples => _wet.LatencySamples;

        public long TailSamples => _wet.TailSamples;

        public void Process(in ProcessContext context, AudioBlock audio)
        {
            AudioBlock dry = _dry.Block.Slice(0, audio.Length);
            AudioBlock input = audio.WithChannels(dry.Channels);
            ((ReadOnlyAudioBlock)input).CopyTo(dry);
            bool moves = !context.Parameters.IsEmpty;
            ProcessContext inner = moves
                ? new ProcessContext { Position = context.Position, Parameters = context.Parameters[..^1], Key = context.Key }
                : context;
            _wet.Process(inner, audio);
            Ramp ramp = moves ? context.Parameters[^1] : default;
            int phase = RampedValue.Phase(context.Position);
            for (int c = 0; c < dry.Channels; c++)
            {
                Delay(dry[c], _history.Block[c]);
                Blend(dry[c], audio[c], moves && !ramp.IsConstant, moves ? ramp.Start / 100 : _mix, ramp, phase);
            }
        }

        public void Reset()
        {
            _wet.Reset();
            _history.Clear();
        }

        public void Save(StateWriter state)
        {
            _wet.Save(state);
            for (int c = 0; c < _history.Channels; c++)
            {
                state.Write(_history.Block[c]);
            }
        }

        public void Load(StateReader state)
        {
            _wet.Load(state);
            for (int c = 0; c < _history.Channels; c++)
            {
                state.Read(_history.Block[c]);
            }
        }

        public void Dispose()
        {
            _wet.Dispose();
            _dry.Dispose();
            _history.Dispose();
        }

        private static void Blend(ReadOnlySpan<float> dry, Span<float> wet, bool moves, double mix, Ramp ramp, int phase)
        {
            float m = (float)mix;
            for (int i = 0; i < wet.Length; i++)
            {
                if (moves)
                {
                    m = (float)(ramp.At(phase + i) / 100);
                }

                wet[i] = dry[i] * (1 - m) + wet[i] * m;
            }
        }

        // Shifts the samples by the length of the history, which holds the last ones that went in, the oldest first.
        private static void Delay(Span<float> samples, Span<float> history)
        {
            int delay = history.Length;
            if (delay == 0)
            {
                return;
            }

            Span<float> carried = stackalloc float[RenderGrid.Quantum];
            for (int done = 0; done < samples.Length;)
            {
                int count = Math.Min(Math.Min(delay, RenderGrid.Quantum), samples.Length - done);
                Span<float> part = samples.Slice(done, count);
                part.CopyTo(carried);
                history[..count].CopyTo(part);
                history[count..].CopyTo(history);
                carried[..count].CopyTo(history[(delay - count)..]);
                done += count;
            }
        }
    }
}
