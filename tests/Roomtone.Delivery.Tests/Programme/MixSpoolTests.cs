using System.Collections.Immutable;
using Roomtone.Rendering;
using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Delivery.Tests;

public sealed class MixSpoolTests : IDisposable, IMediaPool
{
    private const int Rate = 48000;

    // Two whole segments of the cache and a part of a third.
    private const int Length = (1 << 20) + 40_000;
    private const string Voice = "voice";

    private readonly string _cache = Path.Combine(Path.GetTempPath(), "rt-spool-" + Guid.NewGuid().ToString("N"));
    private readonly float[][][] _waves = [TestSignal.NoiseChannels(20_000_000, 2, Length, 0.2), TestSignal.NoiseChannels(60_000_000, 2, Length, 0.2)];
    private double _gainDb;

    private SessionDocument Document => new()
    {
        Schema = 1,
        Title = "spool",
        SampleRate = Rate,
        Layout = ChannelLayout.Stereo,
        Media = [new MediaReference("a", "a.wav"), new MediaReference("b", "b.wav")],
        Tracks = [Track(Voice, "a", 0), Track("bed", "b", _gainDb)],
    };

    public void Dispose()
    {
        if (Directory.Exists(_cache))
        {
            Directory.Delete(_cache, true);
        }
    }

    // Ranges that begin and end inside of segments and of the spool's chunks, or on their edges.
    [Theory]
    [InlineData(0, Length)]
    [InlineData(1000, Length - 2000)]
    [InlineData((1 << 19) - 5, (1 << 19) + 10)]
    [InlineData(1 << 19, 1 << 19)]
    public void WhatIsKept_ReadsAsWhatIsRendered(long start, long length)
    {
        float[][][] plain = Read(start, length, isKept: false);
        Same(plain, Read(start, length, isKept: true));
        Same(plain, Read(start, length, isKept: true));

        // The edit changes the second segment alone, so kept and rendered stretches meet.
        _gainDb = -6;
        plain = Read(start, length, isKept: false);
        Same(plain, Read(start, length, isKept: true));
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("damaged")]
    public void WhatWasKept_AndCantBeRead_IsRenderedAgain(string what)
    {
        float[][][] plain = Read(0, Length, isKept: false);
        Read(0, Length, isKept: true);

        Same(plain, Read(0, Length, isKept: true, () =>
        {
            foreach (string file in Directory.EnumerateFiles(_cache, "*.rt-audio", SearchOption.AllDirectories))
            {
                if (what == "gone")
                {
                    File.Delete(file);
                }
                else
                {
                    byte[] bytes = File.ReadAllBytes(file);
                    bytes[bytes.Length / 2] ^= 1;
                    File.WriteAllBytes(file, bytes);
                }
            }
        }));
    }

    [Fact]
    public void Reader_MayGoBackAndForth()
    {
        float[][] mix = Read(0, Length, isKept: true)[0];
        using SessionRenderer renderer = Open(isKept: true);
        using MixSpools spools = new(Path.GetTempPath(), new Mix(renderer), 0, Length, [Deliverable.Mix], CancellationToken.None);
        spools.Fill(CancellationToken.None);
        IAudioSource reader = spools.OpenReader(Deliverable.Mix, CancellationToken.None);
        using AudioBuffer block = new(2, 3000);
        foreach (long at in new long[] { 900_000, 10, (1 << 19) - 1500, (1 << 20) - 1, 0, Length - 3000 })
        {
            reader.Read(at, block.Block);
            Null.Exact(mix[1].AsSpan((int)at, 3000), block.Block[1], $"at {at}");
        }
    }

    // The mix and the stem, [programme][channel][sample].
    private float[][][] Read(long start, long length, bool isKept, Action? meanwhile = null)
    {
        using SessionRenderer renderer = Open(isKept);
        using MixSpools spools = new(Path.GetTempPath(), new Mix(renderer), start, length, [Deliverable.Mix, Voice], CancellationToken.None);
        spools.Fill(CancellationToken.None);
        meanwhile?.Invoke();
        return [.. new[] { Deliverable.Mix, Voice }.Select(id => ArraySource.ReadAll(new RangeSource(spools.OpenReader(id, CancellationToken.None), start, length), 5000))];
    }

    private static void Same(float[][][] expected, float[][][] actual)
    {
        foreach ((float[][] e, float[][] a) in expected.Zip(actual))
        {
            Null.Exact(e, a);
        }
    }

    private SessionRenderer Open(bool isKept) =>
        SessionRenderer.Open(Document, new RenderOptions { Media = this, Stems = [new RenderStem(Voice, [Voice])], CacheFolder = isKept ? _cache : null });

    private static Track Track(string id, string medium, double laterDb) => new()
    {
        Id = id,
        Output = "master",
        EdgeFade = ExactTime.FromSamples(0),
        Clips = [Clip("first", medium, 0, 600_000, 0), Clip("later", medium, 600_000, 700_000, laterDb), Clip("last", medium, 700_000, Length, 0)],
    };

    private static Clip Clip(string id, string medium, long from, long to, double gainDb) => new()
    {
        Id = id,
        Media = medium,
        SourceStart = ExactTime.FromSamples(from),
        SourceEnd = ExactTime.FromSamples(to),
        Placement = new ClipPlacement(from, null, ExactTime.FromSamples(0)),
        GainDb = gainDb,
    };

    IAudioSource IMediaPool.Open(MediaReference media) => new ArraySource(Rate, ChannelLayout.Stereo, _waves[media.Id == "a" ? 0 : 1]);

    string IMediaPool.Fingerprint(MediaReference media) => media.Id;

    private sealed class Mix(SessionRenderer renderer) : ISessionMix
    {
        public RenderedProgramme Master => renderer.Master;

        public ImmutableArray<RenderStem> Stems => renderer.Stems;

        public void Render(long start, long length, IAudioSink sink, CancellationToken cancellation) => renderer.Render(start, length, sink, cancellation);

        public void Render(long start, long length, IAudioSink sink, IReadOnlyDictionary<string, IAudioSink> stems, CancellationToken cancellation) =>
            renderer.Render(start, length, sink, stems, cancellation);
    }
}
