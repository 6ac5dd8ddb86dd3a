using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Roomtone.Analysis;
using Roomtone.Session;

namespace Roomtone.Delivery;

/// <summary>Holds a finished file against a profile, clause by clause.</summary>
/// <remarks>
/// A playback profile describes what a service does: its loudness and peak clauses are told and never fail; what it accepts as a file
/// (container, rate …) is a condition.
/// </remarks>
public static class ProfileCheck
{
    /// <summary>Checks a file.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="file">The file.</param>
    public static CheckResult Check(DeliveryProfile profile, CheckedFile file)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(file);
        ImmutableArray<Clause>.Builder clauses = ImmutableArray.CreateBuilder<Clause>();
        if (profile.Kind == ProfileKind.Playback)
        {
            PlaybackClauses.Add(profile, file, clauses);
        }
        else
        {
            AddLoudness(profile, file, clauses);
            AddLevels(profile, file, clauses);
        }

        if (profile.ForbidsLineUp && file.Tones is { } tones)
        {
            clauses.Add(QualityClauses.LineUp("line-up", tones, file.Measurement.SampleRate, isForbidden: true));
        }

        if (profile.WantsDialogueInCentre && file.Centre is { } centre)
        {
            Clause clause = QualityClauses.At("dialogue-centre", "Dialogue outside the centre", [.. centre.Outside.Select(o => o.StartSeconds)]);
            clauses.Add(clause.Pass == true ? clause : clause with { Note = "indicative over music, which may be taken for speech; sure on a dialogue stem" });
        }

        FormatClauses.Add(profile, file, clauses);
        return new CheckResult(clauses.ToImmutable());
    }

    private static void AddLoudness(DeliveryProfile profile, CheckedFile file, ImmutableArray<Clause>.Builder clauses)
    {
        if (profile.Target is { } target)
        {
            clauses.Add(Loudness(profile, file, target));
        }

        if (profile.LoudnessRange is { } range)
        {
            clauses.Add(ClauseFactory.Within("loudness-range", "Loudness range", file.Measurement.LoudnessRangeLu, range, "LU"));
        }

        if (profile.MaximumMomentaryLufs is { } momentary)
        {
            Clause clause = ClauseFactory.AtMost("max-momentary", "Maximum momentary loudness", file.Measurement.MaximumMomentaryLufs, momentary, "LUFS");
            clauses.Add(clause with { AtSeconds = clause.Pass == true ? [] : Places(file, h => file.Measurement.History.Momentary(h), momentary) });
        }

        if (profile.MaximumShortTermLufs is { } shortTerm)
        {
            Clause clause = ClauseFactory.AtMost("max-short-term", "Maximum short-term loudness", file.Measurement.MaximumShortTermLufs, shortTerm, "LUFS");
            clauses.Add(clause with { AtSeconds = clause.Pass == true ? [] : Places(file, h => file.Measurement.History.ShortTerm(h), shortTerm) });
        }
    }

    /// <summary>The name of a loudness clause.</summary>
    /// <param name="anchor">What it is measured on.</param>
    internal static string LoudnessTitle(LoudnessAnchor anchor) => anchor switch
    {
        LoudnessAnchor.Rms => "RMS level",
        LoudnessAnchor.Dialogue => "Dialogue loudness",
        _ => "Programme loudness",
    };

    /// <summary>How much is speech, and how that is known.</summary>
    /// <param name="measures">Dialogue was measured.</param>
    internal static string SpeechNote(ProgrammeMeasures measures) =>
        $"{Text.Number(measures.SpeechPercent ?? 0, 0)} % of the programme is speech, "
        + (measures.IsSpeechKnown ? "known from the session's dialogue tracks" : "found by a detector, which music can mislead: indicative");

    private static Clause Loudness(DeliveryProfile profile, CheckedFile file, double target)
    {
        (LoudnessAnchor anchor, double aim, string note) = Anchor(profile, file, target);
        string unit = anchor == LoudnessAnchor.Rms ? "dBFS" : "LUFS";
        string title = LoudnessTitle(anchor);
        double measured = LoudnessPlanner.Anchored(anchor, file.Measures);
        Clause clause = ClauseFactory.Around("loudness", title, measured, aim, profile.Tolerance, unit);
        if (anchor == LoudnessAnchor.Dialogue && file.Measures.DialogueLufs is null)
        {
            double programme = file.Measures.IntegratedLufs;
            return clause with
            {
                Pass = null,
                Note = $"the dialogue was not measured; its programme loudness is {Text.Number(programme, 1)} LUFS",
            };
        }

        if (anchor == LoudnessAnchor.Dialogue)
        {
            note += $" {SpeechNote(file.Measures)};";
        }

        if (clause.Pass == false && profile.RejectTolerance is { } reject && Math.Abs(measured - aim) <= reject)
        {
            note += $" inside the ±{Text.Number(reject, 1)} LU at which quality control rejects;";
        }

        if (file.Layout.Count == 1)
        {
            note += file.MonoAs == MonoLoudness.Dual ? " mono counted as heard from both loudspeakers;" : " mono counted as one loudspeaker;";
        }

        return clause with { Note = note.Trim().TrimEnd(';') };
    }

    private static (LoudnessAnchor Anchor, double Target, string Note) Anchor(DeliveryProfile profile, CheckedFile file, double target)
    {
        if (profile is { Anchor: LoudnessAnchor.Dialogue, Fallback: { } fallback } && file.Measures.SpeechPercent is { } share && share < fallback.SpeechBelowPercent)
        {
            return (fallback.Anchor, fallback.TargetLufs, $"only {Text.Number(share, 0)} % speech: measured over the programme;");
        }

        return (profile.Anchor, target, string.Empty);
    }

    private static void AddLevels(DeliveryProfile profile, CheckedFile file, ImmutableArray<Clause>.Builder clauses)
    {
        if (profile.TruePeakDbtp is { } peak)
        {
            clauses.Add(TruePeak(file, peak, profile.RejectTruePeakDbtp));
        }

        if (profile.SamplePeakDbfs is { } sample)
        {
            clauses.Add(ClauseFactory.AtMost("sample-peak", "Sample peak", file.Measurement.SamplePeakDbfs, sample, "dBFS"));
        }

        if (profile.RmsDbfs is { } rms)
        {
            clauses.Add(ClauseFactory.Within("rms", "RMS level", file.Measurement.RmsDbfs, rms, "dBFS"));
        }

        if (profile.MaximumLeqMDb is { } cinema)
        {
            clauses.Add(ClauseFactory.AtMost("leq-m", "Leq(M)", file.Measures.LeqMDb ?? double.NaN, cinema, "dB"));
        }

        if (profile.NoiseFloorDbfs is { } floor)
        {
            clauses.Add(ClauseFactory.AtMost("noise-floor", "Noise floor", file.Measurement.NoiseFloorDbfs, floor, "dBFS"));
        }
    }

    internal static Clause TruePeak(CheckedFile file, double limit, double? reject)
    {
        Clause clause = ClauseFactory.AtMost("true-peak", "True peak", file.Measurement.TruePeakDbtp, limit, "dBTP");
        if (clause.Pass == true)
        {
            return clause;
        }

        bool isBelowReject = reject is { } r && file.Measurement.TruePeakDbtp <= r;
        return clause with
        {
            AtSeconds = [.. file.Trace.Overs.Where(o => o.Value > limit).Select(o => o.Seconds)],
            Note = isBelowReject ? $"below the {Text.Number(reject!.Value, 1)} dBTP at which quality control rejects" : string.Empty,
        };
    }

    /// <summary>Where a run of values over a limit begins, seconds; at most 100.</summary>
    private static ImmutableArray<double> Places(CheckedFile file, Func<int, double> value, double limit)
    {
        ImmutableArray<double>.Builder places = ImmutableArray.CreateBuilder<double>();
        bool isOver = false;
        for (int hop = 0; hop < file.Measurement.History.Count && places.Count < 100; hop++)
        {
            bool now = value(hop) > limit;
            if (now && !isOver)
            {
                places.Add((hop + 1) * LoudnessHistory.HopSeconds);
            }

            isOver = now;
        }

        return places.ToImmutable();
    }
}

/// <summary>What a playback service will do with a file.</summary>
internal static class PlaybackClauses
{
    public static void Add(DeliveryProfile profile, CheckedFile file, ImmutableArray<Clause>.Builder clauses)
    {
        if (profile.Target is not { } target)
        {
            return;
        }

        double loudness = LoudnessPlanner.Anchored(profile.Anchor, file.Measures);
        double turn = target - loudness;
        clauses.Add(new Clause("loudness", "Loudness in playback", null)
        {
            Measured = loudness,
            Limit = Text.Number(target, 1),
            Unit = "LUFS",
            Margin = turn,
            Note = Tell(profile, file, turn),
        });
        if (profile.TruePeakDbtp is { } peak)
        {
            double advised = turn < 0 && profile.TruePeakWhenLouderDbtp is { } louder ? louder : peak;
            clauses.Add(ProfileCheck.TruePeak(file, advised, null) with
            {
                Pass = null,
                Title = "Advised true peak",
                Note = advised.Equals(peak) ? string.Empty : $"lower than {Text.Number(peak, 1)} dBTP because the file is louder than {Text.Number(target, 1)} LUFS",
            });
        }
    }

    private static string Tell(DeliveryProfile profile, CheckedFile file, double turn)
    {
        if (!double.IsFinite(turn))
        {
            return "without loudness: it is played as it is";
        }

        if (turn <= 0)
        {
            return turn > -0.05 ? "is played as it is" : $"will be turned down {Text.Number(-turn, 1)} dB";
        }

        double room = profile.TruePeakDbtp is { } peak ? Math.Max(0, peak - file.Measurement.TruePeakDbtp) : turn;
        double up = Math.Min(turn, room);
        return up < turn - 0.05
            ? $"will be turned up {Text.Number(up, 1)} dB: its peaks leave no room for {Text.Number(turn, 1)} dB"
            : $"will be turned up {Text.Number(turn, 1)} dB";
    }
}

/// <summary>What a file must be: container, rate, bits, layout, length, name, tags.</summary>
internal static class FormatClauses
{
    public static void Add(DeliveryProfile profile, CheckedFile file, ImmutableArray<Clause>.Builder clauses)
    {
        FileFormat format = file.Format;
        if (!profile.Containers.IsEmpty)
        {
            // A broadcast wave is a wave with one chunk more.
            string container = format.Container == "bwf" && !profile.Containers.Contains("bwf", StringComparer.Ordinal) ? "wav" : format.Container;
            clauses.Add(ClauseFactory.OneOf("container", "Container", container, profile.Containers, string.Empty, c => c));
        }

        if (!profile.Rates.IsEmpty)
        {
            clauses.Add(ClauseFactory.OneOf("sample-rate", "Sample rate", format.SampleRate ?? 0, profile.Rates, "Hz", Whole));
        }

        if (!profile.Bits.IsEmpty && format.Bits is { } bits)
        {
            clauses.Add(ClauseFactory.OneOf("bits", "Word length", bits, profile.Bits, "bit", Whole));
        }

        if (profile.MinimumBitRateKbps is { } least && FormatText.IsLossy(format.Container))
        {
            clauses.Add(ClauseFactory.AtLeast("bit-rate", "Bit rate", format.BitRateKbps ?? double.NaN, least, "kbit/s"));
        }

        if (!profile.Layouts.IsEmpty)
        {
            clauses.Add(ClauseFactory.OneOf("layout", "Layout", file.Layout, profile.Layouts, string.Empty, l => l.Id));
        }

        AddWhole(profile, file, clauses);
    }

    private static void AddWhole(DeliveryProfile profile, CheckedFile file, ImmutableArray<Clause>.Builder clauses)
    {
        if (profile.DurationSeconds is { } duration)
        {
            clauses.Add(ClauseFactory.Within("duration", "Duration", file.Measurement.LengthSeconds, duration, "s"));
        }

        if (profile.Naming is { } pattern)
        {
            string name = Path.GetFileNameWithoutExtension(file.Name);
            bool isMatch = Regex.IsMatch(name, $"^(?:{pattern})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            clauses.Add(new Clause("naming", "File name", isMatch) { MeasuredText = name, Limit = pattern });
        }

        foreach (string tag in profile.Requires)
        {
            bool isThere = file.Tags.Contains(tag, StringComparer.Ordinal);
            clauses.Add(new Clause("tag-" + tag, "Tag " + tag, isThere) { MeasuredText = isThere ? "filled" : "missing", Limit = "filled" });
        }
    }

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
