using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>A process whose frequency response is known beforehand, for drawing and for proof.</summary>
public interface IFilterCurve
{
    /// <summary>Magnitude of the response, dB.</summary>
    /// <param name="frequencyHz">0…half the sample rate.</param>
    /// <param name="sampleRate">Hz.</param>
    double MagnitudeDbAt(double frequencyHz, int sampleRate);
}

/// <summary>What the filters have in common.</summary>
internal static class FilterDemand
{
    private const double HighestShareOfRate = 0.499;
    private const double LowestHz = 1;
    private const double SmallestGainDb = 1e-7;

    /// <summary>The demanded parameter of a filter: its corner or centre.</summary>
    public static Parameter<T> Frequency<T>(string id, Func<T, double> get, Func<T, double, T> with) =>
        ParametersOf<T>.OptionalQuantity(
            id, "Frequency", Unit.Hertz, 10, 192_000, s => get(s) is > 0 and var hz ? hz : null, with, ParameterScale.Logarithmic).Required();

    /// <summary>Refuses a frequency that the rate cannot carry.</summary>
    /// <exception cref="ProcessSettingsException">At or above half the sample rate, or not written.</exception>
    public static void BelowNyquist(string process, string parameter, double frequencyHz, int sampleRate)
    {
        if (!(frequencyHz > 0))
        {
            throw new ProcessSettingsException($"{process} needs '{parameter}'; write a frequency", parameter);
        }

        if (frequencyHz >= sampleRate / 2.0)
        {
            throw new ProcessSettingsException(
                $"{process}: {parameter} {frequencyHz} Hz is not below half the sample rate ({sampleRate / 2.0} Hz); lower it, or raise the rate",
                parameter);
        }
    }

    /// <summary>One matched section; a frequency that automation moves past the band's edges stays at them.</summary>
    /// <remarks>
    /// Bells and shelves of 0 dB keep their poles (a gain of 10⁻⁷ dB), so that a gain that moves through 0 dB does not jump; who wants the
    /// input bit for bit leaves such a section out.
    /// </remarks>
    public static BiquadCoefficients Section(FilterShape shape, double frequencyHz, double q, double gainDb, int sampleRate)
    {
        double hz = Math.Clamp(frequencyHz, LowestHz, HighestShareOfRate * sampleRate);
        bool hasGain = shape is FilterShape.Bell or FilterShape.LowShelf or FilterShape.HighShelf;
        double gain = hasGain && Math.Abs(gainDb) < SmallestGainDb ? SmallestGainDb : gainDb;
        return MatchedDesign.Design(new FilterPrototype(shape, hz, q, gain), sampleRate);
    }

    /// <summary>Magnitude of designed sections, dB.</summary>
    public static double MagnitudeDb(int count, SectionDesign design, ReadOnlySpan<double> values, double frequencyHz, int sampleRate)
    {
        var sections = new BiquadCoefficients[count];
        design(values, sampleRate, sections);
        return FilterResponse.MagnitudeDbAt(sections, frequencyHz, sampleRate);
    }
}

/// <summary>A tilt as a pair of shelves.</summary>
internal static class TiltDesign
{
    private const double ShelfQ = 0.5;

    /// <summary>Fills two sections.</summary>
    public static void Fill(double pivotHz, double gainDb, int sampleRate, Span<BiquadCoefficients> sections)
    {
        sections[0] = FilterDemand.Section(FilterShape.LowShelf, pivotHz, ShelfQ, -gainDb / 2, sampleRate);
        sections[1] = FilterDemand.Section(FilterShape.HighShelf, pivotHz, ShelfQ, gainDb / 2, sampleRate);
    }

    /// <summary>|H|² of the analogue pair.</summary>
    public static double PrototypePowerAt(double pivotHz, double gainDb, double frequencyHz) =>
        new FilterPrototype(FilterShape.LowShelf, pivotHz, ShelfQ, -gainDb / 2).PowerAt(frequencyHz)
        * new FilterPrototype(FilterShape.HighShelf, pivotHz, ShelfQ, gainDb / 2).PowerAt(frequencyHz);
}

/// <summary>High- and low-passes of any slope.</summary>
internal static class SlopeDesign
{
    private const double DbPerOrder = 6;
    private static readonly double s_flat = Math.Sqrt(0.5);

    /// <summary>Order of a slope.</summary>
    /// <exception cref="ProcessSettingsException">No multiple of 6 dB/oct.</exception>
    public static int Order(string process, double slopeDbPerOctave)
    {
        double order = slopeDbPerOctave / DbPerOrder;
        return order == Math.Floor(order) && order is >= 1 and <= 16
            ? (int)order
            : throw new ProcessSettingsException($"{process}: a slope of {slopeDbPerOctave} dB/oct is none; write a multiple of 6, up to 96", "slope");
    }

    /// <summary>Sections that a slope needs.</summary>
    public static int Sections(string process, double slopeDbPerOctave) => (Order(process, slopeDbPerOctave) + 1) / 2;

    /// <summary>Fills the sections of a Butterworth filter; q scales the Q of the most resonant one.</summary>
    public static void Fill(FilterShape shape, int order, double frequencyHz, double q, int sampleRate, Span<BiquadCoefficients> sections)
    {
        for (int i = 0; i < (order + 1) / 2; i++)
        {
            (FilterShape part, double quality) = Part(shape, order, q, i);
            sections[i] = FilterDemand.Section(part, frequencyHz, quality, 0, sampleRate);
        }
    }

    /// <summary>|H|² of the analogue filter.</summary>
    public static double PrototypePowerAt(FilterShape shape, int order, double cornerHz, double q, double frequencyHz)
    {
        double power = 1;
        for (int i = 0; i < (order + 1) / 2; i++)
        {
            (FilterShape part, double quality) = Part(shape, order, q, i);
            power *= new FilterPrototype(part, cornerHz, quality).PowerAt(frequencyHz);
        }

        return power;
    }

    // The pairs of poles, the least resonant first; an odd order has a single pole besides.
    private static (FilterShape Shape, double Q) Part(FilterShape shape, int order, double q, int index)
    {
        int pairs = order / 2;
        if (index == pairs)
        {
            return (shape == FilterShape.LowPass ? FilterShape.FirstOrderLowPass : FilterShape.FirstOrderHighPass, s_flat);
        }

        double angle = order % 2 == 0 ? (2 * index + 1) / (2.0 * order) : (index + 1) / (double)order;
        double quality = 0.5 / StableMath.CosPi(angle);
        return (shape, index == pairs - 1 ? quality * (q / s_flat) : quality);
    }
}
