using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Roomtone.Platform.Tests;

/// <summary>This test program as a process of its own, for what can only be seen from outside: kills, signals, system calls.</summary>
internal static class ChildRole
{
    private const string Variable = "ROOMTONE_TEST_ROLE";

    [ModuleInitializer]
    internal static void Play()
    {
        string? role = Environment.GetEnvironmentVariable(Variable);
        if (role is null)
        {
            return;
        }

        string argument = Environment.GetEnvironmentVariable(Variable + "_ARGUMENT") ?? "";
        switch (role)
        {
            case "write":
                OutputFile.WriteAll(argument, "whole", OutputOptions.Replacing);
                break;
            case "write-and-wait":
                using (OutputFile file = OutputFile.Create(argument, OutputOptions.Replacing))
                {
                    file.Append("half"u8);
                    Say("ready");
                    Thread.Sleep(Timeout.Infinite);
                }

                break;
            case "spawn":
                using (ChildProcess.Start(new ChildOptions { Program = Executables.Find("sleep")!, Arguments = [argument] }))
                {
                    Say("ready");
                    Thread.Sleep(Timeout.Infinite);
                }

                break;
            case "interruption":
                using (var interruption = new Interruption())
                {
                    Say("ready");
                    interruption.Token.WaitHandle.WaitOne();
                }

                Environment.Exit(130);
                break;
        }

        Environment.Exit(0);
    }

    internal static Process Start(string role, string argument, params string[] wrapper)
    {
        List<string> line = [.. wrapper, Environment.ProcessPath!];
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            line.Add(typeof(ChildRole).Assembly.Location);
        }

        var start = new ProcessStartInfo(line[0], line.Skip(1)) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[Variable] = role;
        start.Environment[Variable + "_ARGUMENT"] = argument;
        return Process.Start(start)!;
    }

    internal static Process StartAndAwait(string role, string argument)
    {
        Process process = Start(role, argument);
        Assert.Equal("ready", process.StandardOutput.ReadLine());
        return process;
    }

    private static void Say(string text)
    {
        using Stream output = Console.OpenStandardOutput();
        output.Write(System.Text.Encoding.UTF8.GetBytes(text + "\n"));
        output.Flush();
    }
}
