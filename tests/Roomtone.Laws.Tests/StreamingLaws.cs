using System.Security.Cryptography;
using Roomtone.Processes;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Laws.Tests;

/// <summary>The laws of streaming processes, each over every registered process and its sets of values.</summary>
public sealed class StreamingLaws
{
    private const int Length = 3000;
    private const int FewestCases = 12;
    private const int IsaCases = 9;

    public static TheoryData<string> Streaming =>
        [.. Case.Processes.Where(d => d.Kind == ProcessKind.Streaming).Select(d => d.Id)];

    [Theory]
    [MemberData(nameof(Streaming))]
    public void Law1_AnyPartitionIntoBlocks_GivesTheSameBits(string id) => ForEach(id, (test, format) =>
    {
        float[][] input = TestSignal.NoiseChannels(1, format.Input.Count, Length);
        float[][] whole = Blocks(test, format, input, [Length]);
        foreach (int block in new[] { 1, 7, 64, 512 })
        {
            Null.Exact(whole, Blocks(test, format, input, Cuts(block)), $"{test}, blocks of {block}:");
        }

        Null.Exact(whole, Blocks(test, format, input, RandomCuts(5)), $"{test}, random blocks:");
    });

    [Theory]
    [MemberData(nameof(Streaming))]
    public void Law2_ResetEqualsNew(string id) => ForEach(id, (test, format) =>
    {
        float[][] input = TestSignal.NoiseChannels(2, format.Input.Count, Length);
        using IAudioProcessor processor = Streaming_(test).CreateProcessor(format);
        float[][] first = Run.Whole(processor, format, input);
        processor.Reset();
        Null.Exact(first, Run.Whole(processor, format, input), $"{test}:");
    });

    [Theory]
    [MemberData(nameof(Streaming))]
    public void Law3_ProcessingAllocatesNothing(string id) => ForEach(id, (test, format) =>
    {
        using IAudioProcessor processor = Streaming_(test).CreateProcessor(format);
        using var buffer = new AudioBuffer(format.Planes, 64);
        long bytes = Allocation.Bytes(() =>
        {
            for (int block = 0; block < 1000; block++)
            {
                processor.Process(new ProcessContext { Position = block * 64L }, buffer.Block);
            }
        });
        Assert.True(bytes == 0, $"{test} allocates {bytes} bytes in 1000 blocks");
    });

    [Theory]
    [MemberData(nameof(Streaming))]
    public void Law4And6_NeutralSettings_AreTheInputDelayedByTheLatency(string id) => ForEach(id, (test, format) =>
    {
        IStreamingProcess process = Streaming_(test);
        using IAudioProcessor processor = process.CreateProcessor(format);
        Assert.True(processor.LatencySamples % RenderGrid.Quantum == 0, $"{test}: latency {processor.LatencySamples} is not on the grid");
        if (process.IsNeutral)
        {
            float[][] input = TestSignal.NoiseChannels(3, format.Input.Count, Length + processor.LatencySamples);
            float[][] output = Run.Whole(processor, format, input);
            for (int c = 0; c < output.Length; c++)
            {
                Null.Exact(input[c].AsSpan(0, Length), output[c].AsSpan(processor.LatencySamples, Length), $"{test} channel {c}:");
            }
        }
    });

    [Theory]
    [MemberData(nameof(Streaming))]
    public void Law5_AfterTheTail_IsSilence(string id) => ForEach(id, (test, format) =>
    {
        using IAudioProcessor processor = Streaming_(test).CreateProcessor(format);
        const int Sounding = 4800;
        if (test.Create().Definition.Generates || processor.TailSamples > 1 << 21)
        {
            return;
        }

        int silent = Sounding + processor.LatencySamples + (int)processor.TailSamples;
        float[][] input = [.. TestSignal.NoiseChannels(4, format.Input.Count, Sounding).Select(c => c.Concat(new float[silent + 512 - Sounding]).ToArray())];
        float[][] output = Run.Whole(processor, format, input, 4096);
        double loudest = Math.Max(0, output.Max(c => Residual.PeakDbfs(c)));
        Assert.All(output, c => Assert.True(
            Residual.PeakDbfs(c.AsSpan(silent)) <= loudest - 144, $"{test}: {Residual.PeakDbfs(c.AsSpan(silent)):0} dBFS after the tail of {processor.TailSamples}"));
    }, isOnce: true);

    [Theory]
    [MemberData(nameof(Streaming))]
    public void Law7_SilenceStaysSilent(string id) => ForEach(id, (test, format) =>
    {
        if (!test.Create().Definition.Generates)
        {
            using IAudioProcessor processor = Streaming_(test).CreateProcessor(format);
            float[][] silence = [.. Enumerable.Range(0, format.Input.Count).Select(_ => new float[Length])];
            Assert.All(Run.Whole(processor, format, silence), c => Assert.True(c.All(x => x == 0), $"{test} sounds without input"));
        }
    });

    [Theory]
    [MemberData(nameof(Streaming))]
    public void Law8_AfterHostileInputAndReset_EverythingIsAsNew(string id) => ForEach(id, (test, format) =>
    {
        float[][] input = TestSignal.NoiseChannels(6, format.Input.Count, Length);
        using IAudioProcessor processor = Streaming_(test).CreateProcessor(format);
        float[][] clean = Run.Whole(processor, format, input);
        float[] hostile = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e30f, -1e30f, float.Epsilon, 1e-39f];
        foreach (float value in hostile)
        {
            float[][] bad = [.. input.Select(c => c.Select((x, i) => i % 17 == 3 ? value : x).ToArray())];
            processor.Reset();
            Run.Whole(processor, format, bad);
        }

        processor.Reset();
        Null.Exact(clean, Run.Whole(processor, format, input), $"{test}:");
    });

    [Theory]
    [MemberData(nameof(Streaming))]
    public void Law9_PermutingChannels_PermutesTheOutput(string id) => ForEach(id, (test, format) =>
    {
        if (!test.Create().Definition.IsPerChannel || format.Input.Count < 2 || IsOneSided(test))
        {
            return;
        }

        float[][] input = TestSignal.NoiseChannels(7, format.Input.Count, Length);
        float[][] straight = Blocks(test, format, input, [Length]);
        float[][] turned = Blocks(test, format, [.. input.Reverse()], [Length]);
        Null.Exact(straight, [.. turned.Reverse()], $"{test}:");
    });

    [Theory]
    [MemberData(nameof(Streaming))]
    public void Law13_AConstantRamp_EqualsNoRamp(string id) => ForEach(id, (test, format) =>
    {
        IStreamingProcess process = Streaming_(test);
        Ramp[] constant = [.. ProcessCatalog.Standard.Automatable(process).Select(p => new Ramp(p.Value, p.Value))];
        if (constant.Length == 0 || constant.Any(r => double.IsNaN(r.Start)))
        {
            return;
        }

        ProcessFormat automated = format with { IsAutomated = true };
        if (!CanMove(process, automated))
        {
            return;
        }

        float[][] input = TestSignal.NoiseChannels(8, format.Input.Count, Length);
        using IAudioProcessor processor = process.CreateProcessor(automated);
        float[][] moving = Run.Whole(processor, automated, input, ramps: _ => constant);
        processor.Reset();
        Null.Exact(Run.Whole(processor, automated, input), moving, $"{test}:");
        float[][] still = Blocks(test, format, input, [Length]);
        for (int c = 0; c < still.Length; c++)
        {
            if (Residual.PeakDbfs(still[c]) > -100)
            {
                Residual.BelowDb(still[c], moving[c], -140);
            }
        }
    });

    [Theory]
    [MemberData(nameof(Streaming))]
    public void Law13_AMovingRamp_GivesTheSameBitsForAnyPartition(string id) => ForEach(id, (test, format) =>
    {
        IStreamingProcess process = Streaming_(test);
        AutomatableParameter[] moving = [.. ProcessCatalog.Standard.Automatable(process)];
        if (moving.Length == 0 || moving.Any(p => !double.IsFinite(p.Value)))
        {
            return;
        }

        ProcessFormat automated = format with { IsAutomated = true };
        if (!CanMove(process, automated))
        {
            return;
        }

        float[][] input = TestSignal.NoiseChannels(9, format.Input.Count, 1000);
        using IAudioProcessor processor = process.CreateProcessor(automated);
        float[][] whole = Run.Whole(processor, automated, input, 64, ramps: Ramps);
        processor.Reset();
        Null.Exact(whole, Run.Whole(processor, automated, input, 7, ramps: Ramps), $"{test}:");
        Assert.All(whole, c => Assert.All(c, x => Assert.True(float.IsFinite(x))));

        Ramp[] Ramps(long position)
        {
            long quantum = position / RenderGrid.Quantum;
            return [.. moving.Select(p => new Ramp(At(p, quantum), At(p, quantum + 1)))];
        }

        static double At(AutomatableParameter p, long quantum) =>
            Math.Clamp(p.Value * (1 + 0.02 * Math.Sin(quantum)), p.Spec.Minimum, Math.Min(p.Spec.Maximum, 1e6));
    });

    [Theory]
    [MemberData(nameof(Streaming))]
    public void Law14_LinearProcesses_Superpose(string id) => ForEach(id, (test, format) =>
    {
        if (!test.Create().Definition.IsLinear)
        {
            return;
        }

        float[][] a = TestSignal.NoiseChannels(10, format.Input.Count, Length, 0.25);
        float[][] b = TestSignal.NoiseChannels(11, format.Input.Count, Length, 0.25);
        float[][] sum = [.. a.Select((c, n) => c.Select((x, i) => x + b[n][i]).ToArray())];
        float[][] outA = Blocks(test, format, a, [Length]), outB = Blocks(test, format, b, [Length]), outSum = Blocks(test, format, sum, [Length]);
        for (int c = 0; c < outA.Length; c++)
        {
            float[] added = [.. outA[c].Select((x, i) => x + outB[c][i])];
            // The input's own rounding is 2⁻²⁴ of the input, whatever the process leaves of it.
            double[] error = [.. added.Select((x, i) => (double)outSum[c][i] - x)];
            double louder = Math.Max(Residual.PeakDbfs(added), Residual.PeakDbfs(sum[0]));
            Assert.True(20 * Math.Log10(error.Max(Math.Abs)) <= louder - 120, $"{test}: superposition fails by {error.Max(Math.Abs)}");
        }
    });

    [Theory]
    [MemberData(nameof(Streaming))]
    public void Law14_TheReportedResponse_IsTheMeasuredOne(string id) => ForEach(id, (test, format) =>
    {
        if (test.Create().Core is not IFilterCurve curve || test.Values.TryGetValue("mix", out _))
        {
            return;
        }

        using IAudioProcessor processor = Streaming_(test).CreateProcessor(format);
        float[] response = Response.ImpulseResponse(processor, format, 0, (int)Math.Min(1 << 18, 4096 + processor.LatencySamples + processor.TailSamples));
        double loudest = new[] { 100.0, 1000, 10000 }.Max(hz => curve.MagnitudeDbAt(hz, format.SampleRate));
        foreach (double hz in new[] { 40.0, 100, 1000, 5000, 10000, 15000, 20000 })
        {
            double expected = curve.MagnitudeDbAt(hz, format.SampleRate);
            if (expected > loudest - 80 && expected > -80)
            {
                Response.Of(response, format.SampleRate, hz).IsDb(expected, 0.01);
            }
        }
    }, isOnce: true);

    [Theory]
    [MemberData(nameof(Streaming))]
    public void Law10_AtOtherRates_TheResponseIsTheSame(string id) => ForEach(id, (test, format) =>
    {
        if (test.Create().Core is not IFilterCurve curve)
        {
            return;
        }

        // Matched filters follow the analogue prototype within 0.35 dB at 44.1 kHz (algorithms.md 2.1), so two rates within twice that.
        foreach (double hz in new[] { 50.0, 500, 5000, 10000 })
        {
            double at48 = curve.MagnitudeDbAt(hz, 48000);
            foreach (int rate in new[] { 44100, 96000, 192000 })
            {
                double other = curve.MagnitudeDbAt(hz, rate);
                Assert.True(
                    at48 < -24 || Math.Abs(other - at48) <= 0.7, $"{test}: {other:0.00} dB at {hz} Hz and {rate}, {at48:0.00} dB at 48000");
            }
        }
    }, isOnce: true);

    [Theory]
    [MemberData(nameof(Streaming))]
    public void Law15_ResumingEqualsContinuing(string id) => ForEach(id, (test, format) =>
    {
        float[][] input = TestSignal.NoiseChannels(12, format.Input.Count, Length);
        const int Cut = 1234;
        using IAudioProcessor one = Streaming_(test).CreateProcessor(format);
        using IAudioProcessor other = Streaming_(test).CreateProcessor(format);
        Run.InBlocks(one, format, [.. input.Select(c => c[..Cut])], [Cut]);
        var writer = new StateWriter();
        one.Save(writer);
        var reader = new StateReader(writer.Written.ToArray());
        other.Load(reader);
        Assert.Equal(0, reader.Remaining);
        float[][] rest = [.. input.Select(c => c[Cut..])];
        Null.Exact(
            Run.InBlocks(one, format, rest, [Length - Cut], Cut), Run.InBlocks(other, format, rest, [Length - Cut], Cut), $"{test}:");
    });

    [Fact]
    public void Law11_EveryInstructionSet_GivesTheSameBits() => InstructionSets.Agree(
        "Roomtone.Laws.Tests.StreamingLaws.Law11_EveryInstructionSet_GivesTheSameBits",
        () => Case.Processes.Where(d => d.Kind == ProcessKind.Streaming).SelectMany(d => Case.Of(d).Take(IsaCases)).Select(test => (Test: test, Format: test.Formats().FirstOrDefault())).Where(t => t.Format is not null).Select(t =>
        {
            (Case test, ProcessFormat format) = (t.Test, t.Format!);
            float[][] output = Blocks(test, format, TestSignal.NoiseChannels(13, format.Input.Count, Length), Cuts(512));
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (float[] channel in output)
            {
                hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(channel.AsSpan()));
            }

            return $"{test}: {Convert.ToHexString(hash.GetHashAndReset())}";
        }));

    [Theory]
    [MemberData(nameof(Streaming))]
    public void Law19_StemsThatFollowTheWhole_AddUpToIt(string id) => ForEach(id, (test, format) =>
    {
        if (!Streaming_(test).FollowsLeader)
        {
            return;
        }

        ProcessFormat follower = format with { IsFollower = true };
        int latency = 0;
        using (IAudioProcessor probe = Streaming_(test).CreateProcessor(follower))
        {
            latency = probe.LatencySamples;
        }

        int length = Length + latency;
        float[][] a = TestSignal.NoiseChannels(31, format.Input.Count, length, 0.9), b = TestSignal.NoiseChannels(32, format.Input.Count, length, 0.4);
        float[][] whole = Sum(a, b);
        float[][] mix = Blocks(test, format, whole, Cuts(512, length));
        float[][] first = Followed(a, 512), sum = Sum(first, Followed(b, 512));
        for (int c = 0; c < mix.Length; c++)
        {
            Residual.BelowDb(mix[c], sum[c], -120);
        }

        Null.Exact(first, Followed(a, 64), $"{test}, a stem in blocks of 64:");

        float[][] Followed(float[][] stem, int block)
        {
            using IAudioProcessor processor = Streaming_(test).CreateProcessor(follower);
            return Run.InBlocks(processor, follower, stem, Cuts(block, length), leader: whole);
        }
    });

    private static float[][] Sum(float[][] a, float[][] b) => [.. a.Zip(b, (x, y) => x.Zip(y, (p, q) => p + q).ToArray())];

    private static void ForEach(string id, Action<Case, ProcessFormat> law, bool isOnce = false)
    {
        int ran = 0;
        foreach (Case test in Case.Of(ProcessCatalog.Standard.Find(id)!))
        {
            ProcessFormat[] formats = [.. test.Formats().Take(isOnce ? 1 : 2)];
            ran += formats.Length > 0 ? 1 : 0;
            foreach (ProcessFormat format in formats)
            {
                law(test, format);
            }
        }

        // Some values exclude each other (a threshold on a notch); a process refuses those sets.
        Assert.True(ran >= FewestCases, $"only {ran} sets of values of {id} can run");
    }

    // A process may refuse automation for some of its settings (linear phase), with a reason.
    private static bool CanMove(IStreamingProcess process, ProcessFormat automated)
    {
        try
        {
            process.CreateProcessor(automated).Dispose();
            return true;
        }
        catch (ProcessSettingsException)
        {
            return false;
        }
    }

    private static IStreamingProcess Streaming_(Case test) => (IStreamingProcess)test.Create();

    private static bool IsOneSided(Case test) =>
        test.Values.TryGetValue("channel", out ParameterValue? channel) && channel is ParameterValue.Word { Name: not "all" };

    private static float[][] Blocks(Case test, ProcessFormat format, float[][] input, IEnumerable<int> blocks)
    {
        using IAudioProcessor processor = Streaming_(test).CreateProcessor(format);
        return Run.InBlocks(processor, format, input, blocks);
    }

    private static IEnumerable<int> Cuts(int block, int length = Length) =>
        Enumerable.Range(0, (length + block - 1) / block).Select(i => Math.Min(block, length - i * block));

    private static IEnumerable<int> RandomCuts(ulong seed)
    {
        ulong state = seed;
        for (int at = 0; at < Length;)
        {
            int count = Math.Min(Length - at, (int)(TestSignal.NextUnit(ref state) * 300));
            yield return count;
            at += count;
        }
    }
}
