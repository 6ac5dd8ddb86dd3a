using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>Counts clipped runs as a programme passes: at least four samples at one level of full scale.</summary>
/// <remarks>Thread: one at a time.</remarks>
internal sealed class ClippingMeter
{
    private const int MostPlaces = 100;
    private const int RunLength = 4;
    private const int BurstRuns = 3;

    // A millisecond and more at full scale is heard by itself.
    private const int LongRun = 64;
    private const float FullScale = 0.999f;
    private readonly int _sampleRate;
    private readonly Channel[] _channels;
    private readonly List<double> _places = [];
    private long _position;

    /// <summary>Prepares it.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="channels">How many.</param>
    public ClippingMeter(int sampleRate, int channels)
    {
        _sampleRate = sampleRate;
        _channels = [.. Enumerable.Range(0, channels).Select(_ => new Channel(sampleRate))];
    }

    /// <summary>Runs so far, in all channels.</summary>
    public int Runs { get; private set; }

    /// <summary>Three runs of one channel came within a second, or one was of 64 samples: heard as distortion, where single short ones are not.</summary>
    public bool HasBursts => Array.Exists(_channels, c => c.HasBurst);

    /// <summary>Where they begin, s; at most 100.</summary>
    public IReadOnlyList<double> Places => _places;

    /// <summary>Samples that were added.</summary>
    public long Length => _position;

    /// <summary>Adds a block.</summary>
    /// <param name="audio">Channels × samples.</param>
    public void Add(ReadOnlyAudioBlock audio)
    {
        for (int c = 0; c < audio.Channels; c++)
        {
            if (Kernels.Peak(audio[c]) >= FullScale || Math.Abs(_channels[c].Value) >= FullScale)
            {
                AddRuns(_channels[c], audio[c]);
            }
        }

        _position += audio.Length;
    }

    private void AddRuns(Channel channel, ReadOnlySpan<float> samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            bool continues = samples[i].Equals(channel.Value) && Math.Abs(samples[i]) >= FullScale;
            channel.Run = continues ? channel.Run + 1 : 1;
            channel.Value = samples[i];
            channel.HasBurst |= continues && channel.Run == LongRun;
            if (continues && channel.Run == RunLength)
            {
                long start = _position + i - RunLength + 1;
                Runs++;
                channel.Take(start);
                if (_places.Count < MostPlaces)
                {
                    _places.Add((double)start / _sampleRate);
                }
            }
        }
    }

    private sealed class Channel(int sampleRate)
    {
        private readonly long[] _last = [.. Enumerable.Repeat(long.MinValue / 2, BurstRuns - 1)];

        public int Run { get; set; }

        public float Value { get; set; }

        public bool HasBurst { get; set; }

        public void Take(long start)
        {
            HasBurst |= start - _last[^1] < sampleRate;
            Array.Copy(_last, 0, _last, 1, _last.Length - 1);
            _last[0] = start;
        }
    }
}

/// <summary>Counts the clipped runs of what is read through it for the first time, before a change of rate or layout hides them.</summary>
/// <param name="source">The programme.</param>
internal sealed class ClippingWatch(IAudioSource source) : IAudioSource
{
    /// <summary>What has passed.</summary>
    public ClippingMeter Meter { get; } = new(source.SampleRate, source.Layout.Count);

    public int SampleRate => source.SampleRate;

    public ChannelLayout Layout => source.Layout;

    public long Length => source.Length;

    public void Read(long position, AudioBlock destination)
    {
        source.Read(position, destination);
        int known = (int)Math.Clamp(Meter.Length - position, 0, destination.Length);
        if (position + known == Meter.Length && known < destination.Length)
        {
            Meter.Add(destination.Slice(known, destination.Length - known));
        }
    }
}
