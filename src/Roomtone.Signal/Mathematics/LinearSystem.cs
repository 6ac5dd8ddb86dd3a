namespace Roomtone.Signal;

/// <summary>Small systems of linear equations, for designs.</summary>
public static class LinearSystem
{
    /// <summary>Solves M·x = y by elimination with row pivoting.</summary>
    /// <param name="matrix">n × n values by rows; destroyed.</param>
    /// <param name="values">y on entry, x on exit.</param>
    /// <returns>False where the matrix is singular; the values are then undefined.</returns>
    public static bool SolveInPlace(Span<double> matrix, Span<double> values)
    {
        int n = values.Length;
        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            for (int r = k + 1; r < n; r++)
            {
                pivot = Math.Abs(matrix[r * n + k]) > Math.Abs(matrix[pivot * n + k]) ? r : pivot;
            }

            if (!(Math.Abs(matrix[pivot * n + k]) > 0))
            {
                return false;
            }

            Swap(matrix, values, n, k, pivot);
            for (int r = k + 1; r < n; r++)
            {
                double factor = matrix[r * n + k] / matrix[k * n + k];
                for (int c = k; c < n; c++)
                {
                    matrix[r * n + c] -= factor * matrix[k * n + c];
                }

                values[r] -= factor * values[k];
            }
        }

        for (int k = n - 1; k >= 0; k--)
        {
            for (int c = k + 1; c < n; c++)
            {
                values[k] -= matrix[k * n + c] * values[c];
            }

            values[k] /= matrix[k * n + k];
        }

        return true;
    }

    /// <summary>Solves the symmetric Toeplitz system of linear prediction (Levinson and Durbin).</summary>
    /// <remarks>Source: N. Levinson 1947, J. Durbin 1960. Finds a with Σ a_k·r_|i−k| = 0 for i = 1…order and a_0 = 1.</remarks>
    /// <param name="autocorrelation">r_0…r_order.</param>
    /// <param name="whitener">Receives a_0…a_order, minimum phase.</param>
    /// <returns>The energy of the prediction error.</returns>
    public static double LinearPrediction(ReadOnlySpan<double> autocorrelation, Span<double> whitener)
    {
        int order = whitener.Length - 1;
        ArgumentOutOfRangeException.ThrowIfLessThan(autocorrelation.Length, whitener.Length, nameof(autocorrelation));
        whitener.Clear();
        whitener[0] = 1;
        double error = autocorrelation[0];
        for (int i = 1; i <= order && error > 0; i++)
        {
            double sum = autocorrelation[i];
            for (int k = 1; k < i; k++)
            {
                sum += whitener[k] * autocorrelation[i - k];
            }

            double reflection = -sum / error;
            for (int k = 1; k <= i / 2; k++)
            {
                double low = whitener[k], high = whitener[i - k];
                whitener[k] = low + reflection * high;
                whitener[i - k] = high + reflection * low;
            }

            whitener[i] = reflection;
            error *= 1 - reflection * reflection;
        }

        return error;
    }

    private static void Swap(Span<double> matrix, Span<double> values, int n, int a, int b)
    {
        if (a == b)
        {
            return;
        }

        for (int c = 0; c < n; c++)
        {
            (matrix[a * n + c], matrix[b * n + c]) = (matrix[b * n + c], matrix[a * n + c]);
        }

        (values[a], values[b]) = (values[b], values[a]);
    }
}
