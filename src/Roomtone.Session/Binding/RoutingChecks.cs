namespace Roomtone.Session;

/// <summary>Checks that every name leads somewhere, and that no bus feeds itself.</summary>
internal sealed class RoutingChecks(BindingContext context, Dictionary<string, Statement> strips, HashSet<string> buses)
{
    private readonly List<(string From, string To, Statement Statement, int Token)> _edges = [];

    /// <summary>Checks the bus that a strip feeds.</summary>
    public void Output(Statement statement, string id, string bus)
    {
        int token = 1;
        for (int i = 1; i + 1 < statement.Tokens.Length; i++)
        {
            token = statement.Tokens[i].Kind == TokenKind.Word && statement.TextOf(i) is "to" ? i + 1 : token;
        }

        if (IsBus(statement, token, bus) && bus != "master")
        {
            Lead(id, bus, statement, token);
        }
    }

    /// <summary>Checks the bus that a send feeds.</summary>
    public void Send(Statement statement, string id, string bus)
    {
        if (bus == "master")
        {
            context.Error("RT0401", statement, 1, "a send goes to a bus, not to master", Suggestions.For(bus, buses));
        }
        else if (IsBus(statement, 1, bus))
        {
            Lead(id, bus, statement, 1);
        }
    }

    /// <summary>Checks a side-chain key.</summary>
    public void Key(PendingReference key, string? owner)
    {
        if (!strips.ContainsKey(key.Id))
        {
            context.Error("RT0401", key.Statement, key.Token, $"no bus or track is named '{key.Id}'", Suggestions.For(key.Id, strips.Keys));
        }
        else if (owner is not null)
        {
            Lead(key.Id, owner, key.Statement, key.Token);
        }
    }

    /// <summary>Reports a circle among outputs, sends and keys; without recursion, so that ten thousand buses in a row are no risk.</summary>
    public void CheckCircles()
    {
        Dictionary<string, int> incoming = strips.Keys.ToDictionary(id => id, _ => 0, StringComparer.Ordinal);
        ILookup<string, (string From, string To, Statement Statement, int Token)> outgoing = _edges.ToLookup(e => e.From, StringComparer.Ordinal);
        foreach ((_, string to, _, _) in _edges)
        {
            incoming[to]++;
        }

        var ready = new Stack<string>(incoming.Where(n => n.Value == 0).Select(n => n.Key));
        int done = 0;
        while (ready.TryPop(out string? id))
        {
            done++;
            foreach ((_, string to, _, _) in outgoing[id])
            {
                if (--incoming[to] == 0)
                {
                    ready.Push(to);
                }
            }
        }

        if (done < incoming.Count)
        {
            ReportCircle(incoming);
        }
    }

    // Every strip that is left has one before it that is left: going back must meet itself.
    private void ReportCircle(Dictionary<string, int> incoming)
    {
        ILookup<string, (string From, string To, Statement Statement, int Token)> before =
            _edges.Where(e => incoming[e.From] > 0 && incoming[e.To] > 0).ToLookup(e => e.To, StringComparer.Ordinal);
        string at = strips.Keys.First(id => incoming[id] > 0 && before[id].Any());
        var path = new List<string>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        while (places.TryAdd(at, path.Count))
        {
            path.Add(at);
            at = before[at].First().From;
        }

        List<string> circle = path[places[at]..];
        circle.Reverse();
        circle.Add(circle[0]);
        (_, _, Statement statement, int token) = _edges.First(e => e.From == circle[0] && e.To == circle[1]);
        string shown = circle.Count <= 12 ? string.Join(" → ", circle) : string.Join(" → ", circle.Take(6)) + $" → … ({circle.Count - 1} in all) → " + circle[^1];
        context.Error("RT0404", statement, token, $"signals go round in a circle: {shown}", "let one of them feed master, or take the send or key out");
    }

    // A strip under a name that it can't have is told of where it stands; it leads nowhere.
    private void Lead(string from, string to, Statement statement, int token)
    {
        if (strips.ContainsKey(from) && strips.ContainsKey(to))
        {
            _edges.Add((from, to, statement, token));
        }
    }

    private bool IsBus(Statement statement, int token, string bus)
    {
        if (bus == "master" || buses.Contains(bus))
        {
            return true;
        }

        context.Error("RT0401", statement, token, strips.ContainsKey(bus) ? $"'{bus}' is a track, not a bus" : $"no bus is named '{bus}'", Suggestions.For(bus, buses.Append("master")));
        return false;
    }
}
