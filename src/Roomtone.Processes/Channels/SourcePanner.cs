using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Where a source is.</summary>
/// <param name="AzimuthDegrees">Positive to the left.</param>
/// <param name="ElevationDegrees">Positive upwards.</param>
/// <param name="SpreadDegrees">Width of the source, 0…360.</param>
/// <param name="Divergence">0…1: share that leaves the direction for two others, 45° to either side.</param>
internal readonly record struct SourcePlace(double AzimuthDegrees, double ElevationDegrees, double SpreadDegrees, double Divergence);

/// <summary>Gains of a layout's channels for a source at a place: power always 1.</summary>
/// <remarks>
/// <para>The bed and the height channels are a ring each (<see cref="SpeakerRing"/>); a source between them is split by elevation, sin/cos.
/// Without height channels the elevation has no effect.</para>
/// <para>Spread: nine directions over the width, amplitudes summed, then normalised (V. Pulkki, <i>Uniform Spreading of Amplitude Panned
/// Virtual Sources</i>, WASPAA 1999). Divergence: as ITU-R BS.2127, 7.3.7, combined by power.</para>
/// </remarks>
internal sealed class SourcePanner
{
    private const int Directions = 9;
    private const double DivergenceAngle = 45;
    private const double HeightAbove = 20;
    private readonly SpeakerRing _bed;
    private readonly SpeakerRing? _heights;
    private readonly double _heightDegrees;
    private readonly double[] _spread;

    /// <summary>Prepares for a layout.</summary>
    /// <param name="layout">Loudspeakers with directions; LFE channels take no part.</param>
    public SourcePanner(ChannelLayout layout)
    {
        (int Channel, Speaker Speaker)[] all =
            [.. layout.Speakers.Select((s, c) => (c, s)).Where(s => s.s.Kind == ChannelKind.Speaker)];
        var heights = all.Where(s => s.Speaker.ElevationDegrees > HeightAbove).ToList();
        _bed = new SpeakerRing(all.Except(heights).Select(s => (s.Channel, s.Speaker.AzimuthDegrees)));
        _heights = heights.Count == 0 ? null : new SpeakerRing(heights.Select(s => (s.Channel, s.Speaker.AzimuthDegrees)));
        _heightDegrees = heights.Count == 0 ? 90 : heights.Average(s => s.Speaker.ElevationDegrees);
        _spread = new double[layout.Count];
    }

    /// <summary>Whether a layout has a place for sources.</summary>
    /// <param name="layout">The layout.</param>
    public static bool Takes(ChannelLayout layout) => layout.Speakers.Any(s => s.Kind == ChannelKind.Speaker);

    /// <summary>Works out the gains.</summary>
    /// <param name="place">Where the source is.</param>
    /// <param name="gains">Receives one linear gain per channel.</param>
    public void Gains(SourcePlace place, Span<double> gains)
    {
        gains.Clear();
        double share = Math.Clamp(place.Divergence, 0, 1);
        AddDirection(place, place.AzimuthDegrees, (1 - share) / (1 + share), gains);
        if (share > 0)
        {
            AddDirection(place, place.AzimuthDegrees + DivergenceAngle, share / (1 + share), gains);
            AddDirection(place, place.AzimuthDegrees - DivergenceAngle, share / (1 + share), gains);
        }

        foreach (ref double gain in gains)
        {
            gain = Math.Sqrt(gain);
        }
    }

    private void AddDirection(SourcePlace place, double azimuth, double power, Span<double> powers)
    {
        double up = _heights is null ? 0 : Math.Clamp(place.ElevationDegrees / _heightDegrees, 0, 1);
        double above = StableMath.SinPi(up / 2), below = StableMath.CosPi(up / 2);
        AddRing(_bed, place.SpreadDegrees, azimuth, power * below * below, powers);
        if (_heights is not null && up > 0)
        {
            AddRing(_heights, place.SpreadDegrees, azimuth, power * above * above, powers);
        }
    }

    private void AddRing(SpeakerRing ring, double spread, double azimuth, double power, Span<double> powers)
    {
        if (spread <= 0)
        {
            ring.AddPower(azimuth, power, powers);
            return;
        }

        _spread.AsSpan().Clear();
        for (int d = 0; d < Directions; d++)
        {
            ring.AddGains(azimuth + spread * (d / (Directions - 1.0) - 0.5), _spread);
        }

        double sum = 0;
        foreach (double gain in _spread)
        {
            sum += gain * gain;
        }

        for (int c = 0; c < powers.Length; c++)
        {
            powers[c] += power * _spread[c] * _spread[c] / sum;
        }
    }
}
