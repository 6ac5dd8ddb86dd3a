using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Roomtone.Platform;

namespace Roomtone.Delivery;

/// <summary>What became of the files of a session, kept beside its manifest: a file of which nothing has changed costs a look at it.</summary>
/// <remarks>
/// The manifest is without a clock; times of change are here. A line with the SHA-256 of the rest, then the records as JSON. What is damaged,
/// or of another build of Roomtone, counts as nothing kept: then everything is made anew.
/// </remarks>
internal sealed class ResultRecords
{
    private static readonly string s_build = typeof(ResultRecords).Module.ModuleVersionId.ToString("N");
    private readonly string _path;
    private readonly ImmutableArray<RecordedResult> _records;

    private ResultRecords(string path, ImmutableArray<RecordedResult> records)
    {
        _path = path;
        _records = records;
    }

    /// <summary>Where the records of a session lie.</summary>
    /// <param name="manifestPath">Its manifest.</param>
    public static string PathOf(string manifestPath) => Path.ChangeExtension(manifestPath, ".results");

    /// <summary>Reads what is kept.</summary>
    /// <param name="path">The file.</param>
    public static ResultRecords Open(string path)
    {
        try
        {
            return new ResultRecords(path, File.Exists(path) ? Read(File.ReadAllBytes(path)) : []);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException || FileFailure.IsFileError(e))
        {
            return new ResultRecords(path, []);
        }
    }

    /// <summary>What is recorded of a file, where it is still the file that was recorded.</summary>
    /// <param name="job">What the file is.</param>
    /// <param name="path">As manifests hold it.</param>
    /// <param name="sidecar">Full path of the chapters beside it; null without any.</param>
    /// <param name="key">Of everything that the file depends on.</param>
    public DeliverableResult? Find(DeliveryJob job, string path, string? sidecar, string key)
    {
        RecordedResult? record = _records.FirstOrDefault(r => r.Path == path && r.Key == key);
        bool holds = record is not null && record.Stamp.Is(job.Path) && (sidecar is null ? record.Sidecar is null : record.Sidecar?.Is(sidecar) == true);
        return holds ? record!.ToResult(job) : null;
    }

    /// <summary>Keeps what became of files that were just made; records of others stay while the manifest lists their files.</summary>
    /// <param name="manifest">The manifest as it is now.</param>
    /// <param name="made">The files that were made.</param>
    public void Save(DeliveryManifest manifest, ImmutableArray<(Candidate Candidate, DeliverableResult Result)> made)
    {
        if (made.IsEmpty)
        {
            return;
        }

        IEnumerable<RecordedResult> others = _records.Where(r =>
            made.All(m => m.Candidate.Path != r.Path) && manifest.Files.Any(f => f.Path == r.Path && f.Sha256 == r.Stamp.Sha256));
        ImmutableArray<RecordedResult> all = [.. others.Concat(made.Select(m => RecordedResult.Of(m.Candidate, m.Result)).OfType<RecordedResult>())];
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(all, RecordJson.Default.ImmutableArrayRecordedResult);
        try
        {
            OutputFile.WriteAll(_path, [.. Encoding.ASCII.GetBytes(Seal(json) + "\n"), .. json], OutputOptions.Replacing);
        }
        catch (RoomtoneException)
        {
            // The folder can't be written: nothing is lost but the time of making the files again.
        }
    }

    private static ImmutableArray<RecordedResult> Read(byte[] bytes)
    {
        int end = bytes.AsSpan().IndexOf((byte)'\n');
        ReadOnlySpan<byte> json = bytes.AsSpan(end + 1);
        return end > 0 && Encoding.ASCII.GetString(bytes, 0, end) == Seal(json) ? JsonSerializer.Deserialize(json, RecordJson.Default.ImmutableArrayRecordedResult) : [];
    }

    /// <summary>The hash is over the build too: what another build has written is not read.</summary>
    private static string Seal(ReadOnlySpan<byte> json)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(s_build));
        hash.AppendData(json);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
