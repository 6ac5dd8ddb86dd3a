using System.Collections.Immutable;
using System.Text;

namespace Roomtone.Session;

/// <summary>Pages of <c>roomtone describe</c>, made from the schema table.</summary>
public static class StatementDescription
{
    /// <summary>Every statement of a keyword as text; null where there is none.</summary>
    /// <param name="keyword">Its first word.</param>
    public static string? Text(string keyword)
    {
        ImmutableArray<StatementSpec> specs = SessionSchema.Named(keyword);
        if (specs.IsEmpty)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (StatementSpec spec in specs)
        {
            if (text.Length > 0)
            {
                text.Append('\n');
            }

            Append(text, spec);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, StatementSpec spec)
    {
        text.Append(spec.Usage).Append('\n').Append("  ").Append(spec.Summary).Append('\n');
        text.Append("  stands ").Append(spec.Parents is [SessionSchema.Document] ? "at the start of a line" : "under: " + string.Join(", ", spec.Parents)).Append('\n');
        foreach (ArgumentSpec argument in spec.Arguments.Where(a => a.Shape is not (ArgumentShape.Flag or ArgumentShape.Rest)))
        {
            text.Append("  ").Append(argument.Name).Append(": ").Append(ArgumentRules.Describe(argument));
            bool hasRange = argument.Units.Length > 0 && !double.IsPositiveInfinity(argument.Maximum);
            text.Append(hasRange ? "; " + ArgumentRules.Range(argument) : string.Empty);
            text.Append(argument.Default is null ? string.Empty : "; default " + argument.Default).Append('\n');
        }

        ImmutableArray<StatementSpec> children = SessionSchema.ChildrenOf(spec.Keyword);
        if (!children.IsEmpty)
        {
            text.Append("  under it: ").Append(string.Join(", ", children.Select(c => c.Keyword))).Append('\n');
        }
    }
}
