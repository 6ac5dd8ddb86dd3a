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
    /// <summary>Delay of every channel, 0…60 000 ms, or in samples, or in frames of <see cref="FrameRate"/>.</summary>
    public ParameterValue.Quantity Delay { get; init; } = new(0, Unit.Milliseconds);

    /// <summary>Frames per second where a delay counts in frames; null = none does.</summary>
    public string? FrameRate { get; init; }

    /// <summary>What single channels (from 1) are delayed besides.</summary>
    public ImmutableSortedDictionary<int, OneChannelDelay> Channels { get; init; } = ImmutableSortedDictionary<int, OneChannelDelay>.Empty;

    /// <inheritdoc/>
    public static ParameterTable<ChannelDelaySettings> Parameters { get; } =
    [
        QuantityIn("delay", "Delay", [Unit.Milliseconds, Unit.Samples, Unit.Frames], 0, LongestMs, s => s.Delay, (s, v) => s with { Delay = v })
            .Says("What every channel is delayed by; frames need frame-rate."),
        Choice("frame-rate", "Frame rate", [.. Signal.FrameRate.Known.Select(r => r.ToString())], s => s.FrameRate, (s, v) => s with { FrameRate = v })
            .Says("Frames per second of delays in frames."),
        .. Group("channel", 128, s => s.Channels, (s, v) => s with { Channels = v }, OneChannelDelay.Parameters),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new ChannelDelaySettings(), new ProcessDescriptor
    {
        Id = "channel-delay",
        Title = "Channel delay",
        Summary = "Delays channels by milliseconds, samples or frames.",
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

        int all = Samples(Delay, format.SampleRate, "delay");
        return new ChannelDelayProcessor(
            [.. Enumerable.Range(1, format.Input.Count).Select(n => all + (Channels.TryGetValue(n, out OneChannelDelay? c) ? Samples(c.Delay, format.SampleRate, $"channel{n}.delay") : 0))]);
    }

    private int Samples(ParameterValue.Quantity delay, int sampleRate, string parameter)
    {
        double samples = Math.Floor(Exact(delay, sampleRate, parameter) + 0.5);
        return samples >= 0 && samples <= LongestMs / 1000 * sampleRate
            ? (int)samples
            : throw new ProcessSettingsException($"channel-delay: {delay} is outside its range; write 0 to 60 s", parameter);
    }

    private double Exact(ParameterValue.Quantity delay, int sampleRate, string parameter)
    {
        if (delay.Unit.Equals(Unit.Samples))
        {
            return delay.Value;
        }

        if (!delay.Unit.Equals(Unit.Frames))
        {
            return delay.Value / 1000 * sampleRate;
        }

        return Signal.FrameRate.TryParse(FrameRate, out Signal.FrameRate rate)
            ? delay.Value * sampleRate * rate.Denominator / rate.Numerator
            : throw new ProcessSettingsException($"channel-delay: {delay} counts frames, of no rate; write frame-rate 25 (or 23.976, 29.97 …)", parameter);
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
    /// <summary>Delay, 0…60 000 ms, or in samples, or in frames of the process's frame rate.</summary>
    public ParameterValue.Quantity Delay { get; init; } = new(0, Unit.Milliseconds);

    internal static ParameterTable<OneChannelDelay> Parameters { get; } =
    [
        ParametersOf<OneChannelDelay>.QuantityIn(
            "delay", "Delay", [Unit.Milliseconds, Unit.Samples, Unit.Frames], 0, ChannelDelaySettings.LongestMs, s => s.Delay, (s, v) => s with { Delay = v }).At(1),
    ];
}
