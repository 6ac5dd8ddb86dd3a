using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Platform;
using Roomtone.Session;

namespace Roomtone.Delivery;

/// <summary>One file that will be made: what it is, what it holds, where it goes.</summary>
/// <param name="Specification">What the deliverable is in full.</param>
/// <param name="Cuts">What the file holds of the session.</param>
/// <param name="Path">Full path.</param>
/// <param name="ShownPath">As the template gave it.</param>
/// <param name="MayReplace">An existing file may be replaced.</param>
internal sealed record DeliveryJob(DeliverySpecification Specification, CutList Cuts, string Path, string ShownPath, bool MayReplace);

/// <summary>Turns the deliverables of a session into files, and finds what stands in the way before anything is rendered.</summary>
internal sealed class JobPlanner(SessionDocument document, DeliveryOptions options, long length, Signal.ChannelLayout layout)
{
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<string, string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The files, in the order of the session.</summary>
    /// <param name="earlier">What the session wrote before, and may replace.</param>
    /// <exception cref="RoomtoneException">Usage: every finding at once. Media: a file is in the way.</exception>
    public ImmutableArray<DeliveryJob> Plan(DeliveryManifest earlier)
    {
        List<DeliveryJob> jobs = [];
        foreach (Deliverable deliverable in Selected())
        {
            foreach (Signal.ChannelLayout? each in deliverable.Layouts.IsEmpty ? [null] : deliverable.Layouts.Cast<Signal.ChannelLayout?>())
            {
                DeliverySpecification? specification = DeliverySpecification.Resolve(deliverable, document.SampleRate, layout, options.Profiles, _findings, each);
                foreach (string stem in specification is null ? [] : SessionStems.IdsOf(document, deliverable))
                {
                    AddFiles(specification! with { Stem = stem }, earlier, jobs);
                }
            }
        }

        if (_findings.Count > 0)
        {
            throw new RoomtoneException(_findings.TrueForAll(f => f.Code == "RT9003") ? ExitCode.Media : ExitCode.Usage, [.. _findings]);
        }

        return [.. jobs];
    }

    private IEnumerable<Deliverable> Selected()
    {
        foreach (string id in options.Only.Where(o => document.Deliverables.All(d => d.Id != o)))
        {
            _findings.Add(new Finding("RT0807", Severity.Error, $"no deliverable is named '{id}'")
            {
                File = options.SessionFile,
                Hint = $"there are {string.Join(", ", document.Deliverables.Select(d => d.Id))}",
            });
        }

        return document.Deliverables
            .Where(d => options.Only.IsEmpty || options.Only.Contains(d.Id, StringComparer.Ordinal))
            .Select(d => d with { RangeStart = options.RangeStart ?? d.RangeStart, RangeEnd = options.RangeEnd ?? d.RangeEnd });
    }

    private void AddFiles(DeliverySpecification specification, DeliveryManifest earlier, List<DeliveryJob> jobs)
    {
        Deliverable deliverable = specification.Deliverable;
        ImmutableArray<CutList> cuts = CutList.For(document, deliverable, length);
        if (cuts.FirstOrDefault(c => c.Stretches.IsEmpty) is { Reel: { } empty })
        {
            Report(deliverable, "RT0808", $"nothing of the session is in reel '{empty.Id}'", "its frames of action lie after the last clip");
            return;
        }

        if (cuts.All(c => c.Stretches.IsEmpty))
        {
            Report(deliverable, "RT0808", "nothing of the session is in it", deliverable.PerRegionKind is { } kind ? $"there is no region of kind {kind} in the range" : "look at its range and omit lines");
            return;
        }

        if (cuts.SelectMany(c => c.Reel?.Tones ?? []).FirstOrDefault(t => TonePattern.For(t, specification.Layout, 1) is null) is { } ident)
        {
            string word = ident.Kind.ToString().ToLowerInvariant();
            Report(deliverable, "RT0811", $"'{word}' is no ident of {specification.Layout.Id}", "glits is for stereo, blits for 5.1; ebu has a form for each layout");
            return;
        }

        foreach (CutList cut in cuts)
        {
            try
            {
                Add(specification, cut, earlier, jobs);
            }
            catch (RoomtoneException e)
            {
                _findings.AddRange(e.Findings.Select(f => f with { File = f.File ?? options.SessionFile, Line = deliverable.Origin.Line, Column = deliverable.Origin.Column }));
            }
        }
    }

    private void Add(DeliverySpecification specification, CutList cut, DeliveryManifest earlier, List<DeliveryJob> jobs)
    {
        Deliverable deliverable = specification.Deliverable;
        string shown = NamingTemplate.Parse(deliverable.File).Expand(Fields(specification, cut));
        string path = OutputPaths.Resolve(options.OutputFolder ?? options.Folder, shown, options.AllowOutside);
        ImmutableArray<string> files = specification.Channels.Paths(path);
        if (files.FirstOrDefault(f => !_taken.TryAdd(f, deliverable.Id)) is { } twice)
        {
            Report(deliverable, "RT0806", $"'{shown}' is the name of two outputs (deliver '{_taken[twice]}')", "make the names differ, for instance by {stem}, {layout} or {index:02}");
            return;
        }

        bool IsOurs(string file) => earlier.Owns(DeliveryManifest.Relative(options.Folder, file));
        bool mayReplace = options.Force || files.All(IsOurs);
        if (!mayReplace && !options.DryRun && files.Any(f => File.Exists(f) && !IsOurs(f)))
        {
            Report(deliverable, "RT9003", $"'{shown}' exists, and this session did not write it", "use --force to replace it, or choose another name");
            return;
        }

        jobs.Add(new DeliveryJob(specification, cut, path, shown, mayReplace));
    }

    private Dictionary<string, string> Fields(DeliverySpecification specification, CutList cut)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (Tag tag in document.Tags.Concat(specification.Deliverable.Tags))
        {
            fields[tag.Key] = tag.Value;
        }

        fields["title"] = document.Title;
        fields["id"] = specification.Deliverable.Id;
        fields["stem"] = specification.StemName;
        fields["role"] = SessionStems.RoleOf(specification.Stem) ?? string.Empty;
        fields["layout"] = specification.Layout.Id;
        fields["rate"] = specification.SampleRate.ToString(CultureInfo.InvariantCulture);
        fields["format"] = specification.Format.Container;
        fields["profile"] = specification.Profile?.Id ?? string.Empty;
        fields["date"] = (options.Date ?? document.Date)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty;
        fields["index"] = cut.Index.ToString(CultureInfo.InvariantCulture);
        fields["name"] = cut.Name;
        fields["reel"] = (specification.Deliverable.IsPerReel ? cut.Name : specification.Deliverable.Reel) ?? string.Empty;
        return fields;
    }

    private void Report(Deliverable deliverable, string code, string message, string hint) =>
        _findings.Add(new Finding(code, Severity.Error, $"deliver '{deliverable.Id}': {message}")
        {
            File = options.SessionFile,
            Line = deliverable.Origin.Line,
            Column = deliverable.Origin.Column,
            Width = deliverable.Origin.Width,
            Hint = hint,
        });
}
