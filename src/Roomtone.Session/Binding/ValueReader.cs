using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>Reads the value of a parameter from tokens and checks it against the parameter's table.</summary>
internal sealed class ValueReader(BindingContext context)
{
    /// <summary>Reads a value.</summary>
    /// <param name="spec">The parameter.</param>
    /// <param name="statement">The line.</param>
    /// <param name="i">The first token of the value; afterwards the token behind it.</param>
    /// <param name="user">Who uses it, for messages: compressor 'glue'.</param>
    /// <returns>The value; null where it was reported.</returns>
    public ParameterValue? Read(ParameterSpec spec, Statement statement, ref int i, string user)
    {
        if (i >= statement.Tokens.Length)
        {
            if (spec.Kind == ParameterKind.Word && spec.Words.Contains("on", StringComparer.Ordinal))
            {
                return new ParameterValue.Word("on");
            }

            context.ErrorAtEnd("RT0302", statement, $"'{spec.Id}' needs a value", spec.Expected());
            return null;
        }

        int at = i++;
        Token token = statement.Tokens[at];
        ReadOnlySpan<char> text = statement.TextOf(token);
        if (token.Kind == TokenKind.Word && text is "auto" && (spec.AllowsAuto || !spec.Words.Contains("auto", StringComparer.Ordinal)))
        {
            return Checked(spec, statement, at, ParameterValue.Automatic.Instance);
        }

        return spec.Kind switch
        {
            ParameterKind.Quantity => Quantity(spec, statement, at),
            ParameterKind.Word => Word(spec, statement, at),
            ParameterKind.Pan => Values.Pan(text) is { } percent ? new ParameterValue.Pan(percent) : Mismatch(spec, statement, at),
            ParameterKind.Direction => Direction(spec, statement, at, ref i),
            ParameterKind.Key => token.Kind == TokenKind.Word ? Key(statement, at, user) : Mismatch(spec, statement, at),
            ParameterKind.Media => Media(spec, statement, at, ref i, user),
            _ => token.Kind == TokenKind.String ? new ParameterValue.Text(statement.ValueOf(at)) : Mismatch(spec, statement, at),
        };
    }

    private ParameterValue? Quantity(ParameterSpec spec, Statement statement, int at)
    {
        Token token = statement.Tokens[at];
        switch (token.Kind)
        {
            case TokenKind.Quantity when Values.FindUnit(spec.Units, Values.UnitOf(statement, token)) is { } found:
                return InRange(spec, statement, at, new ParameterValue.Quantity(Values.Scaled(Values.Number(statement, token), found.Factor), found.Unit));
            case TokenKind.Ratio when spec.Units.Contains(Unit.Ratio):
                return InRange(spec, statement, at, new ParameterValue.Quantity(Values.Number(statement, token), Unit.Ratio));
            case TokenKind.Number when spec.Units.Contains(Unit.None):
                return InRange(spec, statement, at, new ParameterValue.Quantity(Values.Number(statement, token), Unit.None));
            case TokenKind.Fraction when spec.Units.Contains(Unit.None):
                ReadOnlySpan<char> text = statement.TextOf(token);
                int slash = text.IndexOf('/');
                return InRange(spec, statement, at, new ParameterValue.Quantity(Values.Number(text[..slash]) / Values.Number(text[(slash + 1)..]), Unit.None));
            case TokenKind.Clock when Clock.TryParse(statement.TextOf(token), out decimal seconds)
                && Values.FindUnit(spec.Units, "s") is { } time:
                return InRange(spec, statement, at, new ParameterValue.Quantity((double)seconds * time.Factor, time.Unit));
            case TokenKind.Number:
                string bare = statement.TextOf(token).ToString();
                Unit usual = spec.Units[0];
                context.Error("RT0601", statement, at, $"'{spec.Id}' needs a unit", usual.Symbol == ":1" ? $"write '{bare}:1'" : $"write '{bare} {usual.Symbol}'");
                return null;
            case TokenKind.Quantity when spec.Units[0].Symbol.Length == 0:
                context.Error("RT0605", statement, at, $"'{spec.Id}' is a number without a unit", $"write '{statement.TextOf(token)[..token.Split]}'");
                return null;
            case TokenKind.Quantity or TokenKind.Ratio or TokenKind.Clock:
                string meaning = token.Kind == TokenKind.Ratio ? "a ratio" : token.Kind == TokenKind.Clock ? "a time" : SchemaUnits.OfSpelling(Values.UnitOf(statement, token))?.Meaning ?? "something else";
                context.Error("RT0602", statement, at, $"'{spec.Id}' is {spec.Units[0].Meaning}, but '{statement.TextOf(token)}' is {meaning}",
                    spec.Units[0].Symbol == ":1" ? "a ratio is written 2.5:1" : $"units for {spec.Id}: {Values.List(spec.Units)}");
                return null;
            default:
                return Mismatch(spec, statement, at);
        }
    }

    private ParameterValue.Quantity? InRange(ParameterSpec spec, Statement statement, int at, ParameterValue.Quantity value)
    {
        bool isLikeFirst = value.Unit.Equals(spec.Units[0]) || (value.Unit.Symbol.StartsWith("dB", StringComparison.Ordinal) && spec.Units[0].Symbol.StartsWith("dB", StringComparison.Ordinal));
        if (double.IsNaN(value.Value) || double.IsPositiveInfinity(value.Value) || (isLikeFirst && (value.Value < spec.Minimum || value.Value > spec.Maximum)))
        {
            bool isAmount = isLikeFirst && spec.Minimum >= 0 && value.Value < 0;
            string text = statement.TextOf(at).ToString();
            context.Error(isAmount ? "RT0604" : "RT0603", statement, at,
                isAmount ? $"'{spec.Id}' is an amount: it carries no minus" : $"'{spec.Id}' is {text}, outside its range",
                isAmount ? $"write '{text[1..]}'" : spec.Expected());
            return null;
        }

        return value;
    }

    private ParameterValue.Word? Word(ParameterSpec spec, Statement statement, int at)
    {
        string text = statement.TextOf(at).ToString();
        if (spec.Words.Contains(text, StringComparer.Ordinal))
        {
            return new ParameterValue.Word(text);
        }

        context.Error("RT0304", statement, at, $"'{spec.Id}' can't be '{text}'", Suggestions.For(text, spec.Words));
        return null;
    }

    private ParameterValue.Direction? Direction(ParameterSpec spec, Statement statement, int at, ref int i)
    {
        bool isElevation = spec.Maximum <= 90;
        double sign = statement.TextOf(at) switch
        {
            "left" when !isElevation => 1,
            "right" when !isElevation => -1,
            "up" when isElevation => 1,
            "down" when isElevation => -1,
            _ => 0,
        };
        if (sign == 0 || i >= statement.Tokens.Length || statement.Tokens[i].Kind != TokenKind.Quantity || Values.UnitOf(statement, statement.Tokens[i]) is not "deg")
        {
            context.Error(sign == 0 ? "RT0304" : "RT0601", statement, sign == 0 ? at : Math.Min(i, statement.Tokens.Length - 1), $"'{spec.Id}' is a direction in words and degrees", spec.Expected());
            return null;
        }

        double degrees = Values.Number(statement, statement.Tokens[i]);
        if (degrees < 0 || degrees > spec.Maximum)
        {
            context.Error(degrees < 0 ? "RT0604" : "RT0603", statement, i, $"'{spec.Id}' is {statement.TextOf(i)}, outside its range", spec.Expected());
            return null;
        }

        i++;
        return new ParameterValue.Direction(degrees == 0 ? 0 : sign * degrees, isElevation);
    }

    private ParameterValue.Reference Key(Statement statement, int at, string user)
    {
        string id = statement.TextOf(at).ToString();
        context.Keys.Add(new PendingReference(id, statement, at, user));
        return new ParameterValue.Reference(id);
    }

    // A medium, a range of one (profile host 0:02..0:06.5), or a file in quotes.
    private ParameterValue? Media(ParameterSpec spec, Statement statement, int at, ref int i, string user)
    {
        if (statement.Tokens[at].Kind == TokenKind.String)
        {
            return new ParameterValue.Text(statement.ValueOf(at));
        }

        if (statement.Tokens[at].Kind != TokenKind.Word)
        {
            return Mismatch(spec, statement, at);
        }

        string id = statement.TextOf(at).ToString();
        context.MediaUses.Add(new PendingReference(id, statement, at, user));
        if (i >= statement.Tokens.Length || statement.Tokens[i].Kind != TokenKind.Range)
        {
            return new ParameterValue.Reference(id);
        }

        return context.Times.MediaRange(statement, i++) is { } range
            ? new ParameterValue.Reference(new MediaSpan(id, range.Start, range.End).ToString())
            : null;
    }

    private ParameterValue? Checked(ParameterSpec spec, Statement statement, int at, ParameterValue value)
    {
        if (spec.AllowsAuto)
        {
            return value;
        }

        return Mismatch(spec, statement, at);
    }

    private ParameterValue? Mismatch(ParameterSpec spec, Statement statement, int at)
    {
        context.Error("RT0304", statement, at, $"'{spec.Id}' can't be '{statement.TextOf(at)}'", spec.Expected());
        return null;
    }
}
