namespace Roomtone.Testing;

/// <summary>Something that has what speech is told by: pulses of a gliding pitch through formants, four syllables a second, consonants, pauses.</summary>
public static class SyntheticSpeech
{
    /// <summary>Makes it.</summary>
    /// <param name="rate">Hz.</param>
    /// <param name="phrases">Where it speaks, seconds.</param>
    /// <param name="seconds">Length.</param>
    public static float[] Make(int rate, (double Start, double End)[] phrases, double seconds)
    {
        float[] speech = new float[(int)(seconds * rate)];
        float[] breath = TestSignal.Noise(77, speech.Length, 1);
        double phase = 0;
        Resonance[] formants = [new(550, 80, rate), new(1500, 120, rate), new(2500, 160, rate)];
        foreach ((double start, double end) in phrases)
        {
            for (int n = (int)(start * rate); n < (int)(end * rate); n++)
            {
                double t = (double)n / rate - start, syllable = t * 4 % 1;
                phase += (115 + 25 * Math.Sin(2 * Math.PI * 0.7 * t)) / rate;
                double pulse = 0;
                if (phase >= 1)
                {
                    phase -= 1;
                    pulse = syllable > 0.15 ? 1 : 0;
                }

                double hiss = syllable is > 0.02 and < 0.14 ? 0.02 * breath[n] : 0;
                double voice = formants.Sum(f => f.Next(pulse));
                speech[n] = (float)(0.5 * voice * Math.Sin(Math.PI * Math.Clamp((syllable - 0.12) / 0.88, 0, 1)) + hiss);
            }
        }

        return speech;
    }

    private sealed class Resonance(double hz, double width, int rate)
    {
        private readonly double _radius = Math.Exp(-Math.PI * width / rate);
        private double _y1;
        private double _y2;

        public double Next(double x)
        {
            double y = x * (1 - _radius) + 2 * _radius * Math.Cos(2 * Math.PI * hz / rate) * _y1 - _radius * _radius * _y2;
            (_y1, _y2) = (y, _y1);
            return y;
        }
    }
}
