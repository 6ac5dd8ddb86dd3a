using System.Globalization;
using System.Text;
using Roomtone.Media;

namespace Roomtone.Verbs;

/// <summary>Media of a new session, as its statements will say it.</summary>
/// <param name="Source">The file, as the user named it.</param>
/// <param name="Id">Its id in the session.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="RelativePath">From the session's folder, with <c>/</c>.</param>
/// <param name="IsCopied">It is copied to that place.</param>
/// <param name="Info">What is known of it.</param>
/// <param name="AudioSha256">Hash over its samples.</param>
internal sealed record NewMedia(string Source, string Id, string Name, string RelativePath, bool IsCopied, MediaInfo Info, string AudioSha256)
{
    private const int LongestId = 24;

    private static readonly (string Role, string[] Signs)[] s_roles =
    [
        ("music", ["music", "theme", "score", "song", "jingle", "intro", "outro", "sting"]),
        ("ambience", ["amb", "room", "atmo"]),
        ("foley", ["foley"]),
        ("effects", ["fx", "sfx", "effect", "spot", "whoosh"]),
    ];

    /// <summary>What it probably carries, by its name; null where the name does not say.</summary>
    public string? Role
    {
        get
        {
            string[] words = Id.Split('-');
            foreach ((string role, string[] signs) in s_roles)
            {
                if (words.Any(w => signs.Any(s => w.StartsWith(s, StringComparison.Ordinal))))
                {
                    return role;
                }
            }

            return null;
        }
    }

    /// <summary>Decides id, name and place of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="reader">It, open.</param>
    /// <param name="request">Where the session will be.</param>
    /// <param name="ids">Ids taken; the new one is added.</param>
    /// <param name="names">File names taken in the media folder; the new one is added.</param>
    /// <param name="cancellation">Stops the hashing.</param>
    public static NewMedia Of(
        string file, IMediaReader reader, NewRequest request, HashSet<string> ids, HashSet<string> names, CancellationToken cancellation)
    {
        string stem = Path.GetFileNameWithoutExtension(file);
        string relative = Path.GetRelativePath(Path.GetFullPath(request.Folder), Path.GetFullPath(file)).Replace('\\', '/');
        bool isInside = !relative.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(relative);
        bool isCopied = !isInside && !request.IsReferenced;
        string path = isCopied ? "audio/" + Unique(Path.GetFileName(file), names) : relative;
        return new NewMedia(file, Unique(IdOf(stem), ids), stem, path, isCopied, reader.Info, AudioHash.Compute(file, new MediaOpenOptions { Cancellation = cancellation }));
    }

    private static string IdOf(string stem)
    {
        var id = new StringBuilder();
        foreach (char c in stem.ToLowerInvariant())
        {
            bool isPlain = char.IsAsciiLetterOrDigit(c);
            if (isPlain || (id.Length > 0 && id[^1] != '-'))
            {
                id.Append(isPlain ? c : '-');
            }
        }

        string text = id.Length > LongestId ? id.ToString(0, LongestId) : id.ToString();
        text = text.TrimEnd('-');
        return text.Length == 0 || !char.IsAsciiLetter(text[0]) ? "m-" + text : text;
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        string extension = Path.GetExtension(name);
        string stem = name[..^extension.Length];
        string candidate = name;
        for (int n = 2; !taken.Add(candidate); n++)
        {
            candidate = string.Create(CultureInfo.InvariantCulture, $"{stem}-{n}{extension}");
        }

        return candidate;
    }
}
