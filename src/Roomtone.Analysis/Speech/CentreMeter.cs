using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>Speech outside the centre channel.</summary>
/// <param name="Outside">Where sides or surrounds speak and the centre does not.</param>
/// <param name="CentreSeconds">Seconds of speech in the centre.</param>
public sealed record CentreReading(ImmutableArray<SpeechSegment> Outside, double CentreSeconds);

/// <summary>Finds dialogue that is not in the centre.</summary>
/// <remarks>
/// The detector listens to the centre and to every pair of other channels apart. A stretch counts where a pair speaks for half a second from one
/// point (one of its channels, or both alike, which music in stereo is not), is at least 6 dB louder than the centre, and the centre hardly
/// speaks. Over music the answer is indicative; on a dialogue stem it is sure. Thread: one at a time.
/// </remarks>
public sealed class CentreMeter : IMeter<CentreReading>
{
    private const double LeastSeconds = 0.5;
    private const double CentreShare = 0.2;
    private const double LouderPower = 4;
    private const double HopSeconds = 0.05;
    private const double OneSidedPower = 10;
    private const double AlikeCorrelation = 0.95;
    private readonly Group _centre;
    private readonly ImmutableArray<Group> _others;

    /// <summary>Prepares a meter.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="layout">Channels, a centre among them.</param>
    /// <exception cref="ArgumentException">The layout has no centre beside other channels.</exception>
    public CentreMeter(int sampleRate, ChannelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        if (!IsFor(layout))
        {
            throw new ArgumentException($"{layout} has no centre beside other channels.", nameof(layout));
        }

        int centre = layout.IndexOf("C");
        _centre = new Group(sampleRate, [centre]);
        // Layouts hold left and right in turn, front to back and bottom to top.
        int[] sides = [.. Enumerable.Range(0, layout.Count).Where(c => c != centre && !layout.Speakers[c].IsLfe)];
        _others = [.. sides.Chunk(2).Select(pair => new Group(sampleRate, pair))];
    }

    /// <summary>Whether a layout has a centre beside left and right.</summary>
    /// <param name="layout">The layout.</param>
    public static bool IsFor(ChannelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return layout.IndexOf("C") >= 0 && layout.IndexOf("L") >= 0 && layout.IndexOf("R") >= 0;
    }

    /// <inheritdoc/>
    public void Add(ReadOnlyAudioBlock audio)
    {
        _centre.Add(audio);
        foreach (Group other in _others)
        {
            other.Add(audio);
        }
    }

    /// <inheritdoc/>
    public CentreReading Read()
    {
        SpeechReading centre = _centre.Speech();
        List<SpeechSegment> outside = [];
        foreach (Group other in _others)
        {
            foreach (SpeechSegment segment in other.Speech().Segments)
            {
                double length = segment.EndSeconds - segment.StartSeconds;
                if (length >= LeastSeconds && centre.Within(segment.StartSeconds, segment.EndSeconds) < CentreShare * length
                    && other.Power(segment) > LouderPower * _centre.Power(segment) && other.IsPoint(segment))
                {
                    outside.Add(segment);
                }
            }
        }

        return new CentreReading([.. outside.OrderBy(s => s.StartSeconds)], centre.Segments.Sum(s => s.EndSeconds - s.StartSeconds));
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _centre.Reset();
        foreach (Group other in _others)
        {
            other.Reset();
        }
    }

    /// <summary>One channel or two, heard as one.</summary>
    private sealed class Group(int sampleRate, int[] channels)
    {
        private readonly SpeechMeter _speech = new(sampleRate, ChannelLayout.Mono);
        private readonly float[] _sum = new float[SourcePass.BlockLength];
        private readonly int _hop = Math.Max(1, (int)(HopSeconds * sampleRate));
        private readonly List<Hop> _hops = [];
        private Hop _open;
        private int _count;

        public void Add(ReadOnlyAudioBlock audio)
        {
            for (int at = 0; at < audio.Length; at += SourcePass.BlockLength)
            {
                ReadOnlyAudioBlock part = audio.Slice(at, Math.Min(SourcePass.BlockLength, audio.Length - at));
                AudioBlock sum = new(_sum, SourcePass.BlockLength, 1, 0, part.Length);
                sum.Clear();
                foreach (int c in channels)
                {
                    Kernels.Add(part[c], sum[0]);
                }

                _speech.Add(sum);
                Measure(part[channels[0]], part[channels[^1]]);
            }
        }

        public SpeechReading Speech() => _speech.Read();

        public double Power(SpeechSegment segment) => Over(segment) is var hop && channels.Length == 1 ? hop.First : hop.First + hop.Last;

        public bool IsPoint(SpeechSegment segment)
        {
            Hop hop = Over(segment);
            return channels.Length == 1 || Math.Max(hop.First, hop.Last) > OneSidedPower * Math.Min(hop.First, hop.Last)
                || hop.Product > AlikeCorrelation * Math.Sqrt(hop.First * hop.Last);
        }

        public void Reset()
        {
            _speech.Reset();
            _hops.Clear();
            (_open, _count) = (default, 0);
        }

        private Hop Over(SpeechSegment segment)
        {
            int from = (int)(segment.StartSeconds * sampleRate / _hop), to = Math.Min(_hops.Count, (int)Math.Ceiling(segment.EndSeconds * sampleRate / _hop));
            Hop sum = default;
            for (int i = from; i < to; i++)
            {
                sum = new Hop(sum.First + _hops[i].First, sum.Last + _hops[i].Last, sum.Product + _hops[i].Product);
            }

            return sum;
        }

        private void Measure(ReadOnlySpan<float> first, ReadOnlySpan<float> last)
        {
            for (int i = 0; i < first.Length; i++)
            {
                double x = first[i], y = last[i];
                _open = new Hop(_open.First + x * x, _open.Last + y * y, _open.Product + x * y);
                if (++_count == _hop)
                {
                    _hops.Add(_open);
                    (_open, _count) = (default, 0);
                }
            }
        }

        private readonly record struct Hop(double First, double Last, double Product);
    }
}
