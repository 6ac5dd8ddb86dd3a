using System.Collections.Immutable;
using System.Text.Json;
using Roomtone.Platform;

namespace Roomtone.Delivery;

/// <summary>A file that a session has delivered.</summary>
/// <param name="Path">Relative to the session's folder, or absolute, with <c>/</c>.</param>
/// <param name="Sha256">Of its bytes, lower-case hexadecimal.</param>
/// <param name="Deliverable">The id of the deliverable.</param>
/// <param name="Format">The format line.</param>
/// <param name="Encoder">Program and build that encoded it; empty for our own writers.</param>
public sealed record ManifestFile(string Path, string Sha256, string Deliverable, string Format, string Encoder);

/// <summary>A source that went into it.</summary>
/// <param name="Id">The media's id.</param>
/// <param name="Path">As in the session.</param>
/// <param name="Sha256">Of its audio, as the session writes it; empty where it does not.</param>
public sealed record ManifestSource(string Id, string Path, string Sha256);

/// <summary>What a session has delivered, and of what: written after every render, durable, without a clock.</summary>
/// <remarks>It is also the permission to replace: only files listed here are overwritten without being forced.</remarks>
public sealed record DeliveryManifest
{
    /// <summary>The tool and its version.</summary>
    public string Tool { get; init; } = string.Empty;

    /// <summary>The session's file name.</summary>
    public string Session { get; init; } = string.Empty;

    /// <summary>SHA-256 of the session's text.</summary>
    public string SessionSha256 { get; init; } = string.Empty;

    /// <summary>Sources, in the order of the session.</summary>
    public ImmutableArray<ManifestSource> Sources { get; init; } = [];

    /// <summary>Files, by path.</summary>
    public ImmutableArray<ManifestFile> Files { get; init; } = [];

    /// <summary>Files of a render that was cut off before it wrote its manifest; not part of the manifest itself.</summary>
    internal OutputClaims? Claims { get; init; }

    /// <summary>Where the manifest of a session lies.</summary>
    /// <param name="folder">The session's folder.</param>
    /// <param name="sessionFile">The session's file name.</param>
    public static string PathOf(string folder, string sessionFile) =>
        System.IO.Path.Combine(folder, ".roomtone", "manifest", System.IO.Path.GetFileNameWithoutExtension(sessionFile) + ".json");

    /// <summary>Reads the session's earlier manifest.</summary>
    /// <param name="path">The file.</param>
    /// <param name="findings">Told where the manifest can't be read: then nothing may be replaced.</param>
    /// <returns>The manifest; an empty one where there is none.</returns>
    public static DeliveryManifest Load(string path, ICollection<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        return LoadFiles(path, findings) with { Claims = new OutputClaims(path) };
    }

    private static DeliveryManifest LoadFiles(string path, ICollection<Finding> findings)
    {
        if (!File.Exists(path))
        {
            return new DeliveryManifest();
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 16 });
            return Read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or KeyNotFoundException or InvalidOperationException)
        {
            findings.Add(new Finding("RT0830", Severity.Warning, $"the earlier manifest can't be read: {e.Message}")
            {
                File = path,
                Hint = "no file of the last render is replaced without --force",
            });
            return new DeliveryManifest();
        }
    }

    /// <summary>The manifest with the files of a render; those of other deliverables stay.</summary>
    /// <param name="files">Files just written.</param>
    public DeliveryManifest With(IReadOnlyCollection<ManifestFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return this with
        {
            Files = [.. Files.Where(f => files.All(n => n.Path != f.Path)).Concat(files).OrderBy(f => f.Path, StringComparer.Ordinal)],
        };
    }

    /// <summary>Whether the session wrote a file itself.</summary>
    /// <param name="path">As <see cref="ManifestFile.Path"/>.</param>
    public bool Owns(string path) => Files.Any(f => f.Path == path) || Claims?.Has(path) == true;

    /// <summary>Writes the manifest, whole or not at all; one that says the same already stays as it is.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RoomtoneException">Media: it can't be written.</exception>
    public void Save(string path)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            Write(json);
        }

        bytes.WriteByte((byte)'\n');
        byte[] text = bytes.ToArray();
        if (!IsAt(path, text))
        {
            OutputFile.WriteAll(path, text, OutputOptions.Replacing);
        }

        new OutputClaims(path).Settle(this);
    }

    /// <summary>A path as manifests hold it.</summary>
    /// <param name="folder">The session's folder.</param>
    /// <param name="full">A full path.</param>
    public static string Relative(string folder, string full)
    {
        string relative = System.IO.Path.GetRelativePath(folder, full);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? full : relative).Replace('\\', '/');
    }

    private static DeliveryManifest Read(JsonElement root) => new()
    {
        Tool = root.GetProperty("tool").GetString() ?? string.Empty,
        Session = root.GetProperty("session").GetString() ?? string.Empty,
        SessionSha256 = root.GetProperty("session_sha256").GetString() ?? string.Empty,
        Sources = [.. root.GetProperty("sources").EnumerateArray().Select(s => new ManifestSource(Get(s, "id"), Get(s, "path"), Get(s, "sha256")))],
        Files =
        [
            .. root.GetProperty("files").EnumerateArray()
                .Select(f => new ManifestFile(Get(f, "path"), Get(f, "sha256"), Get(f, "deliverable"), Get(f, "format"), Get(f, "encoder"))),
        ],
    };

    private static bool IsAt(string path, byte[] text)
    {
        try
        {
            return File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(text);
        }
        catch (Exception e) when (FileFailure.IsFileError(e))
        {
            return false;
        }
    }

    private static string Get(JsonElement element, string name) => element.GetProperty(name).GetString() ?? string.Empty;

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("tool", Tool);
        json.WriteString("session", Session);
        json.WriteString("session_sha256", SessionSha256);
        json.WriteStartArray("sources");
        foreach (ManifestSource source in Sources)
        {
            WriteObject(json, ("id", source.Id), ("path", source.Path), ("sha256", source.Sha256));
        }

        json.WriteEndArray();
        json.WriteStartArray("files");
        foreach (ManifestFile file in Files)
        {
            WriteObject(json, ("path", file.Path), ("sha256", file.Sha256), ("deliverable", file.Deliverable), ("format", file.Format), ("encoder", file.Encoder));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter json, params ReadOnlySpan<(string Name, string Value)> values)
    {
        json.WriteStartObject();
        foreach ((string name, string value) in values)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }
}
