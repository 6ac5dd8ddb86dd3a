using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>What is gathered of a track, bus, VCA or the master while its lines are read.</summary>
internal sealed class StripDraft(BindingContext context, string kind, string id)
{
    private readonly List<Statement> _automation = [];
    private readonly List<Statement> _processStatements = [];

    public string Id { get; } = id;

    public double FaderDb { get; private set; }

    public bool IsMuted { get; private set; }

    public bool IsSoloSafe { get; private set; }

    public List<ProcessSlot> Processes { get; } = [];

    public ProcessSlot? Panner { get; private set; }

    public List<Send> Sends { get; } = [];

    /// <summary>Sends with the statements that make them, for checks of references.</summary>
    public List<(Send Send, Statement Statement)> SendStatements { get; } = [];

    /// <summary>Reads a line that all strips share.</summary>
    /// <returns>False where it is none of them.</returns>
    public bool Read(StatementSpec spec, Statement statement)
    {
        switch (spec.Keyword)
        {
            case "fader":
                FaderDb = Values.Number(statement, statement.Tokens[1]);
                break;
            case "mute":
                IsMuted = true;
                break;
            case "solo-safe":
                IsSoloSafe = true;
                break;
            case "send":
                ReadSend(statement);
                break;
            case "process":
                context.Slots.BindInto(statement, Processes);
                while (_processStatements.Count < Processes.Count)
                {
                    _processStatements.Add(statement);
                }

                return true;
            case "pan" or "balance" or "position":
                ReadPanner(statement, spec.Keyword);
                return true;
            case "automate":
                _automation.Add(statement);
                return true;
            case "note":
                break;
            default:
                return false;
        }

        Scope.Leaf(context, statement);
        return true;
    }

    /// <summary>The automation lanes, once everything that they may move is known; the panner that automation alone asks for is made.</summary>
    public ImmutableArray<AutomationLane> Automation()
    {
        if (_automation.Count == 0)
        {
            return [];
        }

        var binder = new AutomationBinder(context, kind, this);
        return binder.Bind(_automation);
    }

    public ProcessSlot EnsurePanner(string process) =>
        Panner ??= new ProcessSlot(process, process, ImmutableSortedDictionary<string, ParameterValue>.Empty);

    /// <summary>Whole-clip processes see whole media: on a track they come first, on buses never.</summary>
    public void CheckOrder()
    {
        bool hasStreaming = false;
        for (int i = 0; i < Processes.Count; i++)
        {
            ProcessDescriptor? descriptor = context.Catalog.Find(Processes[i].Process);
            if (descriptor is null)
            {
                continue;
            }

            if (descriptor.Kind == ProcessKind.Streaming)
            {
                hasStreaming = true;
            }
            else if (kind != "track" || hasStreaming)
            {
                context.Error("RT0406", _processStatements[i], 1, $"'{descriptor.Id}' works on whole media and can't stand {(kind == "track" ? "behind a process that streams" : $"on a {kind}")}",
                    kind == "track" ? "move it before the first streaming process, or into the clips" : "put it on the clips or tracks");
            }
        }
    }

    private void ReadSend(Statement statement)
    {
        bool isPre = false;
        double? percent = null;
        for (int i = 3; i < statement.Tokens.Length; i++)
        {
            isPre |= statement.TextOf(i) is "pre";
            percent = statement.TextOf(i - 1) is "pan" ? Values.Pan(statement.TextOf(i)) : percent;
        }

        string bus = statement.TextOf(1).ToString();
        if (Sends.Exists(s => s.Bus == bus))
        {
            context.Error("RT0201", statement, 1, $"'{Id}' has a send to '{bus}' already");
            return;
        }

        var send = new Send(bus, Values.Number(statement, statement.Tokens[2])) { IsPostFader = !isPre, PanPercent = percent, Origin = BindingContext.SpanOf(statement) };
        Sends.Add(send);
        SendStatements.Add((send, statement));
    }

    private void ReadPanner(Statement statement, string process)
    {
        if (Panner is not null)
        {
            context.Error("RT0305", statement, 0, $"'{Id}' is placed already by its line '{Panner.Process}'", "keep one of pan, balance and position");
            return;
        }

        Panner = context.Slots.BindHead(statement, process);
    }
}
