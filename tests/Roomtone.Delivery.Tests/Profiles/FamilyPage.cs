using System.Globalization;
using System.Text;
using Roomtone.Testing;

namespace Roomtone.Delivery.Tests.Profiles;

/// <summary>The page of a family of profiles: what a person says of it, then what the profiles themselves say.</summary>
internal static class FamilyPage
{
    private const string Begin = "<!-- From the profiles: ROOMTONE_REGENERATE=1 and the tests of Roomtone.Delivery.Tests write it anew. -->";

    public static string PathOf(ProgrammeFamily family) => Path.Combine(Repository.Root, "docs", "profiles", family.ToString().ToLowerInvariant() + ".md");

    /// <summary>What the profiles say, mark included.</summary>
    public static string Generate(ProgrammeFamily family)
    {
        DeliveryProfile[] profiles = [.. ProfileCatalog.Shipped.Profiles.Where(p => p.Family == family).OrderBy(p => p.Id, StringComparer.Ordinal)];
        StringBuilder text = new();
        Line(text, Begin);
        Line(text);
        Line(text, "| Profile | Loudness | Peak | Format | Kind, grade |");
        Line(text, "|---|---|---|---|---|");
        foreach (DeliveryProfile p in profiles)
        {
            Line(text, $"| [`{p.Id}`](#{p.Id.Replace(".", string.Empty, StringComparison.Ordinal)}) | {Loudness(p)} | {Peak(p)} | {(p.Format is { } format ? FormatText.Write(format) : "any")} | {Kind(p)}, {p.Source.Grade} |");
        }

        foreach (DeliveryProfile p in profiles)
        {
            Line(text);
            Line(text, $"### {p.Id}");
            Line(text);
            string source = p.Source.Url.Length > 0 ? $"[{p.Source.Title}]({p.Source.Url})" : p.Source.Title;
            Line(text, $"{p.Title}, version {p.Version}. Source: {source}{(p.Source.Date.Length > 0 ? ", " + p.Source.Date : string.Empty)}, grade {p.Source.Grade}.");
            Line(text);
            foreach (string condition in Conditions(p))
            {
                Line(text, $"- {condition}");
            }

            foreach (string note in p.Notes)
            {
                Line(text);
                Line(text, note);
            }
        }

        return text.ToString();
    }

    /// <summary>What a person wrote; null without the mark.</summary>
    public static string? WrittenPartOf(string page) => page.IndexOf(Begin, StringComparison.Ordinal) is > 0 and var at ? page[..at] : null;

    private static IEnumerable<string> Conditions(DeliveryProfile p)
    {
        if (p.Target is not null)
        {
            yield return $"loudness {Loudness(p)}{(p.MonoAs is { } mono ? $", mono heard from {(mono == Session.MonoLoudness.Dual ? "two loudspeakers" : "one loudspeaker")}" : string.Empty)}; without an `adjust` line: {Adjust(p)}";
        }

        if (p.Fallback is { } fallback)
        {
            yield return $"under {Number(fallback.SpeechBelowPercent)} % speech: {Number(fallback.TargetLufs)} LUFS over the {fallback.Anchor.ToString().ToLowerInvariant()}";
        }

        if (p.TruePeakDbtp is not null || p.SamplePeakDbfs is not null)
        {
            yield return $"peak {Peak(p)}";
        }

        foreach ((double? limit, string name, string unit) in new[]
        {
            (p.MaximumMomentaryLufs, "momentary loudness", "LUFS"), (p.MaximumShortTermLufs, "short-term loudness", "LUFS"), (p.NoiseFloorDbfs, "noise floor", "dBFS rms"),
            (p.MaximumLeqMDb, "Leq(M)", "dB"),
        })
        {
            if (limit is { } value)
            {
                yield return $"{name} at most {Number(value)} {unit}";
            }
        }

        foreach ((Bounds? bounds, string name, string unit) in new[] { (p.LoudnessRange, "loudness range", "LU"), (p.RmsDbfs, "rms", "dBFS"), (p.DurationSeconds, "duration", "s") })
        {
            if (bounds is { } range)
            {
                yield return $"{name} {Number(range.Minimum)} to {Number(range.Maximum)} {unit}";
            }
        }

        if (p.Budget is { } budget)
        {
            yield return $"its limiter may take {Number(budget.Percentile99Db)} dB for 99 % of the time, {Number(budget.LargestDb)} dB at most";
        }

        foreach (string condition in Form(p))
        {
            yield return condition;
        }
    }

    private static IEnumerable<string> Form(DeliveryProfile p)
    {
        foreach ((string name, string[] values) in new (string, string[])[]
        {
            ("containers", [.. p.Containers]), ("sample rates", [.. p.Rates.Select(r => Number(r / 1000.0) + " kHz")]), ("word lengths", [.. p.Bits.Select(b => Number(b) + " bit")]),
            ("layouts", [.. p.Layouts.Select(l => l.Id)]), ("filled", [.. p.Requires]),
        })
        {
            if (values.Length > 0)
            {
                yield return $"{name}: {string.Join(", ", values)}";
            }
        }

        if (p.MinimumBitRateKbps is { } least)
        {
            yield return $"at least {least} kbit/s";
        }

        if (p.Naming is { } naming)
        {
            yield return $"file name: `{naming}`";
        }

        if (p.ForbidsLineUp)
        {
            yield return "no line-up tone, no sync pops";
        }

        if (p.WantsDialogueInCentre)
        {
            yield return "dialogue in the centre";
        }
    }

    private static string Loudness(DeliveryProfile p)
    {
        if (p.Target is not { } target)
        {
            return "not asked for";
        }

        string anchor = p.Anchor switch { LoudnessAnchor.Dialogue => " of the dialogue", LoudnessAnchor.Rms => " rms", _ => string.Empty };
        string tolerance = p.Kind == ProfileKind.Playback ? string.Empty : $" ±{Number(p.Tolerance)} LU";
        return $"{Number(target)} {(p.Anchor == LoudnessAnchor.Rms ? "dBFS" : "LUFS")}{anchor}{tolerance}{(p.RejectTolerance is { } reject ? $" (rejected outside ±{Number(reject)})" : string.Empty)}";
    }

    private static string Peak(DeliveryProfile p)
    {
        string[] parts =
        [
            .. p.TruePeakDbtp is { } peak ? [$"≤ {Number(peak)} dBTP"] : Array.Empty<string>(),
            .. p.RejectTruePeakDbtp is { } reject ? [$"rejected over {Number(reject)}"] : Array.Empty<string>(),
            .. p.TruePeakWhenLouderDbtp is { } louder ? [$"{Number(louder)} where louder than the target"] : Array.Empty<string>(),
            .. p.SamplePeakDbfs is { } sample ? [$"≤ {Number(sample)} dBFS"] : Array.Empty<string>(),
        ];
        return parts.Length == 0 ? "not asked for" : string.Join(", ", parts);
    }

    private static string Kind(DeliveryProfile p) => p.Kind == ProfileKind.Playback ? "playback" : p.IsUserProfile ? "user" : "delivery";

    private static string Adjust(DeliveryProfile p) => p.Adjust switch
    {
        Session.AdjustRule.Never => "only verified",
        Session.AdjustRule.WhenOutside => "touched where it is outside",
        _ => "brought to the target",
    };

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture).Replace('-', '−');

    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');
}
