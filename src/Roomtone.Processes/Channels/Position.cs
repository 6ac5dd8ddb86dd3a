using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.PositionSettings>;

namespace Roomtone.Processes;

/// <summary>Position: places a source among the loudspeakers of a layout.</summary>
/// <remarks>
/// <para>Mono is one source; of a stereo signal L and R are two, 30° to either side of the azimuth. Power is constant in every direction.
/// Distance changes the level only under a distance law. No latency.</para>
/// <para>The LFE send is the sum of the sources through a low-pass of 120 Hz, 24 dB/oct (Linkwitz–Riley).</para>
/// </remarks>
public sealed record PositionSettings : IProcess<PositionSettings>, IStreamingProcess
{
    private const double StereoHalfAngle = 30;

    /// <summary>Direction in the plane, −180…180°, positive to the left.</summary>
    public double AzimuthDegrees { get; init; }

    /// <summary>Direction up, −90…90°.</summary>
    public double ElevationDegrees { get; init; }

    /// <summary>Distance, 0.1…1000 m.</summary>
    public double DistanceMetres { get; init; } = 1;

    /// <summary>What distance does to the level.</summary>
    public DistanceLaw DistanceLaw { get; init; }

    /// <summary>Width of the source, 0…360°.</summary>
    public double SpreadDegrees { get; init; }

    /// <summary>Share that leaves the direction for two others, 45° to either side, 0…100 %.</summary>
    public double DivergencePercent { get; init; }

    /// <summary>Level of the LFE send, −∞…+10 dB.</summary>
    public double LfeDb { get; init; } = double.NegativeInfinity;

    /// <summary>Id of the layout that the source is placed in; null: stereo for mono, else the signal's own.</summary>
    public string? Layout { get; init; }

    /// <inheritdoc/>
    public static ParameterTable<PositionSettings> Parameters { get; } =
    [
        Direction("azimuth", "Azimuth", false, s => s.AzimuthDegrees, (s, v) => s with { AzimuthDegrees = v })
            .Says("Direction in the plane, −180…180°, positive to the left."),
        Direction("elevation", "Elevation", true, s => s.ElevationDegrees, (s, v) => s with { ElevationDegrees = v })
            .Says("Direction up, −90…90°."),
        Quantity("distance", "Distance", Unit.Metres, 0.1, 1000, s => s.DistanceMetres, (s, v) => s with { DistanceMetres = v }, ParameterScale.Logarithmic)
            .Says("Distance, 0.1…1000 m."),
        Word("distance-law", "Distance law", s => s.DistanceLaw, (s, v) => s with { DistanceLaw = v })
            .Says("What distance does to the level."),
        Quantity("spread", "Spread", Unit.Degrees, 0, 360, s => s.SpreadDegrees, (s, v) => s with { SpreadDegrees = v })
            .Says("Width of the source, 0…360°."),
        Quantity("divergence", "Divergence", Unit.Percent, 0, 100, s => s.DivergencePercent, (s, v) => s with { DivergencePercent = v })
            .Says("Share that leaves the direction for two others, 45° to either side, 0…100 %."),
        Quantity("lfe", "LFE", Unit.Decibels, double.NegativeInfinity, 10, s => s.LfeDb, (s, v) => s with { LfeDb = v })
            .Says("Level of the LFE send, −∞…+10 dB."),
        Choice("layout", "Layout", [.. ChannelLayout.Known.Where(SourcePanner.Takes).Select(l => l.Id)], s => s.Layout, (s, v) => s with { Layout = v })
            .Says("Id of the layout that the source is placed in; without it stereo for mono, else the signal's own."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new PositionSettings(), new ProcessDescriptor
    {
        Id = "position",
        Title = "Position",
        Summary = "Places a source among the loudspeakers.",
        Kind = ProcessKind.Streaming,
        Family = "Channels",
        IsLinear = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => false;

    /// <inheritdoc/>
    public ChannelLayout OutputLayout(ChannelLayout input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Count > 2)
        {
            throw new ProcessSettingsException($"position takes mono or stereo, but the signal is {input}; use downmix or channel-map");
        }

        return Layout is null ? ChannelLayout.Stereo : ChannelLayout.Find(Layout)!;
    }

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return SourcePanner.Takes(format.Output)
            ? new PositionProcessor(format, this)
            : throw new ProcessSettingsException($"position: {format.Output} has no loudspeaker directions; write a layout", "layout");
    }

    private sealed class PositionProcessor : IAudioProcessor
    {
        private readonly PlacementProcessor _placement;
        private readonly BiquadCascade? _lowPass;
        private readonly AudioBuffer _send;
        private readonly float[] _gains;
        private readonly double _lfeDb;
        private readonly int _lfe;
        private readonly int _inputs;

        public PositionProcessor(ProcessFormat format, PositionSettings settings)
        {
            _placement = new PlacementProcessor(format, settings);
            _lfeDb = settings.LfeDb;
            _inputs = format.Input.Count;
            _lfe = IndexOfLfe(format.Output);
            bool sends = _lfe >= 0 && (format.IsAutomated || settings.LfeDb > double.NegativeInfinity);
            _send = new AudioBuffer(1, sends ? format.MaximumLength : 0);
            _gains = new float[format.MaximumLength];
            _lowPass = sends ? new BiquadCascade(LinkwitzRiley.Design(4, 120, format.SampleRate).Low.AsSpan(), 1) : null;
            TailSamples = sends ? format.SampleRate / 10 : 0;
        }

        public int LatencySamples => 0;

        public long TailSamples { get; }

        public void Process(in ProcessContext context, AudioBlock audio)
        {
            if (_lowPass is null)
            {
                _placement.Process(context, audio);
                return;
            }

            AudioBlock send = _send.Block.Slice(0, audio.Length);
            audio[0].CopyTo(send[0]);
            if (_inputs > 1)
            {
                Kernels.Add(audio[1], send[0]);
            }

            _lowPass.Process(send, context.Position);
            _placement.Process(context, audio);
            Span<float> gains = _gains.AsSpan(0, audio.Length);
            RampedValue.Gains(RampedValue.Of(context, LfeIndex, _lfeDb), RampedValue.Phase(context.Position), gains);
            Kernels.Multiply(gains, send[0]);
            Kernels.Add(send[0], audio[_lfe]);
        }

        public void Reset() => _lowPass?.Reset();

        public void Save(StateWriter state) => _lowPass?.Save(state);

        public void Load(StateReader state) => _lowPass?.Load(state);

        public void Dispose()
        {
            _placement.Dispose();
            _send.Dispose();
        }

        private static int IndexOfLfe(ChannelLayout layout)
        {
            for (int c = 0; c < layout.Count; c++)
            {
                if (layout.Speakers[c].IsLfe)
                {
                    return c;
                }
            }

            return -1;
        }
    }

    // Order of the automatable parameters: azimuth, elevation, distance, spread, divergence, lfe.
    private const int LfeIndex = 5;

    private sealed class PlacementProcessor(ProcessFormat format, PositionSettings settings) : MatrixProcessor(
        format, settings.AzimuthDegrees, settings.ElevationDegrees, settings.DistanceMetres, settings.SpreadDegrees, settings.DivergencePercent, settings.LfeDb)
    {
        private readonly SourcePanner _panner = new(format.Output);
        private readonly double[] _gains = new double[format.Output.Count];
        private readonly int _inputs = format.Input.Count;

        protected override void Fill(ReadOnlySpan<double> values, Span<double> weights)
        {
            double level = settings.DistanceLaw == DistanceLaw.Inverse ? 1 / Math.Max(values[2], 0.1) : 1;
            for (int i = 0; i < _inputs; i++)
            {
                double turn = _inputs == 1 ? 0 : i == 0 ? StereoHalfAngle : -StereoHalfAngle;
                _panner.Gains(new SourcePlace(values[0] + turn, values[1], values[3], values[4] / 100), _gains);
                for (int o = 0; o < _gains.Length; o++)
                {
                    weights[o * _inputs + i] = _gains[o] * level;
                }
            }
        }
    }
}

/// <summary>What distance does to the level.</summary>
public enum DistanceLaw
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>−6 dB per doubling, 0 dB at 1 m.</summary>
    Inverse,
}
