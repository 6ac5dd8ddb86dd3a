using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Delays one channel by whole samples.</summary>
/// <param name="length">Samples, 0 or more.</param>
internal sealed class SampleDelay(int length)
{
    private readonly float[] _ring = new float[length];
    private int _oldest;

    /// <summary>Replaces samples by those that went in <c>length</c> samples earlier.</summary>
    /// <param name="samples">Any number.</param>
    public void Process(Span<float> samples)
    {
        if (_ring.Length == 0)
        {
            return;
        }

        for (int i = 0; i < samples.Length; i++)
        {
            (samples[i], _ring[_oldest]) = (_ring[_oldest], samples[i]);
            _oldest = _oldest + 1 == _ring.Length ? 0 : _oldest + 1;
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _ring.AsSpan().Clear();
        _oldest = 0;
    }

    /// <summary>Writes the samples inside, the oldest first.</summary>
    /// <param name="state">Receives them.</param>
    public void Save(StateWriter state)
    {
        state.Write(_ring.AsSpan(_oldest));
        state.Write(_ring.AsSpan(0, _oldest));
    }

    /// <summary>Takes over saved samples.</summary>
    /// <param name="state">Written by a delay of the same length.</param>
    public void Load(StateReader state)
    {
        state.Read(_ring.AsSpan());
        _oldest = 0;
    }
}
