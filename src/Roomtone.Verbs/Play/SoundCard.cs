using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>The sound card, reached by the first player program that works.</summary>
internal static class SoundCard
{
    private const int BlockLength = 2048;
    private static readonly (string Program, ImmutableArray<string> Arguments)[] s_players =
    [
        ("pw-play", ["-"]),
        ("aplay", ["-q", "-t", "wav", "-"]),
        ("ffplay", ["-nodisp", "-autoexit", "-hide_banner", "-loglevel", "error", "-f", "wav", "-i", "pipe:0"]),
    ];

    /// <summary>Plays a part of a source at the speed of time.</summary>
    /// <param name="source">What.</param>
    /// <param name="start">First sample.</param>
    /// <param name="length">Samples.</param>
    /// <param name="gainDb">Over all of it, dB; what would pass full scale is cut there.</param>
    /// <param name="context">Progress and cancellation, which stops the sound.</param>
    /// <returns>The player that was heard.</returns>
    /// <exception cref="RoomtoneException">No player, or no sound card (exit 4).</exception>
    public static string Play(IAudioSource source, long start, long length, double gainDb, VerbContext context)
    {
        var complaints = new List<string>();
        foreach ((string program, ImmutableArray<string> arguments) in s_players)
        {
            if (Executables.Find(program) is { } path)
            {
                if (TryPlay(path, arguments, source, start, length, gainDb, context) is not { } complaint)
                {
                    return program;
                }

                complaints.Add($"{program}: {complaint}");
            }
        }

        throw NoSound(complaints);
    }

    // Null where it was played to the end; else what the player said.
    private static string? TryPlay(string program, ImmutableArray<string> arguments, IAudioSource source, long start, long length, double gainDb, VerbContext context)
    {
        // A player takes sound at the speed of time: minutes may pass between two writes of a paused card.
        Limits limits = Limits.Default with { ChildTimeout = TimeSpan.FromMinutes(10) };
        using ChildProcess child = ChildProcess.Start(
            new ChildOptions { Program = program, Arguments = arguments, HasInput = true, Limits = limits }, context.Cancellation);
        bool isTaking = child.Write(WavStream.Header(source.SampleRate, source.Layout.Count));
        using var buffer = new AudioBuffer(source.Layout.Count, BlockLength);
        var interleaved = new float[BlockLength * source.Layout.Count];
        double rate = source.SampleRate;
        var gain = (float)Decibels.ToGain(gainDb);
        for (long done = 0; isTaking && done < length;)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            AudioBlock block = buffer.Block.Slice(0, (int)Math.Min(BlockLength, length - done));
            source.Read(start + done, block);
            for (int c = 0; gainDb != 0 && c < block.Channels; c++)
            {
                Kernels.Scale(block[c], gain);
            }

            isTaking = child.Write(WavStream.Bytes(block, interleaved));
            done += block.Length;
            context.Progress.Report("playing", done / rate, length / rate);
        }

        child.CloseInput();
        ChildResult result = child.WaitForExit();
        context.Cancellation.ThrowIfCancellationRequested();
        return isTaking && result.ExitCode == 0 ? null : result.LastLines(1) is { Length: > 0 } words ? words : $"exit code {result.ExitCode}";
    }

    private static RoomtoneException NoSound(List<string> complaints)
    {
        string names = string.Join(", ", s_players.Select(p => p.Program));
        return complaints.Count == 0
            ? new RoomtoneException(ExitCode.Media, new Finding("RT9203", Severity.Error, $"no player is installed: {names}")
            {
                Hint = "install one (apt install alsa-utils), or render to a file",
            })
            : new RoomtoneException(ExitCode.Media, new Finding("RT9204", Severity.Error, "no sound card answers (" + string.Join("; ", complaints) + ")")
            {
                Hint = "render to a file and play it elsewhere",
            });
    }
}
