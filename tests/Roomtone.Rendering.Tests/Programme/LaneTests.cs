using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Rendering.Tests;

public sealed class LaneTests
{
    // Eleven tracks: a full batch of eight, and one of three; chains of two shapes.
    private static Rig Session()
    {
        var rig = new Rig();
        for (int i = 0; i < 14; i++)
        {
            string id = $"t{i}";
            rig.Medium(id, TestSignal.Noise(i, 20011, 0.2));
            ProcessSlot tone = Rig.Slot(
                "tone", "eq",
                ("band1.type", new ParameterValue.Word("low-shelf")), ("band1.freq", Rig.Number(110 + i, Unit.Hertz)), ("band1.gain", Rig.Db(3)),
                ("band2.type", new ParameterValue.Word("bell")), ("band2.freq", Rig.Number(420 + i, Unit.Hertz)), ("band2.gain", Rig.Db(-4)),
                ("band3.type", new ParameterValue.Word("bell")), ("band3.freq", Rig.Number(2600 + i, Unit.Hertz)), ("band3.gain", Rig.Db(2)));
            ProcessSlot[] chain = i < 11
                ? [tone, Rig.Slot("g", "gain", ("amount", Rig.Db(-i))), Rig.Slot("hp", "high-pass", ("freq", Rig.Number(80 + i, Unit.Hertz)))]
                : [Rig.Slot("hp", "high-pass", ("freq", Rig.Number(60, Unit.Hertz)))];
            rig.Tracks.Add(rig.Track(id, id) with
            {
                Processes = [.. chain],
                Automation = [Rig.Lane("fader", (0, 0, AutomationShape.Linear), (15_000, -12, AutomationShape.Linear))],
            });
        }

        return rig;
    }

    [Theory]
    [InlineData(512)]
    [InlineData(100)]
    public void SideBySide_GivesTheBitsOfOneByOne(int block)
    {
        Rig rig = Session();

        Null.Exact(
            rig.Render(new RenderOptions { Media = rig, UseLanes = false }), rig.Render(new RenderOptions { Media = rig, BlockLength = block }));
    }
}
