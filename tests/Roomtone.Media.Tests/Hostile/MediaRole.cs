using System.Diagnostics;
using System.Runtime.CompilerServices;
using Roomtone.Platform;

namespace Roomtone.Media.Tests;

/// <summary>This test program as a process of its own, with another PATH.</summary>
internal static class MediaRole
{
    private const string Variable = "ROOMTONE_MEDIA_ROLE";
    private static readonly Limits s_impatient = Limits.Default with { ChildTimeout = TimeSpan.FromSeconds(1) };

    [ModuleInitializer]
    internal static void Play()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } role)
        {
            return;
        }

        string file = Environment.GetEnvironmentVariable(Variable + "_FILE")!;
        string cache = Environment.GetEnvironmentVariable(Variable + "_CACHE")!;
        Environment.Exit(Run(role, file, cache));
    }

    internal static Process Start(string role, string file, string cache, string path, params (string Name, string Value)[] environment)
    {
        List<string> line = [Environment.ProcessPath!];
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            line.Add(typeof(MediaRole).Assembly.Location);
        }

        var start = new ProcessStartInfo(line[0], line.Skip(1)) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[Variable] = role;
        start.Environment[Variable + "_FILE"] = file;
        start.Environment[Variable + "_CACHE"] = cache;
        start.Environment["PATH"] = path;
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static int Run(string role, string file, string cache)
    {
        try
        {
            string text = role switch { "decode" => Decode(file, cache), "kernels" => SampleCodingTests.Fingerprint(), _ => Encode(file) };
            Console.Write(text);
            return 0;
        }
        catch (RoomtoneException e)
        {
            Console.Write(FindingPrinter.Text(e.Findings));
            return (int)e.ExitCode;
        }
    }

    private static string Decode(string file, string cache)
    {
        using IMediaReader reader = MediaFile.Open(file, MediaOpenOptions.Default with { CacheFolder = cache, Limits = s_impatient });
        return FindingPrinter.Text(reader.Info.Findings);
    }

    private static string Encode(string file)
    {
        MediaContainer container = MediaFormatSpec.ContainerOf(file)!.Value;
        using IMediaWriter writer = MediaFile.Create(file, TestMedia.Spec(container), null, s_impatient);
        TestMedia.Write(writer, TestMedia.Noise(2, 200_000, 16));
        writer.Complete();
        return "";
    }
}
