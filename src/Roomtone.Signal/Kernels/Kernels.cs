using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Roomtone.Signal;

/// <summary>One element-wise operation on 16 samples, for <see cref="Kernels.Map{TKernel}"/>.</summary>
/// <remarks>Only + − × ÷ √ min max abs and selection keep the same bits on every instruction set; nothing fused or estimated.</remarks>
public interface ISampleKernel
{
    /// <summary>The operation; lanes are independent.</summary>
    /// <param name="x">Samples.</param>
    Vector512<float> Apply(Vector512<float> x);
}

/// <summary>Element-wise arithmetic on planes of samples: the same bits for any length, alignment and instruction set.</summary>
/// <remarks>
/// One 512-bit body serves every width; remainders run through it padded, so a sample's result never depends on where a block was cut.
/// Nothing allocates. Source and destination may be the same span, but must not overlap otherwise.
/// </remarks>
public static class Kernels
{
    /// <summary>Samples in one vector, and lanes of every fixed-order reduction.</summary>
    public const int Lanes = 16;

    /// <summary>Applies a kernel to every sample.</summary>
    /// <typeparam name="TKernel">The operation.</typeparam>
    /// <param name="kernel">The operation with its constants.</param>
    /// <param name="source">Samples.</param>
    /// <param name="destination">Receives as many samples; may be <paramref name="source"/>.</param>
    /// <exception cref="ArgumentException">The destination is shorter than the source.</exception>
    public static void Map<TKernel>(TKernel kernel, ReadOnlySpan<float> source, Span<float> destination)
        where TKernel : struct, ISampleKernel
    {
        ref float y = ref Room(source.Length, destination);
        ref float x = ref MemoryMarshal.GetReference(source);
        int i = 0;
        for (; i <= source.Length - Lanes; i += Lanes)
        {
            kernel.Apply(Vector512.LoadUnsafe(ref x, (nuint)i)).StoreUnsafe(ref y, (nuint)i);
        }

        if (i < source.Length)
        {
            Span<float> rest = stackalloc float[Lanes];
            rest.Fill(1f);
            source[i..].CopyTo(rest);
            kernel.Apply(Vector512.Create<float>(rest)).CopyTo(rest);
            rest[..(source.Length - i)].CopyTo(destination[i..]);
        }
    }

    /// <summary>y ← g·x.</summary>
    /// <param name="source">x.</param>
    /// <param name="gain">g, linear.</param>
    /// <param name="destination">y.</param>
    public static void Scale(ReadOnlySpan<float> source, float gain, Span<float> destination) =>
        Map(new ScaleKernel(Vector512.Create(gain)), source, destination);

    /// <summary>y ← g·y.</summary>
    /// <param name="samples">y.</param>
    /// <param name="gain">g, linear.</param>
    public static void Scale(Span<float> samples, float gain) => Scale(samples, gain, samples);

    /// <summary>y ← y + d.</summary>
    /// <param name="samples">y.</param>
    /// <param name="offset">d.</param>
    public static void Offset(Span<float> samples, float offset) => Map(new OffsetKernel(Vector512.Create(offset)), samples, samples);

    /// <summary>y ← y + g·x.</summary>
    /// <param name="source">x.</param>
    /// <param name="gain">g, linear.</param>
    /// <param name="destination">y.</param>
    public static void Mix(ReadOnlySpan<float> source, float gain, Span<float> destination)
    {
        ref float y = ref Room(source.Length, destination);
        ref float x = ref MemoryMarshal.GetReference(source);
        var g = Vector512.Create(gain);
        int i = 0;
        for (; i <= source.Length - Lanes; i += Lanes)
        {
            (Vector512.LoadUnsafe(ref y, (nuint)i) + g * Vector512.LoadUnsafe(ref x, (nuint)i)).StoreUnsafe(ref y, (nuint)i);
        }

        for (; i < source.Length; i++)
        {
            destination[i] += gain * source[i];
        }
    }

    /// <summary>y ← y + x.</summary>
    /// <param name="source">x.</param>
    /// <param name="destination">y.</param>
    public static void Add(ReadOnlySpan<float> source, Span<float> destination) => Combine(default(AddOperator), source, destination);

    /// <summary>y ← y − x.</summary>
    /// <param name="source">x.</param>
    /// <param name="destination">y.</param>
    public static void Subtract(ReadOnlySpan<float> source, Span<float> destination) =>
        Combine(default(SubtractOperator), source, destination);

    /// <summary>y ← y·x: a gain curve onto a signal, a window onto a frame.</summary>
    /// <param name="source">x.</param>
    /// <param name="destination">y.</param>
    public static void Multiply(ReadOnlySpan<float> source, Span<float> destination) =>
        Combine(default(MultiplyOperator), source, destination);

    /// <summary>y ← max(y, |x|): the joint level of linked channels.</summary>
    /// <param name="source">x.</param>
    /// <param name="destination">y, not negative.</param>
    public static void MaximumMagnitude(ReadOnlySpan<float> source, Span<float> destination) =>
        Combine(default(MaximumMagnitudeOperator), source, destination);

    /// <summary>y ← |x|.</summary>
    /// <param name="source">x.</param>
    /// <param name="destination">y.</param>
    public static void Magnitude(ReadOnlySpan<float> source, Span<float> destination) =>
        Map(default(MagnitudeKernel), source, destination);

    /// <summary>The largest |x|; NaN is passed over.</summary>
    /// <param name="samples">x.</param>
    /// <returns>0 or more; 0 for an empty span.</returns>
    public static float Peak(ReadOnlySpan<float> samples)
    {
        ref float x = ref MemoryMarshal.GetReference(samples);
        Vector512<float> a = Vector512<float>.Zero, b = a, c = a, d = a;
        int i = 0;
        for (; i <= samples.Length - 4 * Lanes; i += 4 * Lanes)
        {
            a = Larger(a, Vector512.LoadUnsafe(ref x, (nuint)i));
            b = Larger(b, Vector512.LoadUnsafe(ref x, (nuint)(i + Lanes)));
            c = Larger(c, Vector512.LoadUnsafe(ref x, (nuint)(i + 2 * Lanes)));
            d = Larger(d, Vector512.LoadUnsafe(ref x, (nuint)(i + 3 * Lanes)));
        }

        for (; i <= samples.Length - Lanes; i += Lanes)
        {
            a = Larger(a, Vector512.LoadUnsafe(ref x, (nuint)i));
        }

        float peak = Largest(Larger(Larger(a, b), Larger(c, d)));
        for (; i < samples.Length; i++)
        {
            float magnitude = Math.Abs(samples[i]);
            peak = magnitude > peak ? magnitude : peak;
        }

        return peak;
    }

    /// <summary>The largest of 16 numbers.</summary>
    /// <param name="v">None of them NaN.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector512<float> v)
    {
        Vector256<float> eight = Vector256.Max(v.GetLower(), v.GetUpper());
        Vector128<float> four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return Math.Max(Math.Max(four[0], four[1]), Math.Max(four[2], four[3]));
    }

    /// <summary>Σx² of a whole span in double precision; see <see cref="EnergySum"/> for a stream.</summary>
    /// <param name="samples">x.</param>
    public static double SumOfSquares(ReadOnlySpan<float> samples)
    {
        var sum = default(EnergySum);
        sum.Add(samples, 0);
        return sum.Total;
    }

    private static void Combine<TOperator>(TOperator operation, ReadOnlySpan<float> source, Span<float> destination)
        where TOperator : struct, ICombineOperator
    {
        ref float y = ref Room(source.Length, destination);
        ref float x = ref MemoryMarshal.GetReference(source);
        int i = 0;
        for (; i <= source.Length - Lanes; i += Lanes)
        {
            operation.Apply(Vector512.LoadUnsafe(ref y, (nuint)i), Vector512.LoadUnsafe(ref x, (nuint)i)).StoreUnsafe(ref y, (nuint)i);
        }

        for (; i < source.Length; i++)
        {
            destination[i] = operation.Apply(Vector512.CreateScalar(destination[i]), Vector512.CreateScalar(source[i])).ToScalar();
        }
    }

    private static ref float Room(int needed, Span<float> destination)
    {
        if (destination.Length < needed)
        {
            throw new ArgumentException($"The destination holds {destination.Length} samples, the source {needed}.", nameof(destination));
        }

        return ref MemoryMarshal.GetReference(destination);
    }

    // A compare and a select: Max itself has to follow IEEE's rules for NaN and costs three times as much.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Larger(Vector512<float> peak, Vector512<float> x)
    {
        Vector512<float> magnitude = Vector512.Abs(x);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(magnitude, peak), magnitude, peak);
    }

    private interface ICombineOperator
    {
        Vector512<float> Apply(Vector512<float> y, Vector512<float> x);
    }

    private readonly struct AddOperator : ICombineOperator
    {
        public Vector512<float> Apply(Vector512<float> y, Vector512<float> x) => y + x;
    }

    private readonly struct SubtractOperator : ICombineOperator
    {
        public Vector512<float> Apply(Vector512<float> y, Vector512<float> x) => y - x;
    }

    private readonly struct MultiplyOperator : ICombineOperator
    {
        public Vector512<float> Apply(Vector512<float> y, Vector512<float> x) => y * x;
    }

    private readonly struct MaximumMagnitudeOperator : ICombineOperator
    {
        public Vector512<float> Apply(Vector512<float> y, Vector512<float> x) => Larger(y, x);
    }

    private readonly struct ScaleKernel(Vector512<float> gain) : ISampleKernel
    {
        public Vector512<float> Apply(Vector512<float> x) => gain * x;
    }

    private readonly struct OffsetKernel(Vector512<float> offset) : ISampleKernel
    {
        public Vector512<float> Apply(Vector512<float> x) => x + offset;
    }

    private readonly struct MagnitudeKernel : ISampleKernel
    {
        public Vector512<float> Apply(Vector512<float> x) => Vector512.Abs(x);
    }
}
