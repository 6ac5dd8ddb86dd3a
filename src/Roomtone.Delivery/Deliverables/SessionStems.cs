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
    public static ImmutableArray<RenderStem> Of(SessionDocument document, ImmutableArray<string> only)
    {
        ArgumentNullException.ThrowIfNull(document);
        return
        [
            .. document.Deliverables.Where(d => only.IsDefaultOrEmpty || only.Contains(d.Id, StringComparer.Ordinal))
                .SelectMany(d => IdsOf(document, d)).Where(id => id != Deliverable.Mix).Distinct(StringComparer.Ordinal).Select(id => Stem(document, id)),
        ];
    }

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

    private static string RoleStem(string role) => RolePrefix + role;

    /// <summary>A stem with its tracks.</summary>
    internal static RenderStem Stem(SessionDocument document, string id)
    {
        ImmutableArray<string> roles = RoleOf(id) is { } role ? [role] : document.Stems.First(s => s.Id == id).Roles;
        return new RenderStem(id, [.. document.Tracks.Where(t => t.Role is { } own && roles.Contains(own, StringComparer.Ordinal)).Select(t => t.Id)]);
    }
}
