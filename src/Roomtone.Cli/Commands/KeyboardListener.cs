using System.Text;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary>The listener of a blind test at the keyboard: a line of one or two letters each.</summary>
/// <param name="terminal">Receives the questions.</param>
internal sealed class KeyboardListener(Terminal terminal) : IBlindListener, IDisposable
{
    private readonly StreamReader _lines = new(Terminal.OpenInput(), Encoding.UTF8);

    public BlindReply Next(int trial, int trials, CancellationToken cancellation)
    {
        while (true)
        {
            terminal.Tell($"trial {trial} of {trials}: a, b, x to listen; xa or xb to answer; q to end > ");
            Task<string?> line = Task.Run(_lines.ReadLine, CancellationToken.None);
            line.Wait(cancellation);
            switch (line.Result?.Trim().ToUpperInvariant())
            {
                case "A":
                    return BlindReply.HearA;
                case "B":
                    return BlindReply.HearB;
                case "X":
                    return BlindReply.HearX;
                case "XA":
                    return BlindReply.IsA;
                case "XB":
                    return BlindReply.IsB;
                case "Q" or null:
                    terminal.Tell("\n");
                    return BlindReply.Stop;
            }
        }
    }

    public void Dispose() => _lines.Dispose();
}
