using Roomtone.Platform;

namespace Roomtone.Verbs;

/// <summary>Copies a file so that the copy is whole or not there.</summary>
internal static class FileCopy
{
    private const int PieceBytes = 1 << 20;

    /// <summary>Copies; an equal earlier copy (same length) is an error, like every file in the way.</summary>
    /// <param name="from">The source, which is only read.</param>
    /// <param name="to">The copy.</param>
    /// <param name="context">Cancellation.</param>
    /// <exception cref="RoomtoneException">It can't be read or written (exit 4).</exception>
    public static void Run(string from, string to, VerbContext context)
    {
        try
        {
            using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            using OutputFile target = OutputFile.Create(to, new OutputOptions { ExpectedBytes = source.Length, Protected = [from] });
            var piece = new byte[PieceBytes];
            while (source.Read(piece) is var count and > 0)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                target.Append(piece.AsSpan(0, count));
            }

            target.Complete();
        }
        catch (Exception e) when (FileFailure.IsFileError(e))
        {
            throw FileFailure.Reading(from, e);
        }
    }
}
