using System.Globalization;
using System.Text;
using Roomtone.Quality;

// The acceptance rows, ours beside the peers, judged by code that shares nothing with the product.
// Usage: Roomtone.Quality ROOMTONE FOLDER [--row N] [--write FIGURES.md]
if (args.Length < 2)
{
    Console.Error.WriteLine("usage: Roomtone.Quality ROOMTONE FOLDER [--row N] [--write FIGURES.md]");
    return 2;
}

string folder = Path.GetFullPath(args[1]);
Directory.CreateDirectory(folder);
var table = new StringBuilder("| row | what | bar | roomtone | peers |\n|---|---|--:|--:|---|\n");
bool all = true;
int only = Array.IndexOf(args, "--row");
foreach (Row row in Rows.All(Path.GetFullPath(args[0])).Where(r => only < 0 || r.Number == args[only + 1]))
{
    (string Tool, double Figure)[] figures = [.. row.Run(folder)];
    bool holds = row.Holds(figures[0].Figure);
    all &= holds;
    string peers = string.Join(", ", figures[1..].Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Tool} {Figure(p.Figure)}")));
    string line = string.Create(
        CultureInfo.InvariantCulture,
        $"| {row.Number} | {row.Name} | {(row.LowerIsBetter ? "≤" : "≥")} {Figure(row.Bar)} {row.Unit} | {(holds ? string.Empty : "**")}{Figure(figures[0].Figure)}{(holds ? string.Empty : "**")} | {peers} |\n");
    Console.Write(line);
    table.Append(line);
}

int write = Array.IndexOf(args, "--write");
if (write >= 0)
{
    File.WriteAllText(args[write + 1], table.ToString());
}

return all ? 0 : 3;

static string Figure(double value) => value.ToString(Math.Abs(value) is > 0 and < 1e-4 ? "0.0e0" : "0.####", CultureInfo.InvariantCulture);
