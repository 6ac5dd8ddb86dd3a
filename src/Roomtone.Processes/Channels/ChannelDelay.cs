using System.Collections.Immutable;
using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.ChannelDelaySettings>;

namespace Roomtone.Processes;

/// <summary>Channel delay: delays all channels, and single ones, by whole samples.</summary>
/// <remarks>
/// A meant delay, so it is no latency and the render does not make up for it. Times are rounded half up to samples. Tail: the longest delay.
/// </remarks>
public sealed record ChannelDelaySettings : IProcess<ChannelDelaySettings>, IStreamingProcess
{
    /// <summary>Delay of every channel, 0…60 000 ms, or in samples.</summary>
    public ParameterValue.Quantity Delay { get; init; } = new(0, Unit.Milliseconds);

    /// <summary>What single channels (from 1) are delayed besides.</summary>
    public ImmutableSortedDictionary<int, OneChannelDelay> Channels { get; init; } = ImmutableSortedDictionary<int, OneChannelDelay>.Empty;

    /// <inheritdoc/>
    public static ParameterTable<ChannelDelaySettings> Parameters { get; } =
    [
        QuantityIn("delay", "Delay", [Unit.Milliseconds, Unit.Samples], 0, LongestMs, s => s.Delay, (s, v) => s with { Delay = v }),
        .. Group("channel", 128, s => s.Channels, (s, v) => s with { Channels = v }, OneChannelDelay.Parameters),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new ChannelDelaySettings(), new ProcessDescriptor
    {
        Id = "channel-delay",
        Title = "Channel delay",
        Summary = "Delays channels by samples or milliseconds.",
        Kind = ProcessKind.Streaming,
        Family = "Channels",
        IsLinear = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => Delay.Value == 0 && Channels.Values.All(c => c.Delay.Value == 0);

    internal const double LongestMs = 60_000;

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        int largest = Channels.IsEmpty ? 0 : Channels.Keys.Max();
        if (largest > format.Input.Count)
        {
            throw new ProcessSettingsException(
                $"channel-delay: channel {largest} is beyond the {format.Input.Count} of {format.Input}", $"channel{largest}.delay");
        }

        int all = Samples(Delay, format.SampleRate);
        return new ChannelDelayProcessor(
            [.. Enumerable.Range(1, format.Input.Count).Select(n => all + (Channels.TryGetValue(n, out OneChannelDelay? c) ? Samples(c.Delay, format.SampleRate) : 0))]);
    }

    private static int Samples(ParameterValue.Quantity delay, int sampleRate)
    {
        double samples = Math.Floor(delay.Unit.Equals(Unit.Samples) ? delay.Value + 0.5 : delay.Value / 1000 * sampleRate + 0.5);
        return samples >= 0 && samples <= LongestMs / 1000 * sampleRate
            ? (int)samples
            : throw new ProcessSettingsException($"channel-delay: {delay} is outside its range; write 0 to 60 s", "delay");
    }

    private sealed class ChannelDelayProcessor(int[] delays) : IAudioProcessor
    {
        private readonly SampleDelay[] _lines = [.. delays.Select(d => new SampleDelay(d))];

        public int LatencySamples => 0;

        public long TailSamples { get; } = delays.Max();

        public void Process(in ProcessContext context, AudioBlock audio)
        {
            for (int c = 0; c < audio.Channels; c++)
            {
                _lines[c].Process(audio[c]);
            }
        }

        public void Reset() => Array.ForEach(_lines, line => line.Reset());

        public void Save(StateWriter state) => Array.ForEach(_lines, line => line.Save(state));

        public void Load(StateReader state) => Array.ForEach(_lines, line => line.Load(state));

        public void Dispose()
        {
        }
    }
}

/// <summary>The delay of one channel.</summary>
public sealed record OneChannelDelay
{
    /// <summary>Delay, 0…60 000 ms, or in samples.</summary>
    public ParameterValue.Quantity Delay { get; init; } = new(0, Unit.Milliseconds);

    internal static ParameterTable<OneChannelDelay> Parameters { get; } =
    [
        ParametersOf<OneChannelDelay>.QuantityIn(
            "delay", "Delay", [Unit.Milliseconds, Unit.Samples], 0, ChannelDelaySettings.LongestMs, s => s.Delay, (s, v) => s with { Delay = v }).At(1),
    ];
}
