using System.Collections.Immutable;

namespace Roomtone.Session;

/// <summary>Walks the statements under a parent: finds each in the schema, matches its arguments, reports what does not belong.</summary>
internal static class Scope
{
    /// <summary>Calls <paramref name="visit"/> for every statement whose line is in order.</summary>
    public static void Walk(BindingContext context, ImmutableArray<Statement> statements, string parent, Action<StatementSpec, Statement> visit, Statement? owner = null)
    {
        List<(StatementSpec Spec, Statement First)>? seen = null;
        SessionSchema.Keywords known = SessionSchema.Under(parent);
        foreach (Statement statement in statements)
        {
            if (statement.Tokens.IsEmpty || statement.Keyword.StartsWith("x-"))
            {
                continue;
            }

            if (known.Find(statement.Keyword) is not { } spec)
            {
                ReportUnknown(context, statement, parent);
                continue;
            }

            if (spec.IsLater)
            {
                context.NoteLater(spec, statement);
                context.Error("RT0310", statement, 0, $"'{spec.Keyword}' is not supported yet", "a later version does it; the text is kept as it is");
                continue;
            }

            if (!spec.IsRepeatable && !First(context, ref seen, spec, statement))
            {
                continue;
            }

            if (context.Arguments.Match(statement, spec))
            {
                visit(spec, statement);
            }
        }

        foreach (StatementSpec spec in Required(parent))
        {
            if (seen is null || !seen.Exists(s => s.Spec == spec))
            {
                ReportMissing(context, spec, owner);
            }
        }
    }

    /// <summary>Reports statements under a line that takes none.</summary>
    public static void Leaf(BindingContext context, Statement statement)
    {
        if (statement.Children.IsEmpty)
        {
            return;
        }

        Walk(context, statement.Children, statement.Keyword.ToString(), (_, _) => { }, statement);
    }

    private static bool First(BindingContext context, ref List<(StatementSpec Spec, Statement First)>? seen, StatementSpec spec, Statement statement)
    {
        seen ??= [];
        foreach ((StatementSpec other, Statement first) in seen)
        {
            if (other == spec)
            {
                context.Error("RT0305", statement, 0, $"'{spec.Keyword}' is written twice ({BindingContext.LineOf(first)})", "keep one of the lines");
                return false;
            }
        }

        seen.Add((spec, statement));
        return true;
    }

    private static IEnumerable<StatementSpec> Required(string parent) => parent switch
    {
        SessionSchema.Document or "session" or "deliver" => SessionSchema.ChildrenOf(parent).Where(s => s.IsRequired),
        _ => [],
    };

    private static void ReportMissing(BindingContext context, StatementSpec spec, Statement? owner)
    {
        if (owner is not null)
        {
            context.Error("RT0311", owner, 0, $"'{owner.Keyword}' needs a line '{spec.Keyword}'", $"add '  {spec.Usage}' under it");
        }
    }

    private static void ReportUnknown(BindingContext context, Statement statement, string parent)
    {
        string word = statement.Keyword.ToString();
        ImmutableArray<StatementSpec> elsewhere = SessionSchema.Named(word);
        ImmutableArray<StatementSpec> here = SessionSchema.ChildrenOf(parent);
        if (here.IsEmpty)
        {
            context.Error("RT0301", statement, 0, $"nothing stands under '{parent}'", "write it with less indentation");
        }
        else if (!elsewhere.IsEmpty)
        {
            string parents = string.Join(", ", elsewhere.SelectMany(s => s.Parents).Distinct(StringComparer.Ordinal));
            context.Error("RT0306", statement, 0, $"'{word}' does not stand {(parent == SessionSchema.Document ? "at the start of a line" : $"under '{parent}'")}", $"it stands under: {parents}");
        }
        else
        {
            context.Error("RT0301", statement, 0, $"'{word}' is not known {(parent == SessionSchema.Document ? "here" : $"under '{parent}'")}", Suggestions.For(word, here.Select(s => s.Keyword)));
        }
    }
}
