using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>One finite response on every channel: what clip processes that design a filter run their audio through.</summary>
/// <param name="definition">The process whose filter it is.</param>
/// <param name="response">The response.</param>
internal sealed class FirFilter(ProcessDescriptor definition, double[] response) : IStreamingProcess
{
    /// <inheritdoc/>
    public ProcessDescriptor Definition => definition;

    /// <inheritdoc/>
    public bool IsNeutral => false;

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format) => new Processor(response, format.Input.Count);

    private sealed class Processor(double[] response, int channels) : IAudioProcessor
    {
        private const int Partition = 4096;
        private readonly PartitionedConvolver<double> _convolver = new([.. Enumerable.Repeat(response, channels)], Partition);

        public int LatencySamples => Partition;

        public long TailSamples => response.Length;

        public void Process(in ProcessContext context, AudioBlock audio) => _convolver.Process(audio, context.Position);

        public void Reset() => _convolver.Reset();

        public void Save(StateWriter state) => _convolver.Save(state);

        public void Load(StateReader state) => _convolver.Load(state);

        public void Dispose()
        {
        }
    }
}
