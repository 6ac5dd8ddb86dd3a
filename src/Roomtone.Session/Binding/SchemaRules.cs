using System.Globalization;
using Roomtone.Platform;

namespace Roomtone.Session;

/// <summary>The first line.</summary>
internal static class SchemaRules
{
    /// <summary>Reports a first line that is missing or names a newer format.</summary>
    /// <returns>True where the text may be read on.</returns>
    public static bool Check(SyntaxTree tree, FindingSink findings)
    {
        Statement? first = tree.Statements.Length > 0 ? tree.Statements[0] : null;
        if (tree.Schema is { } schema && schema >= 1)
        {
            if (schema <= SyntaxTree.CurrentSchema)
            {
                return true;
            }

            Token number = first!.Tokens[1];
            findings.Add(Severity.Error, "RT0002",
                string.Create(CultureInfo.InvariantCulture, $"the file is written in version {schema} of the format; this program reads up to version {SyntaxTree.CurrentSchema}"),
                first.Source, first.Line, first.LineStart, number.Start, number.Length, "use a newer roomtone");
            return false;
        }

        if (first is null)
        {
            findings.Add(Severity.Error, "RT0001", "the file is empty", tree.Source, 1, 0, 0, 1, $"the first line is 'roomtone {SyntaxTree.CurrentSchema}'");
        }
        else
        {
            findings.Add(Severity.Error, "RT0001", "the first line is not 'roomtone' and a version", first.Source, first.Line, first.LineStart, 0, first.LineText.Length,
                $"write 'roomtone {SyntaxTree.CurrentSchema}' as the first line");
        }

        return false;
    }
}
