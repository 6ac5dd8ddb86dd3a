using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Rendering.Tests;

public sealed class PanTests
{
    private static readonly float[] s_ones = TestSignal.Constant(0.5, 12801);

    private static ProcessSlot Pan(double percent) => Rig.Slot("pan", "pan", ("amount", new ParameterValue.Pan(percent)));

    [Fact]
    public void HardLeft_LeavesTheRightSilent()
    {
        var rig = new Rig().Medium("m", s_ones);
        rig.Tracks.Add(rig.Track("t", "m") with { Panner = Pan(-100) });

        float[][] mix = rig.Render();

        Assert.Equal(0.5, mix[0][100], 1e-6);
        Assert.Equal(0, mix[1][100], 1e-6);
    }

    [Fact]
    public void PanAutomation_GoesFromLeftToRightAtConstantPower()
    {
        var rig = new Rig().Medium("m", s_ones);
        rig.Tracks.Add(rig.Track("t", "m") with { Automation = [Rig.Lane("pan", (0, -100, AutomationShape.Linear), (12800, 100, AutomationShape.Linear))] });

        float[][] mix = rig.Render();

        Assert.Equal(mix[0][6400], mix[1][6400], 1e-4);
        for (int i = 0; i < 12800; i += 333)
        {
            Assert.Equal(0.25, (double)mix[0][i] * mix[0][i] + (double)mix[1][i] * mix[1][i], 1e-3);
        }
    }

    [Fact]
    public void SendPan_StandsApartFromTheTrack()
    {
        var rig = new Rig().Medium("m", s_ones);
        rig.Buses.Add(new Bus { Id = "dry", IsMuted = true });
        rig.Buses.Add(new Bus { Id = "room" });
        rig.Tracks.Add(rig.Track("t", "m", "dry") with { Panner = Pan(-100), Sends = [new Send("room", 0) { PanPercent = 100 }] });

        float[][] mix = rig.Render();

        Assert.Equal(0, mix[0][100], 1e-6);
        Assert.Equal(0.5, mix[1][100], 1e-6);
    }

    [Fact]
    public void PositionInSurround_UsesTheBussLoudspeakers()
    {
        var rig = new Rig { Layout = ChannelLayout.Surround51 }.Medium("m", s_ones);
        rig.Tracks.Add(rig.Track("t", "m") with { Panner = Rig.Slot("position", "position", ("azimuth", new ParameterValue.Direction(110, false))) });

        float[][] mix = rig.Render();

        Assert.Equal(0.5, mix[4][100], 1e-4);
        Assert.All(new[] { 0, 1, 2, 3, 5 }, c => Assert.Equal(0, mix[c][100], 1e-4));
    }
}
