using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>Lays the tokens of a line on the arguments of its statement, and reports what does not fit.</summary>
/// <remarks>The result is valid until the next call.</remarks>
internal sealed class ArgumentMatcher(BindingContext context)
{
    private const int MaximumArguments = 16;
    private readonly int[] _first = new int[MaximumArguments];
    private readonly int[] _count = new int[MaximumArguments];
    private ImmutableArray<ArgumentSpec> _arguments = [];

    /// <summary>The token of an argument; −1 where it is not written.</summary>
    public int this[string name]
    {
        get
        {
            for (int a = 0; a < _arguments.Length; a++)
            {
                if (_arguments[a].Name == name)
                {
                    return _first[a];
                }
            }

            return -1;
        }
    }

    /// <summary>Tokens of an argument that may be repeated.</summary>
    public int CountOf(string name)
    {
        for (int a = 0; a < _arguments.Length; a++)
        {
            if (_arguments[a].Name == name)
            {
                return _count[a];
            }
        }

        return 0;
    }

    /// <summary>Matches a line.</summary>
    /// <returns>False where something was reported.</returns>
    public bool Match(Statement statement, StatementSpec spec)
    {
        _arguments = spec.Arguments;
        for (int a = 0; a < _arguments.Length; a++)
        {
            _first[a] = -1;
            _count[a] = 0;
        }

        bool isGood = true;
        ImmutableArray<Token> tokens = statement.Tokens;
        for (int i = 1; i < tokens.Length; i++)
        {
            int argument = Leading(statement, ref i);
            if (argument >= 0)
            {
                isGood &= TakeLed(statement, argument, ref i);
                continue;
            }

            argument = Accepting(statement, i);
            if (argument < 0)
            {
                isGood &= TakePlausible(statement, spec, i);
                continue;
            }

            Take(argument, i);
            if (_arguments[argument].Shape == ArgumentShape.Rest)
            {
                _count[argument] = tokens.Length - i;
                break;
            }

            isGood &= InRange(statement, i, _arguments[argument]);
        }

        return HasRequired(statement, spec) && isGood;
    }

    private void Take(int argument, int token)
    {
        if (_count[argument]++ == 0)
        {
            _first[argument] = token;
        }
    }

    private int Leading(Statement statement, ref int i)
    {
        if (statement.Tokens[i].Kind != TokenKind.Word)
        {
            return -1;
        }

        ReadOnlySpan<char> word = statement.TextOf(i);
        for (int a = 0; a < _arguments.Length; a++)
        {
            if (_arguments[a].Lead is { } lead && _count[a] == 0 && word.SequenceEqual(lead))
            {
                return a;
            }
        }

        return -1;
    }

    private bool TakeLed(Statement statement, int argument, ref int i)
    {
        ArgumentSpec spec = _arguments[argument];
        if (spec.Shape == ArgumentShape.Flag)
        {
            Take(argument, i);
            return true;
        }

        if (++i >= statement.Tokens.Length)
        {
            context.ErrorAtEnd("RT0302", statement, $"'{spec.Lead}' needs {ArgumentRules.Describe(spec)} after it");
            _count[argument] = 1;
            return false;
        }

        if (spec.Shape == ArgumentShape.Rest)
        {
            _first[argument] = i;
            _count[argument] = statement.Tokens.Length - i;
            i = statement.Tokens.Length;
            return true;
        }

        bool isGood = true;
        do
        {
            Take(argument, i);
            isGood &= ArgumentRules.Accepts(statement, i, spec) ? InRange(statement, i, spec) : ReportMismatch(statement, i, spec);
        }
        while (spec.IsRepeated && ++i < statement.Tokens.Length);
        return isGood;
    }

    // The first argument in order that takes the token; a required one that does not take it stops the search.
    private int Accepting(Statement statement, int i)
    {
        for (int a = 0; a < _arguments.Length; a++)
        {
            ArgumentSpec spec = _arguments[a];
            if (spec.Lead is not null || (_count[a] > 0 && !spec.IsRepeated))
            {
                continue;
            }

            if (ArgumentRules.Accepts(statement, i, spec))
            {
                return a;
            }

            if (spec.IsRequired && _count[a] == 0)
            {
                return -1;
            }
        }

        return -1;
    }

    private bool TakePlausible(Statement statement, StatementSpec spec, int i)
    {
        int best = -1;
        for (int a = 0; a < _arguments.Length; a++)
        {
            ArgumentSpec argument = _arguments[a];
            if (argument.Lead is null && _count[a] == 0 && (argument.IsRequired || ArgumentRules.IsPlausible(statement, i, argument)))
            {
                best = best < 0 || IsNearer(statement, i, argument) ? a : best;
                if (argument.IsRequired)
                {
                    break;
                }
            }
        }

        if (best < 0)
        {
            string text = statement.TextOf(i).ToString();
            string? nearest = statement.Tokens[i].Kind == TokenKind.Word
                ? Suggestions.Nearest(text, _arguments.Where(a => a.Lead is not null).Select(a => a.Lead!).Concat(_arguments.SelectMany(a => a.Words)))
                : null;
            context.Error("RT0303", statement, i, $"'{text}' has no meaning here", nearest is null ? $"it is written: {spec.Usage}" : $"did you mean '{nearest}'?");
            return false;
        }

        Take(best, i);
        _first[best] = -1;
        return ReportMismatch(statement, i, _arguments[best]);
    }

    private static bool IsNearer(Statement statement, int i, ArgumentSpec argument) =>
        statement.Tokens[i].Kind == TokenKind.Word && Suggestions.Nearest(statement.TextOf(i).ToString(), argument.Words) is not null;

    private bool ReportMismatch(Statement statement, int i, ArgumentSpec spec)
    {
        ArgumentRules.Problem problem = ArgumentRules.Mismatch(statement, i, spec);
        context.Error(problem.Code, statement, i, problem.Message, problem.Hint);
        return false;
    }

    private bool InRange(Statement statement, int i, ArgumentSpec spec)
    {
        if (spec.Shape is not (ArgumentShape.Quantity or ArgumentShape.Integer or ArgumentShape.Number) || statement.Tokens[i].Kind == TokenKind.Word)
        {
            return true;
        }

        double value = Values.Number(statement, statement.Tokens[i]);
        Unit? unit = spec.Units.Length > 0 ? spec.Units[0] : null;
        if (unit is not null && statement.Tokens[i].Kind == TokenKind.Quantity && Values.FindUnit(spec.Units, Values.UnitOf(statement, statement.Tokens[i])) is { } found)
        {
            value = Values.Scaled(value, found.Factor);
        }

        if (value >= spec.Minimum && value <= spec.Maximum && !double.IsPositiveInfinity(value))
        {
            return true;
        }

        string name = ArgumentRules.NameOf(statement, spec);
        bool isAmount = spec.Minimum >= 0 && value < 0;
        context.Error(isAmount ? "RT0604" : "RT0603", statement, i,
            isAmount ? $"'{name}' is an amount: it carries no minus" : $"'{name}' is {statement.TextOf(i)}, outside its range",
            isAmount ? $"write '{statement.TextOf(i)[1..]}'" : ArgumentRules.Range(spec));
        return false;
    }

    private bool HasRequired(Statement statement, StatementSpec spec)
    {
        for (int a = 0; a < _arguments.Length; a++)
        {
            if (_arguments[a].IsRequired && _count[a] == 0)
            {
                context.ErrorAtEnd("RT0302", statement, $"'{spec.Keyword}' needs {ArgumentRules.Describe(_arguments[a])}", $"it is written: {spec.Usage}");
                return false;
            }
        }

        return true;
    }
}
