namespace Roomtone.Signal.Tests;

public sealed class StableMathTests
{
    [Theory]
    [InlineData(-700, 700)]
    [InlineData(-1, 1)]
    public void Exp_AgreesWithTheLibraryWithin4Ulp(double from, double to) => Agrees(from, to, StableMath.Exp, Math.Exp);

    [Theory]
    [InlineData(1e-300, 1e-290)]
    [InlineData(0.5, 2)]
    [InlineData(1, 1e12)]
    public void Logarithms_AgreeWithTheLibrary(double from, double to)
    {
        Agrees(from, to, StableMath.Log, Math.Log);
        Agrees(from, to, StableMath.Log2, Math.Log2);
        Agrees(from, to, StableMath.Log10, Math.Log10);
    }

    [Fact]
    public void Trigonometry_AgreesWithTheLibrary()
    {
        Agrees(-1000, 1000, StableMath.Sin, Math.Sin, 1e-15);
        Agrees(-1000, 1000, StableMath.Cos, Math.Cos, 1e-15);
        Agrees(-1.5, 1.5, StableMath.Tan, Math.Tan);
        Agrees(-50, 50, StableMath.Atan, Math.Atan);
        Agrees(-20, 20, StableMath.Tanh, Math.Tanh);
        Agrees(-20, 20, StableMath.Sinh, Math.Sinh);
    }

    [Fact]
    public void PowersOfTwo_AreExact()
    {
        for (int e = -1074; e <= 1023; e++)
        {
            Assert.Equal(Math.ScaleB(1, e), StableMath.Exp2(e));
            Assert.Equal(e, StableMath.Log2(Math.ScaleB(1, e)));
        }
    }

    [Fact]
    public void Edges_AreThoseOfTheReals()
    {
        Assert.Equal(0, StableMath.Exp(double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, StableMath.Exp(710));
        Assert.Equal(double.NegativeInfinity, StableMath.Log(0));
        Assert.True(double.IsNaN(StableMath.Log(-1)));
        Assert.Equal(0, StableMath.SinPi(3));
        Assert.Equal(0, StableMath.CosPi(2.5));
        Assert.Equal(1, StableMath.Sinc(0));
    }

    private static void Agrees(double from, double to, Func<double, double> ours, Func<double, double> theirs, double absolute = 0)
    {
        for (int i = 0; i <= 20_000; i++)
        {
            double x = from + (to - from) * i / 20_000;
            double expected = theirs(x);
            double error = Math.Abs(ours(x) - expected);
            Assert.True(error <= Math.Max(absolute, 1e-15 * Math.Abs(expected)), $"f({x:R}) = {ours(x):R}, expected {expected:R}");
        }
    }
}
