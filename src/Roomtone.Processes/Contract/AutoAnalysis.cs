using Roomtone.Analysis;
using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Settings that may hold <c>auto</c> values, which a measurement of what goes in turns into numbers.</summary>
public interface IAutomaticProcess : IProcess
{
    /// <summary>Whether a value is still <c>auto</c>; such settings make no processor.</summary>
    bool HasAutomatic { get; }

    /// <summary>The same settings with numbers.</summary>
    /// <param name="input">Measurement of what goes into the process; of the key where one is set.</param>
    /// <param name="found">Receives what was found, for the plan.</param>
    IProcess Resolve(ProgrammeMeasurement input, ICollection<AutomaticValue> found);
}

/// <summary>A value that the program found.</summary>
/// <param name="Parameter">Id of the parameter.</param>
/// <param name="Value">The number.</param>
/// <param name="Reason">Where it comes from: "programme RMS -21.4 dBFS + 2 dB".</param>
public sealed record AutomaticValue(string Parameter, ParameterValue.Quantity Value, string Reason)
{
    /// <summary>As the plan prints it: <c>threshold auto = -19.4 dB (programme RMS -21.4 dBFS + 2 dB)</c>.</summary>
    public override string ToString() => $"{Parameter} auto = {Value} ({Reason})";
}

/// <summary>The pass before rendering that finds <c>auto</c> values.</summary>
public static class AutoAnalysis
{
    /// <summary>Whether a process needs the pass.</summary>
    /// <param name="process">Settings, with or without dry/wet.</param>
    public static bool IsNeededBy(IProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return process.Core is IAutomaticProcess { HasAutomatic: true };
    }

    /// <summary>Measures what goes into a process.</summary>
    /// <param name="source">The audio.</param>
    /// <param name="cancellation">Stops the pass.</param>
    public static ProgrammeMeasurement Measure(IAudioSource source, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        var meter = new ProgrammeMeter(source.SampleRate, source.Layout);
        SourcePass.Run(source, meter.Add, null, cancellation);
        return meter.Read();
    }

    /// <summary>The process with numbers in place of <c>auto</c>.</summary>
    /// <param name="process">Settings, with or without dry/wet.</param>
    /// <param name="input">Measurement of what goes in; of the key where one is set.</param>
    /// <param name="found">Receives what was found, for the plan.</param>
    public static IProcess Resolve(IProcess process, ProgrammeMeasurement input, ICollection<AutomaticValue> found)
    {
        ArgumentNullException.ThrowIfNull(process);
        if (process.Core is not IAutomaticProcess { HasAutomatic: true } automatic)
        {
            return process;
        }

        IProcess resolved = automatic.Resolve(input, found);
        return process is MixProcess mix ? new MixProcess((IStreamingProcess)resolved, mix.MixPercent) : resolved;
    }
}
