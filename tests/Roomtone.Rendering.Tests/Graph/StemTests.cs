using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Rendering.Tests;

public sealed class StemTests
{
    private const int Length = 60_000;

    private static readonly RenderStem s_dialogue = new("DX", ["voice"]);
    private static readonly RenderStem s_rest = new("MX", ["music", "hits"]);

    // A shared bus with a compressor and a dynamic equaliser, a send, a ducked bus, a moving pan, and a limiter at work on the master.
    private static Rig Session()
    {
        Rig rig = new Rig()
            .Medium("voice", TestSignal.Noise(1, Length, 0.7))
            .Medium("music", TestSignal.NoiseChannels(2, 2, Length, 0.5))
            .Medium("hits", TestSignal.Sine(220, Rig.Rate, Length, 0.9));
        rig.Buses.Add(new Bus
        {
            Id = "pre",
            Processes =
            [
                Rig.Slot("eq", "eq", ("band1.type", new ParameterValue.Word("bell")), ("band1.freq", Rig.Number(1000, Unit.Hertz)),
                    ("band1.gain", Rig.Db(3)), ("band1.threshold", Rig.Number(-40, Unit.Dbfs)), ("band1.ratio", Rig.Number(4, Unit.Ratio))),
                Rig.Slot("comp", "compressor", ("threshold", Rig.Db(-30)), ("ratio", Rig.Number(4, Unit.Ratio)), ("mix", Rig.Number(80, Unit.Percent))),
            ],
        });
        rig.Buses.Add(new Bus { Id = "room", Processes = [Rig.Slot("d", "channel-delay", ("delay", Rig.Number(20, Unit.Milliseconds)))], FaderDb = -6 });
        rig.Buses.Add(new Bus
        {
            Id = "mx",
            Processes = [Rig.Slot("duck", "compressor", ("threshold", Rig.Db(-40)), ("ratio", Rig.Number(3, Unit.Ratio)), ("key", new ParameterValue.Reference("pre")))],
        });
        rig.Tracks.Add(rig.Track("voice", "voice", "pre") with
        {
            Sends = [new Send("room", -6)],
            Automation = [Rig.Lane("pan", (0, -100, AutomationShape.Hold), (Length, 100, AutomationShape.Linear))],
        });
        rig.Tracks.Add(rig.Track("music", "music", "mx"));
        rig.Tracks.Add(rig.Track("hits", "hits", "pre") with { Sends = [new Send("room", -12) { IsPostFader = false }] });
        rig.Master = new MasterBus { Processes = [Rig.Slot("lim", "limiter", ("ceiling", Rig.Number(-6, Unit.Dbtp)))], FaderDb = -1 };
        return rig;
    }

    private static (float[][] Mix, float[][][] Stems) Render(Rig rig, RenderStem[] stems, int blockLength = 512)
    {
        using SessionRenderer renderer = rig.Open(new RenderOptions { Media = rig, Stems = [.. stems], BlockLength = blockLength });
        var mix = new ListSink(2);
        Dictionary<string, IAudioSink> sinks = stems.ToDictionary(s => s.Id, _ => (IAudioSink)new ListSink(2));
        renderer.Render(0, renderer.Master.Length, mix, sinks, CancellationToken.None);
        Assert.Empty(renderer.StemResidue);
        return (mix.Samples, [.. stems.Select(s => ((ListSink)sinks[s.Id]).Samples)]);
    }

    private static float[][] Sum(float[][] a, float[][] b) => [.. a.Zip(b, (x, y) => x.Zip(y, (p, q) => p + q).ToArray())];

    [Fact]
    public void Stems_AddUpToTheMixThroughCompressorsDuckersAndTheLimiter()
    {
        (float[][] mix, float[][][] stems) = Render(Session(), [s_dialogue, s_rest]);

        float[][] sum = Sum(stems[0], stems[1]);
        Residual.BelowDb(mix[0], sum[0], -120);
        Residual.BelowDb(mix[1], sum[1], -120);

        // What muting would have given: other gains everywhere.
        Rig muted = Session();
        muted.Solo = ["voice"];
        Assert.True(Residual.Db(stems[0][0], muted.Render()[0]) > -40);
    }

    [Fact]
    public void Stems_ChangeNoSampleOfTheMix()
    {
        (float[][] mix, _) = Render(Session(), [s_dialogue, s_rest]);
        Null.Exact(Session().Render(), mix);
    }

    [Fact]
    public void Stems_AreTheSameForAnyBlockLength()
    {
        float[][][] stems = Render(Session(), [s_dialogue, s_rest]).Stems, others = Render(Session(), [s_dialogue, s_rest], 4096).Stems;
        Null.Exact(others[0], stems[0]);
        Null.Exact(others[1], stems[1]);
    }

    [Fact]
    public void StemOfEveryTrack_IsTheMix_AndOneOfNoTrackIsSilent()
    {
        (float[][] mix, float[][][] stems) = Render(Session(), [new RenderStem("ALL", ["voice", "music", "hits"]), new RenderStem("FX", [])]);
        Null.Exact(mix, stems[0]);
        Assert.All(stems[1], channel => Assert.All(channel, sample => Assert.Equal(0, sample)));
        Assert.Equal(mix[0].Length, stems[1][0].Length);
    }

    [Fact]
    public void ProcessThatIsNotLinearAndHasNoGains_IsNamed()
    {
        Rig rig = Session();
        rig.Master = rig.Master with { Processes = [.. rig.Master.Processes, Rig.Slot("word", "dither", ("bits", Rig.Number(8, Unit.Bits)))] };
        using SessionRenderer renderer = rig.Open(new RenderOptions { Media = rig, Stems = [s_dialogue, s_rest] });
        Assert.Equal("master.word", Assert.Single(renderer.StemResidue));
    }
}
