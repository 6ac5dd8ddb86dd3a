using Roomtone.Signal;

namespace Roomtone.Analysis.Tests;

/// <summary>Runs meters over audio in memory.</summary>
internal static class Metered
{
    /// <summary>Feeds channels in blocks of one length and returns the meter.</summary>
    public static TMeter Fed<TMeter>(TMeter meter, Action<TMeter, ReadOnlyAudioBlock> add, float[][] audio, int block = 512)
    {
        for (int at = 0; at < audio[0].Length;)
        {
            int count = Math.Min(block, audio[0].Length - at);
            using var buffer = new AudioBuffer(audio.Length, count);
            for (int c = 0; c < audio.Length; c++)
            {
                audio[c].AsSpan(at, count).CopyTo(buffer.Block[c]);
            }

            add(meter, buffer.Block);
            at += count;
        }

        return meter;
    }

    /// <summary>The reading of a meter over channels.</summary>
    public static TReading Read<TReading>(IMeter<TReading> meter, float[][] audio, int block = 512) =>
        Fed(meter, (m, b) => m.Add(b), audio, block).Read();

    /// <summary>The only figure of a name, of the first channel.</summary>
    public static double Figure(MeterReading reading, string name) => reading.Figures.First(f => f.Name == name).Value;
}
