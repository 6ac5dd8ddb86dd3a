using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>A parameter that automation may move in certain settings.</summary>
/// <param name="Path">As automation names it: <c>threshold</c>, <c>band2.gain</c>.</param>
/// <param name="Spec">The description.</param>
/// <param name="Value">What the settings say, in the kept unit (percent of a pan, degrees of a direction); NaN while it is auto.</param>
public sealed record AutomatableParameter(string Path, ParameterSpec Spec, double Value);

/// <summary>One line of the catalog: what the catalog does for a process without knowing its type.</summary>
internal abstract class ProcessEntry
{
    public abstract ProcessDescriptor Descriptor { get; }

    public abstract IProcess Create(IReadOnlyDictionary<string, ParameterValue> values);

    public abstract ImmutableArray<AutomatableParameter> Automatable(IProcess process);

    public abstract ImmutableSortedDictionary<string, ParameterValue> Values(IProcess process);
}

/// <summary>The line of one settings record.</summary>
/// <typeparam name="T">The settings record.</typeparam>
internal sealed class ProcessEntry<T> : ProcessEntry
    where T : class, IProcess<T>, new()
{
    public override ProcessDescriptor Descriptor => T.Descriptor;

    public override IProcess Create(IReadOnlyDictionary<string, ParameterValue> values)
    {
        var settings = new T();
        double mixPercent = 100;
        foreach ((string path, ParameterValue value) in values)
        {
            if (T.Descriptor.HasMix && path == MixProcess.Spec.Id)
            {
                mixPercent = MixProcess.Read(value);
            }
            else
            {
                settings = Set(settings, path, value);
            }
        }

        DemandRequired(settings);
        return T.Descriptor.HasMix ? new MixProcess((IStreamingProcess)(IProcess)settings, mixPercent) : settings;
    }

    public override ImmutableArray<AutomatableParameter> Automatable(IProcess process)
    {
        ImmutableArray<AutomatableParameter>.Builder list = ImmutableArray.CreateBuilder<AutomatableParameter>();
        foreach ((string path, Parameter<T> parameter, ParameterValue value) in Present((T)process.Core))
        {
            if (parameter.Spec.IsAutomatable)
            {
                list.Add(new AutomatableParameter(path, parameter.Spec, NumberOf(value)));
            }
        }

        if (process is MixProcess mix)
        {
            list.Add(new AutomatableParameter(MixProcess.Spec.Id, MixProcess.Spec, mix.MixPercent));
        }

        return list.ToImmutable();
    }

    public override ImmutableSortedDictionary<string, ParameterValue> Values(IProcess process)
    {
        var values = Present((T)process.Core).ToImmutableSortedDictionary(p => p.Path, p => p.Value, StringComparer.Ordinal);
        return process is MixProcess mix
            ? values.Add(MixProcess.Spec.Id, new ParameterValue.Quantity(mix.MixPercent, Unit.Percent))
            : values;
    }

    // Group members stand together in the table; the numbers in use repeat them: band1.freq, band1.gain, …, band2.freq, …
    private static IEnumerable<(string Path, Parameter<T> Parameter, ParameterValue Value)> Present(T settings)
    {
        ParameterTable<T> table = T.Parameters;
        for (int i = 0; i < table.Count;)
        {
            string? group = table[i].Spec.Group;
            int end = i + 1;
            while (group is not null && end < table.Count && table[end].Spec.Group == group)
            {
                end++;
            }

            int last = group is null ? 0 : table[i].Spec.GroupMaximum;
            for (int number = group is null ? 0 : 1; number <= last; number++)
            {
                for (int p = i; p < end; p++)
                {
                    if (table[p].Get(settings, number) is { } value)
                    {
                        yield return (PathOf(table[p].Spec, number), table[p], value);
                    }
                }
            }

            i = end;
        }
    }

    private static T Set(T settings, string path, ParameterValue value)
    {
        int dot = path.IndexOf('.', StringComparison.Ordinal);
        string member = path[(dot + 1)..];
        string? group = null;
        int number = 0;
        if (dot >= 0)
        {
            group = path[..dot].TrimEnd("0123456789".ToCharArray());
            _ = int.TryParse(path.AsSpan(group.Length, dot - group.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
        }

        Parameter<T> parameter = T.Parameters.FirstOrDefault(p => p.Spec.Id == member && p.Spec.Group == group)
            ?? throw Unknown(path);
        if (group is not null && (number < 1 || number > parameter.Spec.GroupMaximum))
        {
            throw new ProcessSettingsException(
                $"{T.Descriptor.Id}: '{path}' has no such {group}; they run from 1 to {parameter.Spec.GroupMaximum}", path);
        }

        try
        {
            return parameter.With(settings, number, value);
        }
        catch (ProcessSettingsException problem)
        {
            throw new ProcessSettingsException($"{T.Descriptor.Id}: {problem.Message}", path);
        }
    }

    private static ProcessSettingsException Unknown(string path)
    {
        string known = string.Join(", ", T.Descriptor.Parameters.Select(s => s.Group is null ? s.Id : $"{s.Group}N.{s.Id}"));
        return new ProcessSettingsException(
            known.Length == 0
                ? $"{T.Descriptor.Id} has no parameter '{path}'; it has none at all"
                : $"{T.Descriptor.Id} has no parameter '{path}'; it has {known}",
            path);
    }

    private static void DemandRequired(T settings)
    {
        foreach (Parameter<T> parameter in T.Parameters.Where(p => p.Spec.IsRequired))
        {
            int first = parameter.Spec.Group is null ? 0 : 1;
            for (int number = first; number <= parameter.Spec.GroupMaximum; number++)
            {
                bool isUsed = number == 0
                    || T.Parameters.Any(p => p.Spec.Group == parameter.Spec.Group && p.Get(settings, number) is not null);
                if (isUsed && parameter.Get(settings, number) is null)
                {
                    string path = PathOf(parameter.Spec, number);
                    throw new ProcessSettingsException($"{T.Descriptor.Id} needs '{path}'; {parameter.Spec.Expected()}", path);
                }
            }
        }
    }

    private static string PathOf(ParameterSpec spec, int number) =>
        spec.Group is null ? spec.Id : string.Create(CultureInfo.InvariantCulture, $"{spec.Group}{number}.{spec.Id}");

    private static double NumberOf(ParameterValue value) => value switch
    {
        ParameterValue.Quantity quantity => quantity.Value,
        ParameterValue.Pan pan => pan.Percent,
        ParameterValue.Direction direction => direction.Degrees,
        _ => double.NaN,
    };
}
