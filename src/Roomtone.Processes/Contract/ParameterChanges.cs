namespace Roomtone.Processes;

/// <summary>What may be said about a parameter after its one line.</summary>
public static class ParameterChanges
{
    /// <summary>It holds for the whole render: look-ahead, mode, size.</summary>
    /// <typeparam name="T">The settings record.</typeparam>
    /// <param name="parameter">The parameter.</param>
    public static Parameter<T> Structural<T>(this Parameter<T> parameter) =>
        parameter with { Spec = parameter.Spec with { IsAutomatable = false } };

    /// <summary>No honest default exists: it must be written.</summary>
    /// <typeparam name="T">The settings record.</typeparam>
    /// <param name="parameter">The parameter.</param>
    public static Parameter<T> Required<T>(this Parameter<T> parameter) =>
        parameter with { Spec = parameter.Spec with { IsRequired = true } };

    /// <summary>It stands without its name at a place after the number of the group.</summary>
    /// <typeparam name="T">The record of the group's members.</typeparam>
    /// <param name="parameter">The parameter.</param>
    /// <param name="position">From 1.</param>
    public static Parameter<T> At<T>(this Parameter<T> parameter, int position) =>
        parameter with { Spec = parameter.Spec with { GroupPosition = position } };

    /// <summary>One line for people on what it does.</summary>
    /// <typeparam name="T">The settings record.</typeparam>
    /// <param name="parameter">The parameter.</param>
    /// <param name="summary">The line.</param>
    public static Parameter<T> Says<T>(this Parameter<T> parameter, string summary) =>
        parameter with { Spec = parameter.Spec with { Summary = summary } };
}
