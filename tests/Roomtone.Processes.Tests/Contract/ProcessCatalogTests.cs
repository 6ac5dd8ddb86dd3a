using Roomtone.Signal;

namespace Roomtone.Processes.Tests.Contract;

public sealed class ProcessCatalogTests
{
    private static readonly ProcessCatalog Catalog = ProcessCatalog.Standard;

    [Fact]
    public void EveryProcessOfTheLibrary_HasItsLine()
    {
        var written = typeof(ProcessCatalog).Assembly.GetTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IProcess<>)))
            .Select(t => ((ProcessDescriptor)t.GetProperty("Descriptor")!.GetValue(null)!).Id);
        Assert.Equal(written.Order(StringComparer.Ordinal), Catalog.Descriptors.Select(d => d.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Value_ReachesTheSettings() =>
        Assert.Equal(-3, ((GainSettings)Catalog.Create("gain", Values(("amount", Db(-3))))).AmountDb);

    [Fact]
    public void ValueOutOfRange_IsRefusedWithValueRangeAndPath()
    {
        ProcessSettingsException problem = Refused("gain", ("amount", Db(90)));
        Assert.Equal("gain: 'amount' is 90 dB, outside its range; write 60 dB or less", problem.Message);
        Assert.Equal("amount", problem.Parameter);
    }

    [Fact]
    public void ValueWithoutUnit_IsRefusedWithWhatToWrite() =>
        Assert.Equal(
            "gain: 'amount' needs a unit; write '3 dB'",
            Refused("gain", ("amount", new ParameterValue.Quantity(3, Unit.None))).Message);

    [Fact]
    public void UnknownParameter_IsRefusedWithTheKnownOnes() =>
        Assert.Equal("gain has no parameter 'level'; it has amount", Refused("gain", ("level", Db(0))).Message);

    [Fact]
    public void UnknownProcess_IsRefusedWithTheKnownOnes() =>
        Assert.StartsWith("no process is named 'autotune'; there are ", Refused("autotune").Message, StringComparison.Ordinal);

    private static ParameterValue.Quantity Db(double value) => new ParameterValue.Quantity(value, Unit.Decibels);

    private static Dictionary<string, ParameterValue> Values(params (string Path, ParameterValue Value)[] values) =>
        values.ToDictionary(v => v.Path, v => v.Value);

    private static ProcessSettingsException Refused(string id, params (string Path, ParameterValue Value)[] values) =>
        Assert.Throws<ProcessSettingsException>(() => Catalog.Create(id, Values(values)));
}
