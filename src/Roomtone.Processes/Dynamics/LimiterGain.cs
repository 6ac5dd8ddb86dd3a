using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>From the gain that every sample needs to a smooth gain that is nowhere above it.</summary>
/// <remarks>
/// Formula in log₂ of gain: m = the least need of the 2h + 1 samples around; r = m released; g = r under a Hann window of 2h + 1. Every r
/// under the window of sample n is at most need n, so their mean is too. Delay: 2h samples.
/// </remarks>
internal sealed class LimiterGain
{
    private const int Lanes = 16;
    private readonly int _half;
    private readonly LimiterRelease? _release;
    private readonly float[] _window;
    private readonly float[] _needs;
    private readonly float[] _released;
    private readonly float[] _work;
    private int _quietNeeds;
    private int _quietReleased;

    /// <summary>Prepares a gain at rest.</summary>
    /// <param name="half">h, samples.</param>
    /// <param name="release">How it lets go; null = at once.</param>
    /// <param name="maximumLength">Largest block.</param>
    public LimiterGain(int half, LimiterRelease? release, int maximumLength)
    {
        _half = half;
        _release = release;
        _window = Hann(2 * half + 1);
        _needs = new float[2 * half + maximumLength];
        _released = new float[2 * half + maximumLength + Lanes];
        _work = new float[2 * half + maximumLength + Lanes];
        Reset();
    }

    /// <summary>2h.</summary>
    public int DelaySamples => 2 * _half;

    /// <summary>Every gain of a block without needs will be 1.</summary>
    public bool IsAtRest => _quietNeeds >= 2 * _half && _quietReleased >= 2 * _half && _release is not { IsAtRest: false };

    /// <summary>Computes a block.</summary>
    /// <param name="needs">log₂ of the gain that each sample needs, 0 or less; receives the smooth gain of 2h samples earlier.</param>
    public void Apply(Span<float> needs)
    {
        int history = 2 * _half;
        int length = needs.Length;
        _quietNeeds = TrailingZeros(needs, _quietNeeds, history);
        needs.CopyTo(_needs.AsSpan(history));
        Span<float> released = _released.AsSpan(history, length);
        for (int i = 0; i < history + length; i++)
        {
            _work[i] = -_needs[i];
        }

        SlidingMaximum.Widen(_work, history + length, history + 1);
        for (int i = 0; i < length; i++)
        {
            released[i] = -_work[i];
        }

        _release?.Apply(released);
        _quietReleased = TrailingZeros(released, _quietReleased, history);
        Smooth(needs);
        _needs.AsSpan(length, history).CopyTo(_needs);
        _released.AsSpan(length, history).CopyTo(_released);
    }

    /// <summary>Returns to rest.</summary>
    public void Reset()
    {
        Array.Clear(_needs);
        Array.Clear(_released);
        _release?.Reset();
        _quietNeeds = 2 * _half;
        _quietReleased = 2 * _half;
    }

    /// <summary>Writes everything that the next gain depends on.</summary>
    /// <param name="state">Receives it.</param>
    public void Save(StateWriter state)
    {
        state.Write(_needs.AsSpan(0, 2 * _half));
        state.Write(_released.AsSpan(0, 2 * _half));
        _release?.Save(state);
        state.Write(_quietNeeds);
        state.Write(_quietReleased);
    }

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state)
    {
        state.Read(_needs.AsSpan(0, 2 * _half));
        state.Read(_released.AsSpan(0, 2 * _half));
        _release?.Load(state);
        _quietNeeds = (int)state.ReadInt64();
        _quietReleased = (int)state.ReadInt64();
    }

    private static int TrailingZeros(ReadOnlySpan<float> values, int before, int most)
    {
        int last = values.LastIndexOfAnyExcept(0f);
        return Math.Min(most, last < 0 ? before + values.Length : values.Length - 1 - last);
    }

    private static float[] Hann(int length)
    {
        var window = new double[length];
        for (int i = 0; i < length; i++)
        {
            window[i] = 0.5 - 0.5 * StableMath.CosPi(2.0 * (i + 1) / (length + 1));
        }

        double sum = window.Sum();
        return [.. window.Select(w => (float)(w / sum))];
    }

    private void Smooth(Span<float> gains)
    {
        ref float r = ref MemoryMarshal.GetArrayDataReference(_released);
        Span<float> sixteen = stackalloc float[Lanes];
        for (int i = 0; i < gains.Length; i += Lanes)
        {
            Vector512<float> sum = Vector512<float>.Zero;
            for (int k = 0; k < _window.Length; k++)
            {
                sum += Vector512.Create(_window[k]) * Vector512.LoadUnsafe(ref r, (nuint)(i + k));
            }

            sum.CopyTo(sixteen);
            sixteen[..Math.Min(Lanes, gains.Length - i)].CopyTo(gains[i..]);
        }
    }
}
