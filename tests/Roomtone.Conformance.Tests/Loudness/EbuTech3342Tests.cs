using Roomtone.Signal;

namespace Roomtone.Conformance.Tests;

/// <summary>EBU Tech 3342 v4, Table 1, cases 1–4, at a tenth of the tolerance that it allows. Cases 5 and 6 are recordings.</summary>
public sealed class EbuTech3342Tests
{
    [Theory]
    [InlineData(10, new double[] { -20, -30 })]
    [InlineData(5, new double[] { -20, -15 })]
    [InlineData(20, new double[] { -40, -20 })]
    [InlineData(15, new double[] { -50, -35, -20, -35, -50 })]
    public void Cases1To4_StepsOf20Seconds_HaveTheirRange(double rangeLu, double[] levels)
    {
        var programme = new Programme(ChannelLayout.Stereo);
        foreach (double level in levels)
        {
            programme.Tone(20, 1000, level);
        }

        Assert.InRange(programme.Measure().LoudnessRangeLu, rangeLu - 0.1, rangeLu + 0.1);
    }
}
