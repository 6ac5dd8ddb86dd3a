using BenchmarkDotNet.Running;

// dotnet run -c Release --project bench/Roomtone.Benchmarks -- --filter '*Fourier*'
BenchmarkSwitcher.FromAssembly(typeof(Roomtone.Benchmarks.KernelBench).Assembly).Run(args);
