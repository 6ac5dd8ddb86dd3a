using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Platform;

namespace Roomtone.Session;

/// <summary>Collects findings; keeps the first thousand and counts the rest, so that a million errors cost no memory.</summary>
internal sealed class FindingSink
{
    private const int LongestShownLine = 4096;
    private readonly List<Finding> _findings = [];
    private int _dropped;

    /// <summary>At least one error was reported.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>How many there are.</summary>
    public int Count => _findings.Count + _dropped;

    public void Add(Finding finding)
    {
        HasErrors |= finding.Severity == Severity.Error;
        if (_findings.Count < TextLimits.Findings)
        {
            _findings.Add(finding);
        }
        else
        {
            _dropped++;
        }
    }

    /// <summary>Reports at a place of a file.</summary>
    public void Add(Severity severity, string code, string message, SourceText source, int lineNumber, int lineStart, int column, int width, string? hint)
    {
        if (_findings.Count >= TextLimits.Findings)
        {
            HasErrors |= severity == Severity.Error;
            _dropped++;
            return;
        }

        ReadOnlySpan<char> line = source.LineAt(lineStart);
        Add(new Finding(code, severity, message)
        {
            File = source.Path,
            Line = lineNumber,
            Column = column + 1,
            Width = Math.Max(1, width),
            SourceLine = line.Length <= LongestShownLine ? line.ToString() : null,
            Hint = hint,
        });
    }

    /// <summary>Everything, in the order of the text within each file.</summary>
    public ImmutableArray<Finding> ToSorted(string mainFile)
    {
        IEnumerable<Finding> sorted = _findings
            .OrderBy(f => string.Equals(f.File, mainFile, StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(f => f.File, StringComparer.Ordinal)
            .ThenBy(f => f.Line)
            .ThenBy(f => f.Column);
        return _dropped == 0
            ? [.. sorted]
            : [.. sorted, new Finding("RT0109", Severity.Error, string.Create(CultureInfo.InvariantCulture, $"and {_dropped} more findings")) { File = mainFile }];
    }
}
