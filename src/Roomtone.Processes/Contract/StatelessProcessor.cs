using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>A processor whose output depends on the same sample of the input only: no latency, no tail, no state.</summary>
internal abstract class StatelessProcessor : IAudioProcessor
{
    public int LatencySamples => 0;

    public long TailSamples => 0;

    public abstract void Process(in ProcessContext context, AudioBlock audio);

    public void Reset()
    {
    }

    public void Save(StateWriter state)
    {
    }

    public void Load(StateReader state)
    {
    }

    public virtual void Dispose()
    {
    }
}

/// <summary>Leaves the audio as it is, bit for bit.</summary>
internal sealed class PassThroughProcessor : StatelessProcessor
{
    public override void Process(in ProcessContext context, AudioBlock audio)
    {
    }
}
