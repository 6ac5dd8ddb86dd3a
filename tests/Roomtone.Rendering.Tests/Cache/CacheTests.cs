using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Rendering.Tests;

public sealed class CacheTests : IDisposable
{
    // Two and a half segments, so that edits have neighbours.
    private const int Length = (1 << 20) + (1 << 15);

    private static readonly float[][] s_noise = [.. Enumerable.Range(0, 4).Select(i => TestSignal.Noise(50 + i, Length, 0.2))];
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "rt-cache-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, true);
        }
    }

    [Fact]
    public void ColdWarmAndWithout_GiveTheSameBytes()
    {
        Rig rig = Session();
        float[][] without = rig.Render();

        Null.Exact(without, rig.Render(Cached(rig)), "cold");
        Null.Exact(without, rig.Render(Cached(rig)), "warm");
    }

    [Fact]
    public void NothingChanged_RendersNothing()
    {
        Rig rig = Session();
        rig.Render(Cached(rig));

        Assert.Equal(0, Run(rig).Statistics.Misses);
    }

    [Fact]
    public void OneEditedClip_RendersOnlyWhatItTouches()
    {
        Rig rig = Session();
        rig.Render(Cached(rig));
        Clip clip = rig.Tracks[2].Clips[1];
        rig.Tracks[2] = rig.Tracks[2] with { Clips = rig.Tracks[2].Clips.SetItem(1, clip with { GainDb = -7 }) };

        (float[][] mix, CacheStatistics statistics, _) = Run(rig);

        // The clip lies in the second segment: its track, its bus and the master there.
        Assert.Equal(3, statistics.Misses);
        Null.Exact(rig.Render(), mix);
    }

    [Fact]
    public void AudioKeptOfABusDeepInTheGraph_IsThatBussOwn()
    {
        var rig = new Rig();
        for (int i = 0; i < 10; i++)
        {
            rig.Medium("m" + i, TestSignal.Noise(90 + i, 100_000, 0.05));
            rig.Tracks.Add(rig.Track("t" + i, "m" + i, "inner"));
        }

        rig.Buses.Add(new Bus { Id = "inner", Output = "outer" });
        rig.Buses.Add(new Bus { Id = "outer", Output = "last", FaderDb = -3 });
        rig.Buses.Add(new Bus { Id = "last", Output = "master", FaderDb = -2 });
        rig.Render(Cached(rig));
        foreach (double fader in new[] { -6.0, -9 })
        {
            rig.Buses[1] = rig.Buses[1] with { FaderDb = fader };
            Null.Exact(rig.Render(), Run(rig).Mix, $"outer at {fader} dB");
        }
    }

    [Fact]
    public void HalfACache_GivesTheSameBytes()
    {
        Rig rig = Session();
        float[][] without = rig.Render();
        rig.Render(Cached(rig));
        string[] files = [.. Files().Order(StringComparer.Ordinal)];
        for (int i = 0; i < files.Length; i += 2)
        {
            File.Delete(files[i]);
        }

        Null.Exact(without, Run(rig).Mix);
    }

    [Fact]
    public void RenamedAndMovedSession_HitsTheSameEntries()
    {
        Rig rig = Session();
        rig.Render(Cached(rig));
        for (int i = 0; i < rig.Tracks.Count; i++)
        {
            rig.Tracks[i] = rig.Tracks[i] with { Id = "r" + i, Name = "renamed", Processes = [rig.Tracks[i].Processes[0] with { Id = "z" }] };
        }

        Assert.Equal(0, Run(rig).Statistics.Misses);
    }

    [Theory]
    [InlineData("flip")]
    [InlineData("cut")]
    [InlineData("empty")]
    [InlineData("swap")]
    public void DamagedEntries_AreDeletedToldAndRenderedAgain(string damage)
    {
        Rig rig = Session();
        float[][] without = rig.Render();
        rig.Render(Cached(rig));
        Damage(damage);

        (float[][] mix, _, ImmutableArray<Finding> findings) = Run(rig);

        Null.Exact(without, mix);
        Assert.Contains(findings, f => f.Code == "RT9912");
        Null.Exact(without, Run(rig).Mix);
    }

    [Fact]
    public void RandomBitFlips_NeverReachASample()
    {
        Rig rig = Session();
        float[][] without = rig.Render();
        ulong seed = 7;
        int flips = 0;
        for (int round = 0; flips < 200; round++)
        {
            rig.Render(Cached(rig));
            foreach (string file in Files())
            {
                byte[] bytes = File.ReadAllBytes(file);
                int at = Math.Clamp((int)(TestSignal.NextUnit(ref seed) * bytes.Length), 0, bytes.Length - 1);
                bytes[at] ^= (byte)(1 << (int)(TestSignal.NextUnit(ref seed) * 8));
                File.WriteAllBytes(file, bytes);
                flips++;
            }

            Null.Exact(without, Run(rig).Mix, $"round {round}");
        }
    }

    [Fact]
    public void FolderThatIsAFile_WorksWithoutAndSaysSo()
    {
        Rig rig = Session();
        File.WriteAllText(_folder, "not a folder");
        try
        {
            (float[][] mix, _, ImmutableArray<Finding> findings) = Run(rig);

            Null.Exact(rig.Render(), mix);
            Assert.Contains(findings, f => f.Code == "RT9911");
        }
        finally
        {
            File.Delete(_folder);
        }
    }

    [Fact]
    public void TwoRendersAtOnce_GiveTheSameBytes()
    {
        Rig rig = Session();
        float[][] without = rig.Render();
        using var pool = new WorkPool(2);

        float[][][] both = pool.Map(2, _ => Run(rig).Mix);

        Null.Exact(without, both[0]);
        Null.Exact(without, both[1]);
        Assert.Equal(0, Run(rig).Statistics.Misses);
    }

    [Fact]
    public void Limit_EvictsTheLeastRecentlyUsed()
    {
        Rig rig = Session();
        rig.Render(Cached(rig));
        long limit = RenderCache.Info(_folder, 0).Bytes / 2;

        rig.Tracks[0] = rig.Tracks[0] with { FaderDb = -20 };
        rig.Render(Cached(rig) with { CacheLimitBytes = limit });

        Assert.InRange(RenderCache.Info(_folder, limit).Bytes, 1, limit);
    }

    [Fact]
    public void Clear_LeavesNothing()
    {
        Rig rig = Session();
        rig.Render(Cached(rig));

        Assert.True(RenderCache.Clear(_folder).Files > 0);
        Assert.Equal(0, RenderCache.Info(_folder, 0).Files);
    }

    [Fact]
    public void ContentKey_FollowsSoundNotNames()
    {
        Rig rig = Session();
        string before = Key(rig);
        rig.Tracks[0] = rig.Tracks[0] with { Name = "other" };
        Assert.Equal(before, Key(rig));
        rig.Tracks[0] = rig.Tracks[0] with { FaderDb = -0.01 };
        Assert.NotEqual(before, Key(rig));
    }

    [Fact]
    public void SeekIntoAWarmCache_GivesTheSameSamples()
    {
        Rig rig = Session();
        float[][] whole = rig.Render(Cached(rig));
        using SessionRenderer renderer = rig.Open(Cached(rig));
        var sink = new ListSink(2);

        renderer.Render(900_001, 5000, sink, CancellationToken.None);

        Null.Exact(whole[0].AsSpan(900_001, 5000), sink.Samples[0]);
    }

    // Windows that are cut by where a render begins and ends must not be kept as they were cut.
    [Fact]
    public void ColdCacheFilledInOddPieces_GivesTheSameSamples()
    {
        Rig rig = Session();
        float[][] whole = rig.Render();
        using (SessionRenderer renderer = rig.Open(Cached(rig)))
        {
            var pieces = new ListSink(2);
            for (long at = 1001; at < renderer.Master.Length; at += 77_777)
            {
                renderer.Render(at, Math.Min(77_777, renderer.Master.Length - at), pieces, CancellationToken.None);
            }

            Null.Exact(whole[1].AsSpan(1001), pieces.Samples[1], "cold");
        }

        Null.Exact(whole, Run(rig).Mix, "warm");
    }

    private static string Key(Rig rig)
    {
        using SessionRenderer renderer = rig.Open();
        return renderer.ContentKey;
    }

    private static Rig Session()
    {
        var rig = new Rig();
        rig.Buses.Add(new Bus { Id = "dx", FaderDb = -1 });
        for (int i = 0; i < 4; i++)
        {
            string id = $"t{i}";
            rig.Medium(id, s_noise[i]);
            rig.Tracks.Add(rig.Track(id, id, i < 3 ? "dx" : "master") with
            {
                Clips = [Rig.Clip("a", id, 0, 0, 500_000), Rig.Clip("b", id, 600_000, 1000, 100_000), Rig.Clip("c", id, 1_060_000, 7, 20_000)],
                Processes = [Rig.Slot("hp", "high-pass", ("freq", Rig.Number(80, Unit.Hertz)))],
                Automation = [Rig.Lane("fader", (0, 0, AutomationShape.Linear), (40_000, -6, AutomationShape.Linear))],
            });
        }

        return rig;
    }

    private RenderOptions Cached(Rig rig) => new() { Media = rig, CacheFolder = _folder };

    private (float[][] Mix, CacheStatistics Statistics, ImmutableArray<Finding> Findings) Run(Rig rig)
    {
        using SessionRenderer renderer = rig.Open(Cached(rig));
        float[][] mix = Rig.RenderAll(renderer);
        return (mix, renderer.CacheStatistics, renderer.Findings);
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories);

    private void Damage(string kind)
    {
        string[] files = [.. Files()];
        byte[][] contents = [.. files.Select(File.ReadAllBytes)];
        for (int i = 0; i < files.Length; i++)
        {
            byte[] bytes = contents[i];
            switch (kind)
            {
                case "flip":
                    bytes[bytes.Length / 3] ^= 4;
                    break;
                case "cut":
                    bytes = bytes[..^5];
                    break;
                case "empty":
                    bytes = [];
                    break;
                default:
                    bytes = contents[(i + 1) % files.Length];
                    break;
            }

            File.WriteAllBytes(files[i], bytes);
        }
    }
}
