using System.Collections.Immutable;
using Roomtone.Rendering;
using Roomtone.Session;

namespace Roomtone.Delivery;

/// <summary>The stems that deliverables ask for: by their statements, or one per role.</summary>
public static class SessionStems
{
    /// <summary>The stems of deliverables, each once.</summary>
    /// <param name="document">The session.</param>
    /// <param name="only">Ids of the deliverables; empty = all.</param>
    /// <param name="profiles">Where their profiles are found.</param>
    public static ImmutableArray<RenderStem> Of(SessionDocument document, ImmutableArray<string> only, ProfileCatalog profiles)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(profiles);
        Deliverable[] wanted = [.. document.Deliverables.Where(d => only.IsDefaultOrEmpty || only.Contains(d.Id, StringComparer.Ordinal))];
        IEnumerable<string> ids = wanted.SelectMany(d => IdsOf(document, d)).Where(id => id != Deliverable.Mix);
        if (wanted.Any(d => HasDialogueAnchor(d, profiles)) && Stem(document, Speech).Tracks.Length > 0)
        {
            ids = ids.Append(Speech);
        }

        return [.. ids.Distinct(StringComparer.Ordinal).Select(id => Stem(document, id))];
    }

    /// <summary>The stem of every track that speaks, by which dialogue loudness is gated; it is no file.</summary>
    internal const string Speech = "all speech";

    /// <summary>What a deliverable makes files of: stems and <see cref="Deliverable.Mix"/>.</summary>
    /// <param name="document">The session.</param>
    /// <param name="deliverable">The deliverable.</param>
    internal static ImmutableArray<string> IdsOf(SessionDocument document, Deliverable deliverable)
    {
        if (deliverable.IsPerRole)
        {
            return [.. document.Tracks.Select(t => t.Role).OfType<string>().Distinct(StringComparer.Ordinal).Select(RoleStem)];
        }

        return deliverable.Stems.IsEmpty ? [Deliverable.Mix] : deliverable.Stems;
    }

    /// <summary>The role of a stem that was made for one; null for another.</summary>
    internal static string? RoleOf(string id) => id.StartsWith(RolePrefix, StringComparison.Ordinal) ? id[RolePrefix.Length..] : null;

    // No stem of the session can be called so: ids hold no blank.
    private const string RolePrefix = "role ";

    private static readonly ImmutableArray<string> s_speakingRoles = ["dialogue", "adr", "narration", "group"];

    // A profile that is not there is told of when the deliverable is planned.
    private static bool HasDialogueAnchor(Deliverable deliverable, ProfileCatalog profiles) =>
        deliverable.Profile is { } id && profiles.Profiles.Any(p => p.Id == id && p.Anchor == LoudnessAnchor.Dialogue);

    private static string RoleStem(string role) => RolePrefix + role;

    /// <summary>A stem with its tracks.</summary>
    internal static RenderStem Stem(SessionDocument document, string id)
    {
        ImmutableArray<string> roles = id == Speech ? s_speakingRoles : RoleOf(id) is { } role ? [role] : document.Stems.First(s => s.Id == id).Roles;
        return new RenderStem(id, [.. document.Tracks.Where(t => t.Role is { } own && roles.Contains(own, StringComparer.Ordinal)).Select(t => t.Id)]);
    }
}
