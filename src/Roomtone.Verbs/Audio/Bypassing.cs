using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Session;

namespace Roomtone.Verbs;

/// <summary>A session with some of its processes bypassed, for listening; its text stays as it is.</summary>
internal static class Bypassing
{
    /// <summary>Bypasses.</summary>
    /// <param name="document">The session.</param>
    /// <param name="names">A process (<c>compressor</c>), the id of one in a chain (<c>tone</c>), or either of a strip (<c>host.tone</c>).</param>
    /// <exception cref="RoomtoneException">A name that is none of the session's (exit 2).</exception>
    public static SessionDocument Of(SessionDocument document, ImmutableArray<string> names)
    {
        if (names.IsEmpty)
        {
            return document;
        }

        var found = new HashSet<string>();
        SessionDocument bypassed = document with
        {
            Tracks = [.. document.Tracks.Select(t => t with
            {
                Processes = Chain(t.Id, t.Processes),
                Clips = [.. t.Clips.Select(c => c with { Processes = Chain(c.Id, c.Processes) })],
            })],
            Buses = [.. document.Buses.Select(b => b with { Processes = Chain(b.Id, b.Processes) })],
            Master = document.Master with { Processes = Chain("master", document.Master.Processes) },
        };
        string? missing = names.FirstOrDefault(n => !found.Contains(n));
        return missing is null ? bypassed : throw Quantities.Refuse("--bypass", missing, "a process of the session: " + Known(document));

        ImmutableArray<ProcessSlot> Chain(string strip, ImmutableArray<ProcessSlot> slots) => [.. slots.Select(s =>
        {
            string[] matches = [.. names.Where(n => n == s.Process || n == s.Id || n == $"{strip}.{s.Process}" || n == $"{strip}.{s.Id}")];
            found.UnionWith(matches);
            return matches.Length == 0 ? s : s with { IsBypassed = true };
        })];
    }

    private static string Known(SessionDocument document)
    {
        IEnumerable<string> strips = document.Tracks.Cast<Strip>().Concat(document.Buses).SelectMany(s => s.Processes.Select(p => $"{s.Id}.{p.Id}"));
        string[] all = [.. strips.Concat(document.Master.Processes.Select(p => $"master.{p.Id}"))];
        return all.Length == 0 ? "it has none" : string.Join(", ", all.Take(12)) + (all.Length > 12 ? ", …" : string.Empty);
    }
}
