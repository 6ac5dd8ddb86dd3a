using Roomtone.Platform;
using Roomtone.Session;

namespace Roomtone.Verbs;

/// <summary>Reads text files of bounded size.</summary>
internal static class TextFiles
{
    /// <summary>The bytes of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RoomtoneException">It can't be read, is no file, or is too large (exit 4).</exception>
    public static byte[] Read(string path)
    {
        FileIdentity identity = FileIdentity.Of(path);
        try
        {
            return identity.Kind is FileKind.Regular or FileKind.Missing && identity.Length <= TextLimits.FileBytes
                ? File.ReadAllBytes(path)
                : throw new IOException($"it is no text file of at most {FileFailure.Bytes(TextLimits.FileBytes)}");
        }
        catch (Exception e) when (FileFailure.IsFileError(e))
        {
            throw FileFailure.Reading(path, e);
        }
    }
}
