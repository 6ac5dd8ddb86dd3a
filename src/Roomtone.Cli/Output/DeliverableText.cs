using System.Globalization;
using Roomtone.Delivery;
using Roomtone.Platform;

namespace Roomtone.Cli;

/// <summary>What became of a deliverable, as lines.</summary>
internal static class DeliverableText
{
    /// <summary>Prints the file, its verdict, what was adjusted and which clauses fail.</summary>
    public static void Print(Shell shell, DeliverableResult deliverable, bool isDryRun)
    {
        string verdict = isDryRun ? "planned" : deliverable.Pass ? "pass" : deliverable.Sha256.Length > 0 ? "FAIL" : "not written";
        verdict += deliverable.IsUnchanged ? " (unchanged)" : string.Empty;
        string figures = deliverable.File is { } file ? "  " + MeasurementText.Line(file.Measurement) : string.Empty;
        shell.Print($"{Plain.Escape(deliverable.Path)}  {verdict}  {FormatText.Write(deliverable.Format)}{figures}");
        foreach (string line in isDryRun && deliverable.Plan is { } plan ? plan.ToLines() : deliverable.Changes)
        {
            shell.Print("  " + Plain.Escape(line));
        }

        foreach (Clause clause in deliverable.Clauses.Where(c => c.Pass == false))
        {
            shell.Print("  fails: " + ClauseLine(clause));
        }
    }

    /// <summary>A clause on a line: what, measured, limit, margin, where.</summary>
    public static string ClauseLine(Clause clause)
    {
        string text = $"{Plain.Escape(clause.Title)}: {$"{clause.MeasuredLabel} {clause.Unit}".TrimEnd()}, limit {Plain.Escape(clause.Limit)}".TrimEnd();
        text += double.IsFinite(clause.Margin) ? string.Create(CultureInfo.InvariantCulture, $", margin {clause.Margin:0.0#}") : string.Empty;
        text += clause.AtSeconds.IsEmpty ? string.Empty : " at " + string.Join(", ", clause.AtSeconds.Take(5).Select(Texts.PreciseClock));
        return clause.Note.Length > 0 ? $"{text} ({Plain.Escape(clause.Note)})" : text;
    }
}
