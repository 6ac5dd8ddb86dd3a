using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>Checks what the lines of a deliverable mean together.</summary>
internal sealed class DeliverableChecks(BindingContext context, ChannelLayout sessionLayout, IReadOnlyCollection<MediaReference> media, string sessionPath)
{
    private readonly Dictionary<string, string> _files = new(StringComparer.OrdinalIgnoreCase);

    public void Check(Deliverable deliverable, Statement statement, Statement? layoutStatement)
    {
        CheckFile(deliverable, Child(statement, "file") ?? statement);
        foreach (ChannelLayout target in deliverable.Layouts.IsEmpty ? [LayoutOf(deliverable)] : deliverable.Layouts)
        {
            CheckLayout(deliverable, target, layoutStatement ?? statement, Child(statement, "downmix"));
        }

        if (!deliverable.Layouts.IsEmpty && deliverable.Format?.Layout is { } one)
        {
            context.Error("RT0801", Child(statement, "format")!, 0, $"the format says {one}, and 'layouts' says which layouts the files have", "leave the layout out of the format");
        }

        if (deliverable is { Set: not null } && (deliverable.IsPerRole || !deliverable.Stems.IsEmpty))
        {
            context.Error("RT0812", Child(statement, "set")!, 0, "the files of a set are levelled each on its own, and stems take the gain of their mix", "write a deliverable for each");
        }
        else if (deliverable is { Set: not null, PerRegionKind: null, IsPerReel: false })
        {
            context.Error("RT0812", Child(statement, "set")!, 0, "one file is no set", "add 'per region chapter' or 'per reel'");
        }
        else if (deliverable is { Set: "album" or "series", Loudness: null, Profile: null })
        {
            context.Error("RT0812", Child(statement, "set")!, 0, $"the {deliverable.Set} has no loudness to go to", "add 'loudness -16 LUFS' or a profile");
        }

        CheckFormat(deliverable.Format, Child(statement, "format") ?? statement);
        if (deliverable is { Loudness.MonoAs: null, Profile: null } && LayoutOf(deliverable).Equals(ChannelLayout.Mono))
        {
            context.Error("RT0802", Child(statement, "loudness") ?? statement, 0, "a mono file needs 'mono-as': heard from one loudspeaker or from two it differs by 3 LU",
                "add 'mono-as dual' (podcast) or 'mono-as single' to the line");
        }
    }

    private ChannelLayout LayoutOf(Deliverable deliverable) => deliverable.Format?.Layout ?? deliverable.Downmix?.Target ?? sessionLayout;

    private void CheckFile(Deliverable deliverable, Statement line)
    {
        if (deliverable.File.Length == 0)
        {
            return;
        }

        string? problem = SessionPaths.Problem(deliverable.File);
        if (problem is not null && !(context.Options.AllowsOutside && problem is "is absolute" or "leaves the session's folder"))
        {
            context.Error("RT0804", line, 1, $"the path '{deliverable.File}' {problem}", "outputs lie in the session's folder; use -o or --allow-outside for another");
            return;
        }

        string file = SessionPaths.Normalize(deliverable.File);
        if (media.FirstOrDefault(m => string.Equals(SessionPaths.Normalize(m.Path), file, StringComparison.OrdinalIgnoreCase)) is { } source)
        {
            context.Error("RT0805", line, 1, $"the output is the source of media '{source.Id}'", "sources are never written: choose another name");
        }
        else if (string.Equals(Path.GetFileName(sessionPath), file, StringComparison.OrdinalIgnoreCase))
        {
            context.Error("RT0805", line, 1, "the output is the session itself");
        }
        else if (!_files.TryAdd(file, deliverable.Id))
        {
            context.Error("RT0803", line, 1, $"'{deliverable.File}' is the output of '{_files[file]}' too", "give each deliverable its own file, for example with {layout} in the name");
        }

        DemandField(deliverable.Stems.Length > 1, "{stem", "stem", file, line);
        DemandField(deliverable.IsPerRole, "{role", "role", file, line);
        DemandField(deliverable.IsPerReel, "{reel", "reel", file, line);
        DemandField(deliverable.Layouts.Length > 1, "{layout", "layout", file, line);
        if (deliverable.PerRegionKind is not null && !file.Contains("{index", StringComparison.Ordinal) && !file.Contains("{name", StringComparison.Ordinal) && !file.Contains("{region", StringComparison.Ordinal))
        {
            context.Error("RT0803", line, 1, "every region would get the same file", "put {index:02} or {name} into the name");
        }
    }

    private void DemandField(bool isMany, string field, string what, string file, Statement line)
    {
        if (isMany && !file.Contains(field, StringComparison.Ordinal))
        {
            context.Error("RT0803", line, 1, $"every {what} would get the same file", $"put {field}}} into the name");
        }
    }

    private void CheckLayout(Deliverable deliverable, ChannelLayout target, Statement line, Statement? downmix)
    {
        if (deliverable.Downmix is { } rule && (deliverable.Layouts.IsEmpty || target.Equals(rule.Target)))
        {
            if (deliverable.Format?.Layout is { } layout && !layout.Equals(rule.Target))
            {
                context.Error("RT0801", downmix ?? line, 1, $"the downmix makes {rule.Target}, the format says {layout}");
            }

            if (rule.Target.Count > sessionLayout.Count)
            {
                context.Error("RT0801", downmix ?? line, 1, $"a downmix from {sessionLayout} to {rule.Target} would add channels");
            }

            return;
        }

        if (!target.Equals(sessionLayout) && !(sessionLayout.Equals(ChannelLayout.Stereo) && target.Equals(ChannelLayout.Mono)))
        {
            context.Error("RT0801", line, 0, $"the session is {sessionLayout}, the file {target}, and no 'downmix' says how",
                target.Count < sessionLayout.Count ? $"add 'downmix {target} lo-ro'" : $"make the session {target}, or the file {sessionLayout}");
        }
    }

    private void CheckFormat(FileFormat? format, Statement line)
    {
        if (format is null)
        {
            return;
        }

        bool isLossy = format.Container is "mp3" or "aac" or "m4a" or "opus" or "vorbis" or "ogg";
        if (isLossy && (format.Bits is not null || format.IsFloat))
        {
            context.Error("RT0806", line, 1, $"{format.Container} has no word length", "leave out the bits; write a bit rate: 128 kbps");
        }
        else if (!isLossy && format.BitRateKbps is not null)
        {
            context.Error("RT0806", line, 1, $"{format.Container} has no bit rate", "leave out kbps; write a word length: 24 bit");
        }
        else if (format.Bits is { } bits && !(format.IsFloat ? bits is 32 or 64 : bits is 8 or 16 or 20 or 24 or 32))
        {
            context.Error("RT0806", line, 1, $"no file has {bits} bit{(format.IsFloat ? " float" : string.Empty)}", "write 16, 24 or 32 bit, or 32 bit float");
        }
        else if (format is { IsConstantBitRate: true, IsVariableBitRate: true })
        {
            context.Error("RT0806", line, 1, "a bit rate is constant or variable, not both", "leave out 'cbr' or 'vbr'");
        }
        else if (!isLossy && (format.IsConstantBitRate || format.IsVariableBitRate))
        {
            context.Error("RT0806", line, 1, $"{format.Container} has no bit rate to keep", "leave out 'cbr' and 'vbr'");
        }
        else if (format is { Container: "aac" or "m4a", IsVariableBitRate: true } or { Container: "vorbis" or "ogg", IsConstantBitRate: true })
        {
            context.Error("RT0806", line, 1, $"the {format.Container} encoder of ffmpeg has no such mode", "leave the word out: its rate stays near the one written");
        }
        else if (format is { Container: "flac" or "alac", IsFloat: true })
        {
            context.Error("RT0806", line, 1, $"{format.Container} carries no floating point", "write 24 bit");
        }
        else if (format.Container == "mp3" && (format.SampleRate ?? context.SampleRate) is not (8_000 or 11_025 or 12_000 or 16_000 or 22_050 or 24_000 or 32_000 or 44_100 or 48_000))
        {
            context.Error("RT0806", line, 1, $"mp3 does not run at {format.SampleRate ?? context.SampleRate} Hz", "write 44.1 kHz or 48 kHz");
        }
        else if (format.Container == "mp3" && format.Layout is { Count: > 2 })
        {
            context.Error("RT0801", line, 1, $"mp3 carries mono or stereo, not {format.Layout}");
        }
    }

    private static Statement? Child(Statement statement, string keyword) =>
        statement.Children.FirstOrDefault(c => !c.Tokens.IsEmpty && c.Keyword.SequenceEqual(keyword));
}
