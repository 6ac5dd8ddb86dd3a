using Roomtone.Session;
using Roomtone.Testing;

namespace Roomtone.Rendering.Tests;

public sealed class AutoTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "rt-auto-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, true);
        }
    }

    private static Rig Session()
    {
        float[] tone = TestSignal.Sine(997, Rig.Rate, 96000, 0.25);
        var rig = new Rig().Medium("m", tone, tone);
        rig.Tracks.Add(rig.Track("t", "m") with { Processes = [Rig.Slot("g", "gain", ("amount", Rig.Db(-6))), Rig.Slot("c", "compressor")] });
        return rig;
    }

    [Fact]
    public void AutoThreshold_FollowsWhatGoesIntoTheProcess()
    {
        using SessionRenderer renderer = Session().Open();

        // A sine of 0.25 is -15.05 dBFS RMS, 6 dB of gain before it make -21.05, and the threshold lies 2 dB above.
        Assert.Contains("threshold auto = -19", renderer.Plan.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ResolvedValue_IsKeptInTheCache()
    {
        Rig rig = Session();
        var options = new RenderOptions { Media = rig, CacheFolder = _folder };
        using SessionRenderer first = rig.Open(options), second = rig.Open(options);

        Assert.Equal(first.Plan.ToString(), second.Plan.ToString());
        Assert.Equal(first.ContentKey, second.ContentKey);
    }

    [Fact]
    public void Solo_ChangesNoDecision()
    {
        Rig rig = Session();
        float[] loud = TestSignal.Sine(300, Rig.Rate, 96000, 0.9);
        rig.Medium("loud", loud, loud);
        rig.Tracks.Add(rig.Track("l", "loud"));
        rig.Master = new MasterBus { Processes = [Rig.Slot("bus", "compressor")] };
        using SessionRenderer whole = rig.Open();
        rig.Solo = ["t"];
        using SessionRenderer solo = rig.Open();

        Assert.Equal(whole.Plan.Strips[^1].Processes[0].Resolved[0].Value, solo.Plan.Strips[^1].Processes[0].Resolved[0].Value);
    }
}
