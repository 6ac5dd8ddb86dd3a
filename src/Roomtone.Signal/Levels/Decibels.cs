namespace Roomtone.Signal;

/// <summary>Conversions between decibels, linear gain and power, in one place and the same on every system.</summary>
public static class Decibels
{
    private const double Ln10Over20 = 0.11512925464970228420;

    /// <summary>Linear gain of a level: 10^(dB/20).</summary>
    /// <param name="db">Decibels; −∞ gives 0.</param>
    public static double ToGain(double db) => StableMath.Exp(db * Ln10Over20);

    /// <summary>Level of a linear gain: 20·log10 |g|.</summary>
    /// <param name="gain">Linear; 0 gives −∞.</param>
    public static double FromGain(double gain) => 20 * StableMath.Log10(Math.Abs(gain));

    /// <summary>Power ratio of a level: 10^(dB/10).</summary>
    /// <param name="db">Decibels.</param>
    public static double ToPower(double db) => StableMath.Exp(2 * db * Ln10Over20);

    /// <summary>Level of a power: 10·log10 p.</summary>
    /// <param name="power">Mean square; 0 gives −∞.</param>
    public static double FromPower(double power) => 10 * StableMath.Log10(power);
}
