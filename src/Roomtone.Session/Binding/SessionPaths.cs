namespace Roomtone.Session;

/// <summary>Paths in sessions: relative, with <c>/</c>, and inside the session's folder.</summary>
public static class SessionPaths
{
    /// <summary>What is wrong with a path; null where it is relative and stays under the session's folder.</summary>
    /// <param name="path">As written.</param>
    public static string? Problem(string path)
    {
        if (path.Length == 0)
        {
            return "is empty";
        }

        if (path.AsSpan().ContainsAnyInRange('\0', '\x1f'))
        {
            return "has a control character";
        }

        if (path[0] is '/' or '\\' || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0])))
        {
            return "is absolute";
        }

        int depth = 0;
        foreach (Range part in path.AsSpan().SplitAny('/', '\\'))
        {
            depth += path.AsSpan()[part] switch { ".." => -1, "." or "" => 0, _ => 1 };
            if (depth < 0)
            {
                return "leaves the session's folder";
            }
        }

        return null;
    }

    /// <summary>A path without <c>.</c>, <c>..</c> and doubled separators, for comparing.</summary>
    /// <param name="path">Relative.</param>
    public static string Normalize(string path)
    {
        var parts = new List<string>();
        foreach (string part in path.Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("." or ""))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    /// <summary>A path that a file of the session names, from the session's folder.</summary>
    /// <param name="file">The naming file, from the session's folder.</param>
    /// <param name="path">As it writes it.</param>
    internal static string From(string file, string path)
    {
        int slash = file.LastIndexOf('/');
        return Normalize(slash < 0 ? path : file[..(slash + 1)] + path);
    }
}
