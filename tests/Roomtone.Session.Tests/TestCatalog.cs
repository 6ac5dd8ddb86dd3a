using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Session.Tests;

/// <summary>A small vocabulary of processes in the shapes that the real one has.</summary>
internal sealed class TestCatalog : IProcessCatalog
{
    private static readonly ImmutableArray<ParameterSpec> s_band =
    [
        Word("type", "bell", "high-pass", "low-pass", "low-shelf", "high-shelf", "notch") with { Group = "band", GroupMaximum = 24, GroupPosition = 1 },
        Number("freq", Unit.Hertz, 10, 96_000) with { Group = "band", GroupMaximum = 24, GroupPosition = 2 },
        Number("gain", Unit.Decibels, -40, 40) with { Group = "band", GroupMaximum = 24, GroupPosition = 3 },
        Number("q", Unit.None, 0.1, 100) with { Group = "band", GroupMaximum = 24 },
        Number("slope", Unit.DecibelsPerOctave, 6, 96) with { Group = "band", GroupMaximum = 24 },
    ];

    public static TestCatalog Instance { get; } = new();

    public IReadOnlyCollection<ProcessDescriptor> Descriptors { get; } =
    [
        Process("compressor", ProcessKind.Streaming,
            Number("threshold", Unit.Decibels, -60, 0) with { AllowsAuto = true }, Number("ratio", Unit.Ratio, 1, 20), Number("attack", Unit.Milliseconds, 0.05, 500),
            Number("release", Unit.Milliseconds, 5, 5000) with { AllowsAuto = true }, Number("knee", Unit.Decibels, 0, 24), Word("detector", "peak", "rms"), Key("key")),
        Process("limiter", ProcessKind.Streaming,
            Number("ceiling", Unit.Dbtp, -30, 0) with { Units = [Unit.Dbtp, Unit.Dbfs] }, Number("release", Unit.Milliseconds, 5, 5000) with { AllowsAuto = true }),
        Process("ducker", ProcessKind.Streaming,
            Key("key"), Number("depth", Unit.Decibels, 0, 60), Number("clarity", Unit.Lu, 0, 30), Number("attack", Unit.Milliseconds, 1, 5000),
            Number("hold", Unit.Milliseconds, 0, 10_000), Number("release", Unit.Milliseconds, 1, 20_000)),
        Process("eq", ProcessKind.Streaming, [.. s_band, Word("mode", "minimum", "linear")]),
        Process("gain", ProcessKind.Streaming, Number("amount", Unit.Decibels, double.NegativeInfinity, 60)),
        Process("low-pass", ProcessKind.Streaming, Number("freq", Unit.Hertz, 10, 96_000) with { IsRequired = true }),
        Process("pan", ProcessKind.Streaming, new ParameterSpec { Id = "amount", Label = "Amount", Kind = ParameterKind.Pan, Minimum = -100, Maximum = 100, IsAutomatable = true }),
        Process("position", ProcessKind.Streaming,
            new ParameterSpec { Id = "azimuth", Label = "Azimuth", Kind = ParameterKind.Direction, Minimum = -180, Maximum = 180, IsAutomatable = true },
            new ParameterSpec { Id = "elevation", Label = "Elevation", Kind = ParameterKind.Direction, Minimum = -90, Maximum = 90, IsAutomatable = true },
            Number("distance", Unit.Metres, 0.1, 1000), Number("lfe", Unit.Decibels, double.NegativeInfinity, 10)),
        Process("polarity", ProcessKind.Streaming, Word("channel", "all", "L", "R")),
        Process("reverse", ProcessKind.WholeClip),
        Process("drift", ProcessKind.WholeClip, Number("amount", Unit.PartsPerMillion, -10_000, 10_000) with { IsAutomatable = false }),
        Process("dc-remove", ProcessKind.Streaming),
    ];

    public ProcessDescriptor? Find(string id) =>
        Descriptors.FirstOrDefault(d => d.Id == id || d.Id.Replace("-", string.Empty, StringComparison.Ordinal) == id || (id == "equaliser" && d.Id == "eq"));

    private static ProcessDescriptor Process(string id, ProcessKind kind, params ReadOnlySpan<ParameterSpec> parameters) =>
        new() { Id = id, Title = id, Summary = id, Kind = kind, Family = "Test", Parameters = [.. parameters] };

    private static ParameterSpec Number(string id, Unit unit, double minimum, double maximum) =>
        new() { Id = id, Label = id, Kind = ParameterKind.Quantity, Units = [unit], Minimum = minimum, Maximum = maximum, IsAutomatable = true };

    private static ParameterSpec Word(string id, params ReadOnlySpan<string> words) => new() { Id = id, Label = id, Kind = ParameterKind.Word, Words = [.. words] };

    private static ParameterSpec Key(string id) => new() { Id = id, Label = id, Kind = ParameterKind.Key };
}
