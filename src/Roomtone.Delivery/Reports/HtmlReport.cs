using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Roomtone.Analysis;
using Roomtone.Platform;

namespace Roomtone.Delivery;

/// <summary>The report as one page that needs nothing else: no script, no font, no picture from elsewhere.</summary>
/// <remarks>Every text that comes from a file or a session is escaped; the same report gives the same bytes.</remarks>
public static class HtmlReport
{
    private static readonly Lazy<string> Style = new(LoadStyle);

    /// <summary>Makes the page.</summary>
    /// <param name="report">What it tells.</param>
    public static string Write(DeliveryReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        StringBuilder html = new(64 * 1024);
        string title = Escape(report.Title);
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n")
            .Append("<title>").Append(title).Append(report.Pass ? " passes" : " does not pass").Append("</title>\n<style>\n").Append(Style.Value).Append("</style>\n</head>\n<body>\n");
        AddHeader(html, report, title);
        html.Append("<main>\n");
        StemTable.Add(html, report.Files);
        foreach (ReportedFile file in report.Files)
        {
            FileSection.Add(html, file);
        }

        AddSources(html, report);
        html.Append("</main>\n<footer><p>").Append(Escape(report.Tool)).Append("</p></footer>\n</body>\n</html>\n");
        return html.ToString();
    }

    internal static string Escape(string text) => WebUtility.HtmlEncode(Plain.Escape(text));

    /// <summary>A number with a real minus sign, as people read it.</summary>
    internal static string Readable(double value, int decimals) => Text.Number(value, decimals).Replace('-', value < 0 || double.IsFinite(value) ? '−' : '–');

    internal static string Verdict(bool? pass) => pass switch
    {
        true => "<span class=\"verdict pass\">✓ pass</span>",
        false => "<span class=\"verdict fail\">✕ fail</span>",
        null => "<span class=\"verdict told\">told</span>",
    };

    private static void AddHeader(StringBuilder html, DeliveryReport report, string title)
    {
        int passed = report.Files.Count(f => f.Pass);
        int all = report.Files.Length;
        html.Append("<header class=\"page\">\n<p class=\"brand\">Delivery report");
        if (report.Date is { } date)
        {
            html.Append(" · ").Append(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        html.Append("</p>\n<h1>").Append(title).Append("</h1>\n<p class=\"summary\">").Append(Verdict(report.Pass)).Append(" · ");
        html.Append(CultureInfo.InvariantCulture, $"{passed} of {all} {(all == 1 ? "file is" : "files are")} as specified</p>\n");
        if (all > 1)
        {
            AddIndex(html, report.Files);
        }

        html.Append("</header>\n");
    }

    private static void AddIndex(StringBuilder html, ImmutableArray<ReportedFile> files)
    {
        html.Append("<ul class=\"index\">\n");
        for (int i = 0; i < files.Length; i++)
        {
            ReportedFile file = files[i];
            html.Append("<li>").Append(Verdict(file.Pass)).Append("<span class=\"what\">").Append(Escape(file.Title)).Append("</span><span class=\"value\">");
            if (file.File is { } measured)
            {
                html.Append(Readable(measured.Measurement.IntegratedLufs, 1)).Append(" LUFS · ").Append(Readable(measured.Measurement.TruePeakDbtp, 1)).Append(" dBTP");
            }

            html.Append("</span></li>\n");
        }

        html.Append("</ul>\n");
    }

    private static void AddSources(StringBuilder html, DeliveryReport report)
    {
        if (report.Sources.IsEmpty && report.SessionSha256.Length == 0)
        {
            return;
        }

        html.Append("<section>\n<h2>Made from</h2>\n<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">source</th><th scope=\"col\">file</th><th scope=\"col\">SHA-256</th></tr></thead>\n<tbody>\n");
        if (report.SessionSha256.Length > 0)
        {
            html.Append("<tr><td>session</td><td></td><td class=\"hash\">").Append(Escape(report.SessionSha256)).Append("</td></tr>\n");
        }

        foreach (ManifestSource source in report.Sources)
        {
            html.Append("<tr><td>").Append(Escape(source.Id)).Append("</td><td>").Append(Escape(source.Path)).Append("</td><td class=\"hash\">")
                .Append(Escape(source.Sha256.Length > 0 ? source.Sha256 : "not in the session")).Append("</td></tr>\n");
        }

        html.Append("</tbody>\n</table></div>\n</section>\n");
    }

    private static string LoadStyle()
    {
        using StreamReader reader = new(typeof(HtmlReport).Assembly.GetManifestResourceStream("reports/report.css")!);
        return reader.ReadToEnd();
    }
}

/// <summary>The section of one file.</summary>
internal static class FileSection
{
    public static void Add(StringBuilder html, ReportedFile file)
    {
        html.Append("<section>\n<header><div><h2>").Append(HtmlReport.Escape(file.Title)).Append("</h2>\n<p class=\"path\">").Append(HtmlReport.Escape(file.Path));
        if (file.Format is { } format)
        {
            html.Append(" · ").Append(HtmlReport.Escape(FormatText.Write(format)));
        }

        html.Append("</p></div>").Append(HtmlReport.Verdict(file.Pass)).Append("</header>\n");
        if (file.File is { } measured)
        {
            AddFigures(html, measured.Measurement);
            LoudnessChart.Add(html, file, measured);
        }

        AddClauses(html, file.Clauses);
        if (file.File is { } pictured)
        {
            SpectrumChart.Add(html, pictured);
        }

        AddLines(html, "Plan", file.Plan);
        AddLines(html, "Changed", file.Changes);
        AddFacts(html, file);
        html.Append("</section>\n");
    }

    private static void AddFigures(StringBuilder html, ProgrammeMeasurement m)
    {
        html.Append("<dl class=\"figures\">\n");
        AddFigure(html, "Integrated", m.IntegratedLufs, 1, "LUFS");
        AddFigure(html, "True peak", m.TruePeakDbtp, 1, "dBTP");
        AddFigure(html, "Loudness range", m.LoudnessRangeLu, 1, "LU");
        AddFigure(html, "Short-term max", m.MaximumShortTermLufs, 1, "LUFS");
        AddFigure(html, "Momentary max", m.MaximumMomentaryLufs, 1, "LUFS");
        AddFigure(html, "Peak to loudness", m.PeakToLoudnessLu, 1, "LU");
        html.Append("<div><dt>Duration</dt><dd>").Append(Text.Clock(m.LengthSeconds)).Append("</dd></div>\n</dl>\n");
    }

    private static void AddFigure(StringBuilder html, string label, double value, int decimals, string unit) =>
        html.Append("<div><dt>").Append(label).Append("</dt><dd>").Append(HtmlReport.Readable(value, decimals)).Append(" <small>").Append(unit).Append("</small></dd></div>\n");

    private static void AddClauses(StringBuilder html, ImmutableArray<Clause> clauses)
    {
        if (clauses.IsEmpty)
        {
            return;
        }

        html.Append("<h3>Clauses</h3>\n<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">verdict</th><th scope=\"col\">clause</th>")
            .Append("<th scope=\"col\" class=\"number\">measured</th><th scope=\"col\" class=\"number\">limit</th><th scope=\"col\" class=\"number\">margin</th>")
            .Append("<th scope=\"col\">where, note</th></tr></thead>\n<tbody>\n");
        foreach (Clause clause in clauses)
        {
            AddClause(html, clause);
        }

        html.Append("</tbody>\n</table></div>\n");
    }

    private static void AddClause(StringBuilder html, Clause clause)
    {
        string unit = clause.Unit.Length > 0 ? " " + HtmlReport.Escape(clause.Unit) : string.Empty;
        html.Append("<tr><td>").Append(HtmlReport.Verdict(clause.Pass)).Append("</td><td class=\"clause\">").Append(HtmlReport.Escape(clause.Title)).Append("</td><td class=\"number\">")
            .Append(HtmlReport.Escape(clause.MeasuredText ?? HtmlReport.Readable(clause.Measured, clause.Decimals))).Append(clause.MeasuredText is null ? unit : string.Empty)
            .Append("</td><td class=\"number\">").Append(HtmlReport.Escape(clause.Limit.Replace('-', '−'))).Append(unit).Append("</td><td class=\"number\">");
        if (!double.IsNaN(clause.Margin))
        {
            html.Append(clause.Margin >= 0 ? "+" : string.Empty).Append(HtmlReport.Readable(clause.Margin, clause.Decimals));
        }

        html.Append("</td><td class=\"note\">").Append(HtmlReport.Escape(clause.Note));
        if (!clause.AtSeconds.IsEmpty)
        {
            const int Shown = 8;
            html.Append("<span class=\"at\">at ").AppendJoin(", ", clause.AtSeconds.Take(Shown).Select(Text.Clock));
            if (clause.AtSeconds.Length > Shown)
            {
                html.Append(CultureInfo.InvariantCulture, $" and {clause.AtSeconds.Length - Shown} more");
            }

            html.Append("</span>");
        }

        html.Append("</td></tr>\n");
    }

    private static void AddLines(StringBuilder html, string title, ImmutableArray<string> lines)
    {
        if (lines.IsEmpty)
        {
            return;
        }

        html.Append("<h3>").Append(title).Append("</h3>\n<ul class=\"lines\">\n");
        foreach (string line in lines)
        {
            html.Append("<li>").Append(HtmlReport.Escape(Minus(line.Trim()))).Append("</li>\n");
        }

        html.Append("</ul>\n");
    }

    /// <summary>A hyphen before a digit at the start of a word is a minus.</summary>
    private static string Minus(string line)
    {
        StringBuilder text = new(line);
        for (int i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] == '-' && char.IsAsciiDigit(text[i + 1]) && (i == 0 || text[i - 1] == ' '))
            {
                text[i] = '−';
            }
        }

        return text.ToString();
    }

    private static void AddFacts(StringBuilder html, ReportedFile file)
    {
        html.Append("<h3>Provenance</h3>\n<dl class=\"facts\">\n");
        if (file.Profile is { } profile)
        {
            AddFact(html, "profile", $"{profile.Title} ({profile.Reference})");
            AddFact(html, "source", $"{profile.Source.Title}, {profile.Source.Date}, grade {profile.Source.Grade}. {profile.Source.Url}");
        }

        if (file.Encoder.Length > 0)
        {
            AddFact(html, "encoder", file.Encoder);
        }

        if (file.Sha256.Length > 0)
        {
            html.Append("<dt>SHA-256</dt><dd class=\"hash\">").Append(HtmlReport.Escape(file.Sha256)).Append("</dd>\n");
        }

        html.Append("</dl>\n");
    }

    private static void AddFact(StringBuilder html, string name, string value) =>
        html.Append("<dt>").Append(name).Append("</dt><dd>").Append(HtmlReport.Escape(value)).Append("</dd>\n");
}
