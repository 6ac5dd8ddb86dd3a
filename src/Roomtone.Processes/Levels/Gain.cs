using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.GainSettings>;

namespace Roomtone.Processes;

/// <summary>Gain: every channel times one factor.</summary>
/// <remarks>Automated, the level moves linearly in dB from sample to sample (in amplitude where an end is −∞ dB). No latency, no tail.</remarks>
public sealed record GainSettings : IProcess<GainSettings>, IStreamingProcess
{
    /// <summary>Gain, −∞…+60 dB.</summary>
    public double AmountDb { get; init; }

    /// <inheritdoc/>
    public static ParameterTable<GainSettings> Parameters { get; } =
    [
        Quantity("amount", "Amount", Unit.Decibels, double.NegativeInfinity, 60, s => s.AmountDb, (s, v) => s with { AmountDb = v })
            .Says("Gain, −∞…+60 dB."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new GainSettings(), new ProcessDescriptor
    {
        Id = "gain",
        Title = "Gain",
        Summary = "Raises or lowers the level.",
        Kind = ProcessKind.Streaming,
        Family = "Levels",
        IsLinear = true,
        IsPerChannel = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => AmountDb == 0;

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format) => new GainProcessor(AmountDb, format);

    private sealed class GainProcessor(double amountDb, ProcessFormat format) : StatelessProcessor
    {
        private readonly float[] _gains = new float[format.MaximumLength];

        public override void Process(in ProcessContext context, AudioBlock audio)
        {
            Ramp ramp = RampedValue.Of(context, 0, amountDb);
            if (ramp.IsConstant)
            {
                for (int c = 0; c < audio.Channels; c++)
                {
                    Kernels.Scale(audio[c], (float)Decibels.ToGain(ramp.Start));
                }

                return;
            }

            Span<float> gains = _gains.AsSpan(0, audio.Length);
            RampedValue.Gains(ramp, RampedValue.Phase(context.Position), gains);
            for (int c = 0; c < audio.Channels; c++)
            {
                Kernels.Multiply(gains, audio[c]);
            }
        }
    }
}
