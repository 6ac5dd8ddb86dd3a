namespace Roomtone.Session;

/// <summary>What was probably meant.</summary>
public static class Suggestions
{
    private const int Farthest = 2;
    private const int Longest = 64;

    /// <summary>The way out of an unknown word: the nearest known one, or the list.</summary>
    /// <param name="word">As written.</param>
    /// <param name="known">What may stand there.</param>
    /// <returns>A hint, or null where nothing is known.</returns>
    public static string? For(string word, IEnumerable<string> known)
    {
        string[] words = [.. known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string? nearest = Nearest(word, words);
        return nearest is not null
            ? $"did you mean '{nearest}'?"
            : words.Length == 0 ? null : "known here: " + string.Join(", ", words.Take(40)) + (words.Length > 40 ? " …" : string.Empty);
    }

    /// <summary>The known word within two edits; null without one.</summary>
    /// <param name="word">As written.</param>
    /// <param name="known">What may stand there.</param>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        string? best = null;
        int distance = Farthest + 1;
        foreach (string candidate in known)
        {
            int d = Distance(word, candidate);
            if (d < distance && d < Math.Max(2, candidate.Length))
            {
                distance = d;
                best = candidate;
            }
        }

        return best;
    }

    // Levenshtein's distance with neighbours that changed places counted once; words too different in length are not worth the table.
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > Farthest || a.Length > Longest || b.Length > Longest)
        {
            return Farthest + 1;
        }

        Span<int> before = stackalloc int[Longest + 1];
        Span<int> above = stackalloc int[Longest + 1];
        Span<int> row = stackalloc int[Longest + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            above[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(above[j] + 1, row[j - 1] + 1), above[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            above.CopyTo(before);
            row.CopyTo(above);
        }

        return above[b.Length];
    }
}
