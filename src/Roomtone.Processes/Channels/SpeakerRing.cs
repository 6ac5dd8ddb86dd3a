using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Loudspeakers at one height, and the gains that place a source among them.</summary>
/// <remarks>
/// <para>Formula: of the pair around the source, g = p·[l₁ l₂]⁻¹, divided by its length: constant power.
/// Source: V. Pulkki, <i>Virtual Sound Source Positioning Using Vector Base Amplitude Panning</i>, JAES 45, 1997.</para>
/// <para>Where a gap is half a circle, no vector base exists: the pair is then panned by angle, sin/cos. Where it is wider (stereo, LCR), a
/// source in the gap is mirrored to the other side, front to back, and held at the nearest loudspeaker.</para>
/// </remarks>
internal sealed class SpeakerRing
{
    private const double HalfCircle = 180;
    private readonly double[] _azimuths;
    private readonly int[] _channels;

    /// <summary>Sorts the loudspeakers by azimuth.</summary>
    /// <param name="speakers">Channel index and azimuth in degrees; one at least.</param>
    public SpeakerRing(IEnumerable<(int Channel, double AzimuthDegrees)> speakers)
    {
        (int Channel, double AzimuthDegrees)[] sorted = [.. speakers.OrderBy(s => s.AzimuthDegrees)];
        _azimuths = [.. sorted.Select(s => s.AzimuthDegrees)];
        _channels = [.. sorted.Select(s => s.Channel)];
    }

    /// <summary>Adds the power with which each channel carries a source.</summary>
    /// <param name="azimuthDegrees">Direction; any number of turns.</param>
    /// <param name="power">Power of the source.</param>
    /// <param name="powers">One per channel of the layout.</param>
    public void AddPower(double azimuthDegrees, double power, Span<double> powers)
    {
        (int first, int second, double g1, double g2) = Gains(Wrap(azimuthDegrees));
        powers[_channels[first]] += power * g1 * g1;
        powers[_channels[second]] += power * g2 * g2;
    }

    /// <summary>Adds the gains of a source, for directions that are summed before they are normalised.</summary>
    /// <param name="azimuthDegrees">Direction; any number of turns.</param>
    /// <param name="gains">One per channel of the layout.</param>
    public void AddGains(double azimuthDegrees, Span<double> gains)
    {
        (int first, int second, double g1, double g2) = Gains(Wrap(azimuthDegrees));
        gains[_channels[first]] += g1;
        gains[_channels[second]] += g2;
    }

    private (int First, int Second, double Gain1, double Gain2) Gains(double azimuth)
    {
        int count = _azimuths.Length;
        if (count == 1)
        {
            return (0, 0, 1, 0);
        }

        (int first, int second, double gap, double fromFirst) = Pair(azimuth);
        if (gap > HalfCircle)
        {
            double mirrored = Wrap(HalfCircle - azimuth);
            (first, second, gap, fromFirst) = Pair(mirrored);
            if (gap > HalfCircle)
            {
                return fromFirst < gap / 2 ? (first, second, 1, 0) : (first, second, 0, 1);
            }
        }

        return gap == HalfCircle
            ? (first, second, StableMath.CosPi(fromFirst / gap / 2), StableMath.SinPi(fromFirst / gap / 2))
            : VectorBase(first, second, gap, fromFirst);
    }

    // In a plane the inverse of the pair's matrix leaves g1 ~ sin(gap − a), g2 ~ sin(a), a = angle from the first.
    private static (int First, int Second, double Gain1, double Gain2) VectorBase(int first, int second, double gap, double fromFirst)
    {
        double g1 = StableMath.SinPi((gap - fromFirst) / HalfCircle);
        double g2 = StableMath.SinPi(fromFirst / HalfCircle);
        double length = Math.Sqrt(g1 * g1 + g2 * g2);
        return (first, second, g1 / length, g2 / length);
    }

    private (int First, int Second, double Gap, double FromFirst) Pair(double azimuth)
    {
        int count = _azimuths.Length;
        for (int i = 0; i < count - 1; i++)
        {
            if (azimuth >= _azimuths[i] && azimuth <= _azimuths[i + 1])
            {
                return (i, i + 1, _azimuths[i + 1] - _azimuths[i], azimuth - _azimuths[i]);
            }
        }

        double gap = _azimuths[0] + 360 - _azimuths[count - 1];
        double fromLast = azimuth - _azimuths[count - 1];
        return (count - 1, 0, gap, fromLast < 0 ? fromLast + 360 : fromLast);
    }

    private static double Wrap(double azimuth)
    {
        double turned = azimuth - 360 * Math.Floor((azimuth + HalfCircle) / 360);
        return turned;
    }
}
