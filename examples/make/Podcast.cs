using Roomtone.Signal;

namespace Roomtone.ExampleMedia;

/// <summary>The podcast's recordings, each with the faults that real ones have, and its theme.</summary>
internal static class Podcast
{
    /// <summary>A microphone's recording: lines of speech with pauses, over room noise and mains hum, with a few clicks.</summary>
    public static Sketch Recording(IReadOnlyList<float[]> lines, int rate, double pauseSeconds, ulong seed, double noiseDb, double humDb, int clicks)
    {
        double total = lines.Sum(l => (double)l.Length / rate + pauseSeconds) + pauseSeconds;
        var sketch = new Sketch(rate, 1, total);
        double at = pauseSeconds;
        foreach (float[] line in lines)
        {
            sketch.Add(line, at);
            at += (double)line.Length / rate + pauseSeconds;
        }

        sketch.ToPeak(-9);
        Roughen(sketch, seed, noiseDb, humDb, clicks);
        return sketch;
    }

    /// <summary>Sixteen bars of theme at 96 bpm: pads, a plucked arpeggio, bass and a brushed beat.</summary>
    public static Sketch Theme(int rate)
    {
        const double Beat = 60.0 / 96;
        var sketch = new Sketch(rate, 2, 32 * Beat);
        double[][] chords = [[220, 261.63, 329.63, 493.88], [174.61, 220, 261.63, 392], [196, 246.94, 293.66, 440], [164.81, 207.65, 246.94, 329.63]];
        for (int bar = 0; bar < 8; bar++)
        {
            double[] chord = chords[bar % 4];
            double start = bar * 4 * Beat;
            for (int n = 0; n < chord.Length; n++)
            {
                sketch.Add(Tones.Pad(rate, chord[n], 4.4 * Beat), start, -21, 0.5 * (n - 1.5));
            }

            for (int step = 0; step < 8; step++)
            {
                double hz = chord[(step * 3 + bar) % 4] * (step % 3 == 2 ? 4 : 2);
                sketch.Add(Tones.Pluck(rate, hz, 1.1), start + step * Beat / 2, -17 - 2 * (step & 1), step % 2 == 0 ? -0.45 : 0.45);
            }

            sketch.Add(Tones.Pluck(rate, chord[0] / 4, 1.6, 1.9), start, -10);
            sketch.Add(Tones.Pluck(rate, chord[0] / 4, 1.0, 1.9), start + 2.5 * Beat, -13);
            for (int beat = 0; beat < 8; beat++)
            {
                double level = beat % 2 == 0 ? -32 : -36;
                sketch.Add(Tones.Hiss(rate, 0.09, (ulong)(bar * 8 + beat), _ => 7200, 0.7, t => StableMath.Exp(-t * 55)), start + beat * Beat / 2, level + 12, 0.3);
            }
        }

        sketch.Fade(0.01, 1.5);
        return sketch.ToPeak(-3);
    }

    private static void Roughen(Sketch sketch, ulong seed, double noiseDb, double humDb, int clicks)
    {
        float[] plane = sketch.Planes[0];
        double noise = Decibels.ToGain(noiseDb) * Math.Sqrt(3);
        double hum = Decibels.ToGain(humDb) * Math.Sqrt(2);
        double slow = 0;
        for (int i = 0; i < plane.Length; i++)
        {
            slow += 0.05 * (Tones.Noise(seed, i) - slow);
            double t = (double)i / sketch.SampleRate;
            double mains = 0;
            for (int h = 1; h <= 5; h++)
            {
                mains += StableMath.SinPi(100.0 * h * t % 2.0) / (h * h);
            }

            plane[i] += (float)(noise * (0.4 * Tones.Noise(seed + 1, i) + 3 * slow) + hum * mains);
        }

        for (int k = 0; k < clicks; k++)
        {
            int at = (int)((0.5 + 0.5 * Tones.Noise(seed + 2, k)) * (plane.Length - 8));
            for (int i = 0; i < 6; i++)
            {
                plane[at + i] += 0.2f * Tones.Noise(seed + 3, k * 8 + i);
            }
        }
    }
}
