using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.DownmixSettings>;

namespace Roomtone.Processes;

/// <summary>Downmix: folds channels that the target lacks into those that it has, with stated levels.</summary>
/// <remarks>
/// The matrix: see the family's page and BS.775-4, annex 8. LFE is left out unless its level is written. Without latency and tail where the
/// surrounds go in direct; turned by 90° (Lt/Rt) it has the latency of the filter that turns them.
/// </remarks>
public sealed record DownmixSettings : IProcess<DownmixSettings>, IStreamingProcess
{
    /// <summary>The target that is stereo with the surrounds turned by 90°, for a matrix decoder.</summary>
    public const string LtRt = "lt-rt";

    /// <summary>Id of the layout to fold to, or <see cref="LtRt"/>.</summary>
    public string Layout { get; init; } = ChannelLayout.Stereo.Id;

    /// <summary>Level of the centre, −∞…+6 dB.</summary>
    public double CentreDb { get; init; } = -3;

    /// <summary>Level of the surrounds, −∞…+6 dB.</summary>
    public double SurroundDb { get; init; } = -3;

    /// <summary>Level at which rear surrounds join the side ones, −∞…+6 dB.</summary>
    public double RearDb { get; init; }

    /// <summary>Level at which height channels join the nearest bed channel, −∞…+6 dB.</summary>
    public double HeightDb { get; init; } = -3;

    /// <summary>Level of the LFE, −∞ (left out) …+10 dB.</summary>
    public double LfeDb { get; init; } = double.NegativeInfinity;

    /// <summary>Level of the whole result, −24…+6 dB.</summary>
    public double TrimDb { get; init; }

    /// <inheritdoc/>
    public static ParameterTable<DownmixSettings> Parameters { get; } =
    [
        Choice("layout", "Layout", [.. Targets.Select(t => t.Id), LtRt], s => s.Layout, (s, v) => s with { Layout = v })
            .Says("What is left; lt-rt is stereo whose surrounds are turned by 90° for a matrix decoder."),
        Quantity("centre", "Centre", Unit.Decibels, double.NegativeInfinity, 6, s => s.CentreDb, (s, v) => s with { CentreDb = v }).Structural()
            .Says("Level of the centre, −∞…+6 dB."),
        Quantity("surround", "Surround", Unit.Decibels, double.NegativeInfinity, 6, s => s.SurroundDb, (s, v) => s with { SurroundDb = v }).Structural()
            .Says("Level of the surrounds, −∞…+6 dB."),
        Quantity("rear", "Rear", Unit.Decibels, double.NegativeInfinity, 6, s => s.RearDb, (s, v) => s with { RearDb = v }).Structural()
            .Says("Level at which rear surrounds join the side ones, −∞…+6 dB."),
        Quantity("height", "Height", Unit.Decibels, double.NegativeInfinity, 6, s => s.HeightDb, (s, v) => s with { HeightDb = v }).Structural()
            .Says("Level at which height channels join the nearest bed channel, −∞…+6 dB."),
        Quantity("lfe", "LFE", Unit.Decibels, double.NegativeInfinity, 10, s => s.LfeDb, (s, v) => s with { LfeDb = v }).Structural()
            .Says("Level of the LFE, −∞ (left out) …+10 dB."),
        Quantity("trim", "Trim", Unit.Decibels, -24, 6, s => s.TrimDb, (s, v) => s with { TrimDb = v }).Structural()
            .Says("Level of the whole result, −24…+6 dB."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new DownmixSettings(), new ProcessDescriptor
    {
        Id = "downmix",
        Title = "Downmix",
        Summary = "Folds surround to fewer channels.",
        Kind = ProcessKind.Streaming,
        Family = "Channels",
        IsLinear = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => false;

    private static IEnumerable<ChannelLayout> Targets => ChannelLayout.Known.Where(l => l.Speakers[0].Kind == ChannelKind.Speaker);

    /// <inheritdoc/>
    public ChannelLayout OutputLayout(ChannelLayout input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ChannelLayout target = Layout == LtRt ? ChannelLayout.Stereo : ChannelLayout.Find(Layout)!;
        return target.Count <= input.Count
            ? target
            : throw new ProcessSettingsException($"downmix: {input} has fewer channels than {target}; there is nothing to fold", "layout");
    }

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        var levels = new DownmixLevels(CentreDb, SurroundDb, RearDb, HeightDb, LfeDb);
        double[] weights = DownmixMatrix.Between(format.Input, format.Output, levels);
        double trim = Decibels.ToGain(TrimDb);
        double[] trimmed = [.. weights.Select(w => w * trim)];
        return Layout == LtRt ? new QuadratureDownmixProcessor(format, trimmed) : new FixedMatrixProcessor(format, trimmed);
    }
}
