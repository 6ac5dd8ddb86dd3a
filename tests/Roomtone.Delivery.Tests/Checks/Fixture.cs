using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Delivery.Tests.Checks;

/// <summary>Programmes of known loudness and peak.</summary>
internal static class Fixture
{
    /// <summary>A stereo sine of 997 Hz: its loudness is its level in dBFS (both channels), its true peak its amplitude.</summary>
    public static ArraySource Sine(double lufs, double seconds = 5, int sampleRate = 48000)
    {
        float[] wave = TestSignal.Sine(997, sampleRate, (int)(seconds * sampleRate), Decibels.ToGain(lufs));
        return new ArraySource(sampleRate, ChannelLayout.Stereo, wave, wave);
    }

    public static CheckedFile File(IAudioSource source, string name = "file.wav", string format = "wav 48 kHz 24 bit", double limit = -1, MonoLoudness mono = MonoLoudness.Single)
    {
        MeasuredProgramme measured = MeasurePass.Measure(source, mono, limit, "measuring", null, CancellationToken.None);
        return new CheckedFile
        {
            Name = name,
            Format = FormatText.Parse(format) with { Layout = source.Layout },
            Measurement = measured.Measurement,
            Measures = measured.Measures,
            Trace = measured.Trace,
            MonoAs = mono,
        };
    }
}
