using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>What an argument of a statement looks like.</summary>
public enum ArgumentShape
{
    /// <summary>One of <see cref="ArgumentSpec.Words"/>.</summary>
    Word,

    /// <summary>A new id.</summary>
    Id,

    /// <summary>The id of something else.</summary>
    Reference,

    /// <summary>Any word.</summary>
    Name,

    /// <summary>A text in quotes.</summary>
    Text,

    /// <summary>A text in quotes, a word or a number.</summary>
    Value,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number without a unit.</summary>
    Number,

    /// <summary>A number with a unit, or bare where <see cref="ArgumentSpec.Units"/> holds <see cref="Unit.None"/>.</summary>
    Quantity,

    /// <summary>A length of time: a clock, or a number of s, ms, samples or frames.</summary>
    Time,

    /// <summary>A place on the timeline: a timecode label, a clock, or a number of s or samples.</summary>
    Position,

    /// <summary>A place in a clip: <c>+0:01.2</c>.</summary>
    Offset,

    /// <summary>A range of media time.</summary>
    TimeRange,

    /// <summary>A range of the timeline.</summary>
    PositionRange,

    /// <summary>A channel layout.</summary>
    Layout,

    /// <summary>A date.</summary>
    Date,

    /// <summary>A timecode label.</summary>
    Timecode,

    /// <summary>A place from left to right: <c>L30</c>, <c>C</c>.</summary>
    Pan,

    /// <summary>Nothing: the word itself is the argument.</summary>
    Flag,

    /// <summary>Whatever else stands on the line; checked where its meaning is known.</summary>
    Rest,
}

/// <summary>An argument of a statement.</summary>
/// <param name="Name">For messages and documentation: id, level.</param>
/// <param name="Shape">What it looks like.</param>
public sealed record ArgumentSpec(string Name, ArgumentShape Shape)
{
    /// <summary>The word that stands before it (<c>at</c>, <c>to</c>); null for an argument known by its place and shape.</summary>
    public string? Lead { get; init; }

    /// <summary>It must be written.</summary>
    public bool IsRequired { get; init; } = true;

    /// <summary>It may be written several times.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Units of a quantity, the usual one first.</summary>
    public ImmutableArray<Unit> Units { get; init; } = [];

    /// <summary>Smallest value, in the first unit.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>Largest value, in the first unit.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>Words that may stand there, beside the shape.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>What holds where it is not written; null = nothing.</summary>
    public string? Default { get; init; }
}

/// <summary>A statement: keyword, where it stands, arguments, one line of documentation.</summary>
/// <param name="Keyword">The first word.</param>
/// <param name="Summary">One line.</param>
public sealed record StatementSpec(string Keyword, string Summary)
{
    /// <summary>Keywords under which it stands; <c>document</c> for a line without indentation.</summary>
    public required ImmutableArray<string> Parents { get; init; }

    /// <summary>Arguments, in the order in which they are written.</summary>
    public ImmutableArray<ArgumentSpec> Arguments { get; init; } = [];

    /// <summary>It may stand several times under one parent.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Its parent needs it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The process whose parameters its arguments and lines are; null for a plain statement. <c>*</c>: its first argument says which.</summary>
    public string? Process { get; init; }

    /// <summary>Part of the format, but this version does not do it yet: kept in the text, refused by check and render.</summary>
    public bool IsLater { get; init; }

    /// <summary>How it is written: <c>clip ID MEDIA RANGE at POSITION</c>.</summary>
    public string Usage => string.Join(' ', Arguments.Select(UsageOf).Prepend(Keyword));

    private static string UsageOf(ArgumentSpec argument)
    {
        string name = argument.Shape switch
        {
            ArgumentShape.Flag => string.Empty,
            ArgumentShape.Word => string.Join('|', argument.Words),
            ArgumentShape.Text => "\"" + argument.Name + "\"",
            _ => argument.Name.ToUpperInvariant() + string.Concat(argument.Words.Select(w => "|" + w)),
        };
        string text = argument.Lead is null ? name : name.Length == 0 ? argument.Lead : argument.Lead + " " + name;
        text = argument.IsRepeated ? text + " …" : text;
        return argument.IsRequired ? text : "[" + text + "]";
    }
}
