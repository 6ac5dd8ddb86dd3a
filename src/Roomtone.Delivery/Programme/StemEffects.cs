using System.Collections.Immutable;
using Roomtone.Analysis;
using Roomtone.Platform;
using Roomtone.Rendering;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>The quality control of music and effects beside the dialogue of the same session.</summary>
internal static class StemEffects
{
    /// <summary>Tells of dialogue that is heard in music and effects, and of holes under it.</summary>
    /// <param name="document">Its tracks.</param>
    /// <param name="stems">The stems that were rendered.</param>
    /// <param name="open">A stem's audio, by its id.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IEnumerable<Finding> Tell(SessionDocument document, ImmutableArray<RenderStem> stems, Func<string, IAudioSource> open, CancellationToken cancellation)
    {
        HashSet<string> speaking = [.. SessionStems.Stem(document, SessionStems.Speech).Tracks];
        HashSet<string> others = [.. document.Tracks.Where(t => !t.IsMuted && !speaking.Contains(t.Id)).Select(t => t.Id)];
        RenderStem? dialogue = stems.FirstOrDefault(s => s.Tracks.Length > 0 && speaking.IsSubsetOf(s.Tracks) && s.Tracks.All(speaking.Contains));
        RenderStem? effects = stems.FirstOrDefault(s => s.Tracks.Length > 0 && others.IsSubsetOf(s.Tracks) && !s.Tracks.Any(speaking.Contains));
        if (dialogue is null || effects is null)
        {
            yield break;
        }

        IAudioSource audio = open(effects.Id);
        EffectsMeter meter = new(open(dialogue.Id), audio.Layout);
        SourcePass.Run(audio, meter.Add, null, cancellation);
        EffectsReading reading = meter.Read();
        string name = SessionStems.RoleOf(effects.Id) ?? effects.Id, spoken = SessionStems.RoleOf(dialogue.Id) ?? dialogue.Id;
        if (!reading.LeakSeconds.IsEmpty)
        {
            yield return new Finding("RT0852", Severity.Warning, $"{spoken} is heard in {name}, {Text.Number(reading.LeakDb, 1)} dB of its own level, at {Places(reading.LeakSeconds)}")
            {
                Hint = "a track of effects or music carries the voice too: cut or fill it there",
            };
        }

        if (!reading.HoleSeconds.IsEmpty)
        {
            yield return new Finding("RT0853", Severity.Warning, $"{name} has holes under {spoken}, at {Places(reading.HoleSeconds)}")
            {
                Hint = "fill them with room tone and foley, or the version in another language will have gaps",
            };
        }
    }

    private static string Places(ImmutableArray<double> seconds)
    {
        const int Shown = 8;
        string places = string.Join(", ", seconds.Take(Shown).Select(Text.Clock));
        return seconds.Length > Shown ? $"{places} and {seconds.Length - Shown} more" : places;
    }
}
