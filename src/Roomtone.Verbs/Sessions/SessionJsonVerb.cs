using System.Text;
using Roomtone.Platform;
using Roomtone.Session;

namespace Roomtone.Verbs;

/// <summary>The JSON form of sessions, in which comments and order survive.</summary>
public static class SessionJsonVerb
{
    /// <summary>A session as JSON.</summary>
    /// <param name="path">The session.</param>
    /// <returns>UTF-8.</returns>
    /// <exception cref="RoomtoneException">The file can't be read (exit 4) or is no session text (exit 2).</exception>
    public static byte[] ToJson(string path)
    {
        SyntaxTree tree = SessionFile.ReadTree(path);
        return tree.Findings.Any(f => f.Severity == Severity.Error)
            ? throw new RoomtoneException(ExitCode.Usage, tree.Findings)
            : Encoding.UTF8.GetBytes(SessionJson.Write(tree));
    }

    /// <summary>The session that a JSON form says.</summary>
    /// <param name="path">The JSON file.</param>
    /// <returns>UTF-8.</returns>
    /// <exception cref="RoomtoneException">The file can't be read (exit 4) or is not such a form (exit 2).</exception>
    public static byte[] FromJson(string path)
    {
        byte[] json = TextFiles.Read(path);
        SyntaxTree tree = SessionJson.Read(path, json);
        return tree.Findings.Any(f => f.Severity == Severity.Error)
            ? throw new RoomtoneException(ExitCode.Usage, tree.Findings)
            : Encoding.UTF8.GetBytes(tree.ToText());
    }
}
