using Roomtone.Platform;

namespace Roomtone.Session;

/// <content>The media pool: entries, their formats, their paths.</content>
public sealed partial class SessionBinder
{
    private void ReadMedia(Statement statement)
    {
        ReadId(_mediaIds, statement, "media");
        var media = new MediaReference(statement.ValueOf(1), statement.ValueOf(2)) { Origin = BindingContext.SpanOf(statement) };
        CheckMediaPath(statement, media.Path);
        Scope.Walk(_context, statement.Children, "media", (spec, line) => media = ReadMediaLine(media, spec, line), statement);
        _media.Add(media);
    }

    private MediaReference ReadMediaLine(MediaReference media, StatementSpec spec, Statement line)
    {
        switch (spec.Keyword)
        {
            case "audio" when media.Path.EndsWith(".room", StringComparison.OrdinalIgnoreCase):
                _context.Error("RT0706", line, 0, "a session has no hash: its mix is whatever it renders to", "leave the line out");
                return media;
            case "audio":
                string hash = line.ValueOf(1);
                const string Prefix = "sha256:";
                if (!hash.StartsWith(Prefix, StringComparison.Ordinal) || hash.Length != Prefix.Length + 64 || hash.AsSpan(Prefix.Length).ContainsAnyExcept(s_hexadecimal))
                {
                    _context.Error("RT0706", line, 1, "the hash is not sha256: and 64 lower-case hexadecimal digits", "leave the line out, or let 'roomtone session check' print it");
                    return media;
                }

                return media with { AudioSha256 = hash[Prefix.Length..] };
            case "format":
                Statement? unused = null;
                FileFormat format = DeliverableBinder.Format(_context.Arguments, line, ref unused);
                return media with { Format = format.Container, SampleRate = format.SampleRate, Bits = format.Bits, IsFloat = format.IsFloat, Layout = format.Layout };
            case "length":
                return _context.Times.Time(line, 1) is { } length ? media with { Length = length } : media;
            default:
                return media;
        }
    }

    private void CheckMediaPath(Statement statement, string path)
    {
        if (SessionPaths.Problem(path) is not { } problem)
        {
            return;
        }

        bool isOutside = problem is "is absolute" or "leaves the session's folder";
        int token = statement.Tokens.Length - 1;
        _context.Report(isOutside ? Severity.Warning : Severity.Error, "RT0703", statement, token, $"the path '{path}' {problem}",
            isOutside ? "'roomtone session collect' copies the file into the session's folder" : null);
    }
}
