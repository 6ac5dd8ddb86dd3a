using System.Collections.Immutable;
using System.Text;
using Roomtone.Analysis;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>The loudness of each stem beside that of its mix.</summary>
internal static class StemTable
{
    /// <summary>Adds a table for each layout that has stems; nothing where there are none.</summary>
    /// <param name="html">The page.</param>
    /// <param name="files">Its files.</param>
    public static void Add(StringBuilder html, ImmutableArray<ReportedFile> files)
    {
        ReportedFile[] measured = [.. files.Where(f => f.File is not null)];
        ChannelLayout[] layouts = [.. measured.Where(f => f.Stem != Deliverable.Mix).Select(f => f.File!.Layout).Distinct()];
        if (layouts.Length == 0)
        {
            return;
        }

        html.Append("<section>\n<h2>Stems</h2>\n");
        foreach (ChannelLayout layout in layouts)
        {
            AddTable(html, layout, [.. measured.Where(f => f.File!.Layout.Equals(layout))]);
        }

        html.Append("</section>\n");
    }

    private static void AddTable(StringBuilder html, ChannelLayout layout, ReportedFile[] files)
    {
        ReportedFile? mix = files.FirstOrDefault(f => f.Stem == Deliverable.Mix);
        html.Append("<div class=\"scroll\"><table>\n<caption>").Append(HtmlReport.Escape(layout.Id)).Append("</caption>\n<thead><tr><th scope=\"col\">stem</th><th scope=\"col\" class=\"number\">integrated</th>")
            .Append("<th scope=\"col\" class=\"number\">against the mix</th><th scope=\"col\" class=\"number\">loudness range</th><th scope=\"col\" class=\"number\">true peak</th></tr></thead>\n<tbody>\n");
        foreach (ReportedFile file in files.Where(f => f.Stem != Deliverable.Mix).Prepend(mix).OfType<ReportedFile>())
        {
            ProgrammeMeasurement m = file.File!.Measurement;
            html.Append("<tr><th scope=\"row\">").Append(HtmlReport.Escape(file.Stem)).Append("</th>");
            AddNumber(html, m.IntegratedLufs, "LUFS");
            AddNumber(html, mix is null ? double.NaN : m.IntegratedLufs - mix.File!.Measurement.IntegratedLufs, "LU");
            AddNumber(html, m.LoudnessRangeLu, "LU");
            AddNumber(html, m.TruePeakDbtp, "dBTP");
            html.Append("</tr>\n");
        }

        html.Append("</tbody>\n</table></div>\n");
    }

    private static void AddNumber(StringBuilder html, double value, string unit) =>
        html.Append("<td class=\"number\">").Append(HtmlReport.Readable(value, 1)).Append(double.IsFinite(value) ? " " + unit : string.Empty).Append("</td>");
}
