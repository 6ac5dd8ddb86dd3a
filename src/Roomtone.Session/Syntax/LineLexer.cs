using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>Reads the tokens of one line.</summary>
/// <remarks>After an error the line is given up: one line is one statement, and the next line is the recovery.</remarks>
internal sealed class LineLexer(SourceText source, FindingSink findings)
{
    private readonly string _text = source.Text;
    private int _lineStart;
    private int _end;
    private int _number;

    /// <summary>Reads a line from its first token on.</summary>
    /// <param name="lineStart">First unit of the line.</param>
    /// <param name="lineEnd">One past its last unit, without the line's end.</param>
    /// <param name="number">The line, from 1.</param>
    /// <param name="tokens">Receives the tokens.</param>
    /// <param name="from">Where to begin in the line; its start where nothing is said.</param>
    /// <returns>False where the line has an error, which was reported.</returns>
    public bool Lex(int lineStart, int lineEnd, int number, List<Token> tokens, int from = -1)
    {
        _lineStart = lineStart;
        _end = lineEnd;
        _number = number;
        int i = from < 0 ? lineStart : from;
        while (true)
        {
            while (i < _end && _text[i] == ' ')
            {
                i++;
            }

            if (i >= _end || _text[i] == '#')
            {
                return true;
            }

            if (!Next(ref i, out Token token))
            {
                return false;
            }

            tokens.Add(token);
        }
    }

    private bool Next(ref int i, out Token token)
    {
        int start = i;
        char c = _text[i];
        switch (c)
        {
            case '"':
                return String(ref i, out token);
            case ',':
                i++;
                token = Make(TokenKind.Comma, start, i, i);
                return true;
            case '\t':
                return Fail(out token, "RT0102", start, 1, "a tab", "sessions are indented and spaced with blanks");
            default:
                if (char.IsAsciiDigit(c) || ((c is '+' or '-') && i + 1 < _end && (char.IsAsciiDigit(_text[i + 1]) || IsInfinity(i + 1))) || IsInfinity(i))
                {
                    return Value(ref i, out token);
                }

                return char.IsAsciiLetter(c)
                    ? Word(ref i, out token)
                    : c == '.' && start + 1 < _end && _text[start + 1] == '.'
                        ? Fail(out token, "RT0103", start, 2, "'..' needs a value on both sides, without blanks around it", "write 0:10..0:20")
                        : Fail(out token, "RT0101", start, 1, $"'{c}' begins no word, number or string");
        }
    }

    private bool Word(ref int i, out Token token)
    {
        int start = i;
        while (i < _end && IsWordCharacter(_text[i]))
        {
            if (_text[i] == '.' && i + 1 < _end && _text[i + 1] == '.')
            {
                return Fail(out token, "RT0103", i, 2, $"'{_text[start..i]}' can't begin a range", "ranges are of times and numbers: 0:10..0:20");
            }

            i++;
        }

        if (i < _end && _text[i] is not (' ' or ',' or '#' or '\t'))
        {
            return Fail(out token, "RT0101", i, 1, $"'{_text[i]}' can't stand in a word", "texts with other characters need quotes");
        }

        token = Make(TokenKind.Word, start, i, i);
        return true;
    }

    private bool String(ref int i, out Token token)
    {
        int start = i++;
        while (i < _end && _text[i] != '"')
        {
            if (_text[i] == '\\')
            {
                int length = QuotedText.EscapeLength(_text.AsSpan(i, _end - i));
                if (length == 0)
                {
                    return Fail(out token, "RT0104", i, Math.Min(2, _end - i), "no such escape", "write \\\" \\\\ \\n or \\u{hex}");
                }

                i += length;
            }
            else
            {
                i++;
            }
        }

        if (i >= _end)
        {
            return Fail(out token, "RT0104", start, _end - start, "the string has no closing quote");
        }

        i++;
        token = Make(TokenKind.String, start, i, i);
        return i - start <= TextLimits.StringLength
            || Fail(out token, "RT0107", start, 1, $"the string has {i - start} characters; {TextLimits.StringLength} are the limit");
    }

    private bool Value(ref int i, out Token token)
    {
        int start = i;
        if (!Single(ref i, out token))
        {
            return false;
        }

        if (i + 1 < _end && _text[i] == '.' && _text[i + 1] == '.')
        {
            int split = i;
            i += 2;
            if (i >= _end || !(char.IsAsciiDigit(_text[i]) || _text[i] is '+' or '-' || IsInfinity(i)))
            {
                return Fail(out token, "RT0103", split, 2, "'..' needs a value on both sides, without blanks around it", "write 0:10..0:20");
            }

            if (!Single(ref i, out Token second))
            {
                token = second;
                return false;
            }

            token = Make(TokenKind.Range, start, i, split);
        }

        if (i < _end && _text[i] is not (' ' or ',' or '#' or '\t'))
        {
            int stop = i;
            while (stop < _end && _text[stop] is not (' ' or ',' or '#'))
            {
                stop++;
            }

            return Fail(out token, "RT0101", start, stop - start, $"'{_text[start..stop]}' is neither a number nor a word", "words begin with a letter; units are " + "dB, LUFS, Hz, kHz, s, ms, % …");
        }

        return true;
    }

    private bool Single(ref int i, out Token token)
    {
        int start = i;
        if (_text[i] is '+' or '-')
        {
            i++;
        }

        if (IsInfinity(i))
        {
            i += 3;
            return Unit(start, ref i, out token);
        }

        int digits = Digits(ref i);
        if (digits == 0 || digits > TextLimits.Digits)
        {
            return Digitless(start, digits, i, out token);
        }

        if (i < _end && _text[i] == ':')
        {
            return Time(start, digits, ref i, out token);
        }

        if (digits == 4 && i + 5 < _end && _text[i] == '-' && IsDate(i))
        {
            i += 6;
            token = Make(TokenKind.Date, start, i, i);
            return true;
        }

        if (i + 1 < _end && _text[i] == '/' && char.IsAsciiDigit(_text[i + 1]))
        {
            i++;
            int denominator = Digits(ref i);
            token = Make(TokenKind.Fraction, start, i, i);
            return denominator <= TextLimits.Digits || Digitless(start, denominator, i, out token);
        }

        return Decimal(start, digits, ref i, out token);
    }

    private bool Decimal(int start, int digits, ref int i, out Token token)
    {
        int points = 0;
        while (points < 2 && i + 1 < _end && _text[i] == '.' && char.IsAsciiDigit(_text[i + 1]))
        {
            i++;
            points++;
            digits += Digits(ref i);
        }

        if (digits > TextLimits.Digits)
        {
            return Digitless(start, digits, i, out token);
        }

        if (points == 2)
        {
            token = Make(TokenKind.Layout, start, i, i);
            return true;
        }

        if (i + 1 < _end && _text[i] == ':' && _text[i + 1] == '1' && (i + 2 >= _end || !IsWordCharacter(_text[i + 2])))
        {
            i += 2;
            token = Make(TokenKind.Ratio, start, i, i - 2);
            return true;
        }

        return Unit(start, ref i, out token);
    }

    private bool Unit(int start, ref int i, out Token token)
    {
        int numberEnd = i;
        int unitStart = i;
        while (unitStart < _end && _text[unitStart] == ' ')
        {
            unitStart++;
        }

        int unitEnd = unitStart;
        while (unitEnd < _end && (char.IsAsciiLetter(_text[unitEnd]) || _text[unitEnd] is '/' or '%'))
        {
            unitEnd++;
        }

        bool ends = unitEnd >= _end || _text[unitEnd] is ' ' or ',' or '#' || (_text[unitEnd] == '.' && unitEnd + 1 < _end && _text[unitEnd + 1] == '.');
        if (ends && unitEnd > unitStart && Units.IsUnit(_text.AsSpan(unitStart, unitEnd - unitStart)))
        {
            i = unitEnd;
            token = Make(TokenKind.Quantity, start, i, numberEnd);
            return true;
        }

        token = Make(TokenKind.Number, start, i, i);
        return true;
    }

    // Everything with colons: 2:1, m:ss, h:mm:ss, hh:mm:ss:ff, hh:mm:ss;ff @ rate.
    private bool Time(int start, int digits, ref int i, out Token token)
    {
        int colons = 0;
        while (i + 1 < _end && char.IsAsciiDigit(_text[i + 1]) && (_text[i] == ':' || (_text[i] == ';' && colons == 2) || (_text[i] == '.' && colons < 3)))
        {
            bool isFraction = _text[i] == '.';
            colons += isFraction ? 0 : 1;
            i++;
            digits += Digits(ref i);
            if (isFraction)
            {
                break;
            }
        }

        ReadOnlySpan<char> text = _text.AsSpan(start, i - start);
        bool isSigned = text[0] is '+' or '-';
        if (colons == 3 && !isSigned && Timecode.TryParse(text, out _))
        {
            return Label(start, ref i, out token);
        }

        if (colons == 1 && text.EndsWith(":1") && text[^3] != ':')
        {
            token = Make(TokenKind.Ratio, start, i, i - 2);
            return true;
        }

        token = Make(text[0] == '+' ? TokenKind.Offset : TokenKind.Clock, start, i, i);
        return text[0] != '-' && Clock.TryParse(text[0] == '+' ? text[1..] : text, out _)
            || Fail(out token, "RT0101", start, i - start, $"'{Shown(text)}' is no time", "write m:ss.fff, h:mm:ss.fff, or hh:mm:ss:ff for timecode");
    }

    private bool Label(int start, ref int i, out Token token)
    {
        int labelEnd = i;
        int at = i;
        while (at < _end && _text[at] == ' ')
        {
            at++;
        }

        if (at + 1 < _end && _text[at] == '@' && char.IsAsciiDigit(_text[at + 1]))
        {
            i = at + 1;
            while (i < _end && (char.IsAsciiDigit(_text[i]) || _text[i] == '/' || (_text[i] == '.' && i + 1 < _end && char.IsAsciiDigit(_text[i + 1]))))
            {
                i++;
            }
        }

        token = Make(TokenKind.Timecode, start, i, labelEnd);
        return true;
    }

    private bool Digitless(int start, int digits, int end, out Token token) => digits > TextLimits.Digits
        ? Fail(out token, "RT0107", start, end - start, $"the number has {digits} digits; {TextLimits.Digits} are the limit")
        : Fail(out token, "RT0101", start, 1, "a sign without a number");

    private int Digits(ref int i)
    {
        int start = i;
        while (i < _end && char.IsAsciiDigit(_text[i]))
        {
            i++;
        }

        return i - start;
    }

    private bool IsInfinity(int i) =>
        i + 3 <= _end && _text.AsSpan(i, 3) is "inf" && (i + 3 >= _end || !IsWordCharacter(_text[i + 3]) || (_text[i + 3] == '.' && i + 4 < _end && _text[i + 4] == '.'));

    private bool IsDate(int i) =>
        char.IsAsciiDigit(_text[i + 1]) && char.IsAsciiDigit(_text[i + 2]) && _text[i + 3] == '-' && char.IsAsciiDigit(_text[i + 4]) && char.IsAsciiDigit(_text[i + 5])
        && (i + 6 >= _end || !IsWordCharacter(_text[i + 6]));

    private static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '/' or ':' or '-';

    private static string Shown(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : string.Concat(text[..40], "…");

    private Token Make(TokenKind kind, int start, int end, int split) => new(kind, start - _lineStart, end - start, split - start);

    private bool Fail(out Token token, string code, int at, int width, string message, string? hint = null)
    {
        token = default;
        findings.Add(Severity.Error, code, message, source, _number, _lineStart, at - _lineStart, width, hint);
        return false;
    }
}
