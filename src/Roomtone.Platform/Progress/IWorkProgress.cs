namespace Roomtone.Platform;

/// <summary>Is told how far long work has come; called between tasks, from any thread.</summary>
public interface IWorkProgress
{
    /// <summary>How far a stage is.</summary>
    /// <param name="stage">What is being done: "rendering", "encoding podcast".</param>
    /// <param name="done">Seconds of programme done.</param>
    /// <param name="total">Seconds of programme in all; 0 where unknown.</param>
    void Report(string stage, double done, double total);
}
