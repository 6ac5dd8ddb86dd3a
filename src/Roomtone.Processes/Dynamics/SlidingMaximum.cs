using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>The largest of the last W values at every sample, over blocks.</summary>
/// <remarks>
/// Windows double in length until they reach W, each pass one comparison of whole vectors: log₂ W passes and no dependence between
/// samples. A maximum does not round, so the bits are those of any other way.
/// </remarks>
internal sealed class SlidingMaximum
{
    private const int Lanes = 16;
    private readonly int _window;
    private readonly float[] _history;
    private readonly float[] _work;

    /// <summary>Prepares the window; before the first sample all values are 0.</summary>
    /// <param name="window">W, 1 or more.</param>
    /// <param name="maximumLength">Largest block.</param>
    public SlidingMaximum(int window, int maximumLength)
    {
        _window = window;
        _history = new float[window - 1];
        _work = new float[window - 1 + maximumLength + Lanes];
    }

    /// <summary>Replaces every value by the largest of the last W.</summary>
    /// <param name="values">At most the largest block.</param>
    public void Apply(Span<float> values)
    {
        if (_window == 1)
        {
            return;
        }

        int length = _history.Length + values.Length;
        Span<float> work = _work.AsSpan(0, length);
        _history.CopyTo(work);
        values.CopyTo(work[_history.Length..]);
        work[values.Length..].CopyTo(_history);
        Widen(_work, length, _window);
        _work.AsSpan(0, values.Length).CopyTo(values);
    }

    /// <summary>Returns to the start of a stream.</summary>
    public void Reset() => Array.Clear(_history);

    /// <summary>Writes the last values.</summary>
    /// <param name="state">Receives them.</param>
    public void Save(StateWriter state) => state.Write(_history);

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state) => state.Read(_history);

    /// <summary>In place: value i becomes the largest of i … i + window − 1; the last window − 1 values are not whole windows.</summary>
    /// <param name="work">Values, with 16 to spare behind them.</param>
    /// <param name="length">Values.</param>
    /// <param name="window">W.</param>
    public static void Widen(float[] work, int length, int window)
    {
        int covered = 1;
        while (covered * 2 <= window)
        {
            Pass(work, length - covered, covered);
            length -= covered;
            covered *= 2;
        }

        if (covered < window)
        {
            Pass(work, length - (window - covered), window - covered);
        }
    }

    // work[i] = max(work[i], work[i + shift]), forwards: what is read ahead is still the last pass's.
    private static void Pass(float[] work, int count, int shift)
    {
        ref float w = ref MemoryMarshal.GetArrayDataReference(work);
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            Vector512.Max(Vector512.LoadUnsafe(ref w, (nuint)i), Vector512.LoadUnsafe(ref w, (nuint)(i + shift))).StoreUnsafe(ref w, (nuint)i);
        }

        for (; i < count; i++)
        {
            work[i] = Math.Max(work[i], work[i + shift]);
        }
    }
}
