using System.Globalization;

namespace Roomtone.Delivery;

/// <summary>A piece of a line: a word, a number with the word behind it, or a string.</summary>
internal readonly record struct ProfileToken(string Text, bool IsString, int Column);

/// <summary>One line of profile text, cut into pieces.</summary>
internal sealed class ProfileLine
{
    private readonly List<ProfileToken> _tokens = [];
    private int _next;

    private ProfileLine(int number, string text)
    {
        Number = number;
        Text = text;
    }

    public int Number { get; }

    public string Text { get; }

    public int Indent { get; private init; }

    public bool IsEmpty => _tokens.Count == 0;

    public bool HasMore => _next < _tokens.Count;

    public int Column => HasMore ? _tokens[_next].Column : Text.TrimEnd().Length + 1;

    public static ProfileLine Parse(int number, string text)
    {
        int indent = text.Length - text.TrimStart(' ').Length;
        ProfileLine line = new(number, text) { Indent = indent };
        int at = indent;
        while (at < text.Length && text[at] != '#')
        {
            at = text[at] == ' ' ? at + 1 : line.Take(at);
        }

        return line;
    }

    public string? Peek() => HasMore ? _tokens[_next].Text : null;

    public string Word(string expected)
    {
        if (!HasMore || _tokens[_next].IsString)
        {
            throw new ProfileSyntaxException(Column, $"{expected} is missing");
        }

        return _tokens[_next++].Text;
    }

    public string String(string expected)
    {
        if (!HasMore || !_tokens[_next].IsString)
        {
            throw new ProfileSyntaxException(Column, $"{expected} is missing: write it in quotes");
        }

        return _tokens[_next++].Text;
    }

    public bool Accept(string word)
    {
        if (HasMore && !_tokens[_next].IsString && _tokens[_next].Text == word)
        {
            _next++;
            return true;
        }

        return false;
    }

    public double Amount(string expected)
    {
        int column = Column;
        string text = Word(expected);
        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new ProfileSyntaxException(column, $"'{text}' is not {expected}");
    }

    public double Quantity(string unit, string expected)
    {
        double value = Amount(expected);
        int column = Column;
        if (!HasMore)
        {
            throw new ProfileSyntaxException(column, $"{expected} needs its unit: {unit}");
        }

        string written = Word(unit);
        return written == unit || (unit == "LUFS" && written == "LKFS")
            ? value
            : throw new ProfileSyntaxException(column, $"{expected} is written in {unit}, not in {written}");
    }

    public Bounds Range(string unit, string expected)
    {
        double low = Quantity(unit, expected);
        if (!Accept(".."))
        {
            throw new ProfileSyntaxException(Column, $"{expected} is a range: low {unit} .. high {unit}");
        }

        int column = Column;
        double high = Quantity(unit, expected);
        return high >= low ? new Bounds(low, high) : throw new ProfileSyntaxException(column, $"{expected} runs from {low} down to {high}");
    }

    private int Take(int at)
    {
        if (Text[at] == '"')
        {
            int end = Text.IndexOf('"', at + 1);
            if (end < 0)
            {
                throw new ProfileSyntaxException(at + 1, "this quote is never closed");
            }

            _tokens.Add(new ProfileToken(Text[(at + 1)..end], true, at + 1));
            return end + 1;
        }

        int stop = at;
        while (stop < Text.Length && Text[stop] is not (' ' or '"' or '#'))
        {
            stop++;
        }

        _tokens.Add(new ProfileToken(Text[at..stop], false, at + 1));
        return stop;
    }
}

/// <summary>What is wrong in a line, and where in it.</summary>
internal sealed class ProfileSyntaxException(int column, string message) : Exception(message)
{
    public int Column { get; } = column;
}
