using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Rendering.Tests;

public sealed class LatencyTests
{
    private static readonly float[] s_noise = TestSignal.Noise(8, 30000, 0.3);

    // A compressor that never acts, but looks ahead by 20 ms: 960 samples.
    private static ProcessSlot Late(double milliseconds = 20) => Rig.Slot(
        "late", "compressor", ("threshold", Rig.Db(0)), ("ratio", Rig.Number(1, Unit.Ratio)),
        ("look-ahead", Rig.Number(milliseconds, Unit.Milliseconds)));

    [Fact]
    public void LateTrackAgainstItsInverse_Cancels()
    {
        var rig = new Rig().Medium("m", s_noise, s_noise);
        Track late = rig.Track("late", "m") with { Processes = [Late()] };
        Track inverse = rig.Track("inverse", "m") with { Processes = [Rig.Slot("p", "polarity")] };
        rig.Tracks.AddRange([late, inverse]);

        Assert.All(rig.Render()[0].AsSpan(0, 30000).ToArray(), x => Assert.Equal(0, x));
    }

    [Fact]
    public void LateBusAgainstADirectPath_Cancels()
    {
        var rig = new Rig().Medium("m", s_noise, s_noise);
        rig.Buses.Add(new Bus { Id = "late", Processes = [Late(), Late() with { Id = "again" }] });
        rig.Tracks.Add(rig.Track("a", "m", "late"));
        rig.Tracks.Add(rig.Track("b", "m") with { Processes = [Rig.Slot("p", "polarity")] });

        Assert.All(rig.Render()[0].AsSpan(0, 30000).ToArray(), x => Assert.Equal(0, x));
    }

    [Fact]
    public void OneTrackOnAFastAndALatePath_MeetsItself()
    {
        // The track must run early for the late bus, so its direct way needs a delay.
        var rig = new Rig().Medium("m", s_noise, s_noise);
        rig.Buses.Add(new Bus { Id = "late", Processes = [Rig.Slot("p", "polarity"), Late()] });
        rig.Tracks.Add(rig.Track("t", "m") with { Sends = [new Send("late", 0)] });

        Assert.All(rig.Render()[0].AsSpan(0, 30000).ToArray(), x => Assert.Equal(0, x));
    }

    [Fact]
    public void LateMasterChain_KeepsTheFirstSampleFirst()
    {
        var rig = new Rig { Master = new MasterBus { Processes = [Late()] } }.Medium("m", s_noise, s_noise);
        rig.Tracks.Add(rig.Track("t", "m"));

        Null.Exact(s_noise, rig.Render()[0].AsSpan(0, 30000));
    }

    [Fact]
    public void AutomationBehindALateProcess_StaysAtItsTime()
    {
        float[] ones = TestSignal.Constant(0.5, 30000);
        var rig = new Rig().Medium("m", ones, ones);
        rig.Tracks.Add(rig.Track("t", "m") with
        {
            Processes = [Late()],
            Automation = [Rig.Lane("fader", (0, 0, AutomationShape.Linear), (19200, -20, AutomationShape.Linear))],
        });

        Assert.Equal(-10, Decibels.FromGain(rig.Render()[0][9600] / 0.5), 1e-3);
    }
}
