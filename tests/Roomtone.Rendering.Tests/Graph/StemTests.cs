using System.Collections.Immutable;
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
    private static Rig Session(int length = Length)
    {
        Rig rig = new Rig()
            .Medium("voice", TestSignal.Noise(1, length, 0.7))
            .Medium("music", TestSignal.NoiseChannels(2, 2, length, 0.5))
            .Medium("hits", TestSignal.Sine(220, Rig.Rate, length, 0.9));
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
            Automation = [Rig.Lane("pan", (0, -100, AutomationShape.Hold), (length, 100, AutomationShape.Linear))],
        });
        rig.Tracks.Add(rig.Track("music", "music", "mx"));
        rig.Tracks.Add(rig.Track("hits", "hits", "pre") with { Sends = [new Send("room", -12) { IsPostFader = false }] });
        rig.Master = new MasterBus { Processes = [Rig.Slot("lim", "limiter", ("ceiling", Rig.Number(-6, Unit.Dbtp)))], FaderDb = -1 };
        return rig;
    }

    private static (float[][] Mix, float[][][] Stems) Render(Rig rig, RenderStem[] stems, int blockLength = 512) =>
        Render(rig, new RenderOptions { Media = rig, Stems = [.. stems], BlockLength = blockLength }, out _);

    private static (float[][] Mix, float[][][] Stems) Render(Rig rig, RenderOptions options, out CacheStatistics statistics)
    {
        using SessionRenderer renderer = rig.Open(options);
        ImmutableArray<RenderStem> stems = options.Stems;
        var mix = new ListSink(2);
        Dictionary<string, IAudioSink> sinks = stems.ToDictionary(s => s.Id, _ => (IAudioSink)new ListSink(2));
        renderer.Render(0, renderer.Master.Length, mix, sinks, CancellationToken.None);
        Assert.Empty(renderer.StemResidue);
        statistics = renderer.CacheStatistics;
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
    public void Stems_ThroughACacheAreTheSameColdWarmAndAfterAnEdit()
    {
        const int segments = (1 << 20) + 60_000;
        string folder = Path.Combine(Path.GetTempPath(), "rt-stems-" + Guid.NewGuid().ToString("N"));
        try
        {
            Rig rig = Session(segments);
            Clip whole = rig.Tracks[2].Clips[0];
            rig.Tracks[2] = rig.Tracks[2] with
            {
                Clips = [whole with { SourceEnd = ExactTime.FromSamples(600_000) }, Rig.Clip("late", "hits", 600_000, 600_000, segments)],
            };
            RenderOptions plain = new() { Media = rig, Stems = [s_dialogue, s_rest, new RenderStem("ALL", ["voice", "music", "hits"])] };
            RenderOptions cached = plain with { CacheFolder = folder };
            void Same((float[][] Mix, float[][][] Stems) expected, (float[][] Mix, float[][][] Stems) actual, string when)
            {
                Null.Exact(expected.Mix, actual.Mix, when);
                foreach ((float[][] Expected, float[][] Actual) stem in expected.Stems.Zip(actual.Stems))
                {
                    Null.Exact(stem.Expected, stem.Actual, when);
                }
            }

            (float[][], float[][][]) without = Render(rig, plain, out _);
            Same(without, Render(rig, cached, out _), "cold");
            Same(without, Render(rig, cached, out CacheStatistics warm), "warm");
            Assert.Equal(0, warm.Misses);

            // Gains of the whole reach a stem whose own tracks stay as they are; before the edit nothing is rendered again.
            rig.Tracks[2] = rig.Tracks[2] with { Clips = rig.Tracks[2].Clips.SetItem(1, rig.Tracks[2].Clips[1] with { GainDb = -9 }) };
            Same(Render(rig, plain, out _), Render(rig, cached, out CacheStatistics edited), "edited");
            Assert.InRange(edited.Misses, 1, warm.Hits * 2 / 3);

            // The mix alone, kept beside stems, is the mix; stems asked for later are the same.
            Null.Exact(rig.Render(), rig.Render(new RenderOptions { Media = rig, CacheFolder = folder }));
            Assert.Equal(Key(rig, plain), Key(rig, new RenderOptions { Media = rig }));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void Taps_ThroughACacheHearTheSame()
    {
        string folder = Path.Combine(Path.GetTempPath(), "rt-taps-" + Guid.NewGuid().ToString("N"));
        try
        {
            float[][] Tap(string strip, string? cache)
            {
                Rig rig = Session();
                ListSink heard = new(2);
                rig.Render(new RenderOptions { Media = rig, CacheFolder = cache, Taps = [new RenderTap(strip, (_, _) => heard)] });
                return heard.Samples;
            }

            foreach (string strip in new[] { "music", "pre", "hits", "master" })
            {
                float[][] without = Tap(strip, null);
                Null.Exact(without, Tap(strip, folder), $"{strip}, cold");
                Null.Exact(without, Tap(strip, folder), $"{strip}, warm");
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static string Key(Rig rig, RenderOptions options)
    {
        using SessionRenderer renderer = rig.Open(options);
        return renderer.ContentKey;
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
