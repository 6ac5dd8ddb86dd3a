using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Delivery.Tests.Mastering;

public sealed class ReferenceRulesTests
{
    private const int Rate = 48000;

    [Fact]
    public void Width_IsThatOfTheSideAgainstTheMid_InEachBand()
    {
        // Low: mono. Middle: side 6 dB under the mid. High: two unlike channels.
        float[] low = TestSignal.Sine(80, Rate, 4 * Rate, 0.2), middle = TestSignal.Sine(700, Rate, 4 * Rate, 0.2), left = TestSignal.Sine(6000, Rate, 4 * Rate, 0.1), right = TestSignal.Sine(7000, Rate, 4 * Rate, 0.1);
        double side = 0.5;
        MixTraits traits = Of([.. low.Select((x, i) => (float)(x + (1 + side) * middle[i] + left[i]))], [.. low.Select((x, i) => (float)(x + (1 - side) * middle[i] + right[i]))]);
        Assert.True(traits.SideOverMidDb[0] < -40);
        Assert.Equal(-6.02, traits.SideOverMidDb[1], 0.1);
        Assert.Equal(0, traits.SideOverMidDb[2], 0.1);
    }

    [Fact]
    public void Width_IsBroughtToTheReference_WithinTheLimit()
    {
        MixTraits narrow = Wide(0.1), wide = Wide(0.4);
        MasteringMove move = ReferenceRules.Width(narrow, wide, 100, 24);
        Assert.All(new[] { "band1.width", "band2.width", "band3.width" }, id => Assert.Equal(200, ((ParameterValue.Quantity)move.Slot!.Values[id]).Value));
        Assert.Equal(50, ((ParameterValue.Quantity)ReferenceRules.Width(wide, narrow, 100, 6.0206).Slot!.Values["band2.width"]).Value, 1.0);
        Assert.Equal(50, ((ParameterValue.Quantity)ReferenceRules.Width(wide, narrow, 50, 24).Slot!.Values["band2.width"]).Value, 1.0);
        Assert.Null(ReferenceRules.Width(wide, wide, 100, 6).Slot);
        Assert.Null(ReferenceRules.Width(narrow, wide, 0, 6).Slot);
        // A side that is not there can't be turned up, and mono has none at all.
        Assert.Null(ReferenceRules.Width(Wide(0), wide, 100, 6).Slot);
        Assert.Contains("not both stereo", Assert.Single(ReferenceRules.Width(MixTraits.Of(new ArraySource(Rate, ChannelLayout.Mono, new float[Rate]), null, default), wide, 100, 6).Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Spread_IsThatOfTheLevels_AndACompressorOfARatioNarrowsIt()
    {
        MixTraits traits = Levels(-30, -18);
        Assert.Equal(12, traits.SpreadDb, 0.3);
        (double threshold, double left) = traits.Compressed(2);
        Assert.Equal(-33, threshold, 0.5);
        Assert.Equal(6, left, 0.3);
        Assert.Equal(0, Of(new float[Rate], new float[Rate]).SpreadDb);
    }

    [Fact]
    public void Dynamics_AreNarrowedToTheReference_AndNeverWidened()
    {
        MixTraits lively = Levels(-30, -18), even = Levels(-20, -16);
        MasteringMove move = ReferenceRules.Dynamics(lively, even, 100, slot => Levels(-30, -30 + 12 / ((ParameterValue.Quantity)slot.Values["ratio"]).Value));
        Assert.Equal("compressor", move.Slot!.Process);
        Assert.Equal(3, ((ParameterValue.Quantity)move.Slot.Values["ratio"]).Value, 0.3);
        Assert.Contains("can't be given back", Assert.Single(ReferenceRules.Dynamics(even, lively, 100, _ => even).Reasons), StringComparison.Ordinal);
        Assert.Contains("nothing to narrow", Assert.Single(ReferenceRules.Dynamics(even, even, 100, _ => even).Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Dynamics_WhoseCompressorDoesLess_AreAskedForAgain()
    {
        MixTraits lively = Levels(-30, -18), even = Levels(-22, -16);
        int tries = 0;
        // Attack and release leave 2 dB more than the law says.
        MasteringMove move = ReferenceRules.Dynamics(lively, even, 100, slot =>
        {
            tries++;
            return Levels(-30, -30 + 12 / ((ParameterValue.Quantity)slot.Values["ratio"]).Value + 2);
        });
        Assert.Equal(2, tries);
        Assert.Equal(3, ((ParameterValue.Quantity)move.Slot!.Values["ratio"]).Value, 0.3);
    }

    [Fact]
    public void Dynamics_ThatNoCompressorNarrows_AreLeft()
    {
        MixTraits lively = Levels(-30, -18), even = Levels(-20, -16);
        MasteringMove move = ReferenceRules.Dynamics(lively, even, 100, _ => Levels(-31, -17));
        Assert.Null(move.Slot);
        Assert.Contains("faster than a compressor follows", Assert.Single(move.Reasons), StringComparison.Ordinal);
    }

    private static MixTraits Levels(double quietDbfs, double loudDbfs)
    {
        float[] tone = TestSignal.Sine(1000, Rate, 20 * Rate, Math.Sqrt(2));
        for (int i = 0; i < tone.Length; i++)
        {
            tone[i] *= (float)Decibels.ToGain((i < tone.Length / 2 ? quietDbfs : loudDbfs) - 3.01);
        }

        return Of(tone, tone);
    }

    private static MixTraits Wide(double side)
    {
        float[] noise = TestSignal.Noise(7, 4 * Rate, 0.2), other = TestSignal.Noise(70_000_000, 4 * Rate, 0.2 * side);
        return Of([.. noise.Zip(other, (m, s) => m + s)], [.. noise.Zip(other, (m, s) => m - s)]);
    }

    private static MixTraits Of(float[] left, float[] right) => MixTraits.Of(new ArraySource(Rate, ChannelLayout.Stereo, left, right), null, CancellationToken.None);
}
