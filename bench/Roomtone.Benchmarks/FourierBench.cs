using BenchmarkDotNet.Attributes;
using Roomtone.Signal;

namespace Roomtone.Benchmarks;

/// <summary>Real transforms, forward.</summary>
public class FourierBench
{
    private RealFft<float> _fft = RealFft<float>.Of(16);
    private float[] _samples = [];
    private float[] _re = [];
    private float[] _im = [];
    private float[] _scratch = [];

    [Params(256, 1024, 4096, 65536)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _fft = RealFft<float>.Of(Length);
        _samples = new float[Length];
        _re = new float[_fft.BinCount];
        _im = new float[_fft.BinCount];
        _scratch = _fft.CreateScratch();
        new CounterRandom(1).FillBipolar(0, _samples);
    }

    [Benchmark]
    public void Forward() => _fft.Forward(_samples, _re, _im, _scratch);
}
