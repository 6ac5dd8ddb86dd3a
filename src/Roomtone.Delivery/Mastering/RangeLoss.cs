using System.Globalization;

namespace Roomtone.Delivery;

/// <summary>The stop rule on dynamics (Algorithms, 12): a master that keeps less than 70 % of its mix's loudness range is told of.</summary>
public static class RangeLoss
{
    private const double Most = 0.3;
    private const double LeastRangeLu = 2;

    /// <summary>What there is to tell; null where enough is kept, or there was no range to lose.</summary>
    /// <param name="name">The file.</param>
    /// <param name="beforeLu">Loudness range of the mix, LU.</param>
    /// <param name="afterLu">That of the master.</param>
    public static string? Tell(string name, double beforeLu, double afterLu) => beforeLu >= LeastRangeLu && afterLu < (1 - Most) * beforeLu
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: its loudness range fell from {beforeLu:0.0} to {afterLu:0.0} LU, by more than {100 * Most:0} %; a lower loudness, or its chain without the compressor, keeps more of it")
        : null;
}
