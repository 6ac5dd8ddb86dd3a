using System.Globalization;
using System.Text;
using Roomtone.Peers;

// Runs our command and the peers on the same files in turn (A B A B …) and prints CPU, wall, memory and their ratios.
// --scaling prints instead what threads, an edit and the length of a file cost.
// Usage: Roomtone.Peers ROOMTONE FOLDER [--runs N] [--only WORD | --scaling] [--write figures.md]
if (args.Length < 2)
{
    Console.Error.WriteLine("usage: Roomtone.Peers ROOMTONE FOLDER [--runs N] [--only WORD | --scaling] [--write FIGURES.md]");
    return 2;
}

string folder = Path.GetFullPath(args[1]);
Directory.CreateDirectory(folder);
int runs = int.Parse(Option("--runs") ?? "5", CultureInfo.InvariantCulture);
string? only = Option("--only");
Signals.Make(folder);
string roomtone = Path.GetFullPath(args[0]);
if (args.Contains("--scaling"))
{
    var scaling = new StringBuilder();
    foreach (string row in Scaling.Rows(roomtone, folder, runs))
    {
        Console.Write(row);
        scaling.Append(row);
    }

    Write(scaling);
    return 0;
}

var table = new StringBuilder("| job | ours × rt | peer | peer × rt | ahead by | bar × rt | ours MB | wall s | remark |\n|---|--:|---|--:|--:|--:|--:|--:|---|\n");
foreach (Job job in Jobs.All(roomtone, folder).Where(j => only is null || j.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
{
    foreach (Figure figure in Compare(job))
    {
        string row = string.Create(
            CultureInfo.InvariantCulture,
            $"| {job.Name} | {figure.TimesRealTime:0} | {figure.Peer} | {figure.PeerTimesRealTime:0} | {figure.Ratio:0.00}× | {job.Bar:0} | {figure.Ours.PeakMegabytes:0} | {figure.Ours.WallSeconds:0.000} | {figure.Remark} |\n");
        Console.Write(row);
        table.Append(row);
    }
}

Write(table);
return 0;

void Write(StringBuilder text)
{
    if (Option("--write") is { } path)
    {
        File.WriteAllText(path, text.ToString());
    }
}

string? Option(string name)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}

IEnumerable<Figure> Compare(Job job)
{
    Measured.Command(job.Ours, folder, job.OnOneCore);
    string remark = job.Check(folder);
    Run ours = new(double.MaxValue, double.MaxValue, 0);
    var theirs = job.Peers.Select(_ => new Run(double.MaxValue, double.MaxValue, 0)).ToArray();
    for (int run = 0; run < runs; run++)
    {
        ours = Least(ours, Measured.Command(job.Ours, folder, job.OnOneCore));
        for (int p = 0; p < job.Peers.Length; p++)
        {
            theirs[p] = Least(theirs[p], Measured.Command(job.Peers[p].CommandLine, folder, job.OnOneCore));
        }
    }

    for (int p = 0; p < job.Peers.Length; p++)
    {
        yield return new Figure(job, job.Peers[p].Name, ours, theirs[p], remark);
    }
}

static Run Least(Run a, Run b) => new(Math.Min(a.CpuSeconds, b.CpuSeconds), Math.Min(a.WallSeconds, b.WallSeconds), Math.Max(a.PeakMegabytes, b.PeakMegabytes));
