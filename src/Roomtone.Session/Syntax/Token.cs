namespace Roomtone.Session;

/// <summary>What a token is.</summary>
public enum TokenKind : byte
{
    /// <summary>A letter, then letters, digits, <c>_ . / : -</c>.</summary>
    Word,

    /// <summary>Text in quotes.</summary>
    String,

    /// <summary>A bare number, <c>inf</c> included.</summary>
    Number,

    /// <summary>A number with its unit.</summary>
    Quantity,

    /// <summary><c>[h:]m:ss[.fraction]</c>.</summary>
    Clock,

    /// <summary><c>+</c> and a clock.</summary>
    Offset,

    /// <summary><c>hh:mm:ss:ff</c>, with <c>;</c> for drop-frame, with or without <c>@rate</c>.</summary>
    Timecode,

    /// <summary><c>2.5:1</c>.</summary>
    Ratio,

    /// <summary><c>1001/1000</c>.</summary>
    Fraction,

    /// <summary><c>7.1.4</c>; <c>5.1</c> is a number until a layout is expected.</summary>
    Layout,

    /// <summary><c>2026-01-31</c>.</summary>
    Date,

    /// <summary>Two values with <c>..</c> between them.</summary>
    Range,

    /// <summary>A comma.</summary>
    Comma,
}

/// <summary>A token of a line; it owns no text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">UTF-16 units from the start of the line.</param>
/// <param name="Length">UTF-16 units.</param>
/// <param name="Split">Units of the number in a quantity, of the label in a timecode, of the first value in a range; elsewhere <paramref name="Length"/>.</param>
public readonly record struct Token(TokenKind Kind, int Start, int Length, int Split)
{
    /// <summary>One past its last unit.</summary>
    public int End => Start + Length;
}
