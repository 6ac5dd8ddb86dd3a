namespace Roomtone.Signal.Tests;

public sealed class CounterRandomTests
{
    private const int Count = 1 << 18;

    [Fact]
    public void Values_DependOnPositionOnly()
    {
        var random = new CounterRandom(42, 3);
        float[] whole = new float[1000], part = new float[100];
        random.FillGaussian(-500, whole);
        random.FillGaussian(-200, part);
        Assert.Equal(whole[300..400], part);
    }

    [Fact]
    public void Moments_AreThoseOfTheDistribution()
    {
        var random = new CounterRandom(7);
        (double mean, double variance, double fourth) = Moments(random.Gaussian);
        Assert.Equal(0, mean, 0.006);
        Assert.Equal(1, variance, 0.01);
        Assert.Equal(3, fourth, 0.08);
        (mean, variance, _) = Moments(random.Bipolar);
        Assert.Equal(0, mean, 0.004);
        Assert.Equal(1.0 / 3, variance, 0.003);
        (mean, variance, _) = Moments(random.Triangular);
        Assert.Equal(0, mean, 0.003);
        Assert.Equal(1.0 / 6, variance, 0.002);
    }

    [Fact]
    public void SeedsStreamsAndNeighbours_AreUncorrelated()
    {
        var a = new CounterRandom(1);
        Func<long, double>[] others = [new CounterRandom(2).Bipolar, new CounterRandom(1, 1).Bipolar, a.Fork(0).Bipolar, n => a.Bipolar(n + 1)];
        foreach (Func<long, double> other in others)
        {
            double product = 0;
            for (long n = 0; n < Count; n++)
            {
                product += a.Bipolar(n) * other(n);
            }

            Assert.InRange(3 * product / Count, -0.01, 0.01);
        }
    }

    [Fact]
    public void Quantile_AgreesWithTabulatedValues()
    {
        // Standard normal tables.
        Assert.Equal(0, NormalDistribution.Quantile(0.5));
        Assert.Equal(1.2815515655446004, NormalDistribution.Quantile(0.9), 1e-14);
        Assert.Equal(1.9599639845400545, NormalDistribution.Quantile(0.975), 1e-14);
        Assert.Equal(-3.090232306167813, NormalDistribution.Quantile(0.001), 1e-13);
        Assert.Equal(-6.361340902404056, NormalDistribution.Quantile(1e-10), 1e-12);
        Assert.Equal(-8.222082216130435, NormalDistribution.Quantile(1e-16), 1e-12);
    }

    [Fact]
    public void Index_CoversItsRangeEvenly()
    {
        var random = new CounterRandom(9);
        int[] hits = new int[6];
        for (long n = 0; n < 60_000; n++)
        {
            hits[random.Index(n, 6)]++;
        }

        Assert.All(hits, h => Assert.InRange(h, 9_500, 10_500));
    }

    private static (double Mean, double Variance, double Fourth) Moments(Func<long, double> value)
    {
        double one = 0, two = 0, four = 0;
        for (long n = 0; n < Count; n++)
        {
            double x = value(n);
            one += x;
            two += x * x;
            four += x * x * x * x;
        }

        return (one / Count, two / Count, four / Count);
    }
}
