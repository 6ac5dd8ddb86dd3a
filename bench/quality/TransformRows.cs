using System.Diagnostics;
using System.Runtime.InteropServices;
using Roomtone.Signal;

namespace Roomtone.Quality;

/// <summary>Rows on the Fourier transform itself, called as a library: its error against a sum in double precision, its time beside FFTW's.</summary>
internal static partial class TransformRows
{
    private const int Runs = 2000;
    private const int Repeats = 40;
    private const uint Measure = 0;

    public static IEnumerable<Row> All()
    {
        foreach (int length in new[] { 1024, 4096 })
        {
            yield return Computed("1", $"FFT float32, {length}: error", "", 2e-7, () => [("roomtone", Error(length)), ("fftw", ErrorOfFftw(length))]);
            if (Plan.IsThere)
            {
                yield return Computed("1", $"FFT float32, {length}: time, of FFTW's", "", 1, () => Times(length));
            }
        }

        foreach (int length in new[] { 4096, 65536, 1 << 20 })
        {
            yield return Computed("2", $"FFT float64, {length}: there and back", "", 6e-16, () => [("roomtone", RoundTrip(length))]);
        }
    }

    private static Row Computed(string number, string name, string unit, double bar, Func<(string, double)[]> figures) =>
        new(number, name, unit, bar, true, () => new Wav(48000, [[0]]), _ => double.NaN) { Figures = figures };

    private static float[] Noise(int length)
    {
        var random = new Random(length);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(2 * random.NextDouble() - 1))];
    }

    private static double Error(int length)
    {
        RealFft<float> fft = RealFft<float>.Of(length);
        float[] samples = Noise(length), re = new float[fft.BinCount], im = new float[fft.BinCount];
        fft.Forward(samples, re, im, fft.CreateScratch());
        return Off(samples, k => (re[k], im[k]));
    }

    // Relative, root of the sum of squares over all bins.
    private static double Off(float[] samples, Func<int, (double Re, double Im)> bin)
    {
        int n = samples.Length;
        double[] cosines = [.. Enumerable.Range(0, n).Select(i => Math.Cos(2 * Math.PI * i / n))];
        double wrong = 0, whole = 0;
        for (int k = 0; k <= n / 2; k++)
        {
            double re = 0, im = 0;
            for (int i = 0; i < n; i++)
            {
                int turn = (int)((long)i * k % n);
                re += samples[i] * cosines[turn];
                im -= samples[i] * cosines[(turn + 3 * n / 4) % n];
            }

            (double gotRe, double gotIm) = bin(k);
            wrong += (gotRe - re) * (gotRe - re) + (gotIm - im) * (gotIm - im);
            whole += re * re + im * im;
        }

        return Math.Sqrt(wrong / whole);
    }

    private static double RoundTrip(int length)
    {
        RealFft<double> fft = RealFft<double>.Of(length);
        double[] samples = [.. Noise(length).Select(v => (double)v)], back = new double[length], re = new double[fft.BinCount], im = new double[fft.BinCount];
        double[] scratch = fft.CreateScratch();
        fft.Forward(samples, re, im, scratch);
        fft.Inverse(re, im, back, scratch);
        return Math.Sqrt(samples.Zip(back, (a, b) => (a - b) * (a - b)).Sum() / samples.Sum(v => v * v));
    }

    // Ours first, as a share of FFTW's; then microseconds of both. In turn, the least of all.
    private static (string, double)[] Times(int length)
    {
        RealFft<float> fft = RealFft<float>.Of(length);
        float[] samples = Noise(length), re = new float[fft.BinCount], im = new float[fft.BinCount], scratch = fft.CreateScratch();
        using Plan plan = Plan.Of(length)!;
        double ours = double.PositiveInfinity, theirs = double.PositiveInfinity;
        for (int r = 0; r < Repeats; r++)
        {
            ours = Math.Min(ours, Microseconds(() => fft.Forward(samples, re, im, scratch)));
            theirs = Math.Min(theirs, Microseconds(plan.Run));
        }

        return [("roomtone", ours / theirs), ("roomtone, µs", ours), ("fftw, µs", theirs)];
    }

    private static double Microseconds(Action transform)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Runs; i++)
        {
            transform();
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Runs;
    }

    private static double ErrorOfFftw(int length)
    {
        using Plan? plan = Plan.Of(length);
        float[] samples = Noise(length);
        return plan?.Transform(samples) is { } bins ? Off(samples, k => (bins[2 * k], bins[2 * k + 1])) : double.NaN;
    }

    // FFTW, where its library is there; planned by measuring.
    private sealed unsafe partial class Plan : IDisposable
    {
        private readonly int _length;
        private readonly float* _in;
        private readonly float* _out;
        private readonly nint _plan;

        private Plan(int length)
        {
            _length = length;
            _in = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);
            _out = (float*)NativeMemory.AlignedAlloc((nuint)(length + 2) * sizeof(float), 64);
            _plan = fftwf_plan_dft_r2c_1d(length, _in, _out, Measure);
            new Span<float>(_in, length).Clear();
        }

        public static bool IsThere { get; } = NativeLibrary.TryLoad("libfftw3f.so.3", out _);

        public static Plan? Of(int length) => IsThere ? new Plan(length) : null;

        public void Run() => fftwf_execute(_plan);

        public float[] Transform(float[] samples)
        {
            samples.CopyTo(new Span<float>(_in, _length));
            Run();
            return new Span<float>(_out, _length + 2).ToArray();
        }

        public void Dispose()
        {
            fftwf_destroy_plan(_plan);
            NativeMemory.AlignedFree(_in);
            NativeMemory.AlignedFree(_out);
        }

        [LibraryImport("libfftw3f.so.3")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static partial nint fftwf_plan_dft_r2c_1d(int n, float* input, float* output, uint flags);

        [LibraryImport("libfftw3f.so.3")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static partial void fftwf_execute(nint plan);

        [LibraryImport("libfftw3f.so.3")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static partial void fftwf_destroy_plan(nint plan);
    }
}
