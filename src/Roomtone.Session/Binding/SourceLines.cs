using Roomtone.Platform;

namespace Roomtone.Session;

/// <summary>Gives findings that know only their line the text of it.</summary>
internal sealed class SourceLines(SyntaxTree tree)
{
    private int[]? _starts;

    /// <summary>The finding with its line of text.</summary>
    public Finding Complete(Finding finding)
    {
        if (finding.SourceLine is not null || finding.Line < 1 || finding.File != tree.Source.Path)
        {
            return finding;
        }

        _starts ??= Starts(tree.Source.Text);
        return finding.Line <= _starts.Length ? finding with { SourceLine = tree.Source.LineAt(_starts[finding.Line - 1]).ToString() } : finding;
    }

    private static int[] Starts(string text)
    {
        var starts = new List<int> { 0 };
        for (int feed = text.IndexOf('\n', StringComparison.Ordinal); feed >= 0; feed = text.IndexOf('\n', feed + 1))
        {
            starts.Add(feed + 1);
        }

        return [.. starts];
    }
}
