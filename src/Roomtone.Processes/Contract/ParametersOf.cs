using System.Collections.Immutable;
using System.Text;
using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>One line per parameter of a settings record; used with <c>using static</c> of the closed type.</summary>
/// <remarks>
/// <para>The default of a parameter is what the record itself starts with. Every setter checks unit and range first and throws
/// <see cref="ProcessSettingsException"/> with the way out.</para>
/// <para>Quantities, pans and directions may be automated unless <see cref="ParameterChanges.Structural{T}"/> follows.</para>
/// </remarks>
/// <typeparam name="T">The settings record, or the record of a group's members.</typeparam>
public static class ParametersOf<T>
{
    /// <summary>A number with a unit.</summary>
    /// <param name="id">Id in text.</param>
    /// <param name="label">Name for people.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="minimum">Smallest value.</param>
    /// <param name="maximum">Largest value.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="with">Sets it.</param>
    /// <param name="scale">Spacing of a control.</param>
    public static Parameter<T> Quantity(
        string id, string label, Unit unit, double minimum, double maximum,
        Func<T, double> get, Func<T, double, T> with, ParameterScale scale = ParameterScale.Linear) =>
        Checked(
            Number(id, label, unit, minimum, maximum, scale),
            s => new ParameterValue.Quantity(get(s), unit),
            (s, v) => with(s, ((ParameterValue.Quantity)v).Value));

    /// <summary>A number that may be absent: a demanded value (with <see cref="ParameterChanges.Required{T}"/>), or a choice not made.</summary>
    /// <param name="id">Id in text.</param>
    /// <param name="label">Name for people.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="minimum">Smallest value.</param>
    /// <param name="maximum">Largest value.</param>
    /// <param name="get">Reads it; null = absent.</param>
    /// <param name="with">Sets it.</param>
    /// <param name="scale">Spacing of a control.</param>
    public static Parameter<T> OptionalQuantity(
        string id, string label, Unit unit, double minimum, double maximum,
        Func<T, double?> get, Func<T, double, T> with, ParameterScale scale = ParameterScale.Linear) =>
        Checked(
            Number(id, label, unit, minimum, maximum, scale),
            s => get(s) is { } value ? new ParameterValue.Quantity(value, unit) : null,
            (s, v) => with(s, ((ParameterValue.Quantity)v).Value));

    /// <summary>A number, or <c>auto</c>, which is null in the record.</summary>
    /// <param name="id">Id in text.</param>
    /// <param name="label">Name for people.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="minimum">Smallest value.</param>
    /// <param name="maximum">Largest value.</param>
    /// <param name="get">Reads it; null = auto.</param>
    /// <param name="with">Sets it; null = auto.</param>
    /// <param name="scale">Spacing of a control.</param>
    public static Parameter<T> AutoQuantity(
        string id, string label, Unit unit, double minimum, double maximum,
        Func<T, double?> get, Func<T, double?, T> with, ParameterScale scale = ParameterScale.Linear) =>
        Checked(
            Number(id, label, unit, minimum, maximum, scale) with { AllowsAuto = true },
            s => get(s) is { } value ? new ParameterValue.Quantity(value, unit) : ParameterValue.Automatic.Instance,
            (s, v) => with(s, (v as ParameterValue.Quantity)?.Value));

    /// <summary>A number in one of several units (samples or ms; dBTP or dBFS), kept as written; the range is in the first.</summary>
    /// <param name="id">Id in text.</param>
    /// <param name="label">Name for people.</param>
    /// <param name="units">The units, the usual one first.</param>
    /// <param name="minimum">Smallest value, in the first unit.</param>
    /// <param name="maximum">Largest value, in the first unit.</param>
    /// <param name="get">Reads it; null = absent.</param>
    /// <param name="with">Sets it.</param>
    public static Parameter<T> QuantityIn(
        string id, string label, ImmutableArray<Unit> units, double minimum, double maximum,
        Func<T, ParameterValue.Quantity?> get, Func<T, ParameterValue.Quantity, T> with) =>
        Checked(
            Number(id, label, units[0], minimum, maximum, ParameterScale.Linear) with { Units = units, IsAutomatable = false },
            get,
            (s, v) => with(s, (ParameterValue.Quantity)v));

    /// <summary>One of an enumeration's names in kebab-case (<c>LowShelf</c> → <c>low-shelf</c>), or of words given for them in order.</summary>
    /// <typeparam name="TWord">The enumeration, numbered from 0.</typeparam>
    /// <param name="id">Id in text.</param>
    /// <param name="label">Name for people.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="with">Sets it.</param>
    /// <param name="words">The words where the names do not give them.</param>
    public static Parameter<T> Word<TWord>(
        string id, string label, Func<T, TWord> get, Func<T, TWord, T> with, params ReadOnlySpan<string> words)
        where TWord : struct, Enum
    {
        // By type, not by type argument: one method for all enumerations, instead of one for each to compile at every start.
        Type enumeration = typeof(TWord);
        TWord[] values = Enum.GetValues<TWord>();
        ImmutableArray<string> names = words.IsEmpty ? [.. Enum.GetNames(enumeration).Select(Kebab)] : [.. words];
        return Checked(
            new ParameterSpec { Id = id, Label = label, Kind = ParameterKind.Word, Words = names },
            s => new ParameterValue.Word(names[Array.IndexOf(values, get(s))]),
            (s, v) => with(s, values[names.IndexOf(((ParameterValue.Word)v).Name)]));
    }

    /// <summary>One of a list of words, kept as a text; null = absent.</summary>
    /// <param name="id">Id in text.</param>
    /// <param name="label">Name for people.</param>
    /// <param name="words">The words.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="with">Sets it.</param>
    public static Parameter<T> Choice(
        string id, string label, ImmutableArray<string> words, Func<T, string?> get, Func<T, string, T> with) =>
        Checked(
            new ParameterSpec { Id = id, Label = label, Kind = ParameterKind.Word, Words = words },
            s => get(s) is { } word ? new ParameterValue.Word(word) : null,
            (s, v) => with(s, ((ParameterValue.Word)v).Name));

    /// <summary>On or off.</summary>
    /// <param name="id">Id in text.</param>
    /// <param name="label">Name for people.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="with">Sets it.</param>
    public static Parameter<T> Flag(string id, string label, Func<T, bool> get, Func<T, bool, T> with) =>
        Choice(id, label, ["on", "off"], s => get(s) ? "on" : "off", (s, v) => with(s, v == "on"));

    /// <summary>A place from left (−100) to right (+100).</summary>
    /// <param name="id">Id in text.</param>
    /// <param name="label">Name for people.</param>
    /// <param name="get">Reads it, percent.</param>
    /// <param name="with">Sets it.</param>
    public static Parameter<T> Pan(string id, string label, Func<T, double> get, Func<T, double, T> with) =>
        Checked(
            Number(id, label, Unit.Percent, -100, 100, ParameterScale.Linear) with { Kind = ParameterKind.Pan, Units = [] },
            s => new ParameterValue.Pan(get(s)),
            (s, v) => with(s, ((ParameterValue.Pan)v).Percent));

    /// <summary>An angle in words: left and right (±180), or up and down (±90).</summary>
    /// <param name="id">Id in text.</param>
    /// <param name="label">Name for people.</param>
    /// <param name="isElevation">Up and down.</param>
    /// <param name="get">Reads it, degrees; positive to the left, or upwards.</param>
    /// <param name="with">Sets it.</param>
    public static Parameter<T> Direction(
        string id, string label, bool isElevation, Func<T, double> get, Func<T, double, T> with)
    {
        double limit = isElevation ? 90 : 180;
        return Checked(
            Number(id, label, Unit.Degrees, -limit, limit, ParameterScale.Linear) with { Kind = ParameterKind.Direction, Units = [] },
            s => new ParameterValue.Direction(get(s), isElevation),
            (s, v) => with(s, ((ParameterValue.Direction)v).Degrees));
    }

    /// <summary>The bus or track that is the side-chain key.</summary>
    /// <param name="id">Id in text.</param>
    /// <param name="label">Name for people.</param>
    /// <param name="get">Reads its id; null = none.</param>
    /// <param name="with">Sets it.</param>
    public static Parameter<T> Key(string id, string label, Func<T, string?> get, Func<T, string, T> with) =>
        Checked(
            new ParameterSpec { Id = id, Label = label, Kind = ParameterKind.Key },
            s => get(s) is { } key ? new ParameterValue.Reference(key) : null,
            (s, v) => with(s, ((ParameterValue.Reference)v).Id));

    /// <summary>Other audio: the id of a medium, with or without a range of it, or a file.</summary>
    /// <param name="id">Id in text.</param>
    /// <param name="label">Name for people.</param>
    /// <param name="get">Reads it; null = none.</param>
    /// <param name="with">Sets it.</param>
    public static Parameter<T> Medium(string id, string label, Func<T, ParameterValue?> get, Func<T, ParameterValue, T> with) =>
        Checked(new ParameterSpec { Id = id, Label = label, Kind = ParameterKind.Media }, get, with);

    /// <summary>Free text.</summary>
    /// <param name="id">Id in text.</param>
    /// <param name="label">Name for people.</param>
    /// <param name="get">Reads it; null = absent.</param>
    /// <param name="with">Sets it.</param>
    public static Parameter<T> Text(string id, string label, Func<T, string?> get, Func<T, string, T> with) =>
        Checked(
            new ParameterSpec { Id = id, Label = label, Kind = ParameterKind.Text },
            s => get(s) is { } text ? new ParameterValue.Text(text) : null,
            (s, v) => with(s, ((ParameterValue.Text)v).Value));

    /// <summary>The members of a numbered group (<c>band 3 …</c>), keyed <c>band3.gain</c>.</summary>
    /// <typeparam name="TMember">The record of one number.</typeparam>
    /// <param name="group">The group's word.</param>
    /// <param name="maximum">Largest number.</param>
    /// <param name="get">The numbers in use.</param>
    /// <param name="with">Sets the numbers in use.</param>
    /// <param name="members">The parameters of one number.</param>
    /// <returns>One parameter per member, to be spread into the table.</returns>
    public static ImmutableArray<Parameter<T>> Group<TMember>(
        string group, int maximum,
        Func<T, ImmutableSortedDictionary<int, TMember>> get, Func<T, ImmutableSortedDictionary<int, TMember>, T> with,
        ParameterTable<TMember> members)
        where TMember : new() =>
        [
            .. members.Select(member => new Parameter<T>(
                member.Spec with { Group = group, GroupMaximum = maximum, Default = member.Get(new TMember(), 0) },
                (s, n) => get(s).TryGetValue(n, out TMember? one) ? member.Get(one, 0) : null,
                (s, n, v) =>
                {
                    ImmutableSortedDictionary<int, TMember> all = get(s);
                    TMember one = all.TryGetValue(n, out TMember? present) ? present : new TMember();
                    return with(s, all.SetItem(n, member.With(one, 0, v)));
                })),
        ];

    private static ParameterSpec Number(string id, string label, Unit unit, double minimum, double maximum, ParameterScale scale) => new()
    {
        Id = id,
        Label = label,
        Kind = ParameterKind.Quantity,
        Units = [unit],
        Minimum = minimum,
        Maximum = maximum,
        Scale = scale,
        IsAutomatable = true,
    };

    private static Parameter<T> Checked(ParameterSpec spec, Func<T, ParameterValue?> get, Func<T, ParameterValue, T> with) =>
        new(
            spec,
            (s, _) => get(s),
            (s, _, v) => spec.Problem(v) is { } problem ? throw new ProcessSettingsException(problem, spec.Id) : with(s, v));

    private static string Kebab(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (char c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
