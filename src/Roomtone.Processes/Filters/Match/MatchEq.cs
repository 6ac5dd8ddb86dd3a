using Roomtone.Analysis;
using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.MatchEqSettings>;

namespace Roomtone.Processes;

/// <summary>Match EQ: gives a clip the long-term spectrum of a reference.</summary>
/// <remarks>
/// <para>The difference of the two spectra (<see cref="SpectrumMatch"/>) becomes one minimum-phase filter for all channels, 8192 taps at
/// 48 kHz, through the cepstrum. The loudness stays.</para>
/// <para>Source: A. V. Oppenheim and R. W. Schafer, <i>Discrete-Time Signal Processing</i>, minimum phase from the magnitude by the cepstrum.</para>
/// </remarks>
public sealed record MatchEqSettings : IProcess<MatchEqSettings>, IReferredProcess
{
    /// <summary>The audio to sound like: the id of a medium in a session, a file on the command line; demanded.</summary>
    public ParameterValue? Reference { get; init; }

    /// <summary>Share of the difference that is made up, 0…100 %.</summary>
    public double AmountPercent { get; init; } = 100;

    /// <summary>Width of the bands that are compared, 0.15…2 octaves; below 160 Hz they widen towards an octave.</summary>
    public double SmoothingOctaves { get; init; } = 0.33;

    /// <summary>Largest boost and cut, 0…24 dB.</summary>
    public double LimitDb { get; init; } = 6;

    /// <inheritdoc/>
    public static ParameterTable<MatchEqSettings> Parameters { get; } =
    [
        Medium("reference", "Reference", s => s.Reference, (s, v) => s with { Reference = v }).Required()
            .Says("The audio to sound like: the id of a medium in a session, a file in quotes on the command line."),
        Quantity("amount", "Amount", Unit.Percent, 0, 100, s => s.AmountPercent, (s, v) => s with { AmountPercent = v }).Structural()
            .Says("Share of the difference that is made up."),
        Quantity("smoothing", "Smoothing", Unit.Octaves, 0.15, 2, s => s.SmoothingOctaves, (s, v) => s with { SmoothingOctaves = v }, ParameterScale.Logarithmic).Structural()
            .Says("Width of the bands that are compared; below 160 Hz they widen towards an octave."),
        Quantity("limit", "Limit", Unit.Decibels, 0, 24, s => s.LimitDb, (s, v) => s with { LimitDb = v }).Structural()
            .Says("Largest boost and cut."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new MatchEqSettings(), new ProcessDescriptor
    {
        Id = "match-eq",
        Title = "Match EQ",
        Summary = "Gives a clip the long-term spectrum of a reference.",
        Kind = ProcessKind.WholeClip,
        Family = "Filters",
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => AmountPercent == 0 || LimitDb == 0;

    /// <inheritdoc/>
    public IReportingProcess Refer(IAudioSource reference, CancellationToken cancellation) =>
        new MatchEq(this, LongTermSpectrum.Of(reference, null, cancellation));

    /// <inheritdoc/>
    public IAudioSource Apply(IAudioSource source, IProgress<double>? progress, CancellationToken cancellation) =>
        IsNeutral ? source : throw new ProcessSettingsException("match-eq needs a reference; write reference and the audio to sound like", "reference");
}

/// <summary>Match EQ with its reference measured.</summary>
/// <param name="settings">Amount, smoothing, limit.</param>
/// <param name="reference">What to sound like.</param>
public sealed class MatchEq(MatchEqSettings settings, LongTermSpectrum reference) : IReportingProcess
{
    private const int TapsAt48K = 8192;

    /// <inheritdoc/>
    public ProcessDescriptor Definition => settings.Definition;

    /// <inheritdoc/>
    public bool IsNeutral => settings.IsNeutral;

    /// <inheritdoc/>
    public IAudioSource Apply(IAudioSource source, IProgress<double>? progress, CancellationToken cancellation) =>
        Apply(source, progress, out _, cancellation);

    /// <inheritdoc/>
    public IAudioSource Apply(IAudioSource source, IProgress<double>? progress, out string found, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        var curve = MatchCurve.Between(LongTermSpectrum.Of(source, progress, cancellation), reference, settings);
        found = curve.ToString();
        return Filtered(source, curve);
    }

    /// <summary>A source through the filter of a curve.</summary>
    /// <param name="source">The audio.</param>
    /// <param name="curve">The curve.</param>
    public static IAudioSource Filtered(IAudioSource source, MatchCurve curve)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(curve);
        int taps = (int)Math.Ceiling(TapsAt48K * (source.SampleRate / 48000.0));
        double[] response = Signal.LinearPhaseDesign.MinimumPhase(hz => Decibels.ToGain(curve.At(hz)), taps, source.SampleRate);
        return new FilteredSource(source, response);
    }

    // As long as the source: what rings on behind its end is cut.
    private sealed class FilteredSource(IAudioSource source, double[] response) : ViewSource(source, source.Length), IDisposable
    {
        private readonly StreamedSource _filtered = new(new FirFilter(MatchEqSettings.Descriptor, response), source);

        public void Dispose() => _filtered.Dispose();

        protected override void ReadInside(long position, AudioBlock destination) => _filtered.Read(position, destination);
    }
}
