using BenchmarkDotNet.Attributes;
using Roomtone.Signal;

namespace Roomtone.Benchmarks;

/// <summary>Element-wise kernels beside the plain loop: a length of whole vectors, and a ragged one.</summary>
[MemoryDiagnoser]
public class KernelBench
{
    private float[] _x = [];
    private float[] _y = [];

    [Params(512, 3079)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _x = new float[Length];
        _y = new float[Length];
        new CounterRandom(1).FillBipolar(0, _x);
    }

    [Benchmark(Baseline = true)]
    public void MixScalar()
    {
        for (int i = 0; i < _x.Length; i++)
        {
            _y[i] += 0.5f * _x[i];
        }
    }

    [Benchmark]
    public void Mix() => Kernels.Mix(_x, 0.5f, _y);

    [Benchmark]
    public float Peak() => Kernels.Peak(_x);

    [Benchmark]
    public double SumOfSquares() => Kernels.SumOfSquares(_x);

    [Benchmark]
    public void Exp2() => VectorMath.Exp2(_x, _y);
}
