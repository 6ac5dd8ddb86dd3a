using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Rendering.Tests;

public sealed class InvarianceTests
{
    private static Rig Session(int length = 37001)
    {
        var rig = new Rig();
        rig.Buses.Add(new Bus { Id = "dx", FaderDb = -1, Processes = [Rig.Slot("g", "gain", ("amount", Rig.Db(-2)))] });
        rig.Buses.Add(new Bus { Id = "room", FaderDb = -3 });
        for (int i = 0; i < 20; i++)
        {
            string id = $"t{i}";
            rig.Medium(id, TestSignal.NoiseChannels(i, 1 + i % 2, length, 0.2));
            rig.Tracks.Add(rig.Track(id, id, i % 3 == 0 ? "dx" : "master") with
            {
                FaderDb = -i,
                Role = i % 4 == 0 ? "dialogue" : "music",
                Processes = [Rig.Slot("trim", "gain", ("amount", Rig.Db(1)))],
                Sends = i % 5 == 0 ? [new Send("room", -12) { IsPostFader = i % 2 == 0 }] : [],
                Automation =
                [
                    Rig.Lane("fader", (100, 0, AutomationShape.Linear), (9001, -20, AutomationShape.Linear), (20000, -5, AutomationShape.Hold)),
                    Rig.Lane("trim.amount", (0, 0, AutomationShape.Linear), (30003, -6, AutomationShape.SCurve)),
                ],
            });
        }

        rig.Master = new MasterBus { FaderDb = -0.5, Automation = [Rig.Lane("fader", (5000, 0, AutomationShape.Linear), (30000, -3, AutomationShape.Linear))] };
        return rig;
    }

    [Theory]
    [InlineData(1, 5001)]
    [InlineData(64, 37001)]
    [InlineData(4096, 37001)]
    public void BlockLength_ChangesNoBit(int block, int length)
    {
        Rig rig = Session(length);

        Null.Exact(rig.Render(), rig.Render(new RenderOptions { Media = rig, BlockLength = block }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Threads_ChangeNoBit(int threads)
    {
        Rig rig = Session();
        using var pool = new WorkPool(threads);

        Null.Exact(rig.Render(), rig.Render(new RenderOptions { Media = rig, Pool = pool }));
    }

    [Fact]
    public void AnyOrderOfReading_GivesTheSameBits()
    {
        Rig rig = Session();
        float[][] whole = rig.Render();
        using SessionRenderer renderer = rig.Open();
        IAudioSource source = renderer.AsSource();
        using var buffer = new AudioBuffer(2, 1000);

        foreach (int at in (ReadOnlySpan<int>)[20000, 21000, 300, 36500, -500])
        {
            source.Read(at, buffer.Block);
            for (int i = 0; i < 1000; i++)
            {
                Assert.Equal(at + i < 0 || at + i >= whole[0].Length ? 0 : whole[0][at + i], buffer.Block[0][i]);
            }
        }
    }

    [Fact]
    public void NamesIdsAndNotes_ReachNoSample()
    {
        Rig rig = Session();
        float[][] before = rig.Render();

        rig.Buses[0] = rig.Buses[0] with { Id = "speech", Name = "Speech", Origin = new TextSpan("elsewhere.room", 7, 1, 2) };
        for (int i = 0; i < rig.Tracks.Count; i++)
        {
            Track track = rig.Tracks[i];
            rig.Tracks[i] = track with
            {
                Id = "renamed-" + track.Id,
                Name = "A name",
                Output = track.Output == "dx" ? "speech" : "master",
                Clips = [track.Clips[0] with { Id = "x" + i, Note = "a note" }],
                Processes = [track.Processes[0] with { Id = "other" }],
                Automation = [track.Automation[0], track.Automation[1] with { Target = "other.amount" }],
            };
        }

        Null.Exact(before, rig.Render());
    }

    [Fact]
    public void Cancellation_StopsTheRender()
    {
        Rig rig = Session();
        using SessionRenderer renderer = rig.Open();
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => renderer.Render(0, renderer.Master.Length, new ListSink(2), stop.Token));
    }

    [Fact]
    public void Progress_EndsAtTheWhole()
    {
        Rig rig = Session();
        var seen = new LastProgress();
        rig.Render(new RenderOptions { Media = rig, Progress = seen });

        Assert.Equal(37001.0 / Rig.Rate, seen.Done, 1e-9);
        Assert.Equal(seen.Total, seen.Done);
    }

    private sealed class LastProgress : IWorkProgress
    {
        public double Done { get; private set; }

        public double Total { get; private set; }

        public void Report(string stage, double done, double total) => (Done, Total) = (done, total);
    }
}
