using Roomtone.Processes;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>A deliverable's programme before its level: cut, in its layout, at its rate. Owns its stages, the mix's reader included.</summary>
internal sealed class PreparedProgramme : IAudioSource, IDisposable
{
    private readonly List<IDisposable> _stages = [];
    private readonly IAudioSource _last;
    private readonly ClippingWatch? _watch;

    /// <summary>Puts the stages together.</summary>
    /// <param name="mix">The mix.</param>
    /// <param name="specification">Layout and rate.</param>
    /// <param name="cuts">What the file holds of the mix; null = all.</param>
    /// <param name="seed">Of the session, for room tone.</param>
    /// <param name="cancellation">Stops learning it.</param>
    /// <exception cref="Platform.RoomtoneException">Check failed: room tone is asked for, and there is none to learn.</exception>
    public PreparedProgramme(IAudioSource mix, DeliverySpecification specification, CutList? cuts, long seed = 0, CancellationToken cancellation = default)
    {
        IAudioSource source = Keep(mix);
        if (cuts is not null)
        {
            source = Keep(new CutSource(source, cuts));
            source = WithTone(source, cuts, seed, cancellation);
        }

        if (specification.MatrixEncoding is not null || specification.Matrix is not null || source.SampleRate != specification.SampleRate)
        {
            source = _watch = new ClippingWatch(source);
        }

        if (specification.MatrixEncoding is { } encoding)
        {
            // Without the tail that the filter appends.
            source = new RangeSource(Keep(new StreamedSource(encoding, source)), 0, source.Length);
        }
        else if (specification.Matrix is { } matrix)
        {
            source = Keep(new LayoutSource(source, specification.Layout, matrix));
        }

        if (source.SampleRate != specification.SampleRate)
        {
            source = Keep(new ResampledSource(source, specification.SampleRate));
        }

        _last = source;
    }

    public int SampleRate => _last.SampleRate;

    public ChannelLayout Layout => _last.Layout;

    public long Length => _last.Length;

    public void Read(long position, AudioBlock destination) => _last.Read(position, destination);

    /// <summary>What was measured of it, with the clipping of the mix that its change of rate or layout hides.</summary>
    /// <param name="measured">From one pass over all of it.</param>
    public ProgrammeMeasures Judged(ProgrammeMeasures measured) => _watch is null ? measured : measured with
    {
        ClippedRuns = Math.Max(measured.ClippedRuns, _watch.Meter.Runs),
        HasClippedBursts = measured.HasClippedBursts || _watch.Meter.HasBursts,
    };

    public void Dispose()
    {
        for (int i = _stages.Count - 1; i >= 0; i--)
        {
            _stages[i].Dispose();
        }
    }

    private IAudioSource WithTone(IAudioSource source, CutList cuts, long seed, CancellationToken cancellation)
    {
        if (!cuts.IsHeadTone && !cuts.IsTailTone)
        {
            return source;
        }

        RoomTone? tone = RoomTone.Learn(source, cuts.Head, source.Length - cuts.Head - cuts.Tail, seed, cancellation);
        return tone is null ? source : Keep(new ToneSource(source, cuts, tone));
    }

    private T Keep<T>(T stage)
        where T : IAudioSource
    {
        if (stage is IDisposable disposable)
        {
            _stages.Add(disposable);
        }

        return stage;
    }
}
