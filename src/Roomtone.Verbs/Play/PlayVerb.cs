using System.Collections.Immutable;
using Roomtone.Analysis;
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

    /// <summary>Processes of a session that are not heard: an id (<c>compressor</c>), or one of a strip (<c>host.compressor</c>).</summary>
    public ImmutableArray<string> Bypass { get; init; } = [];

    /// <summary>With <see cref="Bypass"/>: at the loudness that it has without.</summary>
    public bool IsMatched { get; init; }
}

/// <summary>What was heard.</summary>
/// <param name="Player">The program that played it.</param>
/// <param name="Seconds">How long.</param>
public sealed record PlayResult(string Player, double Seconds)
{
    /// <summary>Gain for matched loudness, dB.</summary>
    public double GainDb { get; init; }
}

/// <summary>Plays through the sound card, by the first player program that works.</summary>
public static class PlayVerb
{
    /// <summary>Plays.</summary>
    /// <param name="request">What.</param>
    /// <param name="context">Progress and cancellation, which stops the sound.</param>
    /// <exception cref="RoomtoneException">Nothing to read, or no player and sound card (exit 4).</exception>
    public static PlayResult Run(PlayRequest request, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        if (request.IsMatched && request.Bypass.IsEmpty)
        {
            throw Quantities.Refuse("--match", string.Empty, "--bypass beside it: what is bypassed is brought to the loudness of the whole");
        }

        double gainDb = request.IsMatched ? LoudnessLostDb(request, context) : 0;
        using ProgrammeInput input = ProgrammeInput.Open(request.Path, context, request.Solo, bypass: request.Bypass);
        (long start, long length) = input.Part(request.Range);
        string player = SoundCard.Play(input.Source, start, length, gainDb, context);
        return new PlayResult(player, length / (double)input.Source.SampleRate) { GainDb = gainDb };
    }

    // What the part loses in loudness when the processes are bypassed, so that louder is not taken for better.
    private static double LoudnessLostDb(PlayRequest request, VerbContext context)
    {
        double whole = Loudness(request with { Bypass = [] }, context), without = Loudness(request, context);
        return double.IsFinite(whole - without) ? whole - without : 0;
    }

    private static double Loudness(PlayRequest request, VerbContext context)
    {
        using ProgrammeInput input = ProgrammeInput.Open(request.Path, context, request.Solo, bypass: request.Bypass);
        (long start, long length) = input.Part(request.Range);
        return MeasureVerb.Measure(new RangeSource(input.Source, start, length), MonoPlayback.Single, context).IntegratedLufs;
    }
}
