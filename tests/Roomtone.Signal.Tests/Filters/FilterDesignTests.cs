using System.Numerics;

namespace Roomtone.Signal.Tests;

public sealed class FilterDesignTests
{
    // The nine cases of the acceptance table with its bars: rows 11 and 12, the set at 0.2 dB (48 kHz) and 0.35 dB (44.1 kHz).
    [Theory]
    [InlineData(FilterShape.Bell, 1000, 1, 6, 0.2, 0.35)]
    [InlineData(FilterShape.Bell, 10000, 0.7, 12, 0.2, 0.35)]
    [InlineData(FilterShape.Bell, 16000, 2, 6, 0.2, 0.35)]
    [InlineData(FilterShape.Bell, 16000, 0.7, -12, 0.2, 0.35)]
    [InlineData(FilterShape.HighShelf, 8000, 0.707, 6, 0.2, 0.35)]
    [InlineData(FilterShape.HighShelf, 12000, 0.707, 12, 0.1, 0.35)]
    [InlineData(FilterShape.LowPass, 12000, 0.707, 0, 0.1, 0.35)]
    [InlineData(FilterShape.LowPass, 18000, 0.707, 0, 0.2, 0.35)]
    [InlineData(FilterShape.HighPass, 10000, 0.707, 0, 0.2, 0.35)]
    public void Magnitude_FollowsThePrototypeTo20kHz(FilterShape shape, double hz, double q, double db, double bar48, double bar44)
    {
        var prototype = new FilterPrototype(shape, hz, q, db);
        Assert.InRange(WorstDeviation(prototype, 48000, -60), 0, bar48);
        Assert.InRange(WorstDeviation(prototype, 44100, -60), 0, bar44);
        Assert.InRange(WorstDeviation(prototype, 96000, -60), 0, 0.2);
    }

    [Theory]
    [InlineData(FilterShape.LowShelf, 100, 6)]
    [InlineData(FilterShape.HighShelf, 2000, -9)]
    [InlineData(FilterShape.BandPass, 1000, 0)]
    [InlineData(FilterShape.Notch, 60, 0)]
    [InlineData(FilterShape.HighPass, 80, 0)]
    [InlineData(FilterShape.LowPass, 2000, 0)]
    [InlineData(FilterShape.FirstOrderLowPass, 1000, 0)]
    [InlineData(FilterShape.FirstOrderHighPass, 300, 0)]
    [InlineData(FilterShape.Bell, 60, 9)]
    public void LowFrequencies_FollowThePrototypeWithin0_2Db(FilterShape shape, double hz, double db) =>
        Assert.InRange(WorstDeviation(new FilterPrototype(shape, hz, 0.9, db), 48000, -20), 0, 0.2);

    [Fact]
    public void EverySectionOfAWideGrid_IsStableAndFinite()
    {
        foreach (FilterShape shape in Enum.GetValues<FilterShape>())
        {
            foreach (double hz in (double[])[5, 20, 100, 1000, 4790, 4810, 8000, 11_111, 15000, 20000, 23_700, 23900])
            {
                foreach (double q in (double[])[0.1, 0.5, 1, 5, 40])
                {
                    foreach (double db in (double[])[-24, -0.1, 0, 12.2, 24, 29.9])
                    {
                        BiquadCoefficients h = MatchedDesign.Design(new FilterPrototype(shape, hz, q, db), 48000);
                        Assert.True(h.IsStable, $"{shape} {hz} Hz Q {q} {db} dB: {h}");
                        Assert.True(double.IsFinite(h.B0 + h.B1 + h.B2), $"{shape} {hz} Hz Q {q} {db} dB: {h}");
                    }
                }
            }
        }
    }

    [Fact]
    public void Cut_UndoesTheBoostExactly()
    {
        BiquadCoefficients boost = MatchedDesign.Design(new FilterPrototype(FilterShape.Bell, 9000, 1, 8), 48000);
        BiquadCoefficients cut = MatchedDesign.Design(new FilterPrototype(FilterShape.Bell, 9000, 1, -8), 48000);
        Assert.Equal(0, FilterResponse.MagnitudeDbAt([boost, cut], 12345, 48000), 1e-12);
        Assert.Equal(BiquadCoefficients.Identity, MatchedDesign.Design(new FilterPrototype(FilterShape.Bell, 9000, 1, 0), 48000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Butterworth_Is3DbDownAtTheCornerAndFalls6DbPerOctaveAndOrder(int order)
    {
        var low = ButterworthDesign.LowPass(order, 500, 48000);
        var high = ButterworthDesign.HighPass(order, 500, 48000);
        Assert.Equal(-3.0103, FilterResponse.MagnitudeDbAt(low.AsSpan(), 500, 48000), 0.02);
        Assert.Equal(-3.0103, FilterResponse.MagnitudeDbAt(high.AsSpan(), 500, 48000), 0.02);
        double octave = FilterResponse.MagnitudeDbAt(low.AsSpan(), 2000, 48000) - FilterResponse.MagnitudeDbAt(low.AsSpan(), 4000, 48000);
        Assert.Equal(6.02 * order, octave, 0.3 + 0.05 * order);
        double below = FilterResponse.MagnitudeDbAt(high.AsSpan(), 100, 48000) - FilterResponse.MagnitudeDbAt(high.AsSpan(), 50, 48000);
        Assert.Equal(6.02 * order, below, 0.3);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    public void LinkwitzRiley_SumsToItsAllPass(int order)
    {
        LinkwitzRiley pair = LinkwitzRiley.Design(order, 2500, 48000);
        Assert.Equal(-6.0206, FilterResponse.MagnitudeDbAt(pair.Low.AsSpan(), 2500, 48000), 0.001);
        Assert.Equal(-6.0206, FilterResponse.MagnitudeDbAt(pair.High.AsSpan(), 2500, 48000), 0.001);
        foreach (double hz in (double[])[20, 300, 2000, 2500, 3000, 9000, 23000])
        {
            Complex sum = FilterResponse.At(pair.Low.AsSpan(), hz, 48000) + FilterResponse.At(pair.High.AsSpan(), hz, 48000);
            Complex allPass = FilterResponse.At(pair.Sum.AsSpan(), hz, 48000);
            Assert.Equal(0, Decibels.FromGain(sum.Magnitude), 1e-9);
            Assert.True((sum - allPass).Magnitude < 1e-10, $"{hz} Hz: {sum} against {allPass}");
        }
    }

    [Fact]
    public void KWeighting_EqualsTheTableOfBs1770At48kHz()
    {
        // ITU-R BS.1770-5, Annex 1, tables 1 and 2.
        var k = KWeighting.Design(48000);
        Assert.Equal(1.53512485958697, k[0].B0, 1e-13);
        Assert.Equal(-2.69169618940638, k[0].B1, 1e-13);
        Assert.Equal(1.19839281085285, k[0].B2, 1e-13);
        Assert.Equal(-1.69065929318241, k[0].A1, 1e-13);
        Assert.Equal(0.73248077421585, k[0].A2, 1e-13);
        Assert.Equal(-1.99004745483398, k[1].A1, 1e-13);
        Assert.Equal(0.99007225036621, k[1].A2, 1e-13);
    }

    [Fact]
    public void FrequencyAboveNyquist_IsRefusedWithTheLimit()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => MatchedDesign.Design(new FilterPrototype(FilterShape.Bell, 30000, 1, 3), 48000));
        Assert.Contains("24000", error.Message, StringComparison.Ordinal);
    }

    private static double WorstDeviation(FilterPrototype prototype, double sampleRate, double floorDb)
    {
        BiquadCoefficients h = MatchedDesign.Design(prototype, sampleRate);
        double worst = 0;
        for (int i = 0; i <= 2000; i++)
        {
            double hz = 20 * Math.Pow(1000, i / 2000.0);
            double target = Decibels.FromPower(prototype.PowerAt(hz));
            if (target > floorDb)
            {
                worst = Math.Max(worst, Math.Abs(FilterResponse.MagnitudeDbAt([h], hz, sampleRate) - target));
            }
        }

        return worst;
    }
}
