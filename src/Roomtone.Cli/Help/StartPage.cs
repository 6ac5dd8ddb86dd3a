using System.Text;

namespace Roomtone.Cli;

/// <summary>What <c>roomtone</c> alone shows: the stages, and a first command to try.</summary>
internal static class StartPage
{
    /// <summary>The page.</summary>
    /// <param name="isFull">Every verb with its summary, not only the stages.</param>
    public static string Text(bool isFull)
    {
        var page = new StringBuilder();
        page.Append("roomtone: from recordings and a text session to finished, measured files\n\n");
        foreach (IGrouping<string, VerbEntry> stage in VerbTable.Entries.GroupBy(e => e.Stage, StringComparer.Ordinal))
        {
            if (isFull)
            {
                page.Append(stage.Key).Append('\n').Append(Texts.Table(stage.Select(e => new[] { e.Name, e.Summary }), "  "));
            }
            else
            {
                page.Append("  ").Append(stage.Key.PadRight(11)).Append(string.Join(", ", stage.Select(e => e.Name))).Append('\n');
            }
        }

        page.Append("\nTry\n  roomtone measure any-file.wav\n  roomtone new podcast my-show --media host.wav guest.wav\n  roomtone render my-show/session.room\n");
        page.Append(isFull ? "\nroomtone VERB --help explains a verb\n" : "\nroomtone --help lists every verb; roomtone VERB --help explains one\n");
        return page.ToString();
    }
}
