using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Delivery;
using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Asks what there is.</summary>
/// <param name="What">processes, profiles or layouts.</param>
public sealed record ListRequest(string What);

/// <summary>One thing that there is.</summary>
/// <param name="Id">As sessions and options write it.</param>
/// <param name="Group">The family it belongs to.</param>
/// <param name="Title">One line on what it is.</param>
public sealed record ListEntry(string Id, string Group, string Title);

/// <summary>What there is.</summary>
/// <param name="What">As asked.</param>
/// <param name="Entries">In the order of the table.</param>
public sealed record ListResult(string What, ImmutableArray<ListEntry> Entries);

/// <summary>Lists the program's tables.</summary>
public static class ListVerb
{
    /// <summary>The tables that can be listed.</summary>
    public static ImmutableArray<string> Tables { get; } = ["processes", "profiles", "layouts"];

    /// <summary>Reads a table.</summary>
    /// <param name="request">Which.</param>
    /// <exception cref="RoomtoneException">No such table (exit 2).</exception>
    public static ListResult Run(ListRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new ListResult(request.What, request.What switch
        {
            "processes" => Processes(),
            "profiles" => Profiles(),
            "layouts" => Layouts(),
            _ => throw new RoomtoneException(ExitCode.Usage, new Finding("RT1002", Severity.Error, $"there is no list of '{request.What}'")
            {
                Hint = "lists: " + string.Join(", ", Tables),
            }),
        });
    }

    private static ImmutableArray<ListEntry> Processes() =>
        [.. ProcessCatalog.Standard.Descriptors.Select(d => new ListEntry(d.Id, d.Family, d.Summary))];

    private static ImmutableArray<ListEntry> Profiles() =>
    [
        .. ProfileCatalog.Shipped.Profiles.Select(p => new ListEntry(p.Id, p.Kind == ProfileKind.Playback ? "playback" : p.IsUserProfile ? "user" : "delivery", p.Title)),
    ];

    private static ImmutableArray<ListEntry> Layouts() =>
    [
        .. ChannelLayout.Known.Select(l => new ListEntry(
            l.Id,
            string.Create(CultureInfo.InvariantCulture, $"{l.Count} ch"),
            string.Join(' ', l.Speakers.Select(s => s.Name)))),
        new ListEntry("discrete-N", "N ch", "1 … N, no positions"),
    ];
}
