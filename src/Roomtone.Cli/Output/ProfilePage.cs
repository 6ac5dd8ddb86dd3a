using System.Globalization;
using System.Text.Json;
using Roomtone.Delivery;
using Roomtone.Platform;

namespace Roomtone.Cli;

/// <summary>A delivery profile, as a page and as JSON.</summary>
internal static class ProfilePage
{
    /// <summary>The page.</summary>
    public static string Text(DeliveryProfile profile)
    {
        string unverified = profile.IsUserProfile ? ", user profile: its figures are not verified in a primary text" : string.Empty;
        string text = $"{profile.Reference}: {Plain.Escape(profile.Title)} ({Kind(profile)}{unverified})\n";
        text += $"  source: {Plain.Escape(profile.Source.Title)}, {profile.Source.Date}, grade {profile.Source.Grade} {profile.Source.Url}".TrimEnd() + "\n\n";
        text += Texts.Table(Rows(profile).Where(r => r[1].Length > 0), "  ");
        foreach (string note in profile.Notes)
        {
            text += "\n  " + Plain.Escape(note);
        }

        return profile.Notes.IsEmpty ? text : text + "\n";
    }

    /// <summary>The members.</summary>
    public static void Write(Utf8JsonWriter json, DeliveryProfile profile)
    {
        json.WriteString("id"u8, profile.Id);
        json.WriteNumber("version"u8, profile.Version);
        json.WriteString("title"u8, profile.Title);
        json.WriteString("kind"u8, Kind(profile));
        json.WriteBoolean("is_user_profile"u8, profile.IsUserProfile);
        json.WriteStartObject("source"u8);
        json.WriteString("title"u8, profile.Source.Title);
        json.WriteString("url"u8, profile.Source.Url);
        json.WriteString("date"u8, profile.Source.Date);
        json.WriteString("grade"u8, profile.Source.Grade);
        json.WriteEndObject();
        json.WriteString("anchor"u8, Word(profile.Anchor));
        json.WriteValue("target", profile.Target);
        json.WriteValue("tolerance_lu", profile.Tolerance);
        json.WriteValue("true_peak_dbtp", profile.TruePeakDbtp);
        json.WriteValue("limiting_largest_db", profile.Budget?.LargestDb);
        json.WriteValue("limiting_percentile_99_db", profile.Budget?.Percentile99Db);
        json.WriteString("adjust"u8, Word(profile.Adjust));
        json.WriteString("mono_as"u8, profile.MonoAs is { } mono ? Word(mono) : null);
        json.WriteString("format"u8, profile.Format is { } format ? FormatText.Write(format) : null);
        json.WriteStartArray("notes"u8);
        foreach (string note in profile.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
    }

    private static IEnumerable<string[]> Rows(DeliveryProfile p)
    {
        string unit = p.Anchor == LoudnessAnchor.Rms ? "dBFS RMS" : "LUFS";
        yield return ["loudness", p.Target is { } target ? $"{Texts.Value(target, unit)} ± {Texts.Value(p.Tolerance, "LU")} ({Word(p.Anchor)})" : string.Empty];
        yield return ["mono as", p.MonoAs is { } mono ? Word(mono) : string.Empty];
        yield return ["true peak", p.TruePeakDbtp is { } peak ? $"at most {Texts.Value(peak, "dBTP")}" : string.Empty];
        yield return ["limiting", p.Budget is { } budget ? $"at most {Texts.Value(budget.LargestDb, "dB")}, 99 % under {Texts.Value(budget.Percentile99Db, "dB")}" : string.Empty];
        yield return ["adjust", Word(p.Adjust)];
        yield return ["format", p.Format is { } format ? FormatText.Write(format) : string.Empty];
        yield return ["containers", string.Join(", ", p.Containers)];
        yield return ["rates", string.Join(", ", p.Rates.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r / 1000.0} kHz")))];
        yield return ["layouts", string.Join(", ", p.Layouts.Select(l => l.Id))];
    }

    private static string Kind(DeliveryProfile profile) => profile.Kind == ProfileKind.Delivery ? "delivery" : "playback";

    // WhenOutside → when-outside.
    private static string Word<T>(T value)
        where T : struct, Enum
    {
        string name = value.ToString();
        return string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? "-" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
    }
}
