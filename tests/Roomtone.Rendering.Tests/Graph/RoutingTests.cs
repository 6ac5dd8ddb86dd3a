using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Testing;

namespace Roomtone.Rendering.Tests;

public sealed class RoutingTests
{
    private static readonly float[] s_noise = TestSignal.Noise(2, 3000);

    [Fact]
    public void CycleOfBuses_NamesThePath()
    {
        var rig = new Rig();
        rig.Buses.Add(new Bus { Id = "a", Output = "b" });
        rig.Buses.Add(new Bus { Id = "b", Output = "c" });
        rig.Buses.Add(new Bus { Id = "c", Output = "a" });

        Assert.Contains("a -> b -> c -> a", Assert.Single(rig.Refused()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CycleThroughASend_NamesTheSend()
    {
        var rig = new Rig();
        rig.Buses.Add(new Bus { Id = "a", Sends = [new Send("b", -6)] });
        rig.Buses.Add(new Bus { Id = "b", Output = "a" });

        Assert.Contains("a -(send)-> b -> a", Assert.Single(rig.Refused()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BusIntoItself_IsACycle()
    {
        var rig = new Rig();
        rig.Buses.Add(new Bus { Id = "a", Output = "a" });

        Assert.Contains("a -> a", Assert.Single(rig.Refused()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownBus_IsRefused()
    {
        var rig = new Rig().Medium("m", s_noise);
        rig.Tracks.Add(rig.Track("t", "m", "nowhere"));

        Assert.Equal("RT0401", Assert.Single(rig.Refused()).Code);
    }

    [Fact]
    public void UnknownSolo_IsRefused()
    {
        var rig = new Rig { Solo = ["x"] };

        Assert.Equal("RT0401", Assert.Single(rig.Refused()).Code);
    }

    [Fact]
    public void UnknownProcess_IsRefusedWithItsPlace()
    {
        var rig = new Rig().Medium("m", s_noise);
        rig.Tracks.Add(rig.Track("t", "m") with { Processes = [Rig.Slot("s", "warp") with { Origin = new TextSpan("a.room", 12, 3, 4) }] });

        Finding finding = Assert.Single(rig.Refused());
        Assert.Equal(("a.room", 12), (finding.File, finding.Line));
    }

    [Fact]
    public void TenThousandBusesInARow_PassAudioBitForBit()
    {
        var rig = new Rig().Medium("m", s_noise, s_noise);
        rig.Tracks.Add(rig.Track("t", "m", "b0"));
        for (int i = 0; i < 10000; i++)
        {
            rig.Buses.Add(new Bus { Id = $"b{i}", Output = i == 9999 ? "master" : $"b{i + 1}" });
        }

        Null.Exact(s_noise, rig.Render()[0]);
    }

    [Fact]
    public void CycleOfTenThousandBuses_IsFoundWithoutStackOverflow()
    {
        var rig = new Rig();
        for (int i = 0; i < 10000; i++)
        {
            rig.Buses.Add(new Bus { Id = $"b{i}", Output = $"b{(i + 1) % 10000}" });
        }

        Assert.Equal("RT0410", Assert.Single(rig.Refused()).Code);
    }
}
