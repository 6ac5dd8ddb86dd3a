using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>Gathers the values of one process while its lines are read.</summary>
internal sealed class SlotValues(BindingContext context, ProcessDescriptor descriptor, Statement owner, string id)
{
    private readonly ImmutableSortedDictionary<string, ParameterValue>.Builder _values = ImmutableSortedDictionary.CreateBuilder<string, ParameterValue>(StringComparer.Ordinal);
    private readonly ImmutableDictionary<string, TextSpan>.Builder _origins = ImmutableDictionary.CreateBuilder<string, TextSpan>(StringComparer.Ordinal);
    private readonly string _user = descriptor.Id == id ? $"process '{id}'" : $"{descriptor.Id} '{id}'";
    private bool _isBypassed;

    /// <summary>Reads a line under the process: a parameter, or a numbered group.</summary>
    public void ReadLine(Statement line)
    {
        if (line.Tokens.IsEmpty || line.Keyword.StartsWith("x-"))
        {
            return;
        }

        string word = line.Keyword.ToString();
        if (word == "bypass" && line.Tokens.Length == 1)
        {
            _isBypassed = true;
            return;
        }

        if (descriptor.Parameters.FirstOrDefault(p => p.Group is null && p.Id == word) is { } spec)
        {
            ReadNamed(line, spec, word, 1);
            NothingUnder(line);
        }
        else if (descriptor.Parameters.Any(p => p.Group == word))
        {
            ReadGroup(line, word);
        }
        else
        {
            ReportUnknown(line, 0, word);
        }
    }

    /// <summary>Reads values on the line of the process or group itself: <c>bell 240 Hz -2.5 dB q 1.2</c>.</summary>
    public void ReadHead(Statement line, int from, string? group, int number)
    {
        int i = from;
        while (i < line.Tokens.Length)
        {
            if (line.Tokens[i].Kind == TokenKind.Comma)
            {
                i++;
                continue;
            }

            int at = i;
            ParameterSpec? spec = Named(line, i, group);
            i += spec is null ? 0 : 1;
            spec ??= ByShape(line, at, group, number);
            if (spec is null)
            {
                ReportUnknown(line, at, line.TextOf(at).ToString());
                return;
            }

            if (Store(line, at, Key(group, number, spec.Id), context.Slots.Values.Read(spec, line, ref i, _user)))
            {
                continue;
            }

            return;
        }
    }

    /// <summary>The finished slot; reports demanded values that are missing.</summary>
    public ProcessSlot ToSlot(string slotId)
    {
        foreach (ParameterSpec spec in descriptor.Parameters)
        {
            if (spec is { IsRequired: true, Group: null } && !_values.ContainsKey(spec.Id))
            {
                context.Error("RT0309", owner, 0, $"{_user} needs '{spec.Id}': it has no honest default", spec.Expected());
            }
        }

        return new ProcessSlot(slotId, descriptor.Id, _values.ToImmutable())
        {
            IsBypassed = _isBypassed,
            Origin = BindingContext.SpanOf(owner),
            ValueOrigins = _origins.ToImmutable(),
        };
    }

    private void ReadNamed(Statement line, ParameterSpec spec, string key, int from)
    {
        int i = from;
        ParameterValue? value = context.Slots.Values.Read(spec, line, ref i, _user);
        if (Store(line, 0, key, value) && i < line.Tokens.Length)
        {
            context.Error("RT0303", line, i, $"'{line.TextOf(i)}' has no meaning here", $"'{spec.Id}' takes one value");
        }
    }

    private void ReadGroup(Statement line, string group)
    {
        int maximum = descriptor.Parameters.First(p => p.Group == group).GroupMaximum;
        if (line.Tokens.Length < 2 || line.Tokens[1].Kind != TokenKind.Number
            || !int.TryParse(line.TextOf(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1 || number > maximum)
        {
            context.Error("RT0603", line, 1, $"'{group}' needs a number from 1 to {maximum}", $"write '{group} 1 …'");
            return;
        }

        ReadHead(line, 2, group, number);
        foreach (Statement child in line.Children)
        {
            if (child.Tokens.IsEmpty || child.Keyword.StartsWith("x-"))
            {
                continue;
            }

            string word = child.Keyword.ToString();
            if (descriptor.Parameters.FirstOrDefault(p => p.Group == group && p.Id == word) is { } spec)
            {
                ReadNamed(child, spec, Key(group, number, word), 1);
            }
            else
            {
                ReportUnknown(child, 0, word);
            }
        }
    }

    private ParameterSpec? Named(Statement line, int i, string? group)
    {
        if (line.Tokens[i].Kind != TokenKind.Word)
        {
            return null;
        }

        ReadOnlySpan<char> word = line.TextOf(i);
        foreach (ParameterSpec spec in descriptor.Parameters)
        {
            if (spec.Group == group && word.SequenceEqual(spec.Id))
            {
                return spec;
            }
        }

        return null;
    }

    // A value without a name: the first parameter, in the order of the table, that takes its shape and has no value yet.
    private ParameterSpec? ByShape(Statement line, int i, string? group, int number)
    {
        Token token = line.Tokens[i];
        string text = line.TextOf(token).ToString();
        ParameterSpec? near = null;
        foreach (ParameterSpec spec in Positional(group))
        {
            if (_values.ContainsKey(Key(group, number, spec.Id)))
            {
                continue;
            }

            bool takes = spec.Kind switch
            {
                ParameterKind.Quantity => token.Kind switch
                {
                    TokenKind.Quantity => Values.FindUnit(spec.Units, Values.UnitOf(line, token)) is not null,
                    TokenKind.Ratio => spec.Units.Contains(Unit.Ratio),
                    TokenKind.Number or TokenKind.Fraction => spec.Units.Contains(Unit.None),
                    TokenKind.Word => spec.AllowsAuto && text == "auto",
                    _ => false,
                },
                ParameterKind.Word => token.Kind is TokenKind.Word or TokenKind.Number or TokenKind.Fraction && spec.Words.Contains(text, StringComparer.Ordinal),
                ParameterKind.Pan => token.Kind == TokenKind.Word && Values.Pan(text) is not null,
                ParameterKind.Direction => spec.Maximum <= 90 ? text is "up" or "down" : text is "left" or "right",

                // A bare word is more likely a misspelt parameter than a key or medium: those are named.
                ParameterKind.Key => false,
                _ => token.Kind == TokenKind.String,
            };
            if (takes)
            {
                return spec;
            }

            bool isNear = spec.Kind == ParameterKind.Quantity && token.Kind is TokenKind.Quantity or TokenKind.Number or TokenKind.Ratio;
            near ??= isNear || (spec.Kind == ParameterKind.Word && token.Kind == TokenKind.Word && group is not null) ? spec : null;
        }

        return near;
    }

    private IEnumerable<ParameterSpec> Positional(string? group)
    {
        IEnumerable<ParameterSpec> members = descriptor.Parameters.Where(p => p.Group == group);
        return group is not null && members.Any(p => p.GroupPosition > 0)
            ? members.Where(p => p.GroupPosition > 0).OrderBy(p => p.GroupPosition)
            : members;
    }

    private bool Store(Statement line, int token, string key, ParameterValue? value)
    {
        if (value is null)
        {
            return false;
        }

        if (_values.ContainsKey(key))
        {
            context.Error("RT0305", line, token, $"'{key}' is written twice");
            return false;
        }

        _values[key] = value;
        _origins[key] = BindingContext.SpanOf(line, token);
        return true;
    }

    private void NothingUnder(Statement line)
    {
        foreach (Statement child in line.Children)
        {
            if (!child.Tokens.IsEmpty && !child.Keyword.StartsWith("x-"))
            {
                context.Error("RT0301", child, 0, $"nothing stands under '{line.Keyword}'");
            }
        }
    }

    private void ReportUnknown(Statement line, int token, string word)
    {
        IEnumerable<string> known = descriptor.Parameters.Select(p => p.Group ?? p.Id).Append("bypass");
        context.Error("RT0308", line, token, $"{descriptor.Id} has no parameter '{word}'", Suggestions.For(word, known));
    }

    private static string Key(string? group, int number, string parameter) =>
        group is null ? parameter : string.Create(CultureInfo.InvariantCulture, $"{group}{number}.{parameter}");
}
