using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>A band of a fraction of an octave.</summary>
/// <param name="Name">As it is shown: the nominal frequency for whole and third octaves, else the rounded middle.</param>
/// <param name="LowHz">Lower edge, −3 dB.</param>
/// <param name="MiddleHz">Geometric middle.</param>
/// <param name="HighHz">Upper edge, −3 dB.</param>
public readonly record struct OctaveBand(string Name, double LowHz, double MiddleHz, double HighHz)
{
    /// <summary>The power gain of the band's filter, a Butterworth band-pass of sixth order.</summary>
    /// <param name="hz">Frequency, above 0.</param>
    public double PowerAt(double hz)
    {
        double x = (hz / MiddleHz - MiddleHz / hz) / (HighHz / MiddleHz - LowHz / MiddleHz);
        double square = x * x;
        return 1 / (1 + square * square * square);
    }
}

/// <summary>Fractional-octave bands. Source: IEC 61260-1:2014, base ten, reference 1 kHz.</summary>
public static class FractionalOctave
{
    /// <summary>The lowest middle frequency of any band, Hz.</summary>
    public const double LowestHz = 19;

    // The octave ratio G = 10^(3/10).
    private const double Log10OfG = 0.3;
    private static readonly string[] s_preferred = ["1", "1.25", "1.6", "2", "2.5", "3.15", "4", "5", "6.3", "8"];

    /// <summary>The fractions there are: 1, 3, 6, 12 and 24 bands an octave.</summary>
    public static ImmutableArray<int> Fractions { get; } = [1, 3, 6, 12, 24];

    /// <summary>The bands from 20 Hz up whose upper edge lies below half the sample rate and whose middle lies at 20 kHz or below.</summary>
    /// <param name="bandsPerOctave">One of <see cref="Fractions"/>.</param>
    /// <param name="sampleRate">Hz.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another fraction.</exception>
    public static ImmutableArray<OctaveBand> Bands(int bandsPerOctave, int sampleRate)
    {
        if (!Fractions.Contains(bandsPerOctave))
        {
            throw new ArgumentOutOfRangeException(nameof(bandsPerOctave), bandsPerOctave, "An octave is divided into 1, 3, 6, 12 or 24 bands.");
        }

        double half = StableMath.Pow(10, Log10OfG / (2 * bandsPerOctave));
        double shift = bandsPerOctave % 2 == 0 ? 0.5 : 0;
        var bands = ImmutableArray.CreateBuilder<OctaveBand>();
        for (int x = -6 * bandsPerOctave; x <= 5 * bandsPerOctave; x++)
        {
            double middle = 1000 * StableMath.Pow(10, Log10OfG * (x + shift) / bandsPerOctave);
            if (middle > LowestHz && middle < 20_500 && middle * half < sampleRate / 2.0)
            {
                bands.Add(new OctaveBand(NameOf(bandsPerOctave, x, middle), middle / half, middle, middle * half));
            }
        }

        return bands.ToImmutable();
    }

    private static string NameOf(int bandsPerOctave, int x, double middle)
    {
        if (bandsPerOctave is 1 or 3)
        {
            int tenths = x * (3 / bandsPerOctave) + 30;
            double nominal = double.Parse(s_preferred[tenths % 10], CultureInfo.InvariantCulture) * StableMath.Pow(10, tenths / 10);
            return Hertz(nominal);
        }

        double unit = StableMath.Pow(10, Math.Floor(StableMath.Log10(middle)) - 2);
        return Hertz(Math.Round(middle / unit) * unit);
    }

    private static string Hertz(double hz) => hz < 999.5
        ? string.Create(CultureInfo.InvariantCulture, $"{hz:0.##} Hz")
        : string.Create(CultureInfo.InvariantCulture, $"{hz / 1000:0.###} kHz");
}
