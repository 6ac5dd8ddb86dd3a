using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>Binds a process with its parameters, in every form in which they are written.</summary>
internal sealed class SlotBinder(BindingContext context)
{
    private const int DeepestStrip = 32;
    private readonly ValueReader _values = new(context);
    private readonly Dictionary<string, ImmutableArray<ProcessSlot>> _strips = new(StringComparer.Ordinal);
    private int _depth;

    public ValueReader Values => _values;

    /// <summary>Adds the slots of a <c>process</c> statement to a chain: one, or those of a strip.</summary>
    public void BindInto(Statement statement, List<ProcessSlot> chain)
    {
        if (statement.TextOf(1) is "strip")
        {
            foreach (ProcessSlot slot in Strip(statement))
            {
                AddUnique(chain, slot, statement, isNamed: false);
            }

            return;
        }

        bool isNamed = statement.Tokens.Length > 2;
        string id = statement.TextOf(isNamed ? 2 : 1).ToString();
        AddUnique(chain, Bind(statement, statement.TextOf(1).ToString(), 1, id, int.MaxValue), statement, isNamed);
    }

    /// <summary>Binds a statement whose keyword is the process: <c>drift +37 ppm</c>.</summary>
    /// <remarks>"polarity invert" says the same as "polarity": the word is for the reader.</remarks>
    public ProcessSlot BindHead(Statement statement, string process) =>
        Bind(statement, process, 0, process, process == "polarity" && statement.Tokens.Length > 1 && statement.TextOf(1) is "invert" ? 2 : 1);

    /// <summary>Binds a process given as text: its parameters are other statements.</summary>
    /// <param name="statement">The statement that names the process.</param>
    /// <param name="process">As written.</param>
    /// <param name="nameToken">The token that names it.</param>
    /// <param name="id">The slot's id.</param>
    /// <param name="headFrom">First token of values on the same line.</param>
    public ProcessSlot Bind(Statement statement, string process, int nameToken, string id, int headFrom)
    {
        ProcessDescriptor? descriptor = context.Catalog.Find(process);
        if (descriptor is null)
        {
            ReportUnknown(statement, process, nameToken);
            return new ProcessSlot(id, process, ImmutableSortedDictionary<string, ParameterValue>.Empty) { Origin = BindingContext.SpanOf(statement) };
        }

        var builder = new SlotValues(context, descriptor, statement, id);
        if (headFrom < statement.Tokens.Length)
        {
            builder.ReadHead(statement, headFrom, group: null, number: 0);
        }

        foreach (Statement child in statement.Children)
        {
            builder.ReadLine(child);
        }

        return builder.ToSlot(id == process ? descriptor.Id : id);
    }

    private void ReportUnknown(Statement statement, string process, int token)
    {
        if (LaterProcesses.Find(process) is not null)
        {
            context.Error("RT0310", statement, token, $"the process '{process}' is not supported yet", "a later version does it; the text is kept as it is");
            return;
        }

        context.Error("RT0307", statement, token, $"no process is called '{process}'", Suggestions.For(process, context.Catalog.Descriptors.Select(d => d.Id)));
    }

    private ImmutableArray<ProcessSlot> Strip(Statement statement)
    {
        if (statement.Tokens.Length < 3)
        {
            context.ErrorAtEnd("RT0302", statement, "'process strip' needs the name of a strip");
            return [];
        }

        string name = statement.TextOf(2).ToString();
        if (_strips.TryGetValue(name, out ImmutableArray<ProcessSlot> known))
        {
            return known;
        }

        if (!context.Strips.TryGetValue(name, out Statement? strip))
        {
            context.Error("RT0407", statement, 2, $"no strip is called '{name}'", Suggestions.For(name, context.Strips.Keys));
            return [];
        }

        if (++_depth > DeepestStrip || !context.OpenStrips.Add(name))
        {
            _depth--;
            context.Error("RT0407", statement, 2, $"strip '{name}' uses itself");
            return [];
        }

        var chain = new List<ProcessSlot>();
        foreach (Statement child in strip.Children)
        {
            if (child.Tokens.Length > 1 && child.Keyword is "process")
            {
                BindInto(child, chain);
            }
        }

        _depth--;
        context.OpenStrips.Remove(name);
        return _strips[name] = [.. chain];
    }

    private void AddUnique(List<ProcessSlot> chain, ProcessSlot slot, Statement statement, bool isNamed)
    {
        if (chain.TrueForAll(s => s.Id != slot.Id))
        {
            chain.Add(slot);
            return;
        }

        if (isNamed)
        {
            context.Error("RT0201", statement, 2, $"the chain has a process '{slot.Id}' already", "give each process of a chain its own name");
            return;
        }

        int number = 2;
        while (chain.Exists(s => s.Id == slot.Id + "-" + number.ToString(System.Globalization.CultureInfo.InvariantCulture)))
        {
            number++;
        }

        chain.Add(slot with { Id = slot.Id + "-" + number.ToString(System.Globalization.CultureInfo.InvariantCulture) });
    }
}
