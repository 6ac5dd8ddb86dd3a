using System.Diagnostics;

namespace Roomtone.Quality;

/// <summary>One acceptance row: a signal, a command each, a measure, a bar.</summary>
/// <param name="Number">Row of the acceptance table.</param>
/// <param name="Name">What is measured.</param>
/// <param name="Unit">Of the figure.</param>
/// <param name="Bar">The figure that must be reached.</param>
/// <param name="LowerIsBetter">Whether the bar is an upper limit.</param>
/// <param name="Input">The signal, made once.</param>
/// <param name="Judge">The figure from a finished file.</param>
/// <param name="Commands">Ours first; <c>{in}</c> and <c>{out}</c> are files.</param>
internal sealed record Row(
    string Number,
    string Name,
    string Unit,
    double Bar,
    bool LowerIsBetter,
    Func<Wav> Input,
    Func<Wav, double> Judge,
    params (string Tool, string CommandLine)[] Commands)
{
    /// <summary>The figure from what a command printed into <c>{out}</c>; null where that is audio.</summary>
    public Func<string, double>? JudgeText { get; init; }

    /// <summary>The figures of a row that runs no command, ours first.</summary>
    public Func<(string Tool, double Figure)[]>? Figures { get; init; }

    /// <summary>Runs every command and judges its file; a peer that is missing or fails gives NaN.</summary>
    public IEnumerable<(string Tool, double Figure)> Run(string folder)
    {
        if (Figures is not null)
        {
            foreach ((string Tool, double Figure) figure in Figures())
            {
                yield return figure;
            }

            yield break;
        }

        string input = Path.Combine(folder, "in.wav");
        Input().Write(input);
        foreach ((string tool, string command) in Commands)
        {
            string output = Path.Combine(folder, "out.wav");
            File.Delete(output);
            yield return (tool, Shell(command.Replace("{in}", input, StringComparison.Ordinal).Replace("{out}", output, StringComparison.Ordinal)) && File.Exists(output)
                ? JudgeText is { } read ? read(File.ReadAllText(output)) : Judge(Wav.Read(output))
                : double.NaN);
        }
    }

    public bool Holds(double figure) => LowerIsBetter ? figure <= Bar : figure >= Bar;

    private static bool Shell(string command)
    {
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{{ {command}; }} >/dev/null 2>&1"]) { UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
