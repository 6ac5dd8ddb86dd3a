using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>A process beside its input: dry and wet, the dry signal delayed by the process's latency.</summary>
/// <remarks>
/// <para>Formula: out = dry + m·(wet − dry), m = mix / 100; the bits of dry at 0 %, of wet at 100 %, and of both where they are equal. Automated, m moves sample by sample.</para>
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
    public bool FollowsLeader => wet.FollowsLeader;

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
        private readonly SampleDelay[] _delays;

        public MixProcessor(IAudioProcessor wet, double mixPercent, ProcessFormat format)
        {
            _wet = wet;
            _mix = mixPercent / 100;
            _dry = new AudioBuffer(format.Input.Count, format.MaximumLength);
            _delays = [.. Enumerable.Range(0, format.Input.Count).Select(_ => new SampleDelay(wet.LatencySamples))];
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
                ? new ProcessContext { Position = context.Position, Parameters = context.Parameters[..^1], Key = context.Key, Leader = context.Leader }
                : context;
            _wet.Process(inner, audio);
            Ramp ramp = moves ? context.Parameters[^1] : default;
            int phase = RampedValue.Phase(context.Position);
            for (int c = 0; c < dry.Channels; c++)
            {
                _delays[c].Process(dry[c]);
                Blend(dry[c], audio[c], moves && !ramp.IsConstant, moves ? ramp.Start / 100 : _mix, ramp, phase);
            }
        }

        public void Reset()
        {
            _wet.Reset();
            Array.ForEach(_delays, d => d.Reset());
        }

        public void Save(StateWriter state)
        {
            _wet.Save(state);
            Array.ForEach(_delays, d => d.Save(state));
        }

        public void Load(StateReader state)
        {
            _wet.Load(state);
            Array.ForEach(_delays, d => d.Load(state));
        }

        public void Dispose()
        {
            _wet.Dispose();
            _dry.Dispose();
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

                wet[i] = m == 1 ? wet[i] : dry[i] + (wet[i] - dry[i]) * m;
            }
        }
    }
}
