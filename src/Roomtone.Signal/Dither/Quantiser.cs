using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Roomtone.Signal;

/// <summary>How a word length is shortened.</summary>
public enum DitherShape
{
    /// <summary>Rounding alone: distorts what is quiet.</summary>
    None,

    /// <summary>Triangular dither of ±1 LSB, white: the error's mean and variance do not depend on the signal.</summary>
    Triangular,

    /// <summary>Triangular dither inside an error-feedback loop that shapes the noise to the threshold of hearing.</summary>
    Shaped,
}

/// <summary>Rounds samples to the grid of a word length, in place; once and last.</summary>
/// <remarks>
/// <para>Formula: y = ⌊v + d + ½⌋ with v in LSB and d the difference of two uniforms; shaped: v = x + Σ a_k·e(n−k), e = y − v, so that
/// y − x is e filtered by 1 + Σ a_k·z⁻ᵏ.</para>
/// <para>Source: S. P. Lipshitz, R. A. Wannamaker, J. Vanderkooy, <i>Quantization and Dither: A Theoretical Survey</i>, JAES 40, 1992.</para>
/// <para>The dither is a function of (seed, channel, position) alone. Values are held inside −1…1 − 1 LSB. Thread: one at a time.</para>
/// </remarks>
public sealed class Quantiser
{
    private readonly CounterRandom[] _random;
    private readonly DitherShape _shape;
    private readonly double _scale;
    private readonly double[] _filter;
    private readonly double[][] _errors;

    /// <summary>A quantiser.</summary>
    /// <param name="bits">Word length, 2…24.</param>
    /// <param name="shape">How.</param>
    /// <param name="seed">Chooses the dither.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="sampleRate">Hz; shapes the noise.</param>
    public Quantiser(int bits, DitherShape shape, ulong seed, int channels, int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 24);
        _shape = shape;
        _scale = 1 << (bits - 1);
        _filter = shape == DitherShape.Shaped ? NoiseShaper.Design(sampleRate) : [];
        _random = new CounterRandom[channels];
        _errors = new double[channels][];
        for (int c = 0; c < channels; c++)
        {
            _random[c] = new CounterRandom(seed, (ulong)c);
            _errors[c] = new double[_filter.Length];
        }
    }

    /// <summary>Quantises in place.</summary>
    /// <param name="position">Index of the block's first sample.</param>
    /// <param name="audio">As many channels as were prepared for.</param>
    public void Process(long position, AudioBlock audio)
    {
        for (int c = 0; c < audio.Channels; c++)
        {
            switch (_shape)
            {
                case DitherShape.Shaped:
                    Shape(audio[c], position, _random[c], _errors[c]);
                    break;
                case DitherShape.Triangular:
                    Dither(audio[c], position, _random[c]);
                    break;
                default:
                    Round(audio[c]);
                    break;
            }
        }
    }

    /// <summary>Forgets the errors of the samples before.</summary>
    public void Reset()
    {
        foreach (double[] errors in _errors)
        {
            errors.AsSpan().Clear();
        }
    }

    /// <summary>Writes everything that the next sample depends on.</summary>
    /// <param name="state">Receives the state.</param>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        foreach (double[] errors in _errors)
        {
            state.Write(errors);
        }
    }

    /// <summary>Takes over a saved state.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        foreach (double[] errors in _errors)
        {
            state.Read(errors);
        }
    }

    private void Round(Span<float> samples)
    {
        ref float first = ref MemoryMarshal.GetReference(samples);
        int i = 0;
        for (; i <= samples.Length - 8; i += 8)
        {
            Vector256<float> x = Vector256.LoadUnsafe(ref first, (nuint)i);
            Snap(Vector512.Create(Vector256.WidenLower(x), Vector256.WidenUpper(x)) * _scale).StoreUnsafe(ref first, (nuint)i);
        }

        for (; i < samples.Length; i++)
        {
            samples[i] = Snap(samples[i] * _scale);
        }
    }

    private void Dither(Span<float> samples, long position, CounterRandom random)
    {
        ref float first = ref MemoryMarshal.GetReference(samples);
        int i = 0;
        for (; i <= samples.Length - 8; i += 8)
        {
            Vector256<float> x = Vector256.LoadUnsafe(ref first, (nuint)i);
            Vector512<double> v = Vector512.Create(Vector256.WidenLower(x), Vector256.WidenUpper(x)) * _scale + random.Triangular8(position + i);
            Snap(v).StoreUnsafe(ref first, (nuint)i);
        }

        for (; i < samples.Length; i++)
        {
            samples[i] = Snap(samples[i] * _scale + random.Triangular(position + i));
        }
    }

    private void Shape(Span<float> samples, long position, CounterRandom random, double[] errors)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            double v = samples[i] * _scale;
            for (int k = 0; k < errors.Length; k++)
            {
                v += _filter[k] * errors[k];
            }

            samples[i] = Snap(v + random.Triangular(position + i));

            // A clipped sample would leave an error that the loop cannot repay: hold it to what rounding can do.
            double error = Math.Clamp(samples[i] * _scale - v, -2, 2);
            errors.AsSpan(0, errors.Length - 1).CopyTo(errors.AsSpan(1));
            errors[0] = error;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Snap(Vector512<double> inSteps)
    {
        Vector512<double> y = Vector512.Floor(inSteps + Vector512.Create(0.5));
        y = Vector512.Min(Vector512.Max(y, Vector512.Create(-_scale)), Vector512.Create(_scale - 1)) * (1 / _scale);
        return Vector256.Narrow(y.GetLower(), y.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Snap(double inSteps) => (float)(Math.Min(Math.Max(Math.Floor(inSteps + 0.5), -_scale), _scale - 1) * (1 / _scale));
}
