using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>Which tokens an argument takes, and what to say of one that it does not.</summary>
internal static class ArgumentRules
{
    /// <summary>Something wrong with an argument.</summary>
    internal readonly record struct Problem(string Code, string Message, string? Hint);

    public static bool Accepts(Statement statement, int i, ArgumentSpec spec)
    {
        Token token = statement.Tokens[i];
        ReadOnlySpan<char> text = statement.TextOf(token);
        if (!spec.Words.IsEmpty && token.Kind == TokenKind.Word && Contains(spec, text))
        {
            return true;
        }

        return spec.Shape switch
        {
            ArgumentShape.Id or ArgumentShape.Reference or ArgumentShape.Name => token.Kind == TokenKind.Word,
            ArgumentShape.Text => token.Kind == TokenKind.String,
            ArgumentShape.Value => token.Kind is not TokenKind.Comma,
            ArgumentShape.Integer => token.Kind == TokenKind.Number && !text.ContainsAny('.', 'i'),
            ArgumentShape.Number => token.Kind == TokenKind.Number,
            ArgumentShape.Quantity => token.Kind == TokenKind.Quantity && Values.FindUnit(spec.Units, Values.UnitOf(statement, token)) is not null,
            ArgumentShape.Time => token.Kind == TokenKind.Clock || IsTimeQuantity(statement, token, spec.Maximum),
            ArgumentShape.Position => token.Kind is TokenKind.Timecode or TokenKind.Clock || IsTimeQuantity(statement, token, double.PositiveInfinity),
            ArgumentShape.Offset => token.Kind == TokenKind.Offset || IsTimeQuantity(statement, token, double.PositiveInfinity),
            ArgumentShape.TimeRange or ArgumentShape.PositionRange => token.Kind == TokenKind.Range,
            ArgumentShape.Layout => IsLayout(token, text),
            ArgumentShape.Date => token.Kind == TokenKind.Date,
            ArgumentShape.Timecode => token.Kind == TokenKind.Timecode,
            ArgumentShape.Pan => token.Kind == TokenKind.Word && Values.Pan(text) is not null,
            ArgumentShape.Rest => true,
            _ => false,
        };
    }

    public static bool IsPlausible(Statement statement, int i, ArgumentSpec spec)
    {
        TokenKind kind = statement.Tokens[i].Kind;
        return spec.Shape switch
        {
            ArgumentShape.Quantity => kind is TokenKind.Number or TokenKind.Ratio || (kind == TokenKind.Quantity && spec.IsRequired),
            ArgumentShape.Word => kind == TokenKind.Word,
            ArgumentShape.Time or ArgumentShape.Position or ArgumentShape.Offset =>
                kind is TokenKind.Number or TokenKind.Quantity or TokenKind.Clock or TokenKind.Offset or TokenKind.Timecode,
            ArgumentShape.TimeRange or ArgumentShape.PositionRange => kind is TokenKind.Clock or TokenKind.Timecode or TokenKind.Number,
            ArgumentShape.Layout => kind is TokenKind.Layout or TokenKind.Word,
            ArgumentShape.Text => kind == TokenKind.Word,
            ArgumentShape.Integer or ArgumentShape.Number => kind is TokenKind.Number or TokenKind.Quantity,
            ArgumentShape.Pan => kind == TokenKind.Word,
            _ => false,
        };
    }

    public static Problem Mismatch(Statement statement, int i, ArgumentSpec spec)
    {
        Token token = statement.Tokens[i];
        string text = statement.TextOf(token).ToString();
        if (spec.Shape == ArgumentShape.Quantity && token.Kind == TokenKind.Number)
        {
            return new Problem("RT0601", $"'{NameOf(statement, spec)}' needs a unit", $"write '{text} {spec.Units[0].Symbol}'");
        }

        if (spec.Shape == ArgumentShape.Quantity && token.Kind == TokenKind.Quantity)
        {
            string meaning = SchemaUnits.OfSpelling(Values.UnitOf(statement, token))?.Meaning ?? "something else";
            return new Problem("RT0602", $"'{NameOf(statement, spec)}' is {spec.Units[0].Meaning}, but '{text}' is {meaning}",
                $"units for {NameOf(statement, spec)}: {Values.List(spec.Units)}");
        }

        if (spec.Shape is ArgumentShape.Time or ArgumentShape.Position or ArgumentShape.Offset && token.Kind == TokenKind.Number)
        {
            return new Problem("RT0601", $"'{NameOf(statement, spec)}' needs a unit", $"write '{text} s', '{text} ms' or '{text} samples'");
        }

        if (spec.Shape == ArgumentShape.Time && IsTimeQuantity(statement, token, double.PositiveInfinity))
        {
            return new Problem("RT0603", $"'{NameOf(statement, spec)}' is {text}, outside its range", FormattableString.Invariant($"write 0 s to {spec.Maximum:0.###} s"));
        }

        if (token.Kind == TokenKind.Quantity && spec.Shape is ArgumentShape.Time or ArgumentShape.Position)
        {
            bool isNegative = text[0] == '-' && Values.FindUnit([Unit.Seconds, Unit.Samples, Unit.Frames], Values.UnitOf(statement, token)) is not null;
            return isNegative
                ? new Problem("RT0604", $"'{NameOf(statement, spec)}' carries no minus", $"write '{text[1..]}'")
                : new Problem("RT0602", $"'{NameOf(statement, spec)}' is a time, but '{text}' is {SchemaUnits.OfSpelling(Values.UnitOf(statement, token))?.Meaning}", "write a clock (0:12.480), or s, ms, samples, frames");
        }

        if (!spec.Words.IsEmpty)
        {
            return new Problem("RT0304", $"'{text}' is not known here", Suggestions.For(text, spec.Words));
        }

        return spec.Shape == ArgumentShape.Layout
            ? new Problem("RT0304", $"no layout is called '{text}'", Suggestions.For(text, ChannelLayout.Known.Select(l => l.Id)))
            : new Problem("RT0303", $"'{Shown(text)}' stands where {Describe(spec)} is expected", spec.Shape == ArgumentShape.Text ? $"write \"{Shown(text)}\"" : null);
    }

    /// <summary>What is expected, with its article.</summary>
    public static string Describe(ArgumentSpec spec) => spec.Shape switch
    {
        ArgumentShape.Word => "one of " + string.Join(", ", spec.Words),
        ArgumentShape.Id => $"an id ({spec.Name})",
        ArgumentShape.Reference => $"the id of a {spec.Name}",
        ArgumentShape.Text => $"a text in quotes ({spec.Name})",
        ArgumentShape.Integer => $"a whole number ({spec.Name})",
        ArgumentShape.Quantity when spec.Units.Length > 0 => $"{spec.Units[0].Meaning} in {spec.Units[0].Symbol} ({spec.Name})",
        ArgumentShape.Time => $"a time ({spec.Name})",
        ArgumentShape.Position => $"a position: timecode or clock ({spec.Name})",
        ArgumentShape.Offset => "a place in the clip: +0:01.2",
        ArgumentShape.TimeRange => "a range of the media: 0:10..0:20",
        ArgumentShape.PositionRange => "a range of the session: 0:10..0:20",
        ArgumentShape.Layout => "a layout: mono, stereo, 5.1 …",
        ArgumentShape.Date => "a date: 2026-01-31",
        ArgumentShape.Timecode => "a timecode: 01:00:00:00",
        ArgumentShape.Pan => "a place: L100 … C … R100",
        _ => $"a value ({spec.Name})",
    };

    /// <summary>The range of a number, as a remedy.</summary>
    public static string Range(ArgumentSpec spec)
    {
        string unit = spec.Units.Length > 0 && spec.Units[0].Symbol.Length > 0 ? " " + spec.Units[0].Symbol : string.Empty;
        return double.IsNegativeInfinity(spec.Minimum)
            ? $"write {ParameterValue.FormatNumber(spec.Maximum)}{unit} or less"
            : $"write {ParameterValue.FormatNumber(spec.Minimum)}{unit} to {ParameterValue.FormatNumber(spec.Maximum)}{unit}";
    }

    /// <summary>The word by which messages call an argument.</summary>
    public static string NameOf(Statement statement, ArgumentSpec spec) => spec.Lead ?? statement.Keyword.ToString();

    private static string Shown(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");

    private static bool Contains(ArgumentSpec spec, ReadOnlySpan<char> text)
    {
        foreach (string word in spec.Words)
        {
            if (text.SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTimeQuantity(Statement statement, Token token, double maximumSeconds)
    {
        if (token.Kind != TokenKind.Quantity)
        {
            return false;
        }

        ReadOnlySpan<char> unit = Values.UnitOf(statement, token);
        double number = Values.Number(statement, token);
        return unit switch
        {
            "s" => number >= 0 && number <= maximumSeconds && !double.IsInfinity(number),
            "ms" => number >= 0 && number <= maximumSeconds * 1000 && !double.IsInfinity(number),
            "samples" => number >= 0 && number < 1e15 && number == Math.Floor(number),
            "frame" or "frames" => number is >= 0 and < 1e9,
            _ => false,
        };
    }

    private static bool IsLayout(Token token, ReadOnlySpan<char> text) =>
        token.Kind is TokenKind.Word or TokenKind.Number or TokenKind.Layout && ChannelLayout.Find(text.ToString()) is not null;
}
