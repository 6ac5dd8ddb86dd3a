using System.Collections.Immutable;
using Roomtone.Rendering;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>The mix and the stems that files are made of, each in a spool of its own.</summary>
internal sealed class MixSpools : IDisposable
{
    private readonly MixSpool _mix;
    private readonly Dictionary<string, MixSpool> _stems = new(StringComparer.Ordinal);

    /// <summary>Prepares the spools.</summary>
    /// <param name="folder">For the temporary files.</param>
    /// <param name="master">The mix.</param>
    /// <param name="start">First sample of the session.</param>
    /// <param name="length">Samples.</param>
    /// <param name="wanted">Stems and <see cref="Deliverable.Mix"/>, in any number.</param>
    public MixSpools(string folder, RenderedProgramme master, long start, long length, IEnumerable<string> wanted)
    {
        _mix = new MixSpool(folder, master.SampleRate, master.Layout, start, length);
        try
        {
            foreach (string stem in wanted.Where(w => w != Deliverable.Mix).Distinct(StringComparer.Ordinal))
            {
                _stems[stem] = new MixSpool(folder, master.SampleRate, master.Layout, start, length);
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
    /// <param name="mix">The mix.</param>
    /// <param name="start">First sample.</param>
    /// <param name="length">Samples.</param>
    /// <param name="cancellation">Stops it.</param>
    public void Fill(ISessionMix mix, long start, long length, CancellationToken cancellation)
    {
        MixSpool[] all = [_mix, .. _stems.Values];
        try
        {
            if (_stems.Count == 0)
            {
                mix.Render(start, length, _mix, cancellation);
            }
            else
            {
                mix.Render(start, length, _mix, _stems.ToDictionary(s => s.Key, s => (IAudioSink)s.Value), cancellation);
            }

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
}
