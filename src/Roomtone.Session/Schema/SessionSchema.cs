using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Roomtone.Session;

/// <summary>The vocabulary of sessions: one table for checking, suggestions, completion, documentation and the JSON Schema.</summary>
public static class SessionSchema
{
    /// <summary>The parent of lines without indentation.</summary>
    public const string Document = "document";

    private static readonly FrozenDictionary<string, FrozenDictionary<string, StatementSpec>> s_byParent = Statements
        .SelectMany(s => s.Parents.Select(p => (Parent: p, Spec: s)))
        .GroupBy(s => s.Parent, s => s.Spec, StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => g.ToFrozenDictionary(s => s.Keyword, StringComparer.Ordinal), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, FrozenDictionary<string, StatementSpec>.AlternateLookup<ReadOnlySpan<char>>> s_lookups =
        s_byParent.ToFrozenDictionary(p => p.Key, p => p.Value.GetAlternateLookup<ReadOnlySpan<char>>(), StringComparer.Ordinal);

    /// <summary>Every statement, in the order of the documentation.</summary>
    public static ImmutableArray<StatementSpec> Statements => StatementTable.All;

    /// <summary>Finds a statement.</summary>
    /// <param name="parent">The keyword above it; <see cref="Document"/> for a line without indentation.</param>
    /// <param name="keyword">Its first word.</param>
    /// <returns>The statement, or null where the parent has none of that name.</returns>
    public static StatementSpec? Find(string parent, ReadOnlySpan<char> keyword) =>
        Under(parent).Find(keyword);

    /// <summary>The keywords under a parent, looked up once for many lines.</summary>
    internal static Keywords Under(string parent) =>
        s_lookups.TryGetValue(parent, out FrozenDictionary<string, StatementSpec>.AlternateLookup<ReadOnlySpan<char>> lookup) ? new Keywords(lookup) : default;

    /// <summary>The statements that may stand under a keyword, in alphabetical order: what completion offers.</summary>
    /// <param name="parent">A keyword, or <see cref="Document"/>.</param>
    public static ImmutableArray<StatementSpec> ChildrenOf(string parent) =>
        s_byParent.TryGetValue(parent, out FrozenDictionary<string, StatementSpec>? children)
            ? [.. children.Values.OrderBy(s => s.Keyword, StringComparer.Ordinal)]
            : [];

    /// <summary>Every statement with a keyword, wherever it stands.</summary>
    /// <param name="keyword">Its first word.</param>
    public static ImmutableArray<StatementSpec> Named(string keyword) =>
        [.. Statements.Where(s => string.Equals(s.Keyword, keyword, StringComparison.Ordinal))];

    /// <summary>The keywords under one parent.</summary>
    internal readonly struct Keywords(FrozenDictionary<string, StatementSpec>.AlternateLookup<ReadOnlySpan<char>>? lookup)
    {
        public StatementSpec? Find(ReadOnlySpan<char> keyword) =>
            lookup is { } known && known.TryGetValue(keyword, out StatementSpec? spec) ? spec : null;
    }
}
