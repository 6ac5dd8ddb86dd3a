using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.DriftSettings>;

namespace Roomtone.Processes;

/// <summary>Drift: corrects a recorder's clock by resampling.</summary>
/// <remarks>
/// Formula: sample n of the result is the source at time n·(1 + ppm/10⁶); the length is round-half-up(length/(1 + ppm/10⁶)). A recorder whose
/// clock is fast by +37 ppm took too many samples per second; drift +37 ppm takes them out again. See <see cref="SincKernel"/>.
/// </remarks>
public sealed record DriftSettings : IProcess<DriftSettings>, IClipProcess
{
    /// <summary>How much the recorder's clock is fast (+) or slow (−), −20 000…20 000 ppm; demanded (null until it is written).</summary>
    public double? AmountPpm { get; init; }

    /// <summary>How exactly it filters.</summary>
    public ConversionQuality Quality { get; init; } = ConversionQuality.VeryHigh;

    /// <inheritdoc/>
    public static ParameterTable<DriftSettings> Parameters { get; } =
    [
        OptionalQuantity("amount", "Amount", Unit.PartsPerMillion, -20_000, 20_000, s => s.AmountPpm, (s, v) => s with { AmountPpm = v })
            .Structural().Required(),
        Word("quality", "Quality", s => s.Quality, (s, v) => s with { Quality = v }),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new DriftSettings(), new ProcessDescriptor
    {
        Id = "drift",
        Title = "Drift",
        Summary = "Corrects a recorder's clock.",
        Kind = ProcessKind.WholeClip,
        Family = "Time",
        IsLinear = true,
        IsPerChannel = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => AmountPpm is null or 0;

    /// <inheritdoc/>
    public IAudioSource Apply(IAudioSource source, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        return IsNeutral ? source : new DriftedSource(source, AmountPpm!.Value * 1e-6, Quality);
    }

    private sealed class DriftedSource : ViewSource, IDisposable
    {
        private const int Chunk = 512;
        private readonly double _excess;
        private readonly SincKernel _kernel;
        private readonly AudioBuffer _input;
        private readonly double[] _window;

        public DriftedSource(IAudioSource source, double excess, ConversionQuality quality)
            : base(source, (long)Math.Floor(source.Length / (1 + excess) + 0.5))
        {
            _excess = excess;
            _kernel = SincKernel.Of(Math.Min(1, 1 / (1 + excess)), quality);
            int longest = (int)Math.Ceiling(Chunk * (1 + Math.Abs(excess))) + _kernel.Taps + 2;
            _input = new AudioBuffer(source.Layout.Count, longest);
            _window = new double[longest];
        }

        public void Dispose() => _input.Dispose();

        protected override void ReadInside(long position, AudioBlock destination)
        {
            for (int done = 0; done < destination.Length; done += Chunk)
            {
                ReadChunk(position + done, destination.Slice(done, Math.Min(Chunk, destination.Length - done)));
            }
        }

        // n·(1 + e) as n + n·e: the second product is small, so its fraction keeps more digits than the whole would.
        private (long Whole, double Fraction) Time(long n)
        {
            double moved = n * _excess;
            double whole = Math.Floor(moved);
            return (n + (long)whole, moved - whole);
        }

        private void ReadChunk(long position, AudioBlock destination)
        {
            int before = _kernel.Taps / 2 - 1;
            long first = Time(position).Whole - before;
            long last = Time(position + destination.Length - 1).Whole + _kernel.Taps / 2;
            AudioBlock input = _input.Block.Slice(0, (int)(last - first + 1));
            Source.Read(first, input);
            for (int c = 0; c < destination.Channels; c++)
            {
                Widening.ToDouble(input[c], _window);
                Span<float> output = destination[c];
                for (int i = 0; i < output.Length; i++)
                {
                    (long whole, double fraction) = Time(position + i);
                    output[i] = (float)_kernel.At(_window.AsSpan((int)(whole - before - first), _kernel.Taps), fraction);
                }
            }
        }
    }
}
