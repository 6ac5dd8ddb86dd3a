using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.DitherSettings>;

namespace Roomtone.Processes;

/// <summary>Dither: rounds to a word length without distorting what is quiet; once, and last.</summary>
/// <remarks>
/// The dither is a function of seed, channel and position. Nothing that changes samples may follow, shaped least of all. No latency; with
/// noise, silence does not stay silent. See <see cref="Quantiser"/>.
/// </remarks>
public sealed record DitherSettings : IProcess<DitherSettings>, IStreamingProcess
{
    /// <summary>Word length, 2…24 bit.</summary>
    public double LengthBits { get; init; } = 24;

    /// <summary>How it is rounded.</summary>
    public DitherShape Shape { get; init; } = DitherShape.Triangular;

    /// <summary>Chooses the noise, 0 or more.</summary>
    public double Seed { get; init; }

    /// <inheritdoc/>
    public static ParameterTable<DitherSettings> Parameters { get; } =
    [
        Quantity("bits", "Bits", Unit.Bits, 2, 24, s => s.LengthBits, (s, v) => s with { LengthBits = v }).Structural()
            .Says("Word length, 2…24 bit."),
        Word("shape", "Shape", s => s.Shape, (s, v) => s with { Shape = v }, "none", "tpdf", "shaped")
            .Says("How it is rounded."),
        Quantity("seed", "Seed", Unit.None, 0, 1e15, s => s.Seed, (s, v) => s with { Seed = v }).Structural()
            .Says("Chooses the noise, 0 or more."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new DitherSettings(), new ProcessDescriptor
    {
        Id = "dither",
        Title = "Dither",
        Summary = "Rounds to a word length with noise instead of distortion.",
        Kind = ProcessKind.Streaming,
        Family = "Output",
        Generates = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => false;

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        double bits = Math.Floor(LengthBits);
        return bits == LengthBits && Math.Floor(Seed) == Seed
            ? new DitherProcessor(new Quantiser((int)bits, Shape, (ulong)Seed, format.Input.Count, format.SampleRate))
            : throw new ProcessSettingsException($"dither: {LengthBits} bit and seed {Seed} must be whole numbers", bits == LengthBits ? "seed" : "bits");
    }

    private sealed class DitherProcessor(Quantiser quantiser) : IAudioProcessor
    {
        public int LatencySamples => 0;

        public long TailSamples => 0;

        public void Process(in ProcessContext context, AudioBlock audio) => quantiser.Process(context.Position, audio);

        public void Reset() => quantiser.Reset();

        public void Save(StateWriter state) => quantiser.Save(state);

        public void Load(StateReader state) => quantiser.Load(state);

        public void Dispose()
        {
        }
    }
}
