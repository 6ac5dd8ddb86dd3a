using Roomtone.Signal;

namespace Roomtone.ExampleMedia;

/// <summary>Four short pieces of unlike level and density, for an album to be mastered.</summary>
internal static class Album
{
    private const double Minor = 1.189207115;
    private const double Fourth = 1.334839854;
    private const double Fifth = 1.498307077;

    /// <summary>Plucked figures in six eight, medium loud.</summary>
    public static Sketch Doorbell(int rate)
    {
        var sketch = new Sketch(rate, 2, 8.2);
        for (int step = 0; step < 32; step++)
        {
            double hz = 293.66 * (step % 6) switch { 0 => 1, 1 => Fifth, 2 => 2, 3 => 2 * Minor, 4 => 2, _ => Fourth } / (step / 11 % 2 == 0 ? 1 : Fourth);
            sketch.Add(Tones.Pluck(rate, hz, 1.4), step * 0.23, -14 - 3 * (step % 3), step % 2 == 0 ? -0.4 : 0.4);
            if (step % 6 == 0)
            {
                sketch.Add(Tones.Pluck(rate, hz / 2, 2, 1.8), step * 0.23, -9);
            }
        }

        sketch.Fade(0.005, 1.2);
        return sketch.ToPeak(-4);
    }

    /// <summary>Pads that breathe, the quiet piece.</summary>
    public static Sketch Lamp(int rate)
    {
        var sketch = new Sketch(rate, 2, 8.6);
        double[][] chords = [[146.83, 220, 349.23], [130.81, 196, 329.63], [116.54, 174.61, 293.66]];
        for (int c = 0; c < chords.Length; c++)
        {
            for (int n = 0; n < 3; n++)
            {
                sketch.Add(Tones.Pad(rate, chords[c][n], 3.5), c * 2.5, -20, 0.6 * (n - 1));
            }
        }

        sketch.Fade(0.3, 2);
        return sketch.ToPeak(-15);
    }

    /// <summary>Bass, beat and hiss: the dense, loud piece.</summary>
    public static Sketch Stairwell(int rate)
    {
        const double Beat = 60.0 / 120;
        var sketch = new Sketch(rate, 2, 8.2);
        for (int beat = 0; beat < 15; beat++)
        {
            double at = beat * Beat;
            sketch.Add(Tones.Impact(rate, 0.4, (ulong)beat, (52, 0.25, 1), (104, 0.12, 0.5)), at, -6);
            sketch.Add(Tones.Pluck(rate, beat / 4 % 2 == 0 ? 55 : 65.41, 0.6, 1.5), at, -8);
            sketch.Add(Tones.Pluck(rate, 220 * (beat % 3 == 0 ? Minor : 1), 0.5, 1.1), at + Beat / 2, -12, beat % 2 == 0 ? -0.6 : 0.6);
            sketch.Add(Tones.Hiss(rate, 0.1, (ulong)(90 + beat), _ => 6800, 0.7, t => StableMath.Exp(-t * 45)), at + Beat / 2, -16, 0.2);
        }

        sketch.Fade(0.005, 0.8);
        return sketch.ToPeak(-0.5);
    }

    /// <summary>One string, far apart: the end.</summary>
    public static Sketch WayOut(int rate)
    {
        var sketch = new Sketch(rate, 2, 8.2);
        double[] line = [440, 392, 349.23, 293.66, 329.63, 220];
        for (int n = 0; n < line.Length; n++)
        {
            sketch.Add(Tones.Pluck(rate, line[n], 3.2, 1.2), 0.2 + n * 1.2, -10, 0.2 * (n % 3 - 1));
        }

        sketch.Fade(0.005, 2);
        return sketch.ToPeak(-8);
    }
}
