namespace Roomtone.Verbs;

/// <summary>Where results are kept between renders.</summary>
internal static class CacheFolders
{
    private const string Own = ".roomtone";

    /// <summary>The cache of the sessions in a folder.</summary>
    /// <param name="folder">The folder of a session.</param>
    public static string Of(string folder) => Path.Combine(folder, Own, "cache");

    /// <summary>For what is needed during a render only.</summary>
    /// <param name="folder">The folder of a session.</param>
    public static string ScratchOf(string folder) => Path.Combine(folder, Own);
}
