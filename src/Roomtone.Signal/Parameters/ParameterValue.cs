using System.Globalization;

namespace Roomtone.Signal;

/// <summary>What a parameter is set to, as text writes it. Immutable.</summary>
/// <remarks>The text of every value reads back to an equal value (<see cref="ToString"/>).</remarks>
public abstract record ParameterValue
{
    private ParameterValue()
    {
    }

    /// <summary>The value as a session writes it.</summary>
    public abstract override string ToString();

    /// <summary>A number with its unit: <c>-18 dB</c>, <c>2.5:1</c>, <c>0.71</c>.</summary>
    /// <param name="Value">In the unit's kept form.</param>
    /// <param name="Unit">The unit.</param>
    public sealed record Quantity(double Value, Unit Unit) : ParameterValue
    {
        /// <inheritdoc/>
        public override string ToString()
        {
            string number = FormatNumber(Value);
            return Unit.Symbol.Length == 0 || Unit.Symbol[0] == ':' ? number + Unit.Symbol : number + " " + Unit.Symbol;
        }
    }

    /// <summary>One of a few words: <c>linear</c>, <c>L</c>, <c>on</c>.</summary>
    /// <param name="Name">The word.</param>
    public sealed record Word(string Name) : ParameterValue
    {
        /// <inheritdoc/>
        public override string ToString() => Name;
    }

    /// <summary>The program finds the value in a pass before rendering, and prints it.</summary>
    public sealed record Automatic : ParameterValue
    {
        /// <summary>The only instance.</summary>
        public static Automatic Instance { get; } = new();

        /// <inheritdoc/>
        public override string ToString() => "auto";
    }

    /// <summary>The id of a bus, track, media or patch.</summary>
    /// <param name="Id">The id.</param>
    public sealed record Reference(string Id) : ParameterValue
    {
        /// <inheritdoc/>
        public override string ToString() => Id;
    }

    /// <summary>Free text, in quotes.</summary>
    /// <param name="Value">Without the quotes.</param>
    public sealed record Text(string Value) : ParameterValue
    {
        /// <inheritdoc/>
        public override string ToString() => "\"" + Value.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
    }

    /// <summary>A place from left to right: <c>L30</c>, <c>C</c>, <c>R100</c>.</summary>
    /// <param name="Percent">−100 (left) … +100 (right).</param>
    public sealed record Pan(double Percent) : ParameterValue
    {
        /// <inheritdoc/>
        public override string ToString() =>
            Percent == 0 ? "C" : (Percent < 0 ? "L" : "R") + FormatNumber(Math.Abs(Percent));
    }

    /// <summary>A direction in words: <c>left 110 deg</c>, <c>up 20 deg</c>.</summary>
    /// <param name="Degrees">Positive to the left for an azimuth, positive upwards for an elevation.</param>
    /// <param name="IsElevation">Up or down rather than left or right.</param>
    public sealed record Direction(double Degrees, bool IsElevation) : ParameterValue
    {
        /// <inheritdoc/>
        public override string ToString() =>
            (IsElevation ? Degrees < 0 ? "down " : "up " : Degrees < 0 ? "right " : "left ") + FormatNumber(Math.Abs(Degrees)) + " deg";
    }

    /// <summary>A number as sessions write it: a point, no exponent, no grouping, the fewest digits that read back.</summary>
    /// <param name="value">Any number but NaN.</param>
    public static string FormatNumber(double value)
    {
        if (double.IsInfinity(value))
        {
            return value < 0 ? "-inf" : "inf";
        }

        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal)
            ? value.ToString("0.#############################", CultureInfo.InvariantCulture)
            : text;
    }
}
