using System.Globalization;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>What every part of the binder needs: the vocabulary, the session's clock, and where findings go.</summary>
internal sealed class BindingContext(IProcessCatalog catalog, BindOptions options, FindingSink findings)
{
    private readonly Dictionary<string, Statement> _strips = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public IProcessCatalog Catalog { get; } = catalog;

    public BindOptions Options { get; } = options;

    public FindingSink Findings { get; } = findings;

    public ArgumentMatcher Arguments => field ??= new ArgumentMatcher(this);

    public SlotBinder Slots => field ??= new SlotBinder(this);

    public PositionReader Times => field ??= new PositionReader(this);

    public int SampleRate { get; set; } = 48_000;

    public SessionTimecode? Timecode { get; set; }

    /// <summary>Named chains, with those of included files.</summary>
    public Dictionary<string, Statement> Strips => _strips;

    /// <summary>Sources that later versions know (patches): clips of them are in order, but not rendered.</summary>
    public HashSet<string> LaterSources { get; } = new(StringComparer.Ordinal);

    /// <summary>Strips that are being expanded: one that meets itself is a circle.</summary>
    public HashSet<string> OpenStrips { get; } = new(StringComparer.Ordinal);

    /// <summary>Keys of side-chains, checked when all buses and tracks are known.</summary>
    public List<PendingReference> Keys { get; } = [];

    /// <summary>Media that processes name, checked when all media are known.</summary>
    public List<PendingReference> MediaUses { get; } = [];

    /// <summary>One string for a name that many lines repeat.</summary>
    public string Name(ReadOnlySpan<char> text)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> names = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!names.TryGetValue(text, out string? name))
        {
            name = text.ToString();
            _names.Add(name);
        }

        return name;
    }

    /// <summary>Remembers what a statement of a later version defines, so that its users are not reported as well.</summary>
    public void NoteLater(StatementSpec spec, Statement statement)
    {
        if (spec.Keyword == "patch" && statement.Tokens.Length > 1)
        {
            LaterSources.Add(statement.ValueOf(1));
        }
    }

    public void Error(string code, Statement statement, int token, string message, string? hint = null) =>
        Report(Severity.Error, code, statement, token, message, hint);

    public void Report(Severity severity, string code, Statement statement, int token, string message, string? hint = null)
    {
        Token at = token < statement.Tokens.Length ? statement.Tokens[token] : statement.Tokens[^1];
        Findings.Add(severity, code, message, statement.Source, statement.Line, statement.LineStart, at.Start, at.Length, hint);
    }

    /// <summary>Reports a part of a token: the second value of a range.</summary>
    public void ErrorAt(string code, Statement statement, int start, int length, string message, string? hint = null) =>
        Findings.Add(Severity.Error, code, message, statement.Source, statement.Line, statement.LineStart, start, length, hint);

    /// <summary>Reports something missing at the end of a line.</summary>
    public void ErrorAtEnd(string code, Statement statement, string message, string? hint = null) =>
        Findings.Add(Severity.Error, code, message, statement.Source, statement.Line, statement.LineStart, statement.Tokens[^1].End, 1, hint);

    public static TextSpan SpanOf(Statement statement, int token = 0)
    {
        Token at = statement.Tokens[Math.Min(token, statement.Tokens.Length - 1)];
        return new TextSpan(statement.Source.Path, statement.Line, at.Start + 1, at.Length);
    }

    /// <summary>Where a statement stands, for messages: line 56.</summary>
    public static string LineOf(Statement statement) => string.Create(CultureInfo.InvariantCulture, $"line {statement.Line}");
}

/// <summary>A name whose owner may be written further down.</summary>
internal readonly record struct PendingReference(string Id, Statement Statement, int Token, string User);
