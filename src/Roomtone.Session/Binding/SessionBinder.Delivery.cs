using System.Collections.Immutable;

namespace Roomtone.Session;

/// <content>What is delivered: stems, reels, deliverables.</content>
public sealed partial class SessionBinder
{
    private void ReadStem(Statement statement)
    {
        string id = ReadId(_stemIds, statement, "stem");
        if (id == Deliverable.Mix)
        {
            _context.Error("RT0202", statement, 1, "'mix' is the whole; it can't be the id of a stem");
        }

        _stems.Add(new Stem(id, [.. Enumerable.Range(3, statement.Tokens.Length - 3).Select(statement.ValueOf)]) { Origin = BindingContext.SpanOf(statement) });
        Scope.Leaf(_context, statement);
    }

    // After all media: a slate names one.
    private void BindReels()
    {
        var binder = new ReelBinder(_context, _media);
        foreach (Statement line in _reelLines)
        {
            if (_regions.TryGetValue(line.ValueOf(1), out Region? region))
            {
                _context.Error("RT0201", line, 1, $"'{region.Id}' is the id of a region already (line {region.Origin.Line})", "'range' takes either: choose another id");
            }

            bool isMatched = _context.Arguments.Match(line, SessionSchema.Under(SessionSchema.Document).Find("reel")!);
            _reels.TryAdd(line.ValueOf(1), isMatched ? binder.Bind(line) : null);
        }
    }

    private ImmutableArray<Deliverable> BindDeliverables()
    {
        BindReels();
        var binder = new DeliverableBinder(_context, _regions, _stems, _reels);
        var checks = new DeliverableChecks(_context, _layout, _media, _tree.Source.Path);
        ImmutableArray<Deliverable>.Builder deliverables = ImmutableArray.CreateBuilder<Deliverable>(_delivers.Count);
        foreach (Statement statement in _delivers)
        {
            Deliverable deliverable = binder.Bind(statement);
            checks.Check(deliverable, statement, binder.LayoutStatement);
            deliverables.Add(deliverable);
        }

        return deliverables.MoveToImmutable();
    }
}
