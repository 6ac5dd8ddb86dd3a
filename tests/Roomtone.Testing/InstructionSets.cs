using System.Diagnostics;

namespace Roomtone.Testing;

/// <summary>Runs one test again in child processes whose hardware features are switched off, and compares what it computes.</summary>
/// <remarks>The child runs the same test, which notices it by an environment variable and writes its result instead of comparing.</remarks>
public static class InstructionSets
{
    private const string ResultVariable = "ROOMTONE_TEST_RESULT";

    /// <summary>What is switched off in each child.</summary>
    public static IReadOnlyList<string> Switches { get; } = ["DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic"];

    /// <summary>Fails at the first line that differs between this process and a child.</summary>
    /// <param name="testMethod">Full name of the calling test: namespace, class, method.</param>
    /// <param name="compute">One line per thing computed.</param>
    public static void Agree(string testMethod, Func<IEnumerable<string>> compute)
    {
        string[] lines = [.. compute()];
        if (Environment.GetEnvironmentVariable(ResultVariable) is { } path)
        {
            File.WriteAllLines(path, lines);
            return;
        }

        foreach (string feature in Switches)
        {
            string[] other = RunChild(testMethod, feature);
            for (int i = 0; i < Math.Max(lines.Length, other.Length); i++)
            {
                if (i >= lines.Length || i >= other.Length || lines[i] != other[i])
                {
                    throw new TestAssertException(
                        $"with {feature}=0: '{other.ElementAtOrDefault(i)}' instead of '{lines.ElementAtOrDefault(i)}'");
                }
            }
        }
    }

    private static string[] RunChild(string testMethod, string feature)
    {
        string result = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        start.ArgumentList.Add("--filter-method");
        start.ArgumentList.Add(testMethod);
        start.Environment[feature] = "0";
        start.Environment[ResultVariable] = result;
        using Process child = Process.Start(start)!;
        string said = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        if (!File.Exists(result))
        {
            throw new TestAssertException($"the child with {feature}=0 ended with {child.ExitCode} and no result: {said}");
        }

        string[] lines = File.ReadAllLines(result);
        File.Delete(result);
        return lines;
    }
}
