using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>How ffmpeg and ffprobe are called: no network, no playlists, no questions, names that are only names.</summary>
internal static class Ffmpeg
{
    // Without a list of formats a playlist named .wav opens other files, whatever the protocols.
    private const string Formats =
        "wav,w64,aiff,caf,au,flac,mp3,aac,ac3,eac3,ogg,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,avi,asf,flv,ape,wv,tta,tak,amr,dsf,mxf,dts,truehd,iff";

    /// <summary>Arguments that every call begins with.</summary>
    internal static ImmutableArray<string> Common { get; } = ["-hide_banner", "-v", "error"];

    /// <summary>Arguments that name an input.</summary>
    internal static ImmutableArray<string> Input(string path) =>
        ["-protocol_whitelist", "file,pipe", "-format_whitelist", Formats, "-i", Name(path)];

    /// <summary>A file as ffmpeg must be told of it: nothing in its name is a protocol or an option.</summary>
    internal static string Name(string path) => "file:" + Path.GetFullPath(path);

    /// <summary>The program.</summary>
    /// <exception cref="RoomtoneException">It is not installed (exit 4).</exception>
    internal static string Require(string program, string path, string purpose) =>
        Executables.Find(program)
        ?? throw new RoomtoneException(
            ExitCode.Media,
            new Finding("RT9120", Severity.Error, $"cannot {purpose} {path}: {program} is not installed")
            {
                File = path,
                Hint = "install ffmpeg, or use WAV, BW64, Wave64, AIFF or CAF, which need nothing",
            });

    /// <summary>What went wrong in a child, in one line.</summary>
    internal static RoomtoneException Failure(string path, string stage, ChildResult result, Limits limits)
    {
        string how = result.End switch
        {
            ChildEnd.TimedOut => $"ffmpeg did not get on for {limits.ChildTimeout.TotalSeconds:0} s",
            ChildEnd.Stopped => "ffmpeg was stopped",
            _ when result.ExitCode > 128 => $"ffmpeg crashed (signal {result.ExitCode - 128})",
            _ => $"ffmpeg ended with {result.ExitCode}",
        };
        string words = Plain.Escape(result.LastLines());
        return new RoomtoneException(
            ExitCode.Media,
            new Finding("RT9121", Severity.Error, $"cannot {stage} {path}: {how}{(words.Length > 0 ? ": " + words : "")}") { File = path });
    }
}
