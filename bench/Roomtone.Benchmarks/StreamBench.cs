using BenchmarkDotNet.Attributes;
using Roomtone.Analysis;
using Roomtone.Processes;
using Roomtone.Signal;

namespace Roomtone.Benchmarks;

/// <summary>What runs over a second of stereo: meter, dither and the commonest processes, in blocks of 512.</summary>
[MemoryDiagnoser]
public class StreamBench
{
    private const int SampleRate = 48_000;
    private readonly AudioBuffer _second = new(2, SampleRate);
    private readonly ProgrammeMeter _meter = new(SampleRate, ChannelLayout.Stereo);
    private readonly Quantiser _quantiser = new(16, DitherShape.Triangular, 1, 2, SampleRate);
    private IAudioProcessor? _processor;

    [Params("eq", "compressor", "limiter")]
    public string Process { get; set; } = "eq";

    [GlobalSetup]
    public void Prepare()
    {
        for (int c = 0; c < 2; c++)
        {
            new CounterRandom(1, (ulong)c).FillBipolar(0, _second.Block[c]);
            Kernels.Scale(_second.Block[c], 0.25f);
        }

        var values = new Dictionary<string, ParameterValue>(StringComparer.Ordinal);
        if (Process == "compressor")
        {
            values["threshold"] = new ParameterValue.Quantity(-24, Unit.Decibels);
        }

        for (int band = 1; band <= 10 && Process == "eq"; band++)
        {
            values[$"band{band}.type"] = new ParameterValue.Word("bell");
            values[$"band{band}.freq"] = new ParameterValue.Quantity(31.25 * (1 << (band - 1)), Unit.Hertz);
            values[$"band{band}.gain"] = new ParameterValue.Quantity(3, Unit.Decibels);
        }

        var process = (IStreamingProcess)ProcessCatalog.Standard.Create(Process, values);
        _processor = process.CreateProcessor(ProcessFormat.Of(SampleRate, ChannelLayout.Stereo));
    }

    [Benchmark]
    public void RunProcess()
    {
        for (int at = 0; at < SampleRate; at += RenderGrid.BlockLength)
        {
            int length = Math.Min(RenderGrid.BlockLength, SampleRate - at);
            _processor!.Process(new ProcessContext { Position = at }, _second.Block.Slice(at, length));
        }

        _processor!.Reset();
    }

    [Benchmark]
    public void Measure() => _meter.Add(_second.Block);

    [Benchmark]
    public void Dither() => _quantiser.Process(0, _second.Block);
}
