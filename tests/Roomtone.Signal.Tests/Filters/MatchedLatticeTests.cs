namespace Roomtone.Signal.Tests;

public sealed class MatchedLatticeTests
{
    // A bell, a shelf and passes whose parameters move past cells of the lattice in all their directions.
    [Theory]
    [InlineData(FilterShape.Bell, 0.2)]
    [InlineData(FilterShape.HighShelf, 0.2)]
    [InlineData(FilterShape.LowPass, 0.2)]
    [InlineData(FilterShape.BandPass, 0.2)]
    [InlineData(FilterShape.Notch, 0.25)]
    [InlineData(FilterShape.FirstOrderLowPass, 0.2)]
    public void Magnitude_FollowsThePrototypeAllAlongASweep(FilterShape shape, double barDb)
    {
        for (int i = 0; i <= 40; i++)
        {
            double along = i / 40.0;
            var prototype = new FilterPrototype(shape, 4900 * Math.Pow(3.9, along), 0.55 + 0.9 * along, 11.3 - 22.9 * along);
            Assert.InRange(WorstDeviation(prototype, MatchedDesign.Design(prototype, 48000)), 0, barDb);
        }
    }

    [Theory]
    [InlineData(FilterShape.Bell)]
    [InlineData(FilterShape.HighShelf)]
    [InlineData(FilterShape.LowPass)]
    [InlineData(FilterShape.Notch)]
    public void NeighbouringParameters_HaveNeighbouringResponses(FilterShape shape)
    {
        double previous = double.NaN;
        for (double hz = 7000; hz < 7400; hz += 4)
        {
            double db = FilterResponse.MagnitudeDbAt([MatchedDesign.Design(new FilterPrototype(shape, hz, 0.9, 9), 48000)], 9500, 48000);
            Assert.False(Math.Abs(db - previous) > 0.03, $"{shape} {hz} Hz: {previous} to {db} dB");
            previous = db;
        }
    }

    [Fact]
    public void GainThatPassesZero_IsUnityThereAndBoostAndCutAreInverse()
    {
        FilterPrototype At(double db) => new(FilterShape.Bell, 9000, 1.3, db);
        Assert.Equal(0, FilterResponse.MagnitudeDbAt([MatchedDesign.Design(At(1e-7), 48000)], 9000, 48000), 1e-6);
        Assert.Equal(0, FilterResponse.MagnitudeDbAt([MatchedDesign.Design(At(7.3), 48000), MatchedDesign.Design(At(-7.3), 48000)], 12345, 48000), 1e-12);
        Assert.InRange(FilterResponse.MagnitudeDbAt([MatchedDesign.Design(At(0.2), 48000)], 9000, 48000), 0.19, 0.21);
    }

    private static double WorstDeviation(FilterPrototype prototype, BiquadCoefficients section)
    {
        double worst = 0;
        for (double hz = 20; hz < 20_000; hz *= 1.02)
        {
            double target = 10 * Math.Log10(Math.Max(1e-12, prototype.PowerAt(hz)));
            if (target > -20)
            {
                worst = Math.Max(worst, Math.Abs(FilterResponse.MagnitudeDbAt([section], hz, 48000) - target));
            }
        }

        return worst;
    }
}
