using Roomtone.Platform;

namespace Roomtone.Verbs;

/// <summary>A share of a stage as the seconds of audio that are done.</summary>
/// <param name="progress">Told.</param>
/// <param name="stage">What is done.</param>
/// <param name="seconds">Length of the audio.</param>
internal sealed class StageProgress(IWorkProgress progress, string stage, double seconds) : IProgress<double>
{
    /// <inheritdoc/>
    public void Report(double value) => progress.Report(stage, value * seconds, seconds);
}
