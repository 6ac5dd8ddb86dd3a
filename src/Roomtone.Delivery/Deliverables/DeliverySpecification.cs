using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>What a deliverable is in full: its own lines, its profile's for what it leaves unsaid, the usual values for the rest.</summary>
public sealed record DeliverySpecification
{
    /// <summary>The deliverable.</summary>
    public required Deliverable Deliverable { get; init; }

    /// <summary>Its profile; null without one.</summary>
    public DeliveryProfile? Profile { get; init; }

    /// <summary>The format; container, rate, layout and (lossless) bits or (lossy) bit rate are always set.</summary>
    public required FileFormat Format { get; init; }

    /// <summary>Loudness and peaks.</summary>
    public required LoudnessRequest Loudness { get; init; }

    /// <summary>The stem that the file holds; <see cref="Deliverable.Mix"/> for the whole.</summary>
    public string Stem { get; init; } = Deliverable.Mix;

    /// <summary>The file holds a share of the mix: it takes the gain of the whole, and is judged by its format alone.</summary>
    public bool IsStem => Stem != Deliverable.Mix;

    /// <summary>The stem as people call it: its id, or its role.</summary>
    public string StemName => SessionStems.RoleOf(Stem) ?? Stem;

    /// <summary>How a mono file counts.</summary>
    public MonoLoudness MonoAs { get; init; }

    /// <summary>How the source's layout becomes the file's; null where they are the same.</summary>
    public float[,]? Matrix { get; init; }

    /// <summary>The downmix where it is more than a matrix: Lt/Rt; null otherwise.</summary>
    public DownmixSettings? MatrixEncoding => Deliverable.Downmix is { Method: "lt-rt" } rule && Matrix is not null
        ? new DownmixSettings
        {
            Layout = DownmixSettings.LtRt, CentreDb = rule.CentreDb, SurroundDb = rule.SurroundDb, RearDb = rule.RearDb, HeightDb = rule.HeightDb, LfeDb = rule.LfeDb,
        }
        : null;

    /// <summary>The layout of the file.</summary>
    public ChannelLayout Layout => Format.Layout!;

    /// <summary>How the channels lie in the file or files.</summary>
    public ChannelArrangement Channels => new(Layout, Deliverable.ChannelOrder, Deliverable.IsDiscrete);

    /// <summary>Hz of the file.</summary>
    public int SampleRate => Format.SampleRate!.Value;

    /// <summary>Puts a deliverable and its profile together.</summary>
    /// <param name="deliverable">The deliverable.</param>
    /// <param name="sourceRate">Hz of the mix.</param>
    /// <param name="sourceLayout">Layout of the mix.</param>
    /// <param name="profiles">Where the profile is found.</param>
    /// <param name="findings">Receives what is wrong.</param>
    /// <param name="layout">Which of the deliverable's layouts; null where it has none.</param>
    /// <returns>The specification, or null where something is wrong.</returns>
    public static DeliverySpecification? Resolve(
        Deliverable deliverable, int sourceRate, ChannelLayout sourceLayout, ProfileCatalog profiles, ICollection<Finding> findings, ChannelLayout? layout = null)
    {
        ArgumentNullException.ThrowIfNull(deliverable);
        ArgumentNullException.ThrowIfNull(sourceLayout);
        ArgumentNullException.ThrowIfNull(profiles);
        ArgumentNullException.ThrowIfNull(findings);
        int before = findings.Count;
        DeliveryProfile? profile = FindProfile(deliverable, profiles, findings);
        if (FormatOf(deliverable, profile, findings) is not { } written)
        {
            return null;
        }

        FileFormat format = Complete(layout is null ? written : written with { Layout = layout }, sourceRate, sourceLayout);
        (float[,]? matrix, bool hasPlaces) = MatrixOf(deliverable, sourceLayout, format.Layout!, findings);
        if (matrix is null && hasPlaces && !sourceLayout.Equals(format.Layout))
        {
            Report(deliverable, "RT0802", $"the mix is {sourceLayout.Id}, the file {format.Layout!.Id}, and no line says how", $"add 'downmix {format.Layout.Id} lo-ro'", findings);
        }

        if (deliverable.Downmix is { Method: "lt-rt" } && matrix is not null && (!format.Layout!.Equals(ChannelLayout.Stereo) || sourceLayout.Count < 3))
        {
            Report(deliverable, "RT0802", $"Lt/Rt makes stereo of surround, and this is {sourceLayout.Id} to {format.Layout.Id}", "write 'downmix stereo lt-rt' for a surround mix, or lo-ro", findings);
        }

        MonoLoudness? mono = deliverable.Loudness?.MonoAs ?? profile?.MonoAs;
        LoudnessRequest loudness = LoudnessOf(deliverable, profile, format);
        if (mono is null && loudness is { TargetLufs: not null, Anchor: not LoudnessAnchor.Rms } && format.Layout!.Count == 1)
        {
            Report(deliverable, "RT0803", "the loudness of a mono file must say how it is heard: the two differ by 3 LU", "add 'mono-as single' or 'mono-as dual'", findings);
        }

        CheckChannels(deliverable, format, findings);
        return findings.Count > before ? null : new DeliverySpecification
        {
            Deliverable = deliverable,
            Profile = profile,
            Format = format,
            Loudness = loudness,
            MonoAs = mono ?? MonoLoudness.Single,
            Matrix = matrix,
        };
    }

    private static (float[,]? Matrix, bool HasPlaces) MatrixOf(Deliverable deliverable, ChannelLayout from, ChannelLayout to, ICollection<Finding> findings)
    {
        try
        {
            return (LayoutMatrix.For(from, to, deliverable.Downmix), true);
        }
        catch (ProcessSettingsException e)
        {
            Report(deliverable, "RT0802", e.Message, "fold a bus to a layout with places, or deliver the mix's own channels", findings);
            return (null, false);
        }
    }

    private static DeliveryProfile? FindProfile(Deliverable deliverable, ProfileCatalog profiles, ICollection<Finding> findings)
    {
        if (deliverable.Profile is not { } id)
        {
            return null;
        }

        try
        {
            return profiles.Get(id);
        }
        catch (RoomtoneException e)
        {
            foreach (Finding finding in e.Findings)
            {
                findings.Add(finding with { File = finding.File ?? deliverable.Origin.File, Line = deliverable.Origin.Line, Column = deliverable.Origin.Column });
            }

            return null;
        }
    }

    private static FileFormat? FormatOf(Deliverable deliverable, DeliveryProfile? profile, ICollection<Finding> findings)
    {
        if (deliverable.Format is { } own)
        {
            return own;
        }

        string? container = FormatText.FromExtension(deliverable.File);
        if (profile?.Format is { } usual && (container is null || FormatText.Extension(usual.Container) == FormatText.Extension(container)))
        {
            return usual;
        }

        if (container is not null)
        {
            return new FileFormat(container);
        }

        Report(deliverable, "RT0801", "no line says which format the file has", "add for instance 'format wav 48 kHz 24 bit'", findings);
        return null;
    }

    private static FileFormat Complete(FileFormat format, int sourceRate, ChannelLayout sourceLayout)
    {
        ChannelLayout layout = format.Layout ?? sourceLayout;
        int rate = format.SampleRate ?? sourceRate;
        format = format with { Layout = layout, SampleRate = format.Container == "opus" && rate is not (8000 or 12000 or 16000 or 24000) ? 48000 : rate };
        if (FormatText.IsLossy(format.Container))
        {
            return format with { BitRateKbps = format.BitRateKbps ?? FormatText.UsualBitRateKbps(format.Container, layout.Count) };
        }

        return format with { Bits = format.Bits ?? (format.IsFloat ? 32 : 24) };
    }

    private static LoudnessRequest LoudnessOf(Deliverable deliverable, DeliveryProfile? profile, FileFormat format)
    {
        bool isOwn = deliverable.Loudness is not null;
        return new LoudnessRequest
        {
            Adjust = deliverable.Adjust ?? profile?.Adjust ?? AdjustRule.Always,
            Anchor = isOwn ? LoudnessAnchor.Programme : profile?.Anchor ?? LoudnessAnchor.Programme,
            TargetLufs = deliverable.Loudness?.TargetLufs ?? profile?.Target,
            ToleranceLu = deliverable.Loudness?.ToleranceLu ?? profile?.Tolerance ?? 0,
            Fallback = isOwn ? null : profile?.Fallback,
            CeilingDbtp = deliverable.TruePeakDbtp ?? profile?.TruePeakDbtp,
            Budget = deliverable.LimitingDb is { } db ? LimitingBudget.Written(db) : profile?.Budget,
            IsLossy = FormatText.IsLossy(format.Container),
            BitRateKbps = format.BitRateKbps,
            NoiseFloorLimitDbfs = profile?.NoiseFloorDbfs,
            NeedsShortTerm = profile?.MaximumShortTermLufs is not null,
        };
    }

    // Players of compressed files know one order, and a codec that folds channel pairs would fold the wrong ones.
    private static void CheckChannels(Deliverable deliverable, FileFormat format, ICollection<Finding> findings)
    {
        if (FormatText.NeedsEncoder(format.Container) && !new ChannelArrangement(format.Layout!, deliverable.ChannelOrder, false).IsUsual)
        {
            Report(
                deliverable, "RT0809", $"the order '{deliverable.ChannelOrder.ToString().ToLowerInvariant()}' is for plain samples, and {format.Container} has one order of its own",
                "use wav, bwf, rf64, w64, aiff or caf, or leave the order out", findings);
        }
    }

    private static void Report(Deliverable deliverable, string code, string message, string hint, ICollection<Finding> findings) =>
        findings.Add(new Finding(code, Severity.Error, $"deliver '{deliverable.Id}': {message}")
        {
            File = deliverable.Origin.File,
            Line = deliverable.Origin.Line,
            Column = deliverable.Origin.Column,
            Width = deliverable.Origin.Width,
            Hint = hint,
        });
}
