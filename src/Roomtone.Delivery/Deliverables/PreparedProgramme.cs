using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>A deliverable's programme before its level: cut, in its layout, at its rate. Owns its stages.</summary>
internal sealed class PreparedProgramme : IAudioSource, IDisposable
{
    private readonly List<IDisposable> _stages = [];
    private readonly IAudioSource _last;

    public PreparedProgramme(IAudioSource mix, DeliverySpecification specification, CutList? cuts)
    {
        IAudioSource source = mix;
        if (cuts is not null)
        {
            source = Keep(new CutSource(source, cuts));
        }

        if (specification.Matrix is { } matrix)
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

    public void Dispose()
    {
        for (int i = _stages.Count - 1; i >= 0; i--)
        {
            _stages[i].Dispose();
        }
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
