using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Roomtone.Analysis;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>A file of a render that may turn out to be unchanged.</summary>
/// <param name="Job">What it is.</param>
/// <param name="Path">As manifests hold it.</param>
/// <param name="Sidecar">Full path of the chapters beside it; null without any.</param>
/// <param name="Key">Of everything that it depends on; null where that is not known.</param>
/// <param name="Unchanged">What was recorded of it; null where it has to be made.</param>
internal sealed record Candidate(DeliveryJob Job, string Path, string? Sidecar, string? Key, DeliverableResult? Unchanged);

/// <summary>What became of a file, with what tells whether that still holds.</summary>
internal sealed record RecordedResult
{
    /// <summary>As manifests hold it.</summary>
    public required string Path { get; init; }

    /// <summary>Of everything that the file depends on.</summary>
    public required string Key { get; init; }

    public required FileStamp Stamp { get; init; }

    /// <summary>The chapters beside it; null without any.</summary>
    public required FileStamp? Sidecar { get; init; }

    public required LoudnessPlan? Plan { get; init; }

    public required CheckedFile File { get; init; }

    public required ImmutableArray<Clause> Clauses { get; init; }

    public required ImmutableArray<string> Changes { get; init; }

    public required int Encodings { get; init; }

    public required string Encoder { get; init; }

    public required ExitCode ExitCode { get; init; }

    /// <summary>The record of a file that was just made.</summary>
    /// <returns>Null where there is nothing to rely on: no key, no file, or not the file that was checked.</returns>
    public static RecordedResult? Of(Candidate candidate, DeliverableResult result)
    {
        if (candidate.Key is not { } key || result.File is not { } file || result.Sha256.Length == 0 || result.ExitCode is not (ExitCode.Done or ExitCode.CheckFailed))
        {
            return null;
        }

        FileStamp? stamp = FileStamp.Of(candidate.Job.Path, result.Sha256);
        FileStamp? sidecar = candidate.Sidecar is { } chapters ? FileStamp.Of(chapters) : null;
        return stamp is null || (sidecar is null && candidate.Sidecar is not null) ? null : new RecordedResult
        {
            Path = candidate.Path,
            Key = key,
            Stamp = stamp,
            Sidecar = sidecar,
            Plan = result.Plan,
            File = file,
            Clauses = result.Clauses,
            Changes = result.Changes,
            Encodings = result.Encodings,
            Encoder = result.Encoder,
            ExitCode = result.ExitCode,
        };
    }

    /// <summary>The result, of a file that is unchanged.</summary>
    /// <param name="job">What the file is.</param>
    public DeliverableResult ToResult(DeliveryJob job)
    {
        DeliverySpecification specification = job.Specification;
        return new DeliverableResult
        {
            Id = specification.Deliverable.Id,
            Path = job.ShownPath,
            Stem = specification.StemName,
            Profile = specification.Profile,
            Format = specification.Format,
            Request = specification.Loudness,
            Plan = Plan,
            Sha256 = Stamp.Sha256,
            File = File,
            Clauses = Clauses,
            Changes = Changes,
            Findings = DeliverableRun.Broken(specification.Deliverable.Id, job.ShownPath, Clauses),
            Encodings = Encodings,
            Encoder = Encoder,
            ExitCode = ExitCode,
            IsUnchanged = true,
            RealtimeFactor = double.NaN,
        };
    }
}

/// <summary>How keys and records are written; every number comes back bit by bit.</summary>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(LayoutJson), typeof(HistoryJson)])]
[JsonSerializable(typeof(DeliverableInputs))]
[JsonSerializable(typeof(RecordedResult))]
internal sealed partial class RecordJson : JsonSerializerContext;

/// <summary>A layout by its id.</summary>
internal sealed class LayoutJson : JsonConverter<ChannelLayout>
{
    public override ChannelLayout Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ChannelLayout.Find(reader.GetString() ?? string.Empty) ?? throw new JsonException("no such layout");

    public override void Write(Utf8JsonWriter writer, ChannelLayout value, JsonSerializerOptions options) => writer.WriteStringValue(value.Id);
}

/// <summary>A loudness history as the bytes of its powers, little-endian.</summary>
internal sealed class HistoryJson : JsonConverter<LoudnessHistory>
{
    public override LoudnessHistory Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        byte[] bytes = reader.GetBytesFromBase64();
        double[] powers = new double[bytes.Length / sizeof(double)];
        for (int i = 0; i < powers.Length; i++)
        {
            powers[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)));
        }

        return LoudnessHistory.FromPowers(ImmutableCollectionsMarshal.AsImmutableArray(powers));
    }

    public override void Write(Utf8JsonWriter writer, LoudnessHistory value, JsonSerializerOptions options)
    {
        byte[] bytes = new byte[value.Powers.Length * sizeof(double)];
        for (int i = 0; i < value.Powers.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), value.Powers[i]);
        }

        writer.WriteBase64StringValue(bytes);
    }
}
