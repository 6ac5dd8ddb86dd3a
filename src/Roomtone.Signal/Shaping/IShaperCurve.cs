namespace Roomtone.Signal;

/// <summary>A memoryless non-linear curve with its first two antiderivatives, for <see cref="AntiderivativeShaper{TCurve}"/>.</summary>
public interface IShaperCurve
{
    /// <summary>f(x).</summary>
    /// <param name="x">Input.</param>
    double Value(double x);

    /// <summary>F1, whose derivative is f.</summary>
    /// <param name="x">Input.</param>
    double First(double x);

    /// <summary>F2, whose derivative is F1.</summary>
    /// <param name="x">Input.</param>
    double Second(double x);
}
