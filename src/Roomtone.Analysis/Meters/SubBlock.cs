namespace Roomtone.Analysis;

/// <summary>What 10 ms of a programme come to.</summary>
/// <param name="Samples">Samples per channel.</param>
/// <param name="Weighted">Σ G·y², K-weighted and channel-weighted.</param>
/// <param name="Square">Σ x² over the channels that count.</param>
internal readonly record struct SubBlock(int Samples, double Weighted, double Square);
