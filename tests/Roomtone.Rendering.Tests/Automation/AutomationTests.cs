using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Rendering.Tests;

public sealed class AutomationTests
{
    private static float[] Gains(int length, double faderDb, params AutomationLane[] lanes)
    {
        var rig = new Rig().Medium("m", TestSignal.Constant(1, length), TestSignal.Constant(1, length));
        rig.Tracks.Add(rig.Track("t", "m") with { FaderDb = faderDb, Automation = [.. lanes] });
        return rig.Render()[0];
    }

    [Fact]
    public void BeforeTheFirstPoint_TheWrittenFaderHolds()
    {
        float[] y = Gains(20000, -6, Rig.Lane("fader", (10000, -12, AutomationShape.Linear)));

        Assert.Equal(-6, Decibels.FromGain(y[9999]), 1e-4);
        Assert.Equal(-12, Decibels.FromGain(y[10300]), 1e-4);
    }

    [Fact]
    public void LinearSegment_IsStraightInDecibels()
    {
        float[] y = Gains(20000, 0, Rig.Lane("fader", (0, 0, AutomationShape.Linear), (19200, -30, AutomationShape.Linear)));

        for (int i = 0; i < 19200; i += 97)
        {
            Assert.Equal(-30.0 * i / 19200, Decibels.FromGain(y[i]), 1e-4);
        }
    }

    [Fact]
    public void HoldStep_Takes5Ms()
    {
        float[] y = Gains(20000, 0, Rig.Lane("fader", (0, 0, AutomationShape.Hold), (6400, -20, AutomationShape.Hold)));

        Assert.Equal(1, y[6400]);
        Assert.Equal(-10, Decibels.FromGain(y[6520]), 0.5);
        Assert.Equal(-20, Decibels.FromGain(y[6656]), 1e-4);
        double largest = Enumerable.Range(1, 19999).Max(i => Math.Abs((double)y[i] - y[i - 1]));
        Assert.True(largest < 0.011, $"the largest step from sample to sample is {largest}");
    }

    [Fact]
    public void SegmentFromMinusInfinity_IsStraightInAmplitude()
    {
        float[] y = Gains(20000, double.NegativeInfinity,
            Rig.Lane("fader", (0, double.NegativeInfinity, AutomationShape.Linear), (12800, 0, AutomationShape.Linear)));

        for (int i = 0; i < 12800; i += 101)
        {
            Assert.Equal(i / 12800.0, y[i], 1e-5);
        }
    }

    [Fact]
    public void SCurve_IsHalfWayInTheMiddle()
    {
        float[] y = Gains(20000, 0, Rig.Lane("fader", (0, 0, AutomationShape.Linear), (12800, -20, AutomationShape.SCurve)));

        Assert.Equal(-10, Decibels.FromGain(y[6400]), 1e-3);
        Assert.True(Decibels.FromGain(y[1280]) > -1);
    }

    [Fact]
    public void MuteLane_SilencesAndReturns()
    {
        float[] y = Gains(20000, -6, Rig.Lane("mute", (0, 0, AutomationShape.Hold), (6400, 1, AutomationShape.Hold), (12800, 0, AutomationShape.Hold)));

        Assert.Equal(-6, Decibels.FromGain(y[6400]), 1e-4);
        Assert.Equal(0, y[7000]);
        Assert.Equal(-6, Decibels.FromGain(y[13300]), 1e-4);
    }

    [Fact]
    public void VcaAutomation_MultipliesTheFaders()
    {
        var rig = new Rig().Medium("m", TestSignal.Constant(1, 12801), TestSignal.Constant(1, 12801));
        rig.Tracks.Add(rig.Track("t", "m") with { Automation = [Rig.Lane("fader", (0, 0, AutomationShape.Linear), (12800, -12, AutomationShape.Linear))] });
        rig.Vcas.Add(new Vca("v", ["t"]) { Automation = [Rig.Lane("fader", (0, 0, AutomationShape.Linear), (12800, -8, AutomationShape.Linear))] });

        Assert.Equal(-10, Decibels.FromGain(rig.Render()[0][6400]), 1e-4);
    }

    [Fact]
    public void SendAutomation_MovesTheSend()
    {
        var rig = new Rig().Medium("m", TestSignal.Constant(1, 12801), TestSignal.Constant(1, 12801));
        rig.Buses.Add(new Bus { Id = "dry", IsMuted = true });
        rig.Buses.Add(new Bus { Id = "room" });
        rig.Tracks.Add(rig.Track("t", "m", "dry") with
        {
            Sends = [new Send("room", -60)],
            Automation = [Rig.Lane("send.room", (0, -20, AutomationShape.Linear), (12800, 0, AutomationShape.Linear))],
        });

        Assert.Equal(-10, Decibels.FromGain(rig.Render()[0][6400]), 1e-4);
    }

    [Fact]
    public void ProcessParameter_Moves()
    {
        var rig = new Rig().Medium("m", TestSignal.Constant(1, 12801), TestSignal.Constant(1, 12801));
        rig.Tracks.Add(rig.Track("t", "m") with
        {
            Processes = [Rig.Slot("trim", "gain", ("amount", Rig.Db(0)))],
            Automation = [Rig.Lane("trim.amount", (0, 0, AutomationShape.Linear), (12800, -20, AutomationShape.Linear))],
        });

        Assert.Equal(-10, Decibels.FromGain(rig.Render()[0][6400]), 1e-3);
    }

    // Acceptance: a sine under a fade of 60 dB in 100 ms has no spur above -100 dB beyond the exact product.
    [Theory]
    [InlineData(20)]
    [InlineData(1000)]
    [InlineData(10000)]
    public void Fade60DbIn100Ms_HasNoSpurAboveMinus100Db(double hz)
    {
        float[] tone = TestSignal.Sine(hz, Rig.Rate, 9600, 1);
        var rig = new Rig().Medium("m", tone, tone);
        rig.Tracks.Add(rig.Track("t", "m") with
        {
            Automation = [Rig.Lane("fader", (0, 0, AutomationShape.Linear), (1600, 0, AutomationShape.Linear), (6400, -60, AutomationShape.Linear))],
        });

        float[] y = rig.Render()[0];

        // No line of a spectrum is higher than twice the largest sample of its signal.
        double largest = Enumerable.Range(0, 9600)
            .Max(i => Math.Abs(y[i] - tone[i] * Math.Pow(10, -60 * Math.Clamp((i - 1600) / 4800.0, 0, 1) / 20)));
        Assert.True(largest < 5e-6, $"the error reaches {20 * Math.Log10(largest):0.0} dB");
    }
}
