using Roomtone.Platform;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Roomtone.Cli;

/// <summary>Progress on a screen: one bar a stage, with its speed and the time left. Loaded only where there is a screen.</summary>
internal static class ScreenProgress
{
    /// <summary>Runs work with a live display that is cleared when it ends.</summary>
    public static void Run(Action<IWorkProgress> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Terminal.ScreenWriter) });
        console.Progress().AutoClear(true).HideCompleted(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpeedColumn())
            .Start(context => work(new Bars(context)));
    }

    private sealed class Bars(ProgressContext context) : IWorkProgress
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, ProgressTask> _tasks = new(StringComparer.Ordinal);

        public void Report(string stage, double done, double total)
        {
            lock (_lock)
            {
                if (!_tasks.TryGetValue(stage, out ProgressTask? task))
                {
                    task = context.AddTask(Markup.Escape(Plain.Escape(stage)));
                    _tasks.Add(stage, task);
                }

                task.IsIndeterminate = total <= 0;
                task.MaxValue = total > 0 ? total : 1;
                task.Value = done;
            }
        }
    }

    private sealed class SpeedColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            var speed = new WorkSpeed();
            speed.Update(task.Description, 0, 0, 0);
            speed.Update(task.Description, task.Value, task.IsIndeterminate ? 0 : task.MaxValue, task.ElapsedTime?.TotalSeconds ?? 0);
            return new Text(speed.Describe());
        }
    }
}
