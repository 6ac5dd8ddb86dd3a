using System.Globalization;
using Roomtone.Platform;
using Roomtone.Session;

namespace Roomtone.Delivery;

/// <summary>How a finished file is delivered; what is null comes from the profile.</summary>
public sealed record FileDeliveryOptions
{
    /// <summary>The finished file.</summary>
    public required string Source { get; init; }

    /// <summary>Naming template of the output: <c>out/{name}.mp3</c>.</summary>
    public required string Output { get; init; }

    /// <summary>The profile; null = only what is given here.</summary>
    public DeliveryProfile? Profile { get; init; }

    /// <summary>The format; null = the profile's, or what the output's name says.</summary>
    public FileFormat? Format { get; init; }

    /// <summary>A loudness target of its own; null = the profile's.</summary>
    public LoudnessTarget? Loudness { get; init; }

    /// <summary>dBTP; null = the profile's.</summary>
    public double? TruePeakDbtp { get; init; }

    /// <summary>99th percentile of the limiter's reduction, dB; null = the profile's budget.</summary>
    public double? LimitingDb { get; init; }

    /// <summary>How a mono file counts; null = as the profile says.</summary>
    public MonoLoudness? MonoAs { get; init; }

    /// <summary>Whether loudness may be touched: a verb that delivers goes to the target.</summary>
    public AdjustRule Adjust { get; init; } = AdjustRule.Always;

    /// <summary>How the file's layout becomes another; null where it stays.</summary>
    public DownmixRule? Downmix { get; init; }

    /// <summary>tpdf, shaped, none; null = as the word length needs.</summary>
    public string? Dither { get; init; }

    /// <summary>The number for <c>{index}</c>.</summary>
    public int Index { get; init; } = 1;

    /// <summary>Key of the dither.</summary>
    public long Seed { get; init; }

    /// <summary>The date that goes into the file; null = the source's own.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>An existing file may be replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Plans and measures, and writes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Told how far the work is; null = nobody.</summary>
    public IWorkProgress? Progress { get; init; }

    /// <summary>Stops the work; nothing unfinished stays.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>Delivers a finished file: plan, gain, limiter within its budget, encode, decode, measure.</summary>
/// <remarks>
/// Passes: one to measure; with a limiter a few that only search its gain; one to write; one over the finished file. Tags, chapters and
/// timecode of the source go along. Memory is constant.
/// </remarks>
public static class FileDelivery
{
    /// <summary>Delivers a file.</summary>
    /// <param name="options">What and how.</param>
    /// <param name="media">Reads and writes files.</param>
    /// <returns>What became of it; a refusal or a failed check is in the result.</returns>
    /// <exception cref="RoomtoneException">Usage: something asked for is missing or does not fit. Media: the source can't be read.</exception>
    public static DeliverableResult Deliver(FileDeliveryOptions options, IDeliveryMedia media)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(media);
        using IDeliveredFile source = media.Open(options.Source, options.Cancellation);
        DeliverySpecification specification = Specify(options, source);
        string shown = NamingTemplate.Parse(options.Output).Expand(Fields(options, source, specification));
        using PreparedProgramme programme = new(source, specification, null);
        return DeliverableRun.Run(
            new DeliverableOrder
            {
                Id = Path.GetFileName(options.Source),
                Specification = specification,
                Programme = programme,
                Path = OutputPaths.Resolve(Directory.GetCurrentDirectory(), shown, allowOutside: true),
                ShownPath = shown,
                Metadata = Carry(source, specification.SampleRate, options.Date),
                Output = new OutputOptions { Replace = options.Force, Protected = [options.Source] },
                Seed = options.Seed,
                SourceBits = IsUntouched(source, specification) ? source.Format.Bits : null,
                DryRun = options.DryRun,
                Progress = options.Progress,
                Cancellation = options.Cancellation,
            },
            media);
    }

    private static DeliverySpecification Specify(FileDeliveryOptions options, IDeliveredFile source)
    {
        Deliverable deliverable = new()
        {
            Id = Path.GetFileName(options.Source),
            File = options.Output,
            Format = options.Format,
            Profile = options.Profile?.Id,
            Loudness = TargetOf(options),
            TruePeakDbtp = options.TruePeakDbtp,
            LimitingDb = options.LimitingDb,
            Adjust = options.Adjust,
            Downmix = options.Downmix,
            Dither = options.Dither,
            Origin = new TextSpan(options.Source, 0, 0, 0),
        };
        ProfileCatalog catalog = options.Profile is { } profile ? ProfileCatalog.Shipped.With([profile]) : ProfileCatalog.Shipped;
        List<Finding> findings = [];
        return DeliverySpecification.Resolve(deliverable, source.SampleRate, source.Layout, catalog, findings)
            ?? throw new RoomtoneException(ExitCode.Usage, [.. findings]);
    }

    private static LoudnessTarget? TargetOf(FileDeliveryOptions options)
    {
        if (options.Loudness is { } own)
        {
            return own with { MonoAs = own.MonoAs ?? options.MonoAs };
        }

        return options is { MonoAs: { } mono, Profile: { Target: { } target, Anchor: LoudnessAnchor.Programme } profile }
            ? new LoudnessTarget(target, profile.Tolerance, mono)
            : null;
    }

    private static Dictionary<string, string> Fields(FileDeliveryOptions options, IDeliveredFile source, DeliverySpecification specification)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (Tag tag in source.Metadata.Tags)
        {
            fields[tag.Key] = tag.Value;
        }

        fields["name"] = Path.GetFileNameWithoutExtension(options.Source);
        fields["index"] = options.Index.ToString(CultureInfo.InvariantCulture);
        fields["layout"] = specification.Layout.Id;
        fields["rate"] = specification.SampleRate.ToString(CultureInfo.InvariantCulture);
        fields["format"] = specification.Format.Container;
        fields["profile"] = specification.Profile?.Id ?? string.Empty;
        fields["date"] = options.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty;
        return fields;
    }

    private static DeliveryMetadata Carry(IDeliveredFile source, int sampleRate, DateOnly? date)
    {
        DeliveryMetadata metadata = source.Metadata;
        return metadata with
        {
            Date = date ?? metadata.Date,
            Chapters = [.. metadata.Chapters.Select(c => c with { Position = FileTime.Rescale(c.Position, sampleRate, source.SampleRate) })],
            TimeReference = metadata.TimeReference is { } reference ? FileTime.Rescale(reference, sampleRate, source.SampleRate) : null,
            Chunks = sampleRate == source.SampleRate ? metadata.Chunks : metadata.Chunks?.Resample(source.SampleRate, sampleRate),
        };
    }

    private static bool IsUntouched(IDeliveredFile source, DeliverySpecification specification) =>
        specification.Matrix is null && source.SampleRate == specification.SampleRate && source.Format is { IsFloat: false, Bits: not null };
}
