namespace Roomtone.Cli;

/// <summary>Finds the word that was meant.</summary>
internal static class Spelling
{
    private const int FarthestDistance = 2;

    /// <summary>The nearest known word at an edit distance of at most 2 (swapped neighbours count as one edit); null where none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        string? best = null;
        int bestDistance = FarthestDistance + 1;
        foreach (string candidate in known)
        {
            int distance = Distance(word, candidate);
            if (distance < bestDistance && distance < candidate.Length)
            {
                best = candidate;
                bestDistance = distance;
            }
        }

        return best;
    }

    // Damerau–Levenshtein, optimal string alignment: rows of the table of prefixes.
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > FarthestDistance)
        {
            return FarthestDistance + 1;
        }

        var table = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                table[i, j] = i == 0 || j == 0 ? i + j : Step(table, a, b, i, j);
            }
        }

        return table[a.Length, b.Length];
    }

    private static int Step(int[,] table, string a, string b, int i, int j)
    {
        int substitute = table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        int best = Math.Min(substitute, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
        bool isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return isSwap ? Math.Min(best, table[i - 2, j - 2] + 1) : best;
    }
}
