using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Rendering.Tests;

public sealed class KeyTests
{
    private const int Length = 96000;

    private static Rig Session(ProcessSlot compressor)
    {
        // The key sounds in the second half only.
        float[] key = new float[Length];
        TestSignal.Sine(1000, Rig.Rate, Length / 2, 0.5).CopyTo(key, Length / 2);
        float[] bed = TestSignal.Sine(440, Rig.Rate, Length, 0.1);
        var rig = new Rig().Medium("key", key, key).Medium("bed", bed, bed);
        rig.Buses.Add(new Bus { Id = "dx", Output = "nowhere" });
        rig.Buses.Add(new Bus { Id = "nowhere", FaderDb = double.NegativeInfinity });
        rig.Buses.Add(new Bus { Id = "mx", Processes = [compressor] });
        rig.Tracks.Add(rig.Track("k", "key", "dx"));
        rig.Tracks.Add(rig.Track("b", "bed", "mx"));
        return rig;
    }

    private static ProcessSlot Keyed(double lookAheadMs = 0) => Rig.Slot(
        "c", "compressor", ("threshold", Rig.Db(-30)), ("ratio", Rig.Number(4, Unit.Ratio)), ("key", new ParameterValue.Reference("dx")),
        ("look-ahead", Rig.Number(lookAheadMs, Unit.Milliseconds)));

    [Fact]
    public void Key_TurnsTheBedDownOnlyWhileItSounds()
    {
        float[] mix = Session(Keyed()).Render()[0];

        Assert.Equal(-20, Residual.PeakDbfs(mix.AsSpan(24000, 4800)), 0.05);
        Assert.InRange(Residual.PeakDbfs(mix.AsSpan(90000, 4800)), -35, -26);
    }

    [Fact]
    public void KeyWithLookAhead_MovesTheGainBeforeTheKeySounds()
    {
        float[] with = Session(Keyed(20)).Render()[0], without = Session(Keyed()).Render()[0];

        // A period of the bed that ends just before the key begins.
        int at = Length / 2 - 110;
        Assert.True(Residual.PeakDbfs(with.AsSpan(at, 109)) < Residual.PeakDbfs(without.AsSpan(at, 109)) - 1);
    }

    [Fact]
    public void KeyThatIsFedByItsOwnBus_IsACycle()
    {
        Rig rig = Session(Keyed());
        rig.Buses[2] = rig.Buses[2] with { Output = "dx" };

        Assert.Contains("-(key)->", Assert.Single(rig.Refused()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownKey_IsRefused()
    {
        ProcessSlot slot = Keyed();
        Rig rig = Session(slot with { Values = slot.Values.SetItem("key", new ParameterValue.Reference("nobody")) });

        Assert.Equal("RT0401", Assert.Single(rig.Refused()).Code);
    }
}
