using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Divides, compresses each band, adds.</summary>
internal sealed class MultibandProcessor : IAudioProcessor
{
    private readonly IBandSplitter _splitter;
    private readonly CompressorProcessor?[] _compressors;
    private readonly float[] _gains;
    private readonly float[] _widths;
    private readonly float[] _side;
    private readonly (int Left, int Right) _pair;
    private readonly AudioBuffer _sum;
    private readonly AudioBuffer _band;

    // Of a stem: the whole signal's bands, from which the gains are computed.
    private readonly IBandSplitter? _leaderSplitter;
    private readonly AudioBuffer? _leaderBand;

    public MultibandProcessor(MultibandSettings settings, ProcessFormat format)
    {
        double[] frequencies = [.. settings.Frequencies];
        _splitter = Splitter(settings, frequencies, format);
        _compressors = new CompressorProcessor?[frequencies.Length + 1];
        _gains = new float[_compressors.Length];
        _widths = new float[_compressors.Length];
        _side = new float[format.MaximumLength];
        _pair = (format.Input.IndexOf("L"), format.Input.IndexOf("R"));
        for (int b = 0; b < _compressors.Length; b++)
        {
            CompressedBand? band = settings.Bands.GetValueOrDefault(b + 1);
            _compressors[b] = band is null ? null : new CompressorProcessor(band.ToCompressor(), format);
            _gains[b] = band is null ? 1 : (float)Decibels.ToGain(band.GainDb);
            _widths[b] = (float)((band?.WidthPercent ?? 100) / 100);
        }

        _sum = new AudioBuffer(format.Input.Count, format.MaximumLength);
        _band = new AudioBuffer(format.Input.Count, format.MaximumLength);
        if (format.IsFollower)
        {
            _leaderSplitter = Splitter(settings, frequencies, format);
            _leaderBand = new AudioBuffer(format.Input.Count, format.MaximumLength);
        }
    }

    public int LatencySamples => _splitter.LatencySamples;

    public long TailSamples => _splitter.TailSamples;

    public void Process(in ProcessContext context, AudioBlock audio)
    {
        AudioBlock sum = _sum.Block.Slice(0, audio.Length), band = _band.Block.Slice(0, audio.Length);
        AudioBlock leader = _leaderBand is null ? default : _leaderBand.Block.Slice(0, audio.Length);
        ProcessContext fixedContext = new() { Position = context.Position, Leader = leader };
        _splitter.Take(audio, context.Position);
        if (_leaderSplitter is not null)
        {
            context.Leader.CopyTo(leader);
            _leaderSplitter.Take(leader, context.Position);
        }

        for (int b = 0; b < _compressors.Length; b++)
        {
            _splitter.Band(b, context.Position, band);
            _leaderSplitter?.Band(b, context.Position, leader);
            _compressors[b]?.Process(fixedContext, band);
            if (_widths[b] != 1)
            {
                Widen(band[_pair.Left], band[_pair.Right], _widths[b]);
            }

            for (int c = 0; c < audio.Channels; c++)
            {
                if (b == 0)
                {
                    Kernels.Scale(band[c], _gains[b], sum[c]);
                }
                else
                {
                    Kernels.Mix(band[c], _gains[b], sum[c]);
                }
            }
        }

        ((ReadOnlyAudioBlock)sum).CopyTo(audio);
    }

    public void Reset()
    {
        _splitter.Reset();
        _leaderSplitter?.Reset();
        foreach (CompressorProcessor? compressor in _compressors)
        {
            compressor?.Reset();
        }
    }

    public void Save(StateWriter state)
    {
        _splitter.Save(state);
        _leaderSplitter?.Save(state);
        foreach (CompressorProcessor? compressor in _compressors)
        {
            compressor?.Save(state);
        }
    }

    public void Load(StateReader state)
    {
        _splitter.Load(state);
        _leaderSplitter?.Load(state);
        foreach (CompressorProcessor? compressor in _compressors)
        {
            compressor?.Load(state);
        }
    }

    public void Dispose()
    {
        _splitter.Dispose();
        _leaderSplitter?.Dispose();
        _leaderBand?.Dispose();
        _sum.Dispose();
        _band.Dispose();
        foreach (CompressorProcessor? compressor in _compressors)
        {
            compressor?.Dispose();
        }
    }

    // L' = L + (w − 1)·S, R' = R − (w − 1)·S, S = ½(L − R): the mono sum stays.
    private void Widen(Span<float> left, Span<float> right, float width)
    {
        Span<float> side = _side.AsSpan(0, left.Length);
        Kernels.Scale(left, 0.5f * (width - 1), side);
        Kernels.Mix(right, -0.5f * (width - 1), side);
        Kernels.Add(side, left);
        Kernels.Mix(side, -1, right);
    }

    private static IBandSplitter Splitter(MultibandSettings settings, double[] frequencies, ProcessFormat format) =>
        settings.Mode == CrossoverMode.Linear && frequencies.Length > 0
            ? new LinearBandSplitter(frequencies, format)
            : new LinkwitzRileyBands(frequencies, format);
}
