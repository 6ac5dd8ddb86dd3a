using System.Collections.Immutable;
using System.Text.Json;
using Roomtone.Platform;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary>What became of several files, as JSON and as messages.</summary>
internal static class Outcomes
{
    /// <summary>The member <c>files</c>: an object a file with its path, its result, and its findings where it failed.</summary>
    public static void Write<T>(Utf8JsonWriter json, ImmutableArray<FileOutcome<T>> outcomes, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        json.WriteStartArray("files"u8);
        foreach (FileOutcome<T> outcome in outcomes)
        {
            json.WriteStartObject();
            json.WriteString("path"u8, outcome.Path);
            if (outcome.Result is { } result)
            {
                write(json, result);
            }
            else
            {
                WriteFailure(json, outcome.Failure!);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>An array of results that write objects of their own; a file that failed is an object with its findings.</summary>
    public static void WriteWhole<T>(Utf8JsonWriter json, string name, ImmutableArray<FileOutcome<T>> outcomes, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        json.WriteStartArray(name);
        foreach (FileOutcome<T> outcome in outcomes)
        {
            if (outcome.Result is { } result)
            {
                write(json, result);
            }
            else
            {
                json.WriteStartObject();
                json.WriteString("path"u8, outcome.Path);
                WriteFailure(json, outcome.Failure!);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    /// <summary>The failures, and a summary where there are several files.</summary>
    public static void Tell<T>(Shell shell, ImmutableArray<FileOutcome<T>> outcomes)
        where T : class
    {
        foreach (RoomtoneException failure in outcomes.Select(o => o.Failure).OfType<RoomtoneException>())
        {
            shell.Tell(failure.Findings);
        }

        int failed = outcomes.Count(o => o.Failure is not null);
        if (failed > 0)
        {
            shell.Note($"{outcomes.Length - failed} of {outcomes.Length} files done, {failed} failed");
        }
    }

    private static void WriteFailure(Utf8JsonWriter json, RoomtoneException failure)
    {
        json.WriteNumber("exit_code"u8, (int)failure.ExitCode);
        json.WritePropertyName("findings"u8);
        FindingPrinter.Write(json, failure.Findings);
    }
}
