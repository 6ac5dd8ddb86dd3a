namespace Roomtone.Session.Tests;

/// <summary>Seeded damage to bytes: bits flipped, pieces doubled, cut, swapped and overwritten.</summary>
internal static class Mutants
{
    private static readonly byte[][] s_pieces =
        [.. new[] { "\0", "\n", "  ", "\t", "\"", "..", "inf", "-", "9999999:59:59", "1e9", "#", "{", "}", "[", "null", "\\u{", "\r", "99999999999999999999" }.Select(p => System.Text.Encoding.UTF8.GetBytes(p))];

    public static byte[] Next(byte[] source, ref ulong state)
    {
        List<byte> bytes = [.. source];
        int edits = 1 + (int)(Draw(ref state) % 3);
        for (int e = 0; e < edits && bytes.Count > 8; e++)
        {
            int at = (int)(Draw(ref state) % (ulong)bytes.Count);
            int length = Math.Min((int)(Draw(ref state) % 40) + 1, bytes.Count - at);
            switch (Draw(ref state) % 5)
            {
                case 0:
                    bytes[at] ^= (byte)(1 << (int)(Draw(ref state) % 8));
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes.InsertRange(at, s_pieces[Draw(ref state) % (ulong)s_pieces.Length]);
                    break;
                default:
                    bytes.Reverse(at, length);
                    break;
            }
        }

        return [.. bytes];
    }

    private static ulong Draw(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
