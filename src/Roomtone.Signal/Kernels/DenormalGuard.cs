namespace Roomtone.Signal;

/// <summary>Cuts recursive state that has decayed below 10⁻³⁰ to 0, always at the same positions of the programme.</summary>
/// <remarks>
/// A tail that decays into subnormal numbers runs several times slower, and .NET offers no flush-to-zero mode. Cutting at multiples of
/// <see cref="RenderGrid.FlushPeriod"/>, not per block, keeps the bits independent of how the caller cuts.
/// <code>
/// foreach (DenormalGuard.Segment part in DenormalGuard.Split(position, length))
/// {
///     if (part.IsFlushDue) { DenormalGuard.Flush(state); }
///     … process samples part.Start … part.Start + part.Length …
/// }
/// </code>
/// </remarks>
public static class DenormalGuard
{
    /// <summary>State of smaller magnitude becomes 0.</summary>
    public const double Floor = 1e-30;

    /// <summary>Cuts a block at the positions where state is flushed.</summary>
    /// <param name="position">Position of the block's first sample.</param>
    /// <param name="length">Samples per channel.</param>
    public static Enumerator Split(long position, int length) => new(position, length);

    /// <summary>The value, or 0 where its magnitude is below <see cref="Floor"/>.</summary>
    /// <param name="state">A state variable.</param>
    public static double Flushed(double state) => Math.Abs(state) < Floor ? 0 : state;

    /// <summary>Sets values of magnitude below <see cref="Floor"/> to 0.</summary>
    /// <param name="state">State variables.</param>
    public static void Flush(Span<double> state)
    {
        foreach (ref double s in state)
        {
            if (Math.Abs(s) < Floor)
            {
                s = 0;
            }
        }
    }

    /// <summary>A part of a block between two flushes.</summary>
    /// <param name="Start">First sample of the part within the block.</param>
    /// <param name="Length">Samples per channel.</param>
    /// <param name="IsFlushDue">State is to be flushed before the part's first sample.</param>
    public readonly record struct Segment(int Start, int Length, bool IsFlushDue);

    /// <summary>Walks the parts of a block; allocates nothing.</summary>
    /// <param name="position">Position of the block's first sample.</param>
    /// <param name="length">Samples per channel.</param>
    public ref struct Enumerator(long position, int length)
    {
        private int _end;

        /// <summary>The current part.</summary>
        public Segment Current { get; private set; }

        /// <summary>The enumerator itself, for foreach.</summary>
        public readonly Enumerator GetEnumerator() => this;

        /// <summary>Goes to the next part.</summary>
        public bool MoveNext()
        {
            if (_end >= length)
            {
                return false;
            }

            int phase = (int)((position + _end) & (RenderGrid.FlushPeriod - 1));
            int count = Math.Min(length - _end, RenderGrid.FlushPeriod - phase);
            Current = new Segment(_end, count, phase == 0);
            _end += count;
            return true;
        }
    }
}
