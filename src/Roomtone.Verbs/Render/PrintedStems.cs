using Roomtone.Platform;
using Roomtone.Session;

namespace Roomtone.Verbs;

/// <summary>Stems that are asked for on the command line, where the session's deliverables do not name them.</summary>
internal static class PrintedStems
{
    /// <summary>The session with a family of stems beside every mix, and the request that renders them.</summary>
    /// <param name="document">The session.</param>
    /// <param name="request">What was asked for.</param>
    /// <remarks>The stems of its statements; of a session without them one per role. Their files are the mix's, with <c>_{stem}</c>.</remarks>
    /// <exception cref="RoomtoneException">Usage: no track has a role, and there is no stem.</exception>
    public static (SessionDocument Document, RenderRequest Request) Of(SessionDocument document, RenderRequest request)
    {
        bool hasStems = !document.Stems.IsEmpty;
        if (!hasStems && document.Tracks.All(t => t.Role is null))
        {
            throw new RoomtoneException(ExitCode.Usage, new Finding("RT0856", Severity.Error, "there is nothing to share out: the session has no stem, and no track a role")
            {
                File = request.Session,
                Hint = "add 'role dialogue' and the like to tracks, or 'stem DX roles dialogue'",
            });
        }

        Deliverable[] mixes = [.. document.Deliverables.Where(d => d is { Stems.IsEmpty: true, IsPerRole: false } && (request.Only.IsEmpty || request.Only.Contains(d.Id, StringComparer.Ordinal)))];
        Deliverable[] families =
        [
            .. mixes.Select(d => d with
            {
                Id = d.Id + "-stems",
                File = Path.ChangeExtension(d.File, null) + (hasStems ? "_{stem}" : "_{role}") + Path.GetExtension(d.File),
                Stems = hasStems ? [.. document.Stems.Select(s => s.Id)] : [],
                IsPerRole = !hasStems,
            }),
        ];
        return (
            document with { Deliverables = [.. document.Deliverables, .. families] },
            request with { Only = request.Only.IsEmpty ? request.Only : [.. request.Only, .. families.Select(f => f.Id)] });
    }
}
