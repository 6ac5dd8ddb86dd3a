using System.Collections;
using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>One parameter of a settings record: its description, and how to read and set it.</summary>
/// <typeparam name="T">The settings record.</typeparam>
/// <param name="Spec">The description.</param>
/// <param name="Get">The value of a member with the group's number (0 outside groups); null where it is not set.</param>
/// <param name="With">The settings with the value.</param>
public sealed record Parameter<T>(ParameterSpec Spec, Func<T, int, ParameterValue?> Get, Func<T, int, ParameterValue, T> With);

/// <summary>The parameters of a settings record, in the order of the documentation.</summary>
/// <typeparam name="T">The settings record.</typeparam>
[System.Runtime.CompilerServices.CollectionBuilder(typeof(ParameterTable), nameof(ParameterTable.Create))]
public sealed class ParameterTable<T> : IReadOnlyList<Parameter<T>>
{
    private readonly ImmutableArray<Parameter<T>> _parameters;

    internal ParameterTable(ReadOnlySpan<Parameter<T>> parameters) => _parameters = [.. parameters];

    /// <inheritdoc/>
    public int Count => _parameters.Length;

    /// <summary>The descriptions.</summary>
    public ImmutableArray<ParameterSpec> Specs => [.. _parameters.Select(p => p.Spec)];

    /// <inheritdoc/>
    public Parameter<T> this[int index] => _parameters[index];

    /// <summary>The description of a process: what is said of it, with the parameters and their defaults filled in.</summary>
    /// <param name="defaults">A new record: what holds when nothing is written.</param>
    /// <param name="about">Id, title, kind and what holds for every setting.</param>
    public ProcessDescriptor Describe(T defaults, ProcessDescriptor about)
    {
        IEnumerable<ParameterSpec> specs = _parameters.Select(p =>
            p.Spec.Group is null && !p.Spec.IsRequired ? p.Spec with { Default = p.Get(defaults, 0) } : p.Spec);
        return about with { Parameters = about.HasMix ? [.. specs, MixProcess.Spec] : [.. specs] };
    }

    /// <inheritdoc/>
    public IEnumerator<Parameter<T>> GetEnumerator() => ((IEnumerable<Parameter<T>>)_parameters).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Builds tables from collection expressions.</summary>
public static class ParameterTable
{
    /// <summary>A table of parameters.</summary>
    /// <typeparam name="T">The settings record.</typeparam>
    /// <param name="parameters">In the order of the documentation.</param>
    public static ParameterTable<T> Create<T>(ReadOnlySpan<Parameter<T>> parameters) => new(parameters);
}
