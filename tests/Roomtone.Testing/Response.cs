using Roomtone.Signal;

namespace Roomtone.Testing;

/// <summary>The frequency response of a processor, from its response to an impulse.</summary>
/// <param name="hz">Frequency.</param>
/// <param name="db">Magnitude.</param>
/// <param name="phaseRadians">Phase against the input, latency left in.</param>
public sealed class Response(double hz, double db, double phaseRadians)
{
    /// <summary>Magnitude, dB.</summary>
    public double Db { get; } = db;

    /// <summary>Phase, radians.</summary>
    public double PhaseRadians { get; } = phaseRadians;

    /// <summary>The response of one channel at a frequency.</summary>
    public static Response At(IAudioProcessor processor, ProcessFormat format, double hz, int channel = 0, int length = 1 << 16) =>
        Of(ImpulseResponse(processor, format, channel, length), format.SampleRate, hz);

    /// <summary>What comes out when one channel gets an impulse of 0.5, times 2.</summary>
    public static float[] ImpulseResponse(IAudioProcessor processor, ProcessFormat format, int channel = 0, int length = 1 << 16)
    {
        float[][] input = [.. Enumerable.Range(0, format.Input.Count).Select(c => c == channel ? TestSignal.Impulse(0, length, 0.5) : new float[length])];
        processor.Reset();
        float[] output = Run.Whole(processor, format, input)[Math.Min(channel, format.Output.Count - 1)];
        for (int i = 0; i < output.Length; i++)
        {
            output[i] *= 2;
        }

        return output;
    }

    /// <summary>The response that an impulse response has at a frequency: its Fourier sum, in double precision.</summary>
    public static Response Of(ReadOnlySpan<float> impulseResponse, int sampleRate, double hz)
    {
        double re = 0, im = 0;
        double w = 2 * Math.PI * hz / sampleRate;
        for (int i = 0; i < impulseResponse.Length; i++)
        {
            if (impulseResponse[i] != 0)
            {
                (double sin, double cos) = Math.SinCos(w * i);
                re += impulseResponse[i] * cos;
                im -= impulseResponse[i] * sin;
            }
        }

        return new Response(hz, 10 * Math.Log10(re * re + im * im), Math.Atan2(im, re));
    }

    /// <summary>Fails unless the magnitude is a level within a tolerance.</summary>
    public void IsDb(double expected, double tolerance)
    {
        if (!(Math.Abs(Db - expected) <= tolerance))
        {
            throw new TestAssertException($"at {hz:0.#} Hz the response is {Db:0.0000} dB, expected {expected:0.0000} ± {tolerance} dB");
        }
    }
}
