using System.Globalization;
using System.Text;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Architecture.Tests;

/// <summary>The page of a process: what its descriptor knows between two marks, what its author knows after them.</summary>
internal static class ProcessPage
{
    /// <summary>The parts that a person writes.</summary>
    public static readonly string[] WrittenParts = ["How it works", "Source", "Latency and tail"];

    private const string Begin = "<!-- From the process's descriptor: ROOMTONE_REGENERATE=1 and the tests of Roomtone.Architecture.Tests write it anew. -->";
    private const string End = "<!-- End of the descriptor. -->";

    public static string PathOf(string id) => Path.Combine(Repository.Root, "docs", "processes", id + ".md");

    /// <summary>What the descriptor says, marks included.</summary>
    public static string Generate(ProcessDescriptor process)
    {
        var text = new StringBuilder();
        Line(text, Begin);
        Line(text, $"# {process.Title}");
        Line(text);
        Line(text, process.Summary);
        Line(text);
        Line(text, $"`{process.Id}`: {string.Join(", ", Facts(process))}.");
        Line(text);
        AppendParameters(text, process);
        text.Append(End);
        return text.ToString();
    }

    /// <summary>The generated part of a page; null without marks.</summary>
    public static string? GeneratedPartOf(string page)
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal), end = page.IndexOf(End, StringComparison.Ordinal);
        return begin == 0 && end > 0 ? page[..(end + End.Length)] : null;
    }

    /// <summary>A page with the generated part renewed and the written parts kept.</summary>
    public static string Renew(string? page, ProcessDescriptor process) =>
        Generate(process) + "\n" + (page is null ? string.Empty : page[(GeneratedPartOf(page)?.Length ?? 0)..].TrimStart('\n').Insert(0, "\n"));

    /// <summary>The text below a heading of second order; empty where there is none.</summary>
    public static string Part(string page, string heading)
    {
        int at = page.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        if (at < 0)
        {
            return string.Empty;
        }

        int from = at + heading.Length + "\n## \n".Length;
        int to = page.IndexOf("\n## ", from, StringComparison.Ordinal);
        return page[from..(to < 0 ? page.Length : to)].Trim();
    }

    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');

    private static IEnumerable<string> Facts(ProcessDescriptor process)
    {
        yield return $"family {process.Family.ToLowerInvariant()}";
        yield return process.Kind == ProcessKind.Streaming ? "runs as the audio passes" : "sees the whole clip";
        if (process.IsRangeDependent)
        {
            yield return "the result depends on the range that is used";
        }

        if (process.IsLinear)
        {
            yield return "linear";
        }

        if (process.IsPerChannel)
        {
            yield return "every channel for itself";
        }

        if (process.Generates)
        {
            yield return "sounds without input";
        }
    }

    private static void AppendParameters(StringBuilder text, ProcessDescriptor process)
    {
        if (process.Parameters.IsEmpty)
        {
            Line(text, "It has no parameters.");
            return;
        }

        Line(text, "| Parameter | | Unit | Range | Default | Automatable |");
        Line(text, "|---|---|---|---|---|---|");
        foreach (ParameterSpec p in process.Parameters)
        {
            string id = p.Group is null ? p.Id : $"{p.Group}N.{p.Id}";
            string about = p.Summary.Length > 0 ? p.Summary : p.Label + ".";
            Line(text, $"| `{id}` | {about} | {UnitOf(p)} | {RangeOf(p)} | {DefaultOf(p)} | {(p.IsAutomatable ? "yes" : "no")} |");
        }

        foreach (IGrouping<string, ParameterSpec> group in process.Parameters.Where(p => p.Group is not null).GroupBy(p => p.Group!, StringComparer.Ordinal))
        {
            Line(text);
            Line(text, $"N runs from 1 to {group.First().GroupMaximum.ToString(CultureInfo.InvariantCulture)}.");
        }
    }

    private static string UnitOf(ParameterSpec p) => p.Kind switch
    {
        ParameterKind.Quantity when p.Units[0].Symbol.Length > 0 => string.Join(" or ", p.Units.Select(u => u.Symbol)),
        ParameterKind.Quantity => "number",
        ParameterKind.Word => "word",
        ParameterKind.Pan => "place",
        ParameterKind.Direction => "deg",
        ParameterKind.Key => "bus or track",
        ParameterKind.Media => "media",
        _ => "text",
    };

    private static string RangeOf(ParameterSpec p)
    {
        string range = p.Kind switch
        {
            ParameterKind.Quantity => $"{Number(p.Minimum)} to {Number(p.Maximum)}{(p.Units.Length > 1 ? " " + p.Units[0].Symbol : string.Empty)}",
            ParameterKind.Word => string.Join(", ", p.Words.Select(w => $"`{w}`")),
            ParameterKind.Pan => "`L100` to `C` to `R100`",
            ParameterKind.Direction when p.Maximum <= 90 => "`up 90 deg` to `down 90 deg`",
            ParameterKind.Direction => "`left 180 deg` to `right 180 deg`",
            _ => string.Empty,
        };
        return p.AllowsAuto ? range + ", or `auto`" : range;
    }

    private static string DefaultOf(ParameterSpec p) => p switch
    {
        { IsRequired: true } => "must be written",
        { Default: null } => "not set",
        { Default: ParameterValue.Quantity q } => $"`{new ParameterValue.Quantity(Math.Round(q.Value, 4), q.Unit)}`",
        _ => $"`{p.Default}`",
    };

    private static string Number(double value) => ParameterValue.FormatNumber(value).Replace("-", "−", StringComparison.Ordinal).Replace("inf", "∞", StringComparison.Ordinal);
}
