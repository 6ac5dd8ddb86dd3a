using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Contract;

public sealed class MixTests
{
    private static readonly ProcessFormat Format = ProcessFormat.Of(48000, ChannelLayout.Mono);
    private static readonly float[][] Input = TestSignal.NoiseChannels(1, 1, 5000);

    [Fact]
    public void AtZero_IsTheInputDelayedByTheLatencyBitForBit()
    {
        float[] output = Process(0);
        Null.Exact(Input[0].AsSpan(0, 4936), output.AsSpan(64));
    }

    [Fact]
    public void AtAHundred_IsTheProcess() =>
        Null.Exact(new float[64].Concat(Input[0].Take(4936).Select(x => -x)).ToArray(), Process(100));

    [Fact]
    public void AtFifty_AProcessOfOppositePolarityCancels() =>
        Assert.All(Process(50), x => Assert.Equal(0, x));

    private static float[] Process(double mixPercent)
    {
        using IAudioProcessor processor = new MixProcess(new LateInverter(), mixPercent).CreateProcessor(Format);
        return Run.Whole(processor, Format, Input)[0];
    }

    /// <summary>Inverts, 64 samples late.</summary>
    private sealed class LateInverter : IStreamingProcess
    {
        public ProcessDescriptor Definition => GainSettings.Descriptor;

        public bool IsNeutral => false;

        public IAudioProcessor CreateProcessor(ProcessFormat format) => new Processor();

        private sealed class Processor : IAudioProcessor
        {
            private readonly Queue<float> _inside = new(new float[64]);

            public int LatencySamples => 64;

            public long TailSamples => 0;

            public void Process(in ProcessContext context, AudioBlock audio)
            {
                foreach (ref float x in audio[0])
                {
                    _inside.Enqueue(-x);
                    x = _inside.Dequeue();
                }
            }

            public void Reset()
            {
            }

            public void Save(StateWriter state)
            {
            }

            public void Load(StateReader state)
            {
            }

            public void Dispose()
            {
            }
        }
    }
}
