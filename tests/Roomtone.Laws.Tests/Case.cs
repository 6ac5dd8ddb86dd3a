using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Analysis;
using Roomtone.Processes;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Laws.Tests;

/// <summary>A registered process with one set of values: what the laws run over.</summary>
public sealed record Case(string Id, string Variant, ImmutableSortedDictionary<string, ParameterValue> Values)
{
    private const int SeededVariants = 20;

    /// <summary>Process ids whose layout follows neither from mono nor from stereo get the ones they take.</summary>
    private static readonly ImmutableArray<ChannelLayout> Layouts =
        [ChannelLayout.Stereo, ChannelLayout.Mono, ChannelLayout.Surround51, ChannelLayout.Surround714];

    /// <summary>What auto values are found from: the laws' own noise.</summary>
    private static readonly Lazy<ProgrammeMeasurement> Measured = new(() =>
        AutoAnalysis.Measure(new ArraySource(48000, ChannelLayout.Stereo, TestSignal.NoiseChannels(99, 2, 96000)), CancellationToken.None));

    /// <summary>Every registered process, by id.</summary>
    public static IEnumerable<ProcessDescriptor> Processes => ProcessCatalog.Standard.Descriptors.OrderBy(d => d.Id, StringComparer.Ordinal);

    /// <summary>Default, minimum, maximum and 20 seeded sets of values.</summary>
    public static IEnumerable<Case> Of(ProcessDescriptor process)
    {
        yield return new Case(process.Id, "default", Pick(process, 0, (_, _) => null));
        yield return new Case(process.Id, "minimum", Pick(process, 1, (_, _) => 0));
        yield return new Case(process.Id, "maximum", Pick(process, 2, (_, _) => 1));
        for (int seed = 1; seed <= SeededVariants; seed++)
        {
            ulong state = (ulong)seed * 7919 + (ulong)process.Id.Length;
            yield return new Case(
                process.Id, string.Create(CultureInfo.InvariantCulture, $"seed {seed}"), Pick(process, seed % 4, (_, _) => TestSignal.NextUnit(ref state), seed % 2 == 0));
        }
    }

    /// <summary>Each choice that defaults leave open, made alone: targets of which a process takes one.</summary>
    public static IEnumerable<Case> Choices(ProcessDescriptor process) =>
        process.Parameters.Where(p => p is { Group: null, Default: null, IsRequired: false, Kind: ParameterKind.Quantity })
            .Select(p => new Case(process.Id, "only " + p.Id, Pick(process, 0, (_, _) => null).SetItem(p.Id, ValueAt(p, 0.8)!)));

    /// <summary>The settings.</summary>
    public IProcess Create() => AutoAnalysis.Resolve(ProcessCatalog.Standard.Create(Id, Values), Measured.Value, []);

    /// <summary>A clip process ready to run, with the laws' own noise for what it refers to.</summary>
    public static IClipProcess Clip(IProcess process) => process is IReferredProcess { IsNeutral: false } referred
        ? referred.Refer(new ArraySource(48000, ChannelLayout.Mono, TestSignal.Noise(98, 96000, 0.1)), CancellationToken.None)
        : (IClipProcess)process;

    /// <summary>The layouts that these settings take.</summary>
    public IEnumerable<ProcessFormat> Formats(int sampleRate = 48000, int maximumLength = 4096)
    {
        IProcess process = Create();
        foreach (ChannelLayout layout in Layouts)
        {
            ChannelLayout? output = null;
            bool hasKey = false;
            try
            {
                output = process.OutputLayout(layout);
                hasKey = process.Definition.Parameters.Any(p => p.Kind == ParameterKind.Key) && Values.Keys.Any(k => k == "key");
                var format = new ProcessFormat(sampleRate, layout, output, hasKey ? layout : null, maximumLength);
                ((IStreamingProcess)process).CreateProcessor(format).Dispose();
            }
            catch (ProcessSettingsException)
            {
                continue;
            }

            yield return new ProcessFormat(sampleRate, layout, output, hasKey ? layout : null, maximumLength);
        }
    }

    public override string ToString() =>
        $"{Id} ({Variant}: {string.Join("; ", Values.Select(v => v.Key + " " + v.Value))})";

    // share: where in its range a value lies; null leaves the default, and demanded values in the middle.
    private static ImmutableSortedDictionary<string, ParameterValue> Pick(
        ProcessDescriptor process, int groupMembers, Func<ParameterSpec, int, double?> share, bool takesChoices = false)
    {
        ImmutableSortedDictionary<string, ParameterValue>.Builder values = ImmutableSortedDictionary.CreateBuilder<string, ParameterValue>(StringComparer.Ordinal);
        foreach (ParameterSpec spec in process.Parameters)
        {
            int last = spec.Group is null ? 0 : Math.Min(spec.GroupMaximum, groupMembers);
            for (int number = spec.Group is null ? 0 : 1; number <= last; number++)
            {
                bool isChoice = spec.Default is null && !spec.IsRequired;
                double? at = share(spec, number) ?? (spec.IsRequired ? 0.5 : null);
                at = isChoice && !takesChoices ? null : at;
                if (at is { } position && ValueAt(spec, position) is { } value)
                {
                    values[spec.Group is null ? spec.Id : string.Create(CultureInfo.InvariantCulture, $"{spec.Group}{number}.{spec.Id}")] = value;
                }
            }
        }

        return values.ToImmutable();
    }

    private static ParameterValue? ValueAt(ParameterSpec spec, double share) => spec.Kind switch
    {
        ParameterKind.Quantity => new ParameterValue.Quantity(NumberAt(spec, share), spec.Units[0]),
        ParameterKind.Word => new ParameterValue.Word(spec.Words[Math.Min((int)(share * spec.Words.Length), spec.Words.Length - 1)]),
        ParameterKind.Key or ParameterKind.Media when spec.IsRequired => new ParameterValue.Reference("key"),
        ParameterKind.Pan => new ParameterValue.Pan(Math.Round(200 * share - 100)),
        ParameterKind.Direction => new ParameterValue.Direction(Math.Round(spec.Minimum + share * (spec.Maximum - spec.Minimum)), spec.Maximum <= 90),
        _ => null,
    };

    private static double NumberAt(ParameterSpec spec, double share)
    {
        double minimum = double.IsNegativeInfinity(spec.Minimum) ? -60 : spec.Minimum;
        double maximum = double.IsPositiveInfinity(spec.Maximum) ? 1000 : spec.Maximum;
        if (spec.Units[0].Equals(Unit.Hertz))
        {
            // Above 20 kHz nothing fits the lowest rate of the laws.
            maximum = Math.Min(maximum, 20_000);
        }
        else if (spec.Units[0].Equals(Unit.Bits) || spec.Id == "seed")
        {
            return Math.Round(minimum + share * (Math.Min(maximum, 1000) - minimum));
        }
        else if (spec.Units[0].Equals(Unit.DecibelsPerOctave))
        {
            return 6 * Math.Round(1 + share * 15);
        }
        else if (spec.Units[0].Equals(Unit.Milliseconds) || spec.Units[0].Equals(Unit.Seconds))
        {
            maximum = Math.Min(maximum, spec.Units[0].Equals(Unit.Seconds) ? 1 : 1000);
        }

        double value = spec.Scale == ParameterScale.Logarithmic
            ? minimum * Math.Pow(maximum / minimum, share)
            : minimum + share * (maximum - minimum);
        return share is 0 or 1 ? value : Math.Clamp(Math.Round(value, 2), minimum, maximum);
    }
}
