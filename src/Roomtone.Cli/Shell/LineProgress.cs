using System.Globalization;
using Roomtone.Platform;

namespace Roomtone.Cli;

/// <summary>Progress where there is no screen: a plain line now and then, none at all for short work.</summary>
/// <param name="terminal">Receives the lines; null = silence.</param>
internal sealed class LineProgress(Terminal? terminal) : IWorkProgress
{
    private const double SecondsBetweenLines = 10;
    private readonly Lock _lock = new();
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly WorkSpeed _speed = new();
    private double _lastLine;

    public void Report(string stage, double done, double total)
    {
        if (terminal is null)
        {
            return;
        }

        lock (_lock)
        {
            double now = TimeProvider.System.GetElapsedTime(_start).TotalSeconds;
            _speed.Update(stage, done, total, now);
            if (now - _lastLine < SecondsBetweenLines || total <= 0)
            {
                return;
            }

            _lastLine = now;
            terminal.Tell(string.Create(
                CultureInfo.InvariantCulture, $"{stage}: {Math.Floor(100 * done / total):0} % ({_speed.Describe()})\n"));
        }
    }
}

/// <summary>How fast a stage goes: × real time, and the time that it will still take.</summary>
internal sealed class WorkSpeed
{
    // Stages run side by side (one file is encoded while another is measured), so each has its own clock.
    private readonly Dictionary<string, double> _starts = new(StringComparer.Ordinal);
    private double _stageStart;
    private double _done;
    private double _total;
    private double _now;

    public void Update(string stage, double done, double total, double now)
    {
        if (!_starts.TryGetValue(stage, out _stageStart))
        {
            _starts.Add(stage, _stageStart = now);
        }

        _done = done;
        _total = total;
        _now = now;
    }

    /// <summary>As text: "312 × real time, 0:14 left".</summary>
    public string Describe()
    {
        double elapsed = _now - _stageStart;
        if (_done <= 0 || elapsed <= 0.05)
        {
            return "starting";
        }

        double speed = _done / elapsed;
        string text = string.Create(CultureInfo.InvariantCulture, $"{speed:0.#} × real time");
        double left = _total > 0 ? Math.Max(0, (_total - _done) / speed) : 0;
        return _total > 0 ? text + ", " + Texts.Clock(left) + " left" : text;
    }
}
