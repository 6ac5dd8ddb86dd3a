namespace Roomtone.Verbs;

/// <summary>Where results are kept between renders.</summary>
internal static class CacheFolders
{
    /// <summary>The cache of the sessions in a folder.</summary>
    /// <param name="folder">The folder of a session.</param>
    public static string Of(string folder) => Path.Combine(folder, ".roomtone", "cache");
}
