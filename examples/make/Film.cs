using Roomtone.Signal;

namespace Roomtone.ExampleMedia;

/// <summary>The effects, ambience and drone of the corridor scene.</summary>
internal static class Film
{
    public static Sketch Rain(int rate)
    {
        var sketch = new Sketch(rate, 2, 12);
        for (int side = 0; side < 2; side++)
        {
            ulong seed = 100 + (ulong)side;
            double place = side == 0 ? -1 : 1;
            sketch.Add(Tones.Hiss(rate, 12, seed, t => 2600 + 400 * StableMath.SinPi(0.31 * t), 0.5, _ => 1), 0, -8, place);
            for (int drop = 0; drop < 260; drop++)
            {
                double at = (0.5 + 0.5 * Tones.Noise(seed + 7, drop)) * 11.9;
                double hz = 1800 + 2600 * Math.Abs(Tones.Noise(seed + 8, drop));
                sketch.Add(Tones.Impact(rate, 0.03, seed + (ulong)drop, (hz, 0.02, 1)), at, -22 + 6 * Tones.Noise(seed + 9, drop), place);
            }
        }

        return sketch.ToPeak(-15);
    }

    public static Sketch Creak(int rate)
    {
        var sketch = new Sketch(rate, 1, 2.6);
        double at = 0.05;
        for (int slip = 0; at < 2.4; slip++)
        {
            double bend = at / 2.4;
            sketch.Add(
                Tones.Impact(rate, 0.12, (ulong)slip + 300, (310 + 90 * bend, 0.06, 1), (742 + 160 * bend, 0.04, 0.7), (1290, 0.03, 0.5), (2210, 0.02, 0.3)),
                at,
                -6 - 10 * Math.Abs(0.5 - bend) + 3 * Tones.Noise(301, slip));
            at += 1 / (28 + 45 * StableMath.SinPi(bend)) * (1 + 0.2 * Tones.Noise(302, slip));
        }

        return sketch.ToPeak(-8);
    }

    public static Sketch Knock(int rate)
    {
        var sketch = new Sketch(rate, 1, 2);
        for (int k = 0; k < 3; k++)
        {
            sketch.Add(Tones.Impact(rate, 0.6, 400 + (ulong)k, (96, 0.25, 1), (183, 0.18, 0.8), (402, 0.09, 0.5), (911, 0.04, 0.3)), 0.1 + 0.42 * k, -k);
        }

        return sketch.ToPeak(-6);
    }

    public static Sketch Footsteps(int rate)
    {
        var sketch = new Sketch(rate, 1, 6.5);
        for (int step = 0; step < 9; step++)
        {
            double at = 0.2 + 0.66 * step + 0.03 * Tones.Noise(500, step);
            double bend = 1 + 0.06 * Tones.Noise(501, step);
            sketch.Add(Tones.Impact(rate, 0.3, 510 + (ulong)step, (88 * bend, 0.12, 1), (214 * bend, 0.08, 0.6), (590 * bend, 0.03, 0.3)), at, 2 * Tones.Noise(502, step));
            sketch.Add(Tones.Hiss(rate, 0.12, 530 + (ulong)step, _ => 1900, 0.8, t => StableMath.Exp(-t * 40)), at + 0.07, -14);
        }

        return sketch.ToPeak(-10);
    }

    public static Sketch Boom(int rate)
    {
        var sketch = new Sketch(rate, 1, 4);
        var sound = new float[4 * rate];
        double phase = 0;
        for (int i = 0; i < sound.Length; i++)
        {
            double t = (double)i / rate;
            phase += 2 * (34 + 40 * StableMath.Exp(-5 * t)) / rate;
            sound[i] = (float)(StableMath.SinPi(phase % 2.0) * StableMath.Exp(-1.7 * t) * Math.Min(1, t * 200));
        }

        sketch.Add(sound, 0);
        sketch.Add(Tones.Hiss(rate, 2, 600, t => 900 * StableMath.Exp(-2 * t) + 60, 0.7, t => StableMath.Exp(-3 * t)), 0, -8);
        return sketch.ToPeak(-4);
    }

    public static Sketch Drone(int rate)
    {
        var sketch = new Sketch(rate, 2, 16);
        double[] partials = [41.2, 61.9, 82.4, 123.5, 185.2, 247.9];
        for (int n = 0; n < partials.Length; n++)
        {
            sketch.Add(Tones.Pad(rate, partials[n], 16), 0, -8 - 3 * n, n % 2 == 0 ? -0.4 : 0.4);
        }

        for (int side = 0; side < 2; side++)
        {
            double offset = side;
            sketch.Add(Tones.Hiss(rate, 16, 700 + (ulong)side, t => 420 + 180 * StableMath.SinPi(0.13 * t + offset), 9, t => 0.5 + 0.4 * StableMath.SinPi(0.21 * t + offset)), 0, 4, side == 0 ? -1 : 1);
        }

        sketch.Fade(1, 2);
        return sketch.ToPeak(-9);
    }
}
