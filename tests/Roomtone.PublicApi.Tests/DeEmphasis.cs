using Roomtone.Processes;
using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.PublicApi.Tests.DeEmphasisSettings>;

namespace Roomtone.PublicApi.Tests;

/// <summary>De-emphasis: the treble falls by 6 dB per octave above the corner of a time constant.</summary>
/// <remarks>Formula: y = y₋₁ + (1 − e^(−1/(τ·rate)))·(x − y₋₁), double state. No latency.</remarks>
public sealed record DeEmphasisSettings : IProcess<DeEmphasisSettings>, IStreamingProcess
{
    /// <summary>Time constant τ, 0.01…1 ms.</summary>
    public double TimeMs { get; init; } = 0.075;

    /// <inheritdoc/>
    public static ParameterTable<DeEmphasisSettings> Parameters { get; } =
    [
        Quantity("time", "Time", Unit.Milliseconds, 0.01, 1, s => s.TimeMs, (s, v) => s with { TimeMs = v }).Structural(),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new DeEmphasisSettings(), new ProcessDescriptor
    {
        Id = "de-emphasis",
        Title = "De-emphasis",
        Summary = "Takes back the raised treble of a pre-emphasised recording.",
        Kind = ProcessKind.Streaming,
        Family = "Filters",
        IsLinear = true,
        IsPerChannel = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => false;

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return new DeEmphasisProcessor(TimeMs / 1000 * format.SampleRate, format.Input.Count);
    }

    private sealed class DeEmphasisProcessor(double timeSamples, int channels) : IAudioProcessor
    {
        // e^-16.58 is -144 dB.
        private const double SilenceNepers = 16.58;
        private const double Smallest = 1e-30;
        private readonly double _share = 1 - StableMath.Exp(-1 / timeSamples);
        private readonly double[] _state = new double[channels];

        public int LatencySamples => 0;

        public long TailSamples { get; } = (long)Math.Ceiling(SilenceNepers * timeSamples);

        public void Process(in ProcessContext context, AudioBlock audio)
        {
            for (int c = 0; c < audio.Channels; c++)
            {
                Span<float> samples = audio[c];
                double state = _state[c];
                for (int i = 0; i < samples.Length; i++)
                {
                    if ((context.Position + i) % RenderGrid.FlushPeriod == 0 && Math.Abs(state) < Smallest)
                    {
                        state = 0;
                    }

                    state += _share * (samples[i] - state);
                    samples[i] = (float)state;
                }

                _state[c] = state;
            }
        }

        public void Reset() => _state.AsSpan().Clear();

        public void Save(StateWriter state) => state.Write(_state);

        public void Load(StateReader state) => state.Read(_state);

        public void Dispose()
        {
        }
    }
}
