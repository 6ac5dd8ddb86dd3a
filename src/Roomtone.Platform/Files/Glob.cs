using System.Collections.Immutable;

namespace Roomtone.Platform;

/// <summary>Expands file arguments: names, folders, and patterns with <c>*</c>, <c>?</c>, <c>[a-z]</c> and <c>**</c>.</summary>
/// <remarks>A name that exists is that file, whatever signs it holds. Results are in ordinal order, so they are the same everywhere.</remarks>
public static class Glob
{
    private static readonly System.Buffers.SearchValues<char> s_signs = System.Buffers.SearchValues.Create("*?[");

    /// <summary>Expands one argument.</summary>
    /// <param name="argument">A file, a folder (its files, not those below), or a pattern.</param>
    /// <param name="extensions">Of a folder only files with one of these extensions (<c>.wav</c>); empty = all.</param>
    /// <returns>The files; empty where a pattern matches none. A name that does not exist comes back as it is.</returns>
    public static ImmutableArray<string> Expand(string argument, params ReadOnlySpan<string> extensions)
    {
        if (Directory.Exists(argument))
        {
            return InFolder(argument, extensions);
        }

        if (File.Exists(argument) || argument.AsSpan().IndexOfAny(s_signs) < 0)
        {
            return [argument];
        }

        string[] parts = argument.Split('/');
        var found = new SortedSet<string>(StringComparer.Ordinal);
        bool isRooted = parts[0].Length == 0;
        Walk(isRooted ? "/" : "", parts.AsSpan(isRooted ? 1 : 0), found);
        return [.. found];
    }

    /// <summary>A name fits a pattern of <c>*</c>, <c>?</c> and <c>[a-z]</c>; case counts.</summary>
    /// <param name="name">The name, without folders.</param>
    /// <param name="pattern">The pattern.</param>
    public static bool IsMatch(ReadOnlySpan<char> name, ReadOnlySpan<char> pattern)
    {
        int n = 0;
        int p = 0;
        int starName = -1;
        int starPattern = -1;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                starPattern = ++p;
                starName = n;
            }
            else if (p < pattern.Length && MatchOne(name[n], pattern, ref p))
            {
                n++;
            }
            else if (starPattern >= 0)
            {
                p = starPattern;
                n = ++starName;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].Trim('*').IsEmpty;
    }

    private static bool MatchOne(char c, ReadOnlySpan<char> pattern, ref int p)
    {
        int close = pattern[p] == '[' ? pattern[(p + 1)..].IndexOf(']') : -1;
        if (close < 1)
        {
            bool fits = pattern[p] == '?' || pattern[p] == c;
            p += fits ? 1 : 0;
            return fits;
        }

        ReadOnlySpan<char> set = pattern.Slice(p + 1, close);
        bool isNegated = set[0] is '!' or '^';
        if (InSet(c, set[(isNegated ? 1 : 0)..]) == isNegated)
        {
            return false;
        }

        p += close + 2;
        return true;
    }

    private static bool InSet(char c, ReadOnlySpan<char> set)
    {
        for (int i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                if (c >= set[i] && c <= set[i + 2])
                {
                    return true;
                }

                i += 2;
            }
            else if (set[i] == c)
            {
                return true;
            }
        }

        return false;
    }

    private static ImmutableArray<string> InFolder(string folder, ReadOnlySpan<string> extensions)
    {
        var found = new List<string>();
        foreach (string path in Directory.EnumerateFiles(folder))
        {
            if (!Path.GetFileName(path).StartsWith('.') && (extensions.IsEmpty || HasExtension(path, extensions)))
            {
                found.Add(path);
            }
        }

        found.Sort(StringComparer.Ordinal);
        return [.. found];
    }

    private static bool HasExtension(string path, ReadOnlySpan<string> extensions)
    {
        foreach (string extension in extensions)
        {
            if (path.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static void Walk(string folder, ReadOnlySpan<string> parts, SortedSet<string> found)
    {
        string here = folder.Length == 0 ? "." : folder;
        if (parts.IsEmpty || !Directory.Exists(here))
        {
            return;
        }

        if (parts[0] == "**")
        {
            Walk(folder, parts[1..], found);
        }

        foreach (string path in Directory.EnumerateFileSystemEntries(here))
        {
            string name = Path.GetFileName(path);
            bool isFolder = Directory.Exists(path);
            if (name.StartsWith('.') && !parts[0].StartsWith('.'))
            {
                continue;
            }

            if (parts[0] == "**")
            {
                if (isFolder && new DirectoryInfo(path).LinkTarget is null)
                {
                    Walk(Path.Combine(folder, name), parts, found);
                }
            }
            else if (IsMatch(name, parts[0]))
            {
                Take(Path.Combine(folder, name), isFolder, parts[1..], found);
            }
        }
    }

    private static void Take(string path, bool isFolder, ReadOnlySpan<string> rest, SortedSet<string> found)
    {
        if (rest.IsEmpty && !isFolder)
        {
            found.Add(path);
        }
        else if (isFolder)
        {
            Walk(path, rest, found);
        }
    }
}
