using System.Collections.Immutable;

namespace Roomtone.Platform;

/// <summary>What a writer may do to the folder that it writes in.</summary>
public sealed record OutputOptions
{
    /// <summary>Writes only where nothing is.</summary>
    public static OutputOptions New { get; } = new();

    /// <summary>May replace an earlier file.</summary>
    public static OutputOptions Replacing { get; } = new() { Replace = true };

    /// <summary>May replace an earlier file, and several writers may race for the name: the last one wins (caches).</summary>
    public static OutputOptions Shared { get; } = new() { Replace = true, IsShared = true };

    /// <summary>As <see cref="Shared"/>, and a power failure may lose it: whoever reads it verifies it, so that nothing waits for the disk.</summary>
    public static OutputOptions Cache { get; } = new() { Replace = true, IsShared = true, IsExpendable = true };

    /// <summary>The file need not survive a power failure.</summary>
    public bool IsExpendable { get; init; }

    /// <summary>An existing file may be replaced (<c>--force</c>, or the session's own earlier manifest lists it).</summary>
    public bool Replace { get; init; }

    /// <summary>Says of a file that is found in the way, by its path, whether it may be replaced all the same; null = it may not.</summary>
    /// <remarks>Asked when the file is found, since another run of the same work may have made it a moment ago.</remarks>
    public Func<string, bool>? IsOwn { get; init; }

    /// <summary>Is told the path when the file is whole and nothing is in its way, just before it gets its name; null = nobody asks.</summary>
    public Action<string>? Naming { get; init; }

    internal bool MayReplace(string path) => Replace || IsOwn?.Invoke(path) == true;

    /// <summary>Several writers may write the same name at once.</summary>
    public bool IsShared { get; init; }

    /// <summary>Inputs and referenced files: the output may be none of them under any alias, even with <see cref="Replace"/>.</summary>
    public ImmutableArray<string> Protected { get; init; } = [];

    /// <summary>Bytes that will be written, where known: the room is reserved, so that a full disk shows at once. 0 = unknown.</summary>
    public long ExpectedBytes { get; init; }
}
