using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Roomtone.Cli.Tests;

/// <summary>What a run of the command gave.</summary>
public sealed record CommandRun(int ExitCode, byte[] OutputBytes, string Messages)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public string Output => Encoding.UTF8.GetString(OutputBytes);

    /// <summary>The one document on standard output.</summary>
    public JsonElement Json => JsonDocument.Parse(OutputBytes).RootElement;

    /// <summary>The command beside the tests.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "roomtone.exe" : "roomtone");

    public static CommandRun Of(string folder, params string[] words) => Of(folder, [], null, words);

    public static CommandRun Of(string folder, byte[] input, IReadOnlyDictionary<string, string>? environment, params string[] words)
    {
        using Process process = Start(folder, environment, words);
        Task<string> messages = process.StandardError.ReadToEndAsync();
        Task feed = Task.Run(() =>
        {
            using Stream stream = process.StandardInput.BaseStream;
            stream.Write(input);
        });
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        Assert.True(process.WaitForExit(s_patience), "the command hangs");
        feed.Wait();
        return new CommandRun(process.ExitCode, output.ToArray(), messages.Result);
    }

    public static Process Start(string folder, IReadOnlyDictionary<string, string>? environment, params string[] words)
    {
        var start = new ProcessStartInfo(Program, words)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["TERM"] = "dumb";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public CommandRun Succeeds()
    {
        Assert.True(ExitCode == 0, $"exit {ExitCode}\n{Messages}\n{Output}");
        return this;
    }

    public CommandRun Fails(int exitCode, params string[] words)
    {
        Assert.True(ExitCode == exitCode, $"exit {ExitCode}, expected {exitCode}\n{Messages}\n{Output}");
        foreach (string word in words)
        {
            Assert.True(Messages.Contains(word, StringComparison.Ordinal), $"no '{word}' in: {Messages}");
        }

        Assert.DoesNotContain("   at ", Messages);
        return this;
    }
}
