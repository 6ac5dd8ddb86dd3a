using System.Collections.Immutable;
using System.Text;

namespace Roomtone.Session;

/// <summary>What happened to a statement between two versions of a session.</summary>
public enum SessionChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>Its arguments differ.</summary>
    Changed,

    /// <summary>The same processes, tracks or buses stand in another order.</summary>
    Reordered,
}

/// <summary>One difference.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Path">Where, by ids: <c>track host · clip h-3kq</c>.</param>
/// <param name="Before">What was written; null where it is new.</param>
/// <param name="After">What is written; null where it is gone.</param>
public sealed record SessionChange(SessionChangeKind Kind, string Path, string? Before, string? After);

/// <summary>Compares sessions by what they say: statements are found by id, so moved, commented and re-spaced lines are no difference.</summary>
public static class SessionDiff
{
    /// <summary>The differences, in the order of the newer text.</summary>
    /// <param name="before">The older session.</param>
    /// <param name="after">The newer session.</param>
    public static ImmutableArray<SessionChange> Compare(SyntaxTree before, SyntaxTree after)
    {
        ImmutableArray<SessionChange>.Builder changes = ImmutableArray.CreateBuilder<SessionChange>();
        Compare(before.Statements, after.Statements, SessionSchema.Document, string.Empty, changes);
        return changes.ToImmutable();
    }

    /// <summary>The differences as text: <c>+</c> new, <c>-</c> gone, <c>~</c> changed.</summary>
    /// <param name="changes">Of <see cref="Compare(SyntaxTree, SyntaxTree)"/>.</param>
    public static string Text(ImmutableArray<SessionChange> changes)
    {
        var text = new StringBuilder();
        foreach (SessionChange change in changes)
        {
            _ = change.Kind switch
            {
                SessionChangeKind.Added => text.Append("+ ").Append(change.Path).Append(": ").Append(change.After),
                SessionChangeKind.Removed => text.Append("- ").Append(change.Path).Append(": ").Append(change.Before),
                _ => text.Append("~ ").Append(change.Path).Append(": ").Append(change.Before).Append(" → ").Append(change.After),
            };
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void Compare(
        ImmutableArray<Statement> before, ImmutableArray<Statement> after, string parent, string path, ImmutableArray<SessionChange>.Builder changes)
    {
        List<(string Key, Statement Statement)> old = Keyed(before, parent);
        List<(string Key, Statement Statement)> now = Keyed(after, parent);
        var oldByKey = old.ToDictionary(k => k.Key, k => k.Statement, StringComparer.Ordinal);
        var nowKeys = now.Select(k => k.Key).ToHashSet(StringComparer.Ordinal);
        foreach ((string key, Statement statement) in old)
        {
            if (!nowKeys.Contains(key))
            {
                changes.Add(new SessionChange(SessionChangeKind.Removed, Join(path, key), WithCount(statement), null));
            }
        }

        foreach ((string key, Statement statement) in now)
        {
            string place = Join(path, key);
            if (!oldByKey.TryGetValue(key, out Statement? earlier))
            {
                changes.Add(new SessionChange(SessionChangeKind.Added, place, null, WithCount(statement)));
                continue;
            }

            if (Line(earlier) != Line(statement))
            {
                (string was, string isNow) = Differing(earlier, statement);
                changes.Add(new SessionChange(SessionChangeKind.Changed, place, was, isNow));
            }

            Compare(earlier.Children, statement.Children, statement.Keyword.ToString(), place, changes);
        }

        ReportOrder(old, now, nowKeys, oldByKey, path, changes);
    }

    // Order matters to the ear in chains, and to the last bit in sums.
    private static void ReportOrder(
        List<(string Key, Statement Statement)> old, List<(string Key, Statement Statement)> now, HashSet<string> nowKeys,
        Dictionary<string, Statement> oldByKey, string path, ImmutableArray<SessionChange>.Builder changes)
    {
        foreach (string keyword in (string[])["process", "track", "bus"])
        {
            string prefix = keyword + " ";
            string[] was = [.. old.Select(k => k.Key).Where(k => k.StartsWith(prefix, StringComparison.Ordinal) && nowKeys.Contains(k))];
            string[] isNow = [.. now.Select(k => k.Key).Where(k => k.StartsWith(prefix, StringComparison.Ordinal) && oldByKey.ContainsKey(k))];
            if (!was.AsSpan().SequenceEqual(isNow))
            {
                changes.Add(new SessionChange(SessionChangeKind.Reordered, Join(path, $"order of {keyword}"),
                    string.Join(", ", was.Select(k => k[prefix.Length..])), string.Join(", ", isNow.Select(k => k[prefix.Length..]))));
            }
        }
    }

    private static List<(string Key, Statement Statement)> Keyed(ImmutableArray<Statement> statements, string parent)
    {
        var keyed = new List<(string Key, Statement Statement)>(statements.Length);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Statement statement in statements)
        {
            string key = Key(statement, parent);
            int count = counts.GetValueOrDefault(key) + 1;
            counts[key] = count;
            keyed.Add((count == 1 ? key : FormattableString.Invariant($"{key} ({count})"), statement));
        }

        return keyed;
    }

    private static string Key(Statement statement, string parent)
    {
        if (statement.IsVerbatim)
        {
            return statement.Tokens.IsEmpty ? "extension" : statement.Keyword.ToString();
        }

        string keyword = statement.Keyword.ToString();
        StatementSpec? spec = SessionSchema.Find(parent, keyword);
        bool isGroup = spec is null && statement.Tokens.Length > 2 && statement.Tokens[1].Kind == TokenKind.Number;
        if (statement.Tokens.Length < 2 || !(isGroup || spec is { IsRepeatable: true }))
        {
            return keyword;
        }

        int name = keyword == "process" && statement.Tokens.Length > 2 && statement.TextOf(1) is not "strip" ? 2 : 1;
        return keyword + " " + statement.TextOf(name).ToString();
    }

    private static string Line(Statement statement) => statement.IsVerbatim
        ? statement.LineText.Trim(' ').ToString()
        : string.Join(' ', Enumerable.Range(0, statement.Tokens.Length).Select(i => statement.TextOf(i).ToString()));

    private static string WithCount(Statement statement)
    {
        int lines = Count(statement) - 1;
        return lines == 0 ? Line(statement) : FormattableString.Invariant($"{Line(statement)} (and {lines} lines under it)");
    }

    private static int Count(Statement statement)
    {
        int count = 1;
        foreach (Statement child in statement.Children)
        {
            count += Count(child);
        }

        return count;
    }

    // Only the arguments that differ where the lines are alike, each with the word before it.
    private static (string Before, string After) Differing(Statement before, Statement after)
    {
        if (before.IsVerbatim || before.Tokens.Length != after.Tokens.Length)
        {
            return (Line(before), Line(after));
        }

        var was = new List<string>();
        var isNow = new List<string>();
        for (int i = 1; i < before.Tokens.Length; i++)
        {
            if (!before.TextOf(i).SequenceEqual(after.TextOf(i)))
            {
                string lead = i > 1 && before.Tokens[i - 1].Kind == TokenKind.Word && before.TextOf(i - 1) is "at" or "after" or "to" or "tolerance" or "pan" or "q" or "slope"
                    ? before.TextOf(i - 1).ToString() + " "
                    : string.Empty;
                was.Add(lead + before.TextOf(i).ToString());
                isNow.Add(after.TextOf(i).ToString());
            }
        }

        return (string.Join(", ", was), string.Join(", ", isNow));
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : path + " · " + key;
}
