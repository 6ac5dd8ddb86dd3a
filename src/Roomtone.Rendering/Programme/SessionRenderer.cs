using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>What a renderer renders.</summary>
/// <param name="SampleRate">Hz.</param>
/// <param name="Layout">Channels.</param>
/// <param name="Length">Samples, tail included.</param>
public sealed record RenderedProgramme(int SampleRate, ChannelLayout Layout, long Length);

/// <summary>Renders the mix of a session: clips, tracks, buses, the master chain and fader, streamed in order.</summary>
/// <remarks>
/// <para>The same samples for any number of threads, block length, order of calls and state of the cache; memory depends on the session's
/// graph, not on its length. The programme ends when the last tail does: after the last clip, the longest sum of tails on a way to the master.</para>
/// <para>Thread: one at a time; the work inside is spread over the pool.</para>
/// </remarks>
public sealed class SessionRenderer : IDisposable
{
    private readonly OpenSession _session;
    private readonly RenderOptions _options;
    private readonly ProgrammeRenderer _renderer;

    private SessionRenderer(OpenSession session, RenderOptions options)
    {
        _session = session;
        _options = options;
        _renderer = new ProgrammeRenderer(session, options);
        Master = new RenderedProgramme(session.Document.SampleRate, session.Plan.Layout, session.Plan.Length);
    }

    /// <summary>What a render gives.</summary>
    public RenderedProgramme Master { get; }

    /// <summary>What is rendered and how, as records and as text.</summary>
    public RenderPlan Plan => _session.Plan;

    /// <summary>Warnings and notes so far; what is wrong in the media is known for certain once they have been read.</summary>
    public ImmutableArray<Finding> Findings => [.. _session.Findings, .. _session.MediaFindings, .. _renderer.CacheFindings];

    /// <summary>The stems that it was opened with.</summary>
    public ImmutableArray<RenderStem> Stems => _options.Stems;

    /// <summary>Processes through which stems do not add up to the mix, as strip.slot: not linear, and without gains that a stem could follow.</summary>
    public ImmutableArray<string> StemResidue => _session.StemResidue;

    /// <summary>How the cache fared since the last start of the programme.</summary>
    public CacheStatistics CacheStatistics => _renderer.Statistics;

    /// <summary>
    /// Hash of everything that the mix's samples depend on (not of ids, names, notes, the session's place): equal to that of an earlier render
    /// exactly where its samples are equal. Costs no rendering.
    /// </summary>
    public string ContentKey => _renderer.ContentKey();

    /// <summary>Opens a session: resolves the timeline, checks the routing, opens media, resolves <c>auto</c>, compiles the plan.</summary>
    /// <param name="document">The session.</param>
    /// <param name="options">Media, catalog, threads, solo, cache.</param>
    /// <exception cref="RoomtoneException">The session cannot be rendered; every finding at once.</exception>
    public static SessionRenderer Open(SessionDocument document, RenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(options);
        OpenSession session = OpenSession.Open(document, options);
        try
        {
            return new SessionRenderer(session, options);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Renders a range of the mix.</summary>
    /// <param name="start">First sample.</param>
    /// <param name="length">Samples; what lies past the end is silence.</param>
    /// <param name="sink">Takes the mix in order, in pieces of up to 16,384 samples.</param>
    /// <param name="cancellation">Looked at between tasks.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="RoomtoneException">Media could not be read.</exception>
    public void Render(long start, long length, IAudioSink sink, CancellationToken cancellation) => Render(start, length, sink, null, cancellation);

    /// <summary>Renders a range of the mix and, in step with it, stems.</summary>
    /// <param name="start">First sample.</param>
    /// <param name="length">Samples; what lies past the end is silence.</param>
    /// <param name="sink">Takes the mix in order, in pieces of up to 16,384 samples.</param>
    /// <param name="stems">Take stems of <see cref="RenderOptions.Stems"/>, by their ids, in the mix's layout and in the same pieces; null = nobody.</param>
    /// <param name="cancellation">Looked at between tasks.</param>
    /// <exception cref="ArgumentException">A stem that it was not opened with.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="RoomtoneException">Media could not be read.</exception>
    public void Render(long start, long length, IAudioSink sink, IReadOnlyDictionary<string, IAudioSink>? stems, CancellationToken cancellation)
    {
        if (stems?.Keys.FirstOrDefault(k => !Stems.Any(s => s.Id == k)) is { } stranger)
        {
            throw new ArgumentException($"The renderer was opened without the stem '{stranger}'.", nameof(stems));
        }

        ArgumentNullException.ThrowIfNull(sink);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _renderer.Render(start, length, sink, stems, _options.Progress, cancellation);
    }

    /// <summary>The mix as a source. Reading on is direct; going back begins again from the start of the session.</summary>
    public IAudioSource AsSource() => new ProgrammeSource(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        _renderer.Dispose();
        _session.Dispose();
    }
}
