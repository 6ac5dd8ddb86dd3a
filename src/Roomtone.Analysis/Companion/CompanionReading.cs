using System.Collections.Immutable;

namespace Roomtone.Analysis;

/// <summary>How a file lies to another one of the same programme. Immutable.</summary>
/// <param name="Lags">Where they were compared, in order.</param>
/// <param name="Swapped">Channels that carry the sound of another channel of the companion.</param>
public sealed record CompanionReading(ImmutableArray<CompanionLag> Lags, ImmutableArray<SwappedChannel> Swapped);

/// <summary>The lag at a place.</summary>
/// <param name="Seconds">Where.</param>
/// <param name="Samples">How much later the file's sound comes than the companion's; negative = earlier.</param>
public readonly record struct CompanionLag(double Seconds, int Samples);

/// <summary>A channel that carries another one's sound.</summary>
/// <param name="Channel">Index in the file.</param>
/// <param name="Carries">Index of the companion's channel; its own where only the polarity differs.</param>
/// <param name="IsInverted">Turned over.</param>
public readonly record struct SwappedChannel(int Channel, int Carries, bool IsInverted);
