using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Verbs;

/// <summary>Where the result of each input goes: one file, a folder, or a name with <c>{name}</c> in it.</summary>
public static class OutputNames
{
    /// <summary>An output for each input.</summary>
    /// <param name="inputs">The files read.</param>
    /// <param name="output">
    /// A file for one input; for several a folder (it exists, or ends in <c>/</c>), or a name with <c>{name}</c>, the input's name without
    /// its extension.
    /// </param>
    /// <exception cref="RoomtoneException">Two inputs would share an output (exit 2).</exception>
    public static ImmutableArray<string> For(ImmutableArray<string> inputs, string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        bool isFolder = Directory.Exists(output) || output.EndsWith('/') || output.EndsWith(Path.DirectorySeparatorChar);
        ImmutableArray<string> outputs = [.. inputs.Select(i => One(i, output, isFolder))];
        string? twice = outputs.GroupBy(o => o, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;
        return twice is null ? outputs : throw new RoomtoneException(ExitCode.Usage, new Finding("RT1006", Severity.Error, $"several inputs would be written to {twice}")
        {
            Hint = "name a folder (-o out/), or a pattern (-o \"out/{name}.wav\")",
        });
    }

    private static string One(string input, string output, bool isFolder) => isFolder
        ? Path.Combine(output, Path.GetFileName(input))
        : output.Replace("{name}", Path.GetFileNameWithoutExtension(input), StringComparison.Ordinal);
}
