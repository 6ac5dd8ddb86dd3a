using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>A session file with what it means.</summary>
/// <param name="Path">As the user named it.</param>
/// <param name="Tree">Its text.</param>
/// <param name="Bound">Its meaning, and what is wrong with it.</param>
public sealed record SessionFile(string Path, SyntaxTree Tree, BoundSession Bound)
{
    /// <summary>The folder that its paths are relative to.</summary>
    public string Folder => FolderOf(Path);

    /// <summary>Reads and checks a session; included files are read from its folder.</summary>
    /// <param name="path">The file.</param>
    /// <param name="catalog">The processes that there are.</param>
    /// <param name="options">How strict; a <see cref="BindOptions.ReadFile"/> of null reads the folder.</param>
    /// <exception cref="RoomtoneException">The file can't be read (exit 4).</exception>
    public static SessionFile Load(string path, IProcessCatalog catalog, BindOptions? options = null)
    {
        string folder = FolderOf(path);
        BindOptions effective = options ?? new BindOptions();
        effective = effective with { ReadFile = effective.ReadFile ?? (include => TryRead(System.IO.Path.Combine(folder, include))) };
        SyntaxTree tree = Migrations.Standard.Upgrade(ReadTree(path));
        return new SessionFile(path, tree, SessionBinder.Bind(tree, catalog, effective));
    }

    /// <summary>Reads a session's text without asking what it means.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RoomtoneException">The file can't be read (exit 4).</exception>
    public static SyntaxTree ReadTree(string path)
    {
        FileIdentity identity = FileIdentity.Of(path);
        try
        {
            if (identity.Kind is not (FileKind.Regular or FileKind.Missing))
            {
                throw new IOException($"it is a {identity.Kind.ToString().ToLowerInvariant()}, not a file");
            }

            if (identity.Length > TextLimits.FileBytes)
            {
                throw new IOException($"it has {FileFailure.Bytes(identity.Length)}; a session may have {FileFailure.Bytes(TextLimits.FileBytes)}");
            }

            return SyntaxTree.Parse(path, File.ReadAllBytes(path));
        }
        catch (Exception e) when (FileFailure.IsFileError(e))
        {
            throw FileFailure.Reading(path, e);
        }
    }

    /// <summary>Writes a session's text over the file that it came from.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tree">The text.</param>
    /// <exception cref="RoomtoneException">The file can't be written (exit 4).</exception>
    public static void Save(string path, SyntaxTree tree) => OutputFile.WriteAll(path, tree.ToText(), OutputOptions.Replacing);

    private static byte[]? TryRead(string path)
    {
        FileIdentity identity = FileIdentity.Of(path);
        if (identity.Kind != FileKind.Regular || identity.Length > TextLimits.FileBytes)
        {
            return null;
        }

        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (FileFailure.IsFileError(e))
        {
            return null;
        }
    }

    private static string FolderOf(string path) => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
}
