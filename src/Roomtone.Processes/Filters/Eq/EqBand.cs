using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.EqBand>;

namespace Roomtone.Processes;

/// <summary>What a band of the equaliser is.</summary>
public enum EqBandType
{
    /// <summary>Gain around a frequency.</summary>
    Bell,

    /// <summary>Gain below a frequency.</summary>
    LowShelf,

    /// <summary>Gain above a frequency.</summary>
    HighShelf,

    /// <summary>Removes what lies below a frequency.</summary>
    HighPass,

    /// <summary>Removes what lies above a frequency.</summary>
    LowPass,

    /// <summary>Removes one frequency.</summary>
    Notch,

    /// <summary>Keeps what lies around a frequency.</summary>
    BandPass,

    /// <summary>Turns lows against highs around a frequency.</summary>
    Tilt,

    /// <summary>Turns the phase, keeps the level.</summary>
    AllPass,
}

/// <summary>The channels that a band of the equaliser works on.</summary>
public enum EqChannel
{
    /// <summary>All channels.</summary>
    All,

    /// <summary>The left one.</summary>
    Left,

    /// <summary>The right one.</summary>
    Right,

    /// <summary>½(L + R).</summary>
    Mid,

    /// <summary>½(L − R).</summary>
    Side,
}

/// <summary>One band of the equaliser.</summary>
public sealed record EqBand
{
    private const double ShelfQ = 0.70710678118654752;

    /// <summary>What it is.</summary>
    public EqBandType Type { get; init; }

    /// <summary>Centre or corner, 10 Hz…half the sample rate; demanded (0 until it is written).</summary>
    public double FrequencyHz { get; init; }

    /// <summary>Gain of bells, shelves and tilts, −30…30 dB.</summary>
    public double GainDb { get; init; }

    /// <summary>Quality, 0.025…40; null: 1 for bells, 0.71 for shelves, high- and low-passes, 10 for notches.</summary>
    public double? Quality { get; init; }

    /// <summary>Slope of high- and low-passes, 6…96 dB per octave in steps of 6.</summary>
    public double SlopeDbPerOctave { get; init; } = 12;

    /// <summary>The channels that it works on.</summary>
    public EqChannel Channel { get; init; }

    /// <summary>Level in the band above which a dynamic band turns its gain down, dBFS RMS; null: the band is not dynamic.</summary>
    public double? ThresholdDbfs { get; init; }

    /// <summary>Ratio of a dynamic band, 1…20.</summary>
    public double Ratio { get; init; } = 2;

    /// <summary>The Q that holds.</summary>
    public double Q => Quality ?? Type switch
    {
        EqBandType.Bell or EqBandType.BandPass => 1,
        EqBandType.Notch => 10,
        _ => ShelfQ,
    };

    /// <summary>Whether the gain means anything.</summary>
    public bool HasGain => Type is EqBandType.Bell or EqBandType.LowShelf or EqBandType.HighShelf or EqBandType.Tilt;

    internal static ParameterTable<EqBand> Parameters { get; } =
    [
        Word("type", "Type", s => s.Type, (s, v) => s with { Type = v }).At(1),
        FilterDemand.Frequency<EqBand>("freq", s => s.FrequencyHz, (s, v) => s with { FrequencyHz = v }).At(2),
        Quantity("gain", "Gain", Unit.Decibels, -30, 30, s => s.GainDb, (s, v) => s with { GainDb = v }).At(3),
        Quantity("q", "Q", Unit.None, 0.025, 40, s => s.Q, (s, v) => s with { Quality = v }, ParameterScale.Logarithmic),
        Quantity("slope", "Slope", Unit.DecibelsPerOctave, 6, 96, s => s.SlopeDbPerOctave, (s, v) => s with { SlopeDbPerOctave = v }).Structural(),
        Word("channel", "Channel", s => s.Channel, (s, v) => s with { Channel = v }, "all", "L", "R", "M", "S"),
        OptionalQuantity("threshold", "Threshold", Unit.Dbfs, -80, 0, s => s.ThresholdDbfs, (s, v) => s with { ThresholdDbfs = v }).Structural(),
        Quantity("ratio", "Ratio", Unit.Ratio, 1, 20, s => s.Ratio, (s, v) => s with { Ratio = v }, ParameterScale.Logarithmic).Structural(),
    ];

    internal bool IsSlope => Type is EqBandType.HighPass or EqBandType.LowPass;

    internal int SectionCount => IsSlope ? SlopeDesign.Sections("eq", SlopeDbPerOctave) : Type == EqBandType.Tilt ? 2 : 1;

    internal FilterShape Shape => Type switch
    {
        EqBandType.Bell => FilterShape.Bell,
        EqBandType.LowShelf => FilterShape.LowShelf,
        EqBandType.HighShelf => FilterShape.HighShelf,
        EqBandType.HighPass => FilterShape.HighPass,
        EqBandType.LowPass => FilterShape.LowPass,
        EqBandType.Notch => FilterShape.Notch,
        EqBandType.BandPass => FilterShape.BandPass,
        _ => FilterShape.AllPass,
    };

    internal void Design(double frequencyHz, double gainDb, double q, int sampleRate, Span<BiquadCoefficients> sections)
    {
        if (IsSlope)
        {
            SlopeDesign.Fill(Shape, SlopeDesign.Order("eq", SlopeDbPerOctave), frequencyHz, q, sampleRate, sections);
        }
        else if (Type == EqBandType.Tilt)
        {
            TiltDesign.Fill(frequencyHz, gainDb, sampleRate, sections);
        }
        else
        {
            sections[0] = FilterDemand.Section(Shape, frequencyHz, q, HasGain ? gainDb : 0, sampleRate);
        }
    }

    /// <summary>|H|² of the analogue filter.</summary>
    internal double PrototypePowerAt(double frequencyHz)
    {
        if (Type == EqBandType.Tilt)
        {
            return TiltDesign.PrototypePowerAt(FrequencyHz, GainDb, frequencyHz);
        }

        return IsSlope
            ? SlopeDesign.PrototypePowerAt(Shape, SlopeDesign.Order("eq", SlopeDbPerOctave), FrequencyHz, Q, frequencyHz)
            : new FilterPrototype(Shape, FrequencyHz, Q, HasGain ? GainDb : 0).PowerAt(frequencyHz);
    }
}
