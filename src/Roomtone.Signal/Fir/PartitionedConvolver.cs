using System.Numerics;

namespace Roomtone.Signal;

/// <summary>Convolution with long responses: uniform partitions, overlap-save, in float32 or float64.</summary>
/// <remarks>
/// <para>Frames start at multiples of the partition in position, and partitions add in their order, so the bits do not depend on how the
/// caller cuts. Latency: one partition. Thread: one at a time.</para>
/// <para>Source: T. G. Stockham, 1966; partitions after F. Wefers, <i>Partitioned Convolution Algorithms for Real-Time Auralization</i>, 2014.</para>
/// </remarks>
/// <typeparam name="T">The arithmetic: float (error about −135 dB) or double (limited by float32 samples).</typeparam>
public sealed class PartitionedConvolver<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RealFft<T> _fft;
    private readonly Channel[] _channels;
    private readonly T[] _scratch;
    private readonly T[] _sumRe;
    private readonly T[] _sumIm;
    private readonly T[] _frame;

    /// <summary>Prepares the spectra.</summary>
    /// <param name="responses">One impulse response per channel.</param>
    /// <param name="partition">Samples of a partition, a power of two from 64; the latency.</param>
    public PartitionedConvolver(ReadOnlySpan<double[]> responses, int partition)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partition, 64);
        ArgumentOutOfRangeException.ThrowIfEqual(BitOperations.IsPow2(partition), false, nameof(partition));
        Partition = partition;
        _fft = RealFft<T>.Of(2 * partition);
        _scratch = _fft.CreateScratch();
        _sumRe = new T[_fft.BinCount];
        _sumIm = new T[_fft.BinCount];
        _frame = new T[2 * partition];
        _channels = new Channel[responses.Length];
        for (int c = 0; c < responses.Length; c++)
        {
            _channels[c] = new Channel(responses[c], this);
        }
    }

    /// <summary>Samples of a partition.</summary>
    public int Partition { get; }

    /// <summary>Samples by which the output is later.</summary>
    public int LatencySamples => Partition;

    /// <summary>Convolves in place.</summary>
    /// <param name="audio">As many channels as there are responses, any length.</param>
    /// <param name="position">Position of the first sample.</param>
    public void Process(AudioBlock audio, long position)
    {
        for (int at = 0; at < audio.Length;)
        {
            int place = (int)((position + at) & (Partition - 1));
            int count = Math.Min(audio.Length - at, Partition - place);
            for (int c = 0; c < audio.Channels; c++)
            {
                _channels[c].Exchange(audio[c].Slice(at, count), place);
                if (place + count == Partition)
                {
                    _channels[c].Advance(this);
                }
            }

            at += count;
        }
    }

    /// <summary>Forgets all history.</summary>
    public void Reset()
    {
        foreach (Channel channel in _channels)
        {
            channel.Reset();
        }
    }

    /// <summary>Writes the history.</summary>
    /// <param name="state">Receives it.</param>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        foreach (Channel channel in _channels)
        {
            channel.Save(state);
        }
    }

    /// <summary>Takes over a saved history.</summary>
    /// <param name="state">Written by a convolver of the same shape.</param>
    public void Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        foreach (Channel channel in _channels)
        {
            channel.Load(state);
        }
    }

    private sealed class Channel
    {
        private readonly T[][] _re;
        private readonly T[][] _im;
        private readonly T[][] _pastRe;
        private readonly T[][] _pastIm;
        private readonly float[] _input;
        private readonly float[] _output;
        private int _newest;

        public Channel(double[] response, PartitionedConvolver<T> owner)
        {
            int length = owner.Partition;
            int count = Math.Max(1, (response.Length + length - 1) / length);
            (_re, _im, _pastRe, _pastIm) = (new T[count][], new T[count][], new T[count][], new T[count][]);
            T[] part = new T[2 * length];
            for (int p = 0; p < count; p++)
            {
                (_re[p], _im[p]) = (new T[owner._fft.BinCount], new T[owner._fft.BinCount]);
                (_pastRe[p], _pastIm[p]) = (new T[owner._fft.BinCount], new T[owner._fft.BinCount]);
                part.AsSpan().Clear();
                for (int n = 0; n < Math.Min(length, response.Length - p * length); n++)
                {
                    part[n] = T.CreateChecked(response[p * length + n]);
                }

                owner._fft.Forward(part, _re[p], _im[p], owner._scratch);
            }

            _input = new float[2 * length];
            _output = new float[length];
        }

        public void Exchange(Span<float> samples, int place)
        {
            int length = _output.Length;
            samples.CopyTo(_input.AsSpan(length + place));
            _output.AsSpan(place, samples.Length).CopyTo(samples);
        }

        public void Advance(PartitionedConvolver<T> owner)
        {
            int count = _re.Length;
            _newest = (_newest + count - 1) % count;
            for (int n = 0; n < _input.Length; n++)
            {
                owner._frame[n] = T.CreateTruncating(_input[n]);
            }

            owner._fft.Forward(owner._frame, _pastRe[_newest], _pastIm[_newest], owner._scratch);
            owner._sumRe.AsSpan().Clear();
            owner._sumIm.AsSpan().Clear();
            for (int p = 0; p < count; p++)
            {
                int past = (_newest + p) % count;
                SpectrumKernels.MultiplyAdd<T>(_re[p], _im[p], _pastRe[past], _pastIm[past], owner._sumRe, owner._sumIm);
            }

            owner._fft.Inverse(owner._sumRe, owner._sumIm, owner._frame, owner._scratch);
            for (int n = 0; n < _output.Length; n++)
            {
                _output[n] = float.CreateTruncating(owner._frame[_output.Length + n]);
            }

            _input.AsSpan(_output.Length).CopyTo(_input);
        }

        public void Reset()
        {
            _newest = 0;
            _input.AsSpan().Clear();
            _output.AsSpan().Clear();
            for (int p = 0; p < _re.Length; p++)
            {
                _pastRe[p].AsSpan().Clear();
                _pastIm[p].AsSpan().Clear();
            }
        }

        public void Save(StateWriter state)
        {
            state.Write(_input);
            state.Write(_output);
            for (int p = 0; p < _re.Length; p++)
            {
                int past = (_newest + p) % _re.Length;
                for (int k = 0; k < _pastRe[past].Length; k++)
                {
                    state.Write(double.CreateTruncating(_pastRe[past][k]));
                    state.Write(double.CreateTruncating(_pastIm[past][k]));
                }
            }
        }

        public void Load(StateReader state)
        {
            _newest = 0;
            state.Read(_input);
            state.Read(_output);
            for (int p = 0; p < _re.Length; p++)
            {
                for (int k = 0; k < _pastRe[p].Length; k++)
                {
                    _pastRe[p][k] = T.CreateTruncating(state.ReadDouble());
                    _pastIm[p][k] = T.CreateTruncating(state.ReadDouble());
                }
            }
        }
    }
}
