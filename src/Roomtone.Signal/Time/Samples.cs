namespace Roomtone.Signal;

/// <summary>An instant on a timeline or in media: samples per channel from its start. Two instants do not add.</summary>
/// <param name="Value">Samples; negative before the start.</param>
public readonly record struct SamplePosition(long Value) : IComparable<SamplePosition>
{
    /// <summary>The instant some samples later.</summary>
    public static SamplePosition operator +(SamplePosition position, SampleCount count) => new(checked(position.Value + count.Value));

    /// <summary>The instant some samples earlier.</summary>
    public static SamplePosition operator -(SamplePosition position, SampleCount count) => new(checked(position.Value - count.Value));

    /// <summary>The length between two instants.</summary>
    public static SampleCount operator -(SamplePosition end, SamplePosition start) => new(checked(end.Value - start.Value));

    /// <summary>Earlier.</summary>
    public static bool operator <(SamplePosition left, SamplePosition right) => left.Value < right.Value;

    /// <summary>Later.</summary>
    public static bool operator >(SamplePosition left, SamplePosition right) => left.Value > right.Value;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(SamplePosition left, SamplePosition right) => left.Value <= right.Value;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(SamplePosition left, SamplePosition right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(SamplePosition other) => Value.CompareTo(other.Value);
}

/// <summary>A length in samples per channel.</summary>
/// <param name="Value">Samples.</param>
public readonly record struct SampleCount(long Value) : IComparable<SampleCount>
{
    /// <summary>The sum of two lengths.</summary>
    public static SampleCount operator +(SampleCount left, SampleCount right) => new(checked(left.Value + right.Value));

    /// <summary>The difference of two lengths.</summary>
    public static SampleCount operator -(SampleCount left, SampleCount right) => new(checked(left.Value - right.Value));

    /// <summary>Shorter.</summary>
    public static bool operator <(SampleCount left, SampleCount right) => left.Value < right.Value;

    /// <summary>Longer.</summary>
    public static bool operator >(SampleCount left, SampleCount right) => left.Value > right.Value;

    /// <summary>Shorter or the same.</summary>
    public static bool operator <=(SampleCount left, SampleCount right) => left.Value <= right.Value;

    /// <summary>Longer or the same.</summary>
    public static bool operator >=(SampleCount left, SampleCount right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(SampleCount other) => Value.CompareTo(other.Value);
}

/// <summary>A time as text gives it, before a sample rate is known: an exact decimal of seconds, or a number of samples.</summary>
/// <param name="Amount">Seconds, or samples where <paramref name="IsSamples"/>.</param>
/// <param name="IsSamples">The amount is a whole number of samples.</param>
public readonly record struct ExactTime(decimal Amount, bool IsSamples)
{
    /// <summary>A time in seconds.</summary>
    /// <param name="seconds">Exact.</param>
    public static ExactTime FromSeconds(decimal seconds) => new(seconds, false);

    /// <summary>A time in samples of whatever rate it is used at.</summary>
    /// <param name="samples">Whole.</param>
    public static ExactTime FromSamples(long samples) => new(samples, true);

    /// <summary>The time as samples, rounded half up.</summary>
    /// <param name="sampleRate">Hz.</param>
    public long ToSamples(int sampleRate) => IsSamples ? (long)Amount : (long)decimal.Floor(Amount * sampleRate + 0.5m);

    /// <summary>True where the time lies on a sample of the rate.</summary>
    /// <param name="sampleRate">Hz.</param>
    public bool IsExact(int sampleRate) => IsSamples || decimal.IsInteger(Amount * sampleRate);
}
