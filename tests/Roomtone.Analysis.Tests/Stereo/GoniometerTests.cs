using Roomtone.Testing;

namespace Roomtone.Analysis.Tests;

public sealed class GoniometerTests
{
    [Fact]
    public void MonoStandsOnTheMiddleLine_AndPolarityLiesAcross()
    {
        float[] tone = TestSignal.Sine(997, 48000, 4800, 0.9);
        StereoImage mono = Metered.Read(new Goniometer(41), [tone, tone]);
        StereoImage opposed = Metered.Read(new Goniometer(41), [tone, [.. tone.Select(x => -x)]]);
        for (int row = 0; row < 41; row++)
        {
            for (int column = 0; column < 41; column++)
            {
                Assert.True(mono.Counts[row * 41 + column] == 0 || column == 20);
                Assert.True(opposed.Counts[row * 41 + column] == 0 || row == 20);
            }
        }

        Assert.Equal(4800, mono.Counts.Sum());
    }

    [Fact]
    public void LeftLiesToTheLeftAbove()
    {
        StereoImage left = Metered.Read(new Goniometer(41), [TestSignal.Constant(1, 10), new float[10]]);
        Assert.Equal(10, left.Counts[10 * 41 + 30]);
    }
}
