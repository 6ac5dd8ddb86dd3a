using System.Globalization;
using System.Security.Cryptography;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>The identity of recorded audio: SHA-256 over native samples of lossless media, over packets of lossy media.</summary>
/// <remarks>
/// Samples are interleaved in the file's channel order, least significant byte first; no tag or chunk changes the hash. Lossy packets are
/// taken as they lie in the file, since decoders differ between builds.
/// </remarks>
public static class AudioHash
{
    private const int PacketBytes = 1 << 20;

    /// <summary>The hash of an open reader of lossless media.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>64 hexadecimal digits, lower case.</returns>
    public static string Compute(IMediaReader reader) => Convert.ToHexStringLower(SHA256.HashData(new NativeStream(reader)));

    /// <summary>The hash of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Limits and cache; null = the defaults.</param>
    /// <returns>64 hexadecimal digits, lower case.</returns>
    /// <exception cref="RoomtoneException">The file can't be read (exit 4).</exception>
    public static string Compute(string path, MediaOpenOptions? options = null)
    {
        options ??= MediaOpenOptions.Default;
        if (!MediaFile.Probe(path, options).IsLossless)
        {
            return ComputePackets(path, options);
        }

        using IMediaReader reader = MediaFile.Open(path, options);
        return Compute(reader);
    }

    private static string ComputePackets(string path, MediaOpenOptions options)
    {
        var child = new ChildOptions
        {
            Program = Ffmpeg.Require("ffmpeg", path, "read"),
            Arguments =
            [
                .. Ffmpeg.Common, "-nostdin", "-nostats", .. Ffmpeg.Input(path),
                "-map", string.Create(CultureInfo.InvariantCulture, $"0:a:{options.Stream}"), "-c", "copy", "-f", "data", "pipe:1",
            ],
            Limits = options.Limits,
        };
        using ChildProcess demuxer = ChildProcess.Start(child, options.Cancellation);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = new byte[PacketBytes];
        while (demuxer.Read(piece) is var read and > 0)
        {
            hash.AppendData(piece.AsSpan(0, read));
        }

        ChildResult result = demuxer.WaitForExit();
        options.Cancellation.ThrowIfCancellationRequested();
        return result is { End: ChildEnd.Exited, ExitCode: 0 }
            ? Convert.ToHexStringLower(hash.GetHashAndReset())
            : throw Ffmpeg.Failure(path, "read", result, options.Limits);
    }
}
