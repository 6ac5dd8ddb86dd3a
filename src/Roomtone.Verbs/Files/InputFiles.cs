using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Verbs;

/// <summary>From file arguments to files: names, folders (their audio files), and patterns that the shell left alone.</summary>
public static class InputFiles
{
    private static readonly string[] AudioExtensions =
    [
        ".wav", ".wave", ".bwf", ".rf64", ".bw64", ".w64", ".aif", ".aiff", ".aifc", ".caf", ".flac", ".mp3", ".m4a", ".m4b", ".aac",
        ".ogg", ".oga", ".opus", ".wma", ".mka", ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".mxf", ".avi",
    ];

    /// <summary>Expands arguments, in the order typed; what names no file is a failure.</summary>
    /// <param name="arguments">As typed.</param>
    /// <exception cref="RoomtoneException">A pattern or folder holds no file (exit 4).</exception>
    public static ImmutableArray<string> Expand(ImmutableArray<string> arguments)
    {
        var files = ImmutableArray.CreateBuilder<string>();
        foreach (string argument in arguments)
        {
            ImmutableArray<string> found = Glob.Expand(argument, AudioExtensions);
            if (found.IsEmpty)
            {
                throw new RoomtoneException(ExitCode.Media, new Finding("RT9201", Severity.Error, Directory.Exists(argument)
                    ? "the folder holds no audio file"
                    : "no file fits the pattern") { File = argument });
            }

            files.AddRange(found);
        }

        return files.ToImmutable();
    }
}
