using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>A media file that can't be read: which file, which byte, why (exit 4).</summary>
public sealed class MediaFormatException : RoomtoneException
{
    /// <summary>Refuses a file.</summary>
    /// <param name="file">The file, as the user named it.</param>
    /// <param name="offset">Byte offset of what is wrong; null where no byte is.</param>
    /// <param name="reason">What is wrong: the value found, the range allowed.</param>
    /// <param name="hint">What to do; null where nothing helps.</param>
    /// <param name="inner">The cause, for the log.</param>
    public MediaFormatException(string file, long? offset, string reason, string? hint = null, Exception? inner = null)
        : base(ExitCode.Media, ImmutableArray.Create(Describe(file, offset, reason, hint)), inner)
    {
        File = file;
        Offset = offset;
        Reason = reason;
    }

    /// <summary>The file, as the user named it.</summary>
    public string File { get; }

    /// <summary>Byte offset of what is wrong, or null.</summary>
    public long? Offset { get; }

    /// <summary>What is wrong.</summary>
    public string Reason { get; }

    /// <summary>The samples are in a coding that the own readers do not know; ffmpeg may.</summary>
    internal bool IsUnknownEncoding { get; init; }

    private static Finding Describe(string file, long? offset, string reason, string? hint) =>
        new("RT9100", Severity.Error, $"cannot read {file}: {reason}") { File = file, Offset = offset, Hint = hint };
}
