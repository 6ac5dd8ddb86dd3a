using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Roomtone.Platform;

namespace Roomtone.Delivery;

/// <summary>What became of the files of a session, kept beside its manifest: a file of which nothing has changed costs a look at it.</summary>
/// <remarks>
/// The manifest is without a clock; times of change are here. A line with the SHA-256 of the rest, then two lines for every file: its hash, key
/// and path, by which it is known whether the next line, the record as JSON, is wanted. What is damaged, or of another build of Roomtone, counts
/// as nothing kept: then everything is made anew.
/// </remarks>
internal sealed class ResultRecords
{
    private static readonly string s_build = typeof(ResultRecords).Module.ModuleVersionId.ToString("N");
    private readonly string _path;
    private readonly ImmutableArray<Entry> _records;

    private ResultRecords(string path, ImmutableArray<Entry> records)
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
        RecordedResult? record = null;
        try
        {
            record = _records.FirstOrDefault(r => r.Path == path && r.Key == key)?.Read();
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            // As good as none.
        }

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

        IEnumerable<Entry> others = _records.Where(r =>
            made.All(m => m.Candidate.Path != r.Path) && manifest.Files.Any(f => f.Path == r.Path && f.Sha256 == r.Sha256));
        using MemoryStream lines = new();
        foreach (Entry entry in others.Concat(made.Select(m => RecordedResult.Of(m.Candidate, m.Result)).OfType<RecordedResult>().Select(Entry.Of)))
        {
            entry.Write(lines);
        }

        ReadOnlySpan<byte> sealedLines = lines.GetBuffer().AsSpan(0, (int)lines.Length);
        try
        {
            OutputFile.WriteAll(_path, [.. Encoding.ASCII.GetBytes(Seal(sealedLines) + "\n"), .. sealedLines], OutputOptions.Replacing);
        }
        catch (RoomtoneException)
        {
            // The folder can't be written: nothing is lost but the time of making the files again.
        }
    }

    private static ImmutableArray<Entry> Read(byte[] bytes)
    {
        int end = bytes.AsSpan().IndexOf((byte)'\n');
        if (end < 0 || Encoding.ASCII.GetString(bytes, 0, end) != Seal(bytes.AsSpan(end + 1)))
        {
            return [];
        }

        ImmutableArray<Entry>.Builder entries = ImmutableArray.CreateBuilder<Entry>();
        for (ReadOnlyMemory<byte> rest = bytes.AsMemory(end + 1); !rest.IsEmpty;)
        {
            string[] head = Encoding.UTF8.GetString(Line(ref rest).Span).Split(' ', 3);
            entries.Add(new Entry(head[0], head[1], head[2], Line(ref rest)));
        }

        return entries.ToImmutable();
    }

    private static ReadOnlyMemory<byte> Line(ref ReadOnlyMemory<byte> rest)
    {
        int end = rest.Span.IndexOf((byte)'\n');
        ReadOnlyMemory<byte> line = end < 0 ? throw new FormatException("A line has no end.") : rest[..end];
        rest = rest[(end + 1)..];
        return line;
    }

    /// <summary>The hash is over the build too: what another build has written is not read.</summary>
    private static string Seal(ReadOnlySpan<byte> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(s_build));
        hash.AppendData(lines);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A record, not yet read.</summary>
    /// <param name="Sha256">Of the file.</param>
    /// <param name="Key">Of everything that the file depends on.</param>
    /// <param name="Path">As manifests hold it.</param>
    /// <param name="Json">The record.</param>
    private sealed record Entry(string Sha256, string Key, string Path, ReadOnlyMemory<byte> Json)
    {
        public static Entry Of(RecordedResult record) =>
            new(record.Stamp.Sha256, record.Key, record.Path, JsonSerializer.SerializeToUtf8Bytes(record, RecordJson.Default.RecordedResult));

        public RecordedResult? Read() => JsonSerializer.Deserialize(Json.Span, RecordJson.Default.RecordedResult);

        public void Write(Stream lines)
        {
            // A line could not hold such a path; its file is then made anew each time.
            if (!Path.Contains('\n', StringComparison.Ordinal))
            {
                lines.Write(Encoding.UTF8.GetBytes($"{Sha256} {Key} {Path}\n"));
                lines.Write(Json.Span);
                lines.WriteByte((byte)'\n');
            }
        }
    }
}
