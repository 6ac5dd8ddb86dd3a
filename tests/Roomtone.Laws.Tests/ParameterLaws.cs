using System.Text.RegularExpressions;
using Roomtone.Processes;
using Roomtone.Signal;

namespace Roomtone.Laws.Tests;

/// <summary>Law 12: the parameter table is true.</summary>
public sealed partial class ParameterLaws
{
    public static TheoryData<string> All => [.. Case.Processes.Select(d => d.Id)];

    [Theory]
    [MemberData(nameof(All))]
    public void Ids_AreUniqueAndKebabCase(string id)
    {
        ProcessDescriptor process = Describe(id);
        Assert.Matches(Kebab(), process.Id);
        Assert.All(process.Parameters, p => Assert.Matches(Kebab(), p.Id));
        Assert.Distinct(process.Parameters.Select(p => (p.Group, p.Id)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Defaults_AreAllowedValues(string id) =>
        Assert.All(Describe(id).Parameters.Where(p => p.Default is not null), p => Assert.Null(p.Problem(p.Default!)));

    [Theory]
    [MemberData(nameof(All))]
    public void ValuesThatAreSet_AreReadBack(string id)
    {
        foreach (Case test in Case.Of(Describe(id)))
        {
            System.Collections.Immutable.ImmutableSortedDictionary<string, ParameterValue> read = ProcessCatalog.Standard.Values(test.Create());
            Assert.All(test.Values, v => Assert.Equal(v.Value, read[v.Key]));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void QuantityProperties_CarryTheirUnit(string id)
    {
        ProcessDescriptor process = Describe(id);
        var values = process.Parameters.Where(p => p.IsRequired && p.Group is null)
            .ToDictionary(
                p => p.Id,
                p => p.Kind is ParameterKind.Key or ParameterKind.Media
                    ? (ParameterValue)new ParameterValue.Reference("key")
                    : new ParameterValue.Quantity(Math.Max(p.Minimum, 0), p.Units[0]));
        string[] properties = [.. ProcessCatalog.Standard.Create(id, values).Core.GetType().GetProperties().Select(p => p.Name)];
        foreach (ParameterSpec spec in process.Parameters.Where(p => p.Kind == ParameterKind.Quantity && p.Group is null && p.Units.Length == 1))
        {
            string suffix = spec.Units[0].PropertySuffix;
            Assert.True(
                spec.Id == "mix" || suffix.Length == 0 || properties.Any(p => p.EndsWith(suffix, StringComparison.Ordinal)),
                $"{id}: no property ends in {suffix} for '{spec.Id}'");
        }
    }

    private static ProcessDescriptor Describe(string id) => ProcessCatalog.Standard.Find(id)!;

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex Kebab();
}
