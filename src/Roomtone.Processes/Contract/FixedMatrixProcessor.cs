using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Weighted sums whose weights never move.</summary>
/// <param name="format">Rate, channels, largest block.</param>
/// <param name="weights">Outputs × inputs.</param>
internal sealed class FixedMatrixProcessor(ProcessFormat format, double[] weights) : MatrixProcessor(format)
{
    /// <inheritdoc/>
    protected override void Fill(ReadOnlySpan<double> values, Span<double> destination) => weights.CopyTo(destination);
}
