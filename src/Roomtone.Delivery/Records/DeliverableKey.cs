using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Roomtone.Analysis;
using Roomtone.Media;
using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Rendering;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>Everything that the bytes of a file, its checks and its verdict depend on.</summary>
internal sealed record DeliverableInputs
{
    /// <summary>Key of the mix's samples.</summary>
    public required string Mix { get; init; }

    public required RenderedProgramme Master { get; init; }

    public required Deliverable Deliverable { get; init; }

    /// <summary>The stem, or "mix".</summary>
    public required string Stem { get; init; }

    /// <summary>Its tracks; empty for the mix.</summary>
    public required ImmutableArray<string> StemTracks { get; init; }

    /// <summary>The tracks by whose speech its loudness is gated; empty where nobody asks.</summary>
    public required ImmutableArray<string> SpeechTracks { get; init; }

    public required DeliveryProfile? Profile { get; init; }

    public required FileFormat Format { get; init; }

    public required LoudnessRequest Loudness { get; init; }

    public required MonoLoudness MonoAs { get; init; }

    /// <summary>The downmix, row by row; null without one.</summary>
    public required ImmutableArray<float>? Matrix { get; init; }

    public required CutList Cuts { get; init; }

    /// <summary>What all files of its set hold; empty where it stands for itself.</summary>
    public required ImmutableArray<CutList> Set { get; init; }

    /// <summary>SHA-256 of the reel's slate; null without one.</summary>
    public required string? Slate { get; init; }

    /// <summary>Labels of the session, by which a reel is judged.</summary>
    public required SessionTimecode? Timecode { get; init; }

    /// <summary>The session's rate: positions of cuts count in it.</summary>
    public required int SessionRate { get; init; }

    public required string Path { get; init; }

    public required string ShownPath { get; init; }

    public required ImmutableArray<Tag> Tags { get; init; }

    public required ImmutableArray<Roomtone.Session.Chapter> Chapters { get; init; }

    public required ImmutableArray<string> ChapterForms { get; init; }

    /// <summary>SHA-256 of the cover's bytes; null without one.</summary>
    public required string? Cover { get; init; }

    public required string Title { get; init; }

    public required DateOnly? Date { get; init; }

    public required long? TimeReference { get; init; }

    /// <summary>Key of the dither.</summary>
    public required long Seed { get; init; }

    public required string Tool { get; init; }

    /// <summary>Builds of the code that makes and judges files.</summary>
    public required ImmutableArray<Guid> Builds { get; init; }

    public required string Encoder { get; init; }

    /// <summary>The build that decodes sources that are no plain samples; empty where all are.</summary>
    public required string Decoder { get; init; }
}

/// <summary>The key of a finished file: equal where making it again would give the same bytes and the same report.</summary>
internal static class DeliverableKey
{
    // Any change of the code changes the key, whether or not someone thought of raising a version.
    private static readonly ImmutableArray<Guid> Builds =
    [
        .. new[]
        {
            typeof(DeliverableKey), typeof(MediaFile), typeof(SessionRenderer), typeof(ProcessCatalog), typeof(ProgrammeMeter), typeof(SessionDocument), typeof(Kernels), typeof(OutputFile),
        }.Select(t => t.Module.ModuleVersionId),
    ];

    /// <summary>The key of a file.</summary>
    /// <returns>64 hexadecimal digits; null where something that it depends on can't be read: then the file is made, and that tells why.</returns>
    public static string? Of(
        SessionDocument document, RenderedProgramme master, string mixKey, IDeliveryMedia media, DeliveryOptions options, DeliveryJob job, ImmutableArray<DeliveryJob> set, DeliveryMetadata metadata)
    {
        string? cover = null;
        if (metadata.Cover is { } picture && (cover = FileStamp.HashOf(picture)) is null)
        {
            return null;
        }

        string? slate = null;
        if (job.Cuts.Reel?.Slate is { } recording && (slate = FileStamp.HashOf(Path.Combine(options.Folder, recording.Path))) is null)
        {
            return null;
        }

        DeliverySpecification specification = job.Specification;
        DeliverableInputs inputs = new()
        {
            Mix = mixKey,
            Master = master,
            // Where it is written in the session reaches no file.
            Deliverable = specification.Deliverable with { Origin = default },
            Stem = specification.Stem,
            StemTracks = specification.IsStem ? SessionStems.Stem(document, specification.Stem).Tracks : [],
            SpeechTracks = specification.Loudness.Anchor == LoudnessAnchor.Dialogue ? SessionStems.Stem(document, SessionStems.Speech).Tracks : [],
            Profile = specification.Profile,
            Format = specification.Format,
            Loudness = specification.Loudness,
            MonoAs = specification.MonoAs,
            Matrix = specification.Matrix is { } matrix ? [matrix.GetLength(0), matrix.GetLength(1), .. matrix.Cast<float>()] : null,
            Cuts = Placed(job.Cuts),
            Set = [.. set.Select(j => Placed(j.Cuts))],
            Slate = slate,
            Timecode = job.Cuts.Reel is null ? null : document.Timecode,
            SessionRate = document.SampleRate,
            Path = DeliveryManifest.Relative(options.Folder, job.Path),
            ShownPath = job.ShownPath,
            Tags = metadata.Tags,
            Chapters = metadata.Chapters,
            ChapterForms = metadata.ChapterForms,
            Cover = cover,
            Title = metadata.Title,
            Date = metadata.Date,
            TimeReference = metadata.TimeReference,
            Seed = document.Seed,
            Tool = options.Tool,
            Builds = Builds,
            Encoder = media.EncoderOf(specification.Format.Container),
            Decoder = document.Media.All(m => IsPlain(m.Path)) ? string.Empty : media.EncoderOf("flac"),
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(inputs, RecordJson.Default.DeliverableInputs)));
    }

    // Where it is written in the session reaches no file.
    private static CutList Placed(CutList cuts) => cuts.Reel is { } reel ? cuts with { Reel = reel with { Origin = default } } : cuts;

    private static bool IsPlain(string path) =>
        Path.GetExtension(path).ToUpperInvariant() is ".WAV" or ".BWF" or ".RF64" or ".BW64" or ".W64" or ".AIF" or ".AIFF" or ".AIFC" or ".CAF";
}
