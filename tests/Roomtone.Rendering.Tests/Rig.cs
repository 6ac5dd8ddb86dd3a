using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Rendering.Tests;

/// <summary>Builds sessions over synthetic media, and renders them.</summary>
internal sealed class Rig : IMediaPool
{
    public const int Rate = 48000;

    private readonly Dictionary<string, IAudioSource> _media = new(StringComparer.Ordinal);

    public List<Track> Tracks { get; } = [];

    public List<Bus> Buses { get; } = [];

    public List<Vca> Vcas { get; } = [];

    public MasterBus Master { get; set; } = new();

    public ChannelLayout Layout { get; set; } = ChannelLayout.Stereo;

    public ImmutableArray<string> Solo { get; set; } = [];

    public SessionDocument Document => new()
    {
        Schema = 1,
        Title = "test",
        SampleRate = Rate,
        Layout = Layout,
        Media = [.. _media.Keys.Select(id => new MediaReference(id, id + ".wav"))],
        Tracks = [.. Tracks],
        Buses = [.. Buses],
        Vcas = [.. Vcas],
        Master = Master,
    };

    public static ProcessSlot Slot(string id, string process, params (string Path, ParameterValue Value)[] values) =>
        new(id, process, values.ToImmutableSortedDictionary(v => v.Path, v => v.Value, StringComparer.Ordinal));

    public static ParameterValue Db(double value) => new ParameterValue.Quantity(value, Unit.Decibels);

    public static ParameterValue Number(double value, Unit unit) => new ParameterValue.Quantity(value, unit);

    public static AutomationLane Lane(string target, params (long At, double Value, AutomationShape Shape)[] points) =>
        new(target, [.. points.Select(p => new AutomationPoint(p.At, p.Value, p.Shape, 0))]);

    public Rig Medium(string id, params float[][] channels)
    {
        _media[id] = new ArraySource(Rate, ChannelLayout.Default(channels.Length), channels);
        return this;
    }

    public Rig Medium(string id, IAudioSource source)
    {
        _media[id] = source;
        return this;
    }

    /// <summary>A track that plays a whole medium from 0, without edge fades.</summary>
    public Track Track(string id, string medium, string output = "master") => new()
    {
        Id = id,
        Output = output,
        EdgeFade = ExactTime.FromSamples(0),
        Clips = [Clip(id + "-1", medium, 0, 0, _media[medium].Length)],
    };

    public static Clip Clip(string id, string medium, long at, long from, long to) => new()
    {
        Id = id,
        Media = medium,
        SourceStart = ExactTime.FromSamples(from),
        SourceEnd = ExactTime.FromSamples(to),
        Placement = new ClipPlacement(at, null, ExactTime.FromSamples(0)),
    };

    public SessionRenderer Open(RenderOptions? options = null) =>
        SessionRenderer.Open(Document, (options ?? new RenderOptions { Media = this }) with { Media = this, Solo = Solo });

    public float[][] Render(RenderOptions? options = null)
    {
        using SessionRenderer renderer = Open(options);
        return RenderAll(renderer);
    }

    public static float[][] RenderAll(SessionRenderer renderer)
    {
        var sink = new ListSink(renderer.Master.Layout.Count);
        renderer.Render(0, renderer.Master.Length, sink, CancellationToken.None);
        return sink.Samples;
    }

    public ImmutableArray<Finding> Refused() => Assert.Throws<RoomtoneException>(() => Open().Dispose()).Findings;

    IAudioSource IMediaPool.Open(MediaReference media) => _media[media.Id];

    string IMediaPool.Fingerprint(MediaReference media) => "synthetic " + media.Path;
}

/// <summary>Keeps what is rendered.</summary>
internal sealed class ListSink(int channels) : IAudioSink
{
    private readonly List<float>[] _samples = [.. Enumerable.Range(0, channels).Select(_ => new List<float>())];

    public float[][] Samples => [.. _samples.Select(s => s.ToArray())];

    public void Write(ReadOnlyAudioBlock audio)
    {
        for (int c = 0; c < audio.Channels; c++)
        {
            _samples[c].AddRange(audio[c]);
        }
    }
}
