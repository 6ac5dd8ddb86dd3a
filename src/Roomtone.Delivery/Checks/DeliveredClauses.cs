using System.Collections.Immutable;

namespace Roomtone.Delivery;

/// <summary>The clauses of a deliverable: what its own lines ask, then what its profile asks besides.</summary>
internal static class DeliveredClauses
{
    /// <summary>Checks a finished file.</summary>
    /// <param name="request">Loudness and peaks that were asked for.</param>
    /// <param name="profile">The profile; null without one.</param>
    /// <param name="file">The file.</param>
    /// <param name="expectedLength">Samples that went into it.</param>
    public static ImmutableArray<Clause> Check(LoudnessRequest request, DeliveryProfile? profile, CheckedFile file, long expectedLength)
    {
        ImmutableArray<Clause>.Builder clauses = ImmutableArray.CreateBuilder<Clause>();
        if (request.TargetLufs is { } target)
        {
            clauses.Add(Loudness(request, target, file.Measures));
        }

        if (request.CeilingDbtp is { } ceiling)
        {
            clauses.Add(ProfileCheck.TruePeak(file, ceiling, null));
        }
        else if (!file.Format.IsFloat)
        {
            clauses.Add(ClauseFactory.AtMost("sample-peak", "Sample peak", file.Measurement.SamplePeakDbfs, 0, "dBFS") with
            {
                Pass = file.Trace.ClippedRuns == 0,
                AtSeconds = file.Trace.Clipped,
                Note = file.Trace.ClippedRuns == 0 ? string.Empty : $"clipped in {file.Trace.ClippedRuns} places",
            });
        }

        clauses.Add(new Clause("length", "Length", file.Measurement.LengthSamples == expectedLength)
        {
            Measured = file.Measurement.LengthSamples,
            Limit = Text.Number(expectedLength, 0),
            Unit = "samples",
            Margin = -Math.Abs(file.Measurement.LengthSamples - expectedLength),
        });
        if (profile is not null)
        {
            HashSet<string> own = [.. clauses.Select(c => c.Id)];
            // A profile of RMS level whose deliverable is levelled by loudness asks for both.
            IEnumerable<Clause> asked = ProfileCheck.Check(profile, file).Clauses
                .Select(c => c.Id == "loudness" && profile.Anchor == LoudnessAnchor.Rms && request.Anchor != LoudnessAnchor.Rms ? c with { Id = "rms" } : c);
            clauses.AddRange(asked.Where(c => !own.Contains(c.Id)).Select(c => Asked(profile, c)));
        }

        return clauses.ToImmutable();
    }

    private static Clause Loudness(LoudnessRequest request, double target, ProgrammeMeasures measures)
    {
        (LoudnessAnchor anchor, double aim) = request.FallsBack(measures) ? (request.Fallback!.Anchor, request.Fallback.TargetLufs) : (request.Anchor, target);
        Clause clause = ClauseFactory.Around(
            "loudness", ProfileCheck.LoudnessTitle(anchor), LoudnessPlanner.Anchored(anchor, measures), aim, request.ToleranceLu,
            anchor == LoudnessAnchor.Rms ? "dBFS" : "LUFS");
        return request.Anchor == LoudnessAnchor.Dialogue ? clause with { Note = ProfileCheck.SpeechNote(measures) } : clause;
    }

    /// <summary>A clause as it stands for a stem: levels are those of the mix, so they are told and judge nothing.</summary>
    public static Clause OfStem(Clause clause) => clause.Unit is "LUFS" or "LU" or "dBTP" or "dBFS" or "dB"
        ? clause with { Pass = null, Note = "a stem: its level is the mix's" }
        : clause;

    // A service of playback rejects no container that somebody asks for: an encoding to try is not what is uploaded.
    private static Clause Asked(DeliveryProfile profile, Clause clause) => profile.Kind == ProfileKind.Playback && clause is { Id: "container", Pass: false }
        ? clause with { Pass = null, Note = "asked for; not what the service takes" }
        : clause;
}
