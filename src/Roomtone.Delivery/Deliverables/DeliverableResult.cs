using System.Collections.Immutable;
using System.Text.Json;
using Roomtone.Platform;
using Roomtone.Session;

namespace Roomtone.Delivery;

/// <summary>The file of one channel.</summary>
/// <param name="ShownPath">As the session names it.</param>
/// <param name="Path">Full path.</param>
/// <param name="Sha256">Of its bytes.</param>
public sealed record ChannelFile(string ShownPath, string Path, string Sha256);

/// <summary>What became of one file of a deliverable.</summary>
public sealed record DeliverableResult
{
    /// <summary>The deliverable's id.</summary>
    public required string Id { get; init; }

    /// <summary>The file, as the session names it; of discrete channels the first.</summary>
    public required string Path { get; init; }

    /// <summary>The stem or role that the file holds; <see cref="Deliverable.Mix"/> for the whole.</summary>
    public string Stem { get; init; } = Deliverable.Mix;

    /// <summary>The profile; null without one.</summary>
    public DeliveryProfile? Profile { get; init; }

    /// <summary>The format that was asked for.</summary>
    public required FileFormat Format { get; init; }

    /// <summary>Loudness and peaks that were asked for.</summary>
    public required LoudnessRequest Request { get; init; }

    /// <summary>The plan that the file was made with; null where it came to none.</summary>
    public LoudnessPlan? Plan { get; init; }

    /// <summary>SHA-256 of the file; empty where none was written.</summary>
    public string Sha256 { get; init; } = string.Empty;

    /// <summary>The files of discrete channels, in the order of the layout; empty where they are in one file.</summary>
    public ImmutableArray<ChannelFile> ChannelFiles { get; init; } = [];

    /// <summary>The file, decoded and measured; null where none was written.</summary>
    public CheckedFile? File { get; init; }

    /// <summary>The clauses.</summary>
    public ImmutableArray<Clause> Clauses { get; init; } = [];

    /// <summary>Everything that was adjusted, and why.</summary>
    public ImmutableArray<string> Changes { get; init; } = [];

    /// <summary>What went wrong.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>How often it was encoded.</summary>
    public int Encodings { get; init; }

    /// <summary>Program and build that encoded it; empty for our own writers.</summary>
    public string Encoder { get; init; } = string.Empty;

    /// <summary>Nothing that the file depends on has changed since it was made: it was left as it is, and the rest is what was recorded then.</summary>
    public bool IsUnchanged { get; init; }

    /// <summary>Seconds of programme per second of work; NaN where there was no work.</summary>
    public double RealtimeFactor { get; init; }

    /// <summary>How the work on this file ends.</summary>
    public ExitCode ExitCode { get; init; }

    /// <summary>The file is there and every clause passes.</summary>
    public bool Pass => ExitCode == ExitCode.Done;

    /// <summary>The result as a JSON object, with the fields of <c>render --json</c>.</summary>
    /// <param name="json">Receives the object as a value.</param>
    /// <param name="cacheHits">Segments that came from the cache.</param>
    /// <param name="cacheMisses">Segments that were rendered.</param>
    public void WriteJson(Utf8JsonWriter json, long cacheHits, long cacheMisses)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("path", Path);
        json.WriteString("stem", Stem);
        json.WriteString("sha256", Sha256);
        if (!ChannelFiles.IsEmpty)
        {
            json.WriteStartArray("channel_files");
            foreach (ChannelFile channel in ChannelFiles)
            {
                json.WriteStartObject();
                json.WriteString("path", channel.ShownPath);
                json.WriteString("sha256", channel.Sha256);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteBoolean("pass", Pass);
        json.WriteBoolean("unchanged", IsUnchanged);
        json.WriteString("profile", Profile?.Reference ?? string.Empty);
        json.WriteString("format", FormatText.Write(Format));
        json.WriteString("encoder", Encoder);
        json.WriteNumber("encodings", Encodings);
        if (File is { } file)
        {
            JsonReport.WriteMeasures(json, file.Measurement);
        }

        JsonReport.WriteClauses(json, Clauses);
        json.WritePropertyName("plan");
        if (Plan is { } plan)
        {
            plan.WriteJson(json);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteStartArray("changes");
        foreach (string change in Changes)
        {
            json.WriteStringValue(change);
        }

        json.WriteEndArray();
        json.WriteStartObject("cache");
        json.WriteNumber("hits", cacheHits);
        json.WriteNumber("misses", cacheMisses);
        json.WriteEndObject();
        Text.Write(json, "realtime_factor", RealtimeFactor, 1);
        json.WriteEndObject();
    }

    /// <summary>The result as a report tells it.</summary>
    public ReportedFile ToReported() => new()
    {
        Title = Stem == Deliverable.Mix ? Id : $"{Id}, {Stem}",
        Path = Path,
        Stem = Stem,
        Sha256 = Sha256,
        Pass = Pass,
        Profile = Profile,
        Format = File?.Format ?? Format,
        Encoder = Encoder,
        Target = Request.TargetLufs is { } target && Request.Anchor != LoudnessAnchor.Rms ? (target, Request.ToleranceLu) : null,
        File = File,
        Clauses = Clauses,
        Plan = Plan is { } plan ? [.. plan.ToLines()] : [],
        Changes = [.. Changes, .. Findings.Select(f => f.Message)],
    };
}

/// <summary>What became of a render.</summary>
public sealed record DeliveryResult
{
    /// <summary>The session's title.</summary>
    public required string Title { get; init; }

    /// <summary>The files, in the order of the session.</summary>
    public required ImmutableArray<DeliverableResult> Deliverables { get; init; }

    /// <summary>Warnings about the render as a whole.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>Where the manifest lies; empty where no file was made or found unchanged.</summary>
    public string ManifestPath { get; init; } = string.Empty;

    /// <summary>The manifest as it is now.</summary>
    public DeliveryManifest Manifest { get; init; } = new();

    /// <summary>The worst of the files: unreadable media, then failed checks.</summary>
    public ExitCode ExitCode => Worst(Deliverables);

    /// <summary>The worst end of several files.</summary>
    /// <param name="files">The files.</param>
    public static ExitCode Worst(ImmutableArray<DeliverableResult> files) => files.Select(f => f.ExitCode).DefaultIfEmpty(ExitCode.Done).MaxBy(code => code switch
    {
        ExitCode.Done => 0,
        ExitCode.CheckFailed => 1,
        ExitCode.Usage => 2,
        ExitCode.Media => 3,
        _ => 4,
    });


    /// <summary>The render as a report.</summary>
    /// <param name="date">The date that it shows; null = none.</param>
    public DeliveryReport ToReport(DateOnly? date) => new()
    {
        Title = Title,
        Tool = Manifest.Tool,
        Date = date,
        SessionSha256 = Manifest.SessionSha256,
        Sources = Manifest.Sources,
        Files = [.. Deliverables.Select(d => d.ToReported())],
    };
}
