using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>The mix and the stems that files are made of, each in a spool of its own.</summary>
internal sealed class MixSpools : IDisposable
{
    private readonly Lock _rendering = new();
    private readonly ISessionMix _source;
    private readonly long _start;
    private readonly long _length;
    private readonly MixSpool _mix;
    private readonly Dictionary<string, MixSpool> _stems = new(StringComparer.Ordinal);

    /// <summary>Prepares the spools.</summary>
    /// <param name="folder">For the temporary files; null, or one that can't be written = the system's.</param>
    /// <param name="mix">The mix.</param>
    /// <param name="start">First sample of the session.</param>
    /// <param name="length">Samples.</param>
    /// <param name="wanted">Stems and <see cref="Deliverable.Mix"/>, in any number.</param>
    /// <param name="cancellation">Stops rendering.</param>
    public MixSpools(string? folder, ISessionMix mix, long start, long length, IEnumerable<string> wanted, CancellationToken cancellation)
    {
        _source = mix;
        _start = start;
        _length = length;
        _mix = Spool(folder, Deliverable.Mix, cancellation);
        try
        {
            foreach (string stem in wanted.Where(w => w != Deliverable.Mix).Distinct(StringComparer.Ordinal))
            {
                _stems[stem] = Spool(folder, stem, cancellation);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The stems.</summary>
    public ImmutableArray<string> Stems => [.. _stems.Keys];

    /// <summary>A source over the mix or a stem; it waits for samples that are not there yet.</summary>
    /// <param name="stem">A stem, or <see cref="Deliverable.Mix"/>.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public IAudioSource OpenReader(string stem, CancellationToken cancellation) =>
        (stem == Deliverable.Mix ? _mix : _stems[stem]).OpenReader(cancellation);

    /// <summary>Renders into all spools; what goes wrong reaches every reader.</summary>
    /// <param name="cancellation">Stops it.</param>
    public void Fill(CancellationToken cancellation)
    {
        MixSpool[] all = [_mix, .. _stems.Values];
        try
        {
            Render(_start, _length, _mix, _stems.ToDictionary(s => s.Key, s => (IAudioSink)s.Value), cancellation);
            Array.ForEach(all, s => s.Complete());
        }
        catch (Exception e)
        {
            Array.ForEach(all, s => s.Fail(e));
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _mix.Dispose();
        foreach (MixSpool stem in _stems.Values)
        {
            stem.Dispose();
        }
    }

    private MixSpool Spool(string? folder, string stem, CancellationToken cancellation)
    {
        void RenderAgain(long start, long length, IAudioSink sink)
        {
            if (stem == Deliverable.Mix)
            {
                Render(start, length, sink, [], cancellation);
            }
            else
            {
                Render(start, length, NoSink.Instance, new Dictionary<string, IAudioSink> { [stem] = sink }, cancellation);
            }
        }

        MixSpool In(string place) => new(place, _source.Master.SampleRate, _source.Master.Layout, _start, _length, RenderAgain);
        if (folder is not null)
        {
            try
            {
                return In(folder);
            }
            catch (RoomtoneException)
            {
                // It can't be written: the system's folder can.
            }
        }

        return In(Path.GetTempPath());
    }

    // A renderer goes one way at a time: what is rendered again waits for the whole.
    private void Render(long start, long length, IAudioSink sink, Dictionary<string, IAudioSink> stems, CancellationToken cancellation)
    {
        lock (_rendering)
        {
            if (stems.Count == 0)
            {
                _source.Render(start, length, sink, cancellation);
            }
            else
            {
                _source.Render(start, length, sink, stems, cancellation);
            }
        }
    }

    private sealed class NoSink : IAudioSink
    {
        public static NoSink Instance { get; } = new();

        public void Write(ReadOnlyAudioBlock audio)
        {
        }
    }
}
