using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Roomtone.Platform;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary><c>roomtone cache</c>.</summary>
internal static class CacheCommands
{
    public static Command Create(string name, string summary)
    {
        var group = new VerbGroup(name, summary) { Examples = ["roomtone cache info", "roomtone cache clear episode.room"] };
        group.Subcommands.Add(new CacheCommand("info", "Where the cache is and how large.", clears: false));
        group.Subcommands.Add(new CacheCommand("clear", "Empties the cache; the next render computes everything again.", clears: true));
        return group;
    }
}

/// <summary><c>roomtone cache info</c> and <c>roomtone cache clear</c>.</summary>
internal sealed class CacheCommand : VerbCommand
{
    private readonly Argument<string> _place = new("SESSION|DIR") { Description = "A session, or its folder (default: this folder).", Arity = ArgumentArity.ZeroOrOne };
    private readonly bool _clears;

    public CacheCommand(string name, string summary, bool clears)
        : base(name, summary)
    {
        _clears = clears;
        Take(_place, CommonOptions.Json());
    }

    public override ImmutableArray<string> Examples => [$"roomtone cache {Name}", $"roomtone cache {Name} episode.room"];

    public override ExitCode Run(Call call)
    {
        string place = call.Get(_place) is { Length: > 0 } typed ? typed : ".";
        CacheResult result = CacheVerb.Run(new CacheRequest(place) { Clears = _clears });
        if (call.Shell.IsJson)
        {
            call.Shell.PrintJson(json =>
            {
                json.WriteString("folder"u8, result.Folder);
                json.WriteBoolean("cleared"u8, _clears);
                json.WriteNumber("files"u8, result.Files);
                json.WriteNumber("bytes"u8, result.Bytes);
                json.WriteNumber("limit_bytes"u8, result.LimitBytes);
            });
        }
        else
        {
            string size = string.Create(CultureInfo.InvariantCulture, $"{result.Files} files, {Texts.Bytes(result.Bytes)}");
            call.Shell.Print($"{Plain.Escape(result.Folder)}: {(_clears ? $"emptied ({size})" : size)}");
        }

        return ExitCode.Done;
    }
}
