namespace Roomtone.Signal;

/// <summary>What a parameter accepts, said once for session, command and processes.</summary>
public static class ParameterRules
{
    /// <summary>What is wrong with a value, with the way out; null where nothing is.</summary>
    /// <param name="spec">The parameter.</param>
    /// <param name="value">The value that is written.</param>
    public static string? Problem(this ParameterSpec spec, ParameterValue value) => value switch
    {
        ParameterValue.Automatic => spec.AllowsAuto ? null : $"'{spec.Id}' can't be auto; {Expected(spec)}",
        ParameterValue.Quantity quantity when spec.Kind == ParameterKind.Quantity => QuantityProblem(spec, quantity),
        ParameterValue.Word word when spec.Kind == ParameterKind.Word =>
            spec.Words.Contains(word.Name, StringComparer.Ordinal) ? null : $"'{spec.Id}' can't be '{word.Name}'; {Expected(spec)}",
        ParameterValue.Pan pan when spec.Kind == ParameterKind.Pan =>
            Math.Abs(pan.Percent) <= 100 ? null : $"'{spec.Id}' is {pan}; {Expected(spec)}",
        ParameterValue.Direction direction when spec.Kind == ParameterKind.Direction => DirectionProblem(spec, direction),
        ParameterValue.Reference when spec.Kind is ParameterKind.Key or ParameterKind.Media => null,
        ParameterValue.Text when spec.Kind is ParameterKind.Text or ParameterKind.Media => null,
        _ => $"'{spec.Id}' can't be '{value}'; {Expected(spec)}",
    };

    /// <summary>What to write, in one clause.</summary>
    /// <param name="spec">The parameter.</param>
    public static string Expected(this ParameterSpec spec) => spec.Kind switch
    {
        ParameterKind.Quantity => $"write {Range(spec)}",
        ParameterKind.Word => $"write one of {string.Join(", ", spec.Words)}",
        ParameterKind.Pan => "write L100 … C … R100",
        ParameterKind.Direction when spec.Maximum <= 90 => "write 'up 0 deg' … 'up 90 deg' or 'down …'",
        ParameterKind.Direction => "write 'left 0 deg' … 'left 180 deg' or 'right …'",
        ParameterKind.Key => "write the id of a bus or track",
        ParameterKind.Media => "write the id of media or a file in quotes",
        _ => "write a text in quotes",
    } + (spec.AllowsAuto ? ", or auto" : string.Empty);

    private static string? QuantityProblem(ParameterSpec spec, ParameterValue.Quantity quantity)
    {
        int index = spec.Units.IndexOf(quantity.Unit);
        if (index < 0)
        {
            return quantity.Unit.Symbol.Length == 0
                ? $"'{spec.Id}' needs a unit; write '{quantity} {spec.Units[0]}'"
                : $"'{spec.Id}' is {spec.Units[0].Meaning}, but '{quantity}' is {quantity.Unit.Meaning}; {Expected(spec)}";
        }

        bool inRange = quantity.Value >= spec.Minimum && quantity.Value <= spec.Maximum;
        return double.IsNaN(quantity.Value) || (index == 0 && !inRange)
            ? $"'{spec.Id}' is {quantity}, outside its range; {Expected(spec)}"
            : null;
    }

    private static string? DirectionProblem(ParameterSpec spec, ParameterValue.Direction direction)
    {
        bool isElevation = spec.Maximum <= 90;
        return direction.IsElevation == isElevation && direction.Degrees >= spec.Minimum && direction.Degrees <= spec.Maximum
            ? null
            : $"'{spec.Id}' can't be '{direction}'; {Expected(spec)}";
    }

    private static string Range(ParameterSpec spec)
    {
        string units = string.Join(" or ", spec.Units.Select(u => u.Symbol));
        string from = new ParameterValue.Quantity(spec.Minimum, spec.Units[0]).ToString();
        string to = new ParameterValue.Quantity(spec.Maximum, spec.Units[0]).ToString();
        return (double.IsInfinity(spec.Minimum), double.IsPositiveInfinity(spec.Maximum)) switch
        {
            (true, true) => $"a number of {units}",
            (true, false) => $"{to} or less",
            (false, true) => $"{from} or more",
            _ => $"{from} to {to}" + (spec.Units.Length > 1 ? $" ({units})" : string.Empty),
        };
    }
}
