using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Brings media to the session's rate, its phase anchored at media sample 0.</summary>
internal static class RateConversion
{
    /// <summary>A source at the session's rate.</summary>
    /// <param name="source">The media.</param>
    /// <param name="ratio">Timeline samples per media sample, drift included.</param>
    /// <param name="sampleRate">Hz of the session.</param>
    public static IAudioSource Of(IAudioSource source, SampleRatio ratio, int sampleRate)
    {
        var rates = new RateRatio(source.SampleRate, sampleRate);
        return rates.Up == ratio.Numerator && rates.Down == ratio.Denominator
            ? new ResampledSource(source, sampleRate)
            : new StretchedSource(source, ratio.Numerator, ratio.Denominator, sampleRate);
    }
}
