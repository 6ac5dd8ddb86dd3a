using System.Collections.Immutable;

namespace Roomtone.Signal;

/// <summary>What kind of value a parameter takes.</summary>
public enum ParameterKind
{
    /// <summary>A number with a unit; the kind that automation moves.</summary>
    Quantity,

    /// <summary>One of <see cref="ParameterSpec.Words"/>.</summary>
    Word,

    /// <summary>A place from left to right (L100 … C … R100); automatable.</summary>
    Pan,

    /// <summary>An azimuth (left, right) or elevation (up, down); automatable.</summary>
    Direction,

    /// <summary>The id of a bus or track that is the key (side-chain).</summary>
    Key,

    /// <summary>A file or media of the session.</summary>
    Media,

    /// <summary>Free text.</summary>
    Text,
}

/// <summary>How a control spaces a parameter's range.</summary>
public enum ParameterScale
{
    /// <summary>Even steps.</summary>
    Linear,

    /// <summary>Even ratios.</summary>
    Logarithmic,
}

/// <summary>One parameter of a process: the single source for text, command line, JSON, automation, controls, pages and tests.</summary>
/// <remarks>
/// Ids are kebab-case without a unit; the value carries it. Members of a numbered group (<c>band 3 …</c>) have
/// <see cref="Group"/> set; their values are keyed <c>band3.gain</c>, which is their automation path too.
/// </remarks>
public sealed record ParameterSpec
{
    /// <summary>The id in text: <c>threshold</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name for people: "Threshold".</summary>
    public required string Label { get; init; }

    /// <summary>One line on what it does.</summary>
    public string Summary { get; init; } = string.Empty;

    /// <summary>What it takes.</summary>
    public required ParameterKind Kind { get; init; }

    /// <summary>The units that a quantity may have, the usual one first.</summary>
    public ImmutableArray<Unit> Units { get; init; } = [];

    /// <summary>Smallest quantity, in the first unit.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>Largest quantity, in the first unit.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>Spacing of a control.</summary>
    public ParameterScale Scale { get; init; }

    /// <summary>The words that a <see cref="ParameterKind.Word"/> takes.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>What it is when nothing is written; null where nothing is (an absent key, a demanded value).</summary>
    public ParameterValue? Default { get; init; }

    /// <summary>True where no honest default exists and the value must be written.</summary>
    public bool IsRequired { get; init; }

    /// <summary>True where <c>auto</c> may be written.</summary>
    public bool AllowsAuto { get; init; }

    /// <summary>True where automation may move it while the process runs.</summary>
    public bool IsAutomatable { get; init; }

    /// <summary>The numbered group that it belongs to (<c>band</c>), or null.</summary>
    public string? Group { get; init; }

    /// <summary>Members of a group that need no name, in the order in which they are written after the number; 0 = written by name.</summary>
    public int GroupPosition { get; init; }

    /// <summary>Largest number of the group.</summary>
    public int GroupMaximum { get; init; }
}
