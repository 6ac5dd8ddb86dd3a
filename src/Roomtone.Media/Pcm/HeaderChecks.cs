using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>What every header must keep to.</summary>
internal static class HeaderChecks
{
    internal static void Channels(ByteSlice chunk, long offset, long channels, Limits limits)
    {
        if (channels < 1 || channels > limits.MaximumChannels)
        {
            throw chunk.Failure(offset, $"{channels} channels (1 to {limits.MaximumChannels} are read)");
        }
    }

    internal static void Rate(ByteSlice chunk, long offset, double rate, Limits limits)
    {
        if (!(rate >= limits.MinimumSampleRate && rate <= limits.MaximumSampleRate))
        {
            throw chunk.Failure(offset, $"sample rate {rate:0.###} Hz ({limits.MinimumSampleRate} to {limits.MaximumSampleRate} Hz are read)");
        }
    }

    /// <summary>Samples per channel in the bytes that are there; tells a part of a sample at the end.</summary>
    internal static long Length(ByteSlice data, int frameBytes, ParserFindings findings)
    {
        long length = data.Length / frameBytes;
        if (data.Length % frameBytes != 0)
        {
            findings.Warn(data.Start + length * frameBytes, $"{data.Length % frameBytes} bytes at the end are no whole sample and are left out");
        }

        return length;
    }
}
