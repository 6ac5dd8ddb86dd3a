using Roomtone.Signal;

namespace Roomtone.ExampleMedia;

/// <summary>A growing piece of planar audio to paint sounds into.</summary>
internal sealed class Sketch(int sampleRate, int channels, double seconds)
{
    public int SampleRate { get; } = sampleRate;

    public float[][] Planes { get; } =
        [.. Enumerable.Range(0, channels).Select(_ => new float[(int)Math.Round(seconds * sampleRate)])];

    public int Length => Planes[0].Length;

    public int At(double seconds) => (int)Math.Round(seconds * SampleRate);

    /// <summary>Adds a mono sound, placed between left (−1) and right (+1) at constant power.</summary>
    public void Add(ReadOnlySpan<float> sound, double atSeconds, double gainDb = 0, double place = 0)
    {
        double gain = Decibels.ToGain(gainDb);
        for (int c = 0; c < Planes.Length; c++)
        {
            double side = Planes.Length == 1 ? 1 : c == 0 ? StableMath.CosPi((place + 1) / 4) : StableMath.SinPi((place + 1) / 4);
            int at = At(atSeconds);
            for (int i = 0; i < sound.Length && at + i < Length; i++)
            {
                Planes[c][at + i] += (float)(gain * side * sound[i]);
            }
        }
    }

    /// <summary>Fades both ends.</summary>
    public void Fade(double inSeconds, double outSeconds)
    {
        int rise = At(inSeconds);
        int fall = At(outSeconds);
        foreach (float[] plane in Planes)
        {
            for (int i = 0; i < rise; i++)
            {
                plane[i] *= (float)StableMath.SinPi(0.5 * i / rise);
            }

            for (int i = 0; i < fall; i++)
            {
                plane[plane.Length - 1 - i] *= (float)StableMath.SinPi(0.5 * i / fall);
            }
        }
    }

    /// <summary>Scales so that the largest sample is at a level.</summary>
    public Sketch ToPeak(double peakDbfs)
    {
        double largest = Planes.Max(p => p.Max(Math.Abs));
        float gain = (float)(Decibels.ToGain(peakDbfs) / Math.Max(largest, 1e-9));
        foreach (float[] plane in Planes)
        {
            for (int i = 0; i < plane.Length; i++)
            {
                plane[i] *= gain;
            }
        }

        return this;
    }
}
