using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>What a strip is.</summary>
public enum StripKind
{
    /// <summary>A track with clips.</summary>
    Track,

    /// <summary>A bus.</summary>
    Bus,

    /// <summary>The master bus.</summary>
    Master,
}

/// <summary>A way on which a strip feeds a bus: its output, or a send.</summary>
/// <param name="Source">Index of the strip that feeds.</param>
/// <param name="Target">Index of the strip that is fed.</param>
/// <param name="InputIndex">Which input of the target it is, in document order; silent ones count.</param>
/// <param name="Send">The send; null = the output.</param>
internal sealed record Connection(int Source, int Target, int InputIndex, Send? Send);

/// <summary>A strip of the graph, as the session says it.</summary>
internal sealed record GraphStrip(int Index, string Id, string Name, StripKind Kind, ImmutableArray<ProcessSlot> Processes)
{
    /// <summary>Track or bus; null for the master.</summary>
    public Strip? Strip { get; init; }

    /// <summary>What it feeds, its output first.</summary>
    public List<Connection> Outputs { get; } = [];

    /// <summary>What feeds it, in document order.</summary>
    public List<Connection> Inputs { get; } = [];

    /// <summary>Strips whose signal its processes take as key, one per slot; −1 without a key.</summary>
    public int[] Keys { get; } = [.. Enumerable.Repeat(-1, Processes.Length)];
}

/// <summary>The routing of a session: strips (tracks, then buses, the master last) and their connections, checked to be free of cycles.</summary>
internal sealed class RoutingGraph
{
    private readonly List<GraphStrip> _strips = [];
    private readonly Dictionary<string, int> _byId = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];

    private RoutingGraph()
    {
    }

    /// <summary>Tracks, buses, master, each in document order.</summary>
    public IReadOnlyList<GraphStrip> Strips => _strips;

    /// <summary>Indices of strips, each after everything that it depends on.</summary>
    public ImmutableArray<int> Order { get; private set; } = [];

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Builds the graph.</summary>
    /// <param name="document">The session.</param>
    /// <param name="vocabulary">Tells which parameters are keys.</param>
    public static RoutingGraph Build(SessionDocument document, IProcessCatalog vocabulary)
    {
        var graph = new RoutingGraph();
        graph.AddStrips(document);
        foreach (GraphStrip strip in graph._strips)
        {
            graph.Connect(strip);
            graph.FindKeys(strip, vocabulary);
        }

        graph.Sort();
        return graph;
    }

    /// <summary>The index of a strip.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>−1 where there is none.</returns>
    public int IndexOf(string id) => _byId.GetValueOrDefault(id, -1);

    private void AddStrips(SessionDocument document)
    {
        foreach (Track track in document.Tracks)
        {
            Add(track, StripKind.Track);
        }

        foreach (Bus bus in document.Buses)
        {
            Add(bus, StripKind.Bus);
        }

        _byId["master"] = _strips.Count;
        _strips.Add(new GraphStrip(_strips.Count, "master", "master", StripKind.Master, document.Master.Processes));
    }

    private void Add(Strip strip, StripKind kind)
    {
        string name = strip.Name.Length == 0 ? strip.Id : strip.Name;
        _byId.TryAdd(strip.Id, _strips.Count);
        _strips.Add(new GraphStrip(_strips.Count, strip.Id, name, kind, strip.Processes) { Strip = strip });
    }

    private void Connect(GraphStrip strip)
    {
        if (strip.Strip is null)
        {
            return;
        }

        Connect(strip, strip.Strip.Output, null, strip.Strip.Origin);
        foreach (Send send in strip.Strip.Sends)
        {
            Connect(strip, send.Bus, send, send.Origin);
        }
    }

    private void Connect(GraphStrip strip, string bus, Send? send, TextSpan origin)
    {
        int target = IndexOf(bus);
        if (target < 0 || _strips[target].Kind == StripKind.Track)
        {
            _findings.Add(RenderFinding.At("RT0401", Severity.Error, $"no bus is named '{bus}'", origin));
            return;
        }

        var connection = new Connection(strip.Index, target, _strips[target].Inputs.Count, send);
        strip.Outputs.Add(connection);
        _strips[target].Inputs.Add(connection);
    }

    private void FindKeys(GraphStrip strip, IProcessCatalog vocabulary)
    {
        for (int i = 0; i < strip.Processes.Length; i++)
        {
            ProcessSlot slot = strip.Processes[i];
            foreach (ParameterSpec spec in vocabulary.Find(slot.Process)?.Parameters ?? [])
            {
                if (spec.Kind != ParameterKind.Key || !slot.Values.TryGetValue(spec.Id, out ParameterValue? value)
                    || value is not ParameterValue.Reference key)
                {
                    continue;
                }

                strip.Keys[i] = IndexOf(key.Id);
                if (strip.Keys[i] < 0)
                {
                    _findings.Add(RenderFinding.At("RT0401", Severity.Error, $"no bus or track is named '{key.Id}'", slot.Origin));
                }
            }
        }
    }

    // Kahn's algorithm: no recursion, so any depth of routing fits on the stack.
    private void Sort()
    {
        int[] missing = new int[_strips.Count];
        var dependents = new List<int>[_strips.Count];
        for (int i = 0; i < _strips.Count; i++)
        {
            dependents[i] = [];
        }

        foreach (GraphStrip strip in _strips)
        {
            foreach (int source in Sources(strip))
            {
                dependents[source].Add(strip.Index);
                missing[strip.Index]++;
            }
        }

        var ready = new Queue<int>(Enumerable.Range(0, _strips.Count).Where(i => missing[i] == 0));
        var order = ImmutableArray.CreateBuilder<int>(_strips.Count);
        while (ready.TryDequeue(out int index))
        {
            order.Add(index);
            foreach (int dependent in dependents[index])
            {
                if (--missing[dependent] == 0)
                {
                    ready.Enqueue(dependent);
                }
            }
        }

        if (order.Count < _strips.Count)
        {
            ReportCycle(missing);
            return;
        }

        Order = order.ToImmutable();
    }

    private static IEnumerable<int> Sources(GraphStrip strip) =>
        strip.Inputs.Select(c => c.Source).Concat(strip.Keys.Where(k => k >= 0));

    // Every strip that is left has a source that is left, so walking to sources must come back to a strip seen before.
    private void ReportCycle(int[] missing)
    {
        var path = new List<int>();
        var seenAt = new Dictionary<int, int>();
        int at = Array.FindIndex(missing, m => m > 0);
        while (seenAt.TryAdd(at, path.Count))
        {
            path.Add(at);
            at = Sources(_strips[at]).First(s => missing[s] > 0);
        }

        int[] cycle = [.. path.Skip(seenAt[at]).Reverse()];
        var text = new System.Text.StringBuilder();
        int start = Array.IndexOf(cycle, cycle.Min());
        for (int i = 0; i <= cycle.Length; i++)
        {
            GraphStrip strip = _strips[cycle[(start + i) % cycle.Length]];
            text.Append(i == 0 ? string.Empty : Way(_strips[cycle[(start + i - 1) % cycle.Length]], strip)).Append(strip.Id);
        }

        TextSpan origin = _strips[cycle[start]].Strip?.Origin ?? default;
        _findings.Add(RenderFinding.At("RT0410", Severity.Error, $"the routing comes back to where it started: {text}", origin) with
        {
            Hint = "send one of them elsewhere, or take out the send or key that closes the circle",
        });
    }

    private static string Way(GraphStrip from, GraphStrip to)
    {
        Connection? connection = from.Outputs.FirstOrDefault(c => c.Target == to.Index);
        return connection is null ? " -(key)-> " : connection.Send is null ? " -> " : " -(send)-> ";
    }
}
