using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Asks to hear something.</summary>
/// <param name="Path">A file or a session.</param>
public sealed record PlayRequest(string Path)
{
    /// <summary>The part to hear, as typed; null = all.</summary>
    public string? Range { get; init; }

    /// <summary>Tracks and buses of a session to hear alone; empty = all.</summary>
    public ImmutableArray<string> Solo { get; init; } = [];
}

/// <summary>What was heard.</summary>
/// <param name="Player">The program that played it.</param>
/// <param name="Seconds">How long.</param>
public sealed record PlayResult(string Player, double Seconds);

/// <summary>Plays through the sound card, by the first player program that works.</summary>
public static class PlayVerb
{
    private const int BlockLength = 2048;
    private static readonly (string Program, ImmutableArray<string> Arguments)[] s_players =
    [
        ("pw-play", ["-"]),
        ("aplay", ["-q", "-t", "wav", "-"]),
        ("ffplay", ["-nodisp", "-autoexit", "-hide_banner", "-loglevel", "error", "-f", "wav", "-i", "pipe:0"]),
    ];

    /// <summary>Plays.</summary>
    /// <param name="request">What.</param>
    /// <param name="context">Progress and cancellation, which stops the sound.</param>
    /// <exception cref="RoomtoneException">Nothing to read, or no player and sound card (exit 4).</exception>
    public static PlayResult Run(PlayRequest request, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        using ProgrammeInput input = ProgrammeInput.Open(request.Path, context, request.Solo);
        IAudioSource source = input.Source;
        (long start, long length) = Part(request.Range, input);
        var complaints = new List<string>();
        foreach ((string program, ImmutableArray<string> arguments) in s_players)
        {
            if (Executables.Find(program) is { } path)
            {
                if (TryPlay(path, arguments, source, start, length, context) is not { } complaint)
                {
                    return new PlayResult(program, length / (double)source.SampleRate);
                }

                complaints.Add($"{program}: {complaint}");
            }
        }

        throw NoSound(complaints);
    }

    private static (long Start, long Length) Part(string? range, ProgrammeInput input)
    {
        long total = input.Source.Length;
        if (range is null)
        {
            return (0, total);
        }

        if (input.Document is not { } document)
        {
            return Quantities.Range("--range", range).In(input.Source.SampleRate, total);
        }

        (long? start, long? end) = SessionTime.Range("--range", range, document);
        long from = Math.Min(start ?? 0, total);
        return (from, Math.Min(end ?? total, total) - from);
    }

    // Null where it was played to the end; else what the player said.
    private static string? TryPlay(string program, ImmutableArray<string> arguments, IAudioSource source, long start, long length, VerbContext context)
    {
        // A player takes sound at the speed of time: minutes may pass between two writes of a paused card.
        Limits limits = Limits.Default with { ChildTimeout = TimeSpan.FromMinutes(10) };
        using ChildProcess child = ChildProcess.Start(
            new ChildOptions { Program = program, Arguments = arguments, HasInput = true, Limits = limits }, context.Cancellation);
        bool isTaking = child.Write(WavStream.Header(source.SampleRate, source.Layout.Count));
        using var buffer = new AudioBuffer(source.Layout.Count, BlockLength);
        var interleaved = new float[BlockLength * source.Layout.Count];
        double rate = source.SampleRate;
        for (long done = 0; isTaking && done < length;)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            AudioBlock block = buffer.Block.Slice(0, (int)Math.Min(BlockLength, length - done));
            source.Read(start + done, block);
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
