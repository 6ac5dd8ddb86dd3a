using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>Binds the automation of a strip, and the gain lines of clips.</summary>
internal sealed class AutomationBinder(BindingContext context, string kind, StripDraft strip)
{
    private static readonly ParameterSpec s_level = new()
    {
        Id = "level", Label = "Level", Kind = ParameterKind.Quantity, Units = [Unit.Decibels], Maximum = 40, IsAutomatable = true,
    };

    private static readonly ParameterSpec s_mute = new() { Id = "mute", Label = "Mute", Kind = ParameterKind.Word, Words = ["on", "off"], IsAutomatable = true };

    /// <summary>Binds every lane; a target has one lane.</summary>
    public ImmutableArray<AutomationLane> Bind(List<Statement> statements)
    {
        ImmutableArray<AutomationLane>.Builder lanes = ImmutableArray.CreateBuilder<AutomationLane>(statements.Count);
        foreach (Statement statement in statements)
        {
            string target = statement.TextOf(1).ToString();
            if (lanes.Any(l => l.Target == target))
            {
                context.Error("RT0201", statement, 1, $"'{target}' is automated twice", "keep the points in one 'automate'");
                continue;
            }

            ParameterSpec? spec = Target(statement, target);
            ImmutableArray<AutomationPoint> points = Points(statement, spec);
            if (spec is not null && points.Length > 0)
            {
                lanes.Add(new AutomationLane(target, points) { Origin = BindingContext.SpanOf(statement) });
            }
        }

        return lanes.ToImmutable();
    }

    /// <summary>Reads the shape at the end of a point.</summary>
    /// <returns>False where it was reported.</returns>
    public static bool Shape(BindingContext context, Statement statement, int i, out AutomationShape shape, out double curve)
    {
        shape = AutomationShape.Linear;
        curve = 0;
        if (i >= statement.Tokens.Length)
        {
            return true;
        }

        AutomationShape? written = statement.TextOf(i) switch
        {
            "hold" => AutomationShape.Hold,
            "linear" => AutomationShape.Linear,
            "curve" => AutomationShape.Curve,
            "s-curve" => AutomationShape.SCurve,
            _ => null,
        };
        if (written is null)
        {
            context.Error("RT0304", statement, i, $"'{statement.TextOf(i)}' is no shape", Suggestions.For(statement.TextOf(i).ToString(), ["hold", "linear", "curve", "s-curve"]));
            return false;
        }

        shape = written.Value;
        int next = i + 1;
        if (shape == AutomationShape.Curve)
        {
            if (next >= statement.Tokens.Length || statement.Tokens[next].Kind != TokenKind.Number || Math.Abs(Values.Number(statement, statement.Tokens[next])) > 1)
            {
                context.Error("RT0603", statement, Math.Min(next, statement.Tokens.Length - 1), "'curve' needs a number from -1 to 1", "write 'curve 0.5'");
                return false;
            }

            curve = Values.Number(statement, statement.Tokens[next++]);
        }

        if (next < statement.Tokens.Length)
        {
            context.Error("RT0303", statement, next, $"'{statement.TextOf(next)}' has no meaning here", "it is written: at POSITION VALUE [hold|linear|curve N|s-curve]");
            return false;
        }

        return true;
    }

    private ParameterSpec? Target(Statement statement, string target)
    {
        int dot = target.IndexOf('.', StringComparison.Ordinal);
        string head = dot < 0 ? target : target[..dot];
        string rest = dot < 0 ? string.Empty : target[(dot + 1)..];
        switch (head)
        {
            case "fader" when dot < 0:
                return s_level;
            case "mute" when dot < 0 && kind != "master":
                return s_mute;
            case "send" when kind is "track" or "bus" && strip.Sends.Exists(s => s.Bus == rest):
                return s_level;
            case "pan" or "balance" or "position" when kind is "track" or "bus" && strip.Processes.TrueForAll(p => p.Id != head):
                return PlaceTarget(statement, head, rest);
        }

        if (dot > 0 && strip.Processes.Find(p => p.Id == head) is { } slot)
        {
            return SlotTarget(statement, slot, rest);
        }

        IEnumerable<string> known = strip.Processes.Select(p => p.Id + ".…").Concat(strip.Sends.Select(s => "send." + s.Bus)).Append("fader");
        context.Error("RT0405", statement, 1, $"'{strip.Id}' has nothing called '{target}' to automate", Suggestions.For(target, known));
        return null;
    }

    private ParameterSpec? PlaceTarget(Statement statement, string process, string parameter)
    {
        if (strip.Panner is { } written && written.Process != process)
        {
            context.Error("RT0405", statement, 1, $"'{strip.Id}' is placed by '{written.Process}', not by '{process}'");
            return null;
        }

        ProcessDescriptor? descriptor = context.Catalog.Find(process);
        ParameterSpec? spec = parameter.Length > 0
            ? descriptor?.Parameters.FirstOrDefault(p => p.Id == parameter)
            : descriptor?.Parameters.FirstOrDefault(p => p.IsAutomatable);
        if (spec is not { IsAutomatable: true })
        {
            context.Error("RT0405", statement, 1, $"'{process}' has no parameter '{parameter}' that can be automated",
                Suggestions.For(parameter, descriptor?.Parameters.Where(p => p.IsAutomatable).Select(p => p.Id) ?? []));
            return null;
        }

        strip.EnsurePanner(process);
        return spec;
    }

    private ParameterSpec? SlotTarget(Statement statement, ProcessSlot slot, string path)
    {
        if (context.Catalog.Find(slot.Process) is not { } descriptor)
        {
            return null;
        }

        int dot = path.IndexOf('.', StringComparison.Ordinal);
        string? group = dot < 0 ? null : path[..dot].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        string id = path[(dot + 1)..];
        ParameterSpec? spec = descriptor.Parameters.FirstOrDefault(p => p.Id == id && p.Group == group);
        if (spec is null)
        {
            context.Error("RT0405", statement, 1, $"{descriptor.Id} has no parameter '{path}'",
                Suggestions.For(path, descriptor.Parameters.Where(p => p.IsAutomatable).Select(p => p.Group is null ? p.Id : p.Group + "1." + p.Id)));
            return null;
        }

        if (!spec.IsAutomatable || descriptor.Kind == ProcessKind.WholeClip)
        {
            context.Error(descriptor.Kind == ProcessKind.WholeClip ? "RT0406" : "RT0405", statement, 1, $"'{path}' of {descriptor.Id} can't be automated");
            return null;
        }

        if (group is not null && !slot.Values.Keys.Any(k => k.StartsWith(path[..(dot + 1)], StringComparison.Ordinal)))
        {
            context.Error("RT0405", statement, 1, $"'{slot.Id}' has no {path[..dot]}", $"write '{group} {path[group.Length..dot]} …' under the process first");
            return null;
        }

        return spec;
    }

    private ImmutableArray<AutomationPoint> Points(Statement statement, ParameterSpec? spec)
    {
        ImmutableArray<AutomationPoint>.Builder points = ImmutableArray.CreateBuilder<AutomationPoint>();
        Scope.Walk(context, statement.Children, "automate", (_, at) =>
        {
            if (spec is not null && Point(at, spec) is { } point)
            {
                Append(context, points, point, at);
            }

            Scope.Leaf(context, at);
        });
        if (statement.Children.IsEmpty)
        {
            context.ErrorAtEnd("RT0311", statement, "'automate' needs points", "add '  at POSITION VALUE' under it");
        }

        return points.ToImmutable();
    }

    /// <summary>Adds a point; points stand in time order.</summary>
    public static void Append(BindingContext context, ImmutableArray<AutomationPoint>.Builder points, AutomationPoint point, Statement at)
    {
        if (points.Count > 0 && point.Position <= points[^1].Position)
        {
            context.Error("RT0506", at, 1, "this point is not after the point before it", "write points in the order of time");
            return;
        }

        points.Add(point);
    }

    private AutomationPoint? Point(Statement at, ParameterSpec spec)
    {
        int i = 2;
        long? position = context.Times.Position(at, 1);
        ParameterValue? value = context.Slots.Values.Read(spec, at, ref i, $"automation of '{strip.Id}'");
        double? number = value switch
        {
            ParameterValue.Quantity quantity => quantity.Value,
            ParameterValue.Pan pan => pan.Percent,
            ParameterValue.Direction direction => direction.Degrees,
            ParameterValue.Word word => word.Name == "on" ? 1 : 0,
            _ => null,
        };
        if (position is null || number is null || !Shape(context, at, i, out AutomationShape shape, out double curve))
        {
            return null;
        }

        return new AutomationPoint(position.Value, number.Value, spec.Kind == ParameterKind.Word ? AutomationShape.Hold : shape, curve);
    }
}
