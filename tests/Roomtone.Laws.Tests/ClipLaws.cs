using Roomtone.Processes;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Laws.Tests;

/// <summary>The laws of processes that see a whole clip.</summary>
public sealed class ClipLaws
{
    private const int Length = 12_000;
    private const int FewestCases = 3;

    public static TheoryData<string> Clips => [.. Case.Processes.Where(d => d.Kind == ProcessKind.WholeClip).Select(d => d.Id)];

    [Theory]
    [MemberData(nameof(Clips))]
    public void AnyOrderOfReading_GivesTheSameBits(string id) => ForEach(id, result =>
    {
        float[][] forward = ArraySource.ReadAll(result, 1000);
        const int Count = 500;
        using var buffer = new AudioBuffer(result.Layout.Count, Count);
        foreach (long position in new[] { result.Length - Count, 0, result.Length / 2, result.Length / 3 })
        {
            long from = Math.Clamp(position, 0, Math.Max(0, result.Length - Count));
            int count = (int)Math.Min(Count, result.Length - from);
            result.Read(from, buffer.Block.Slice(0, count));
            for (int c = 0; c < forward.Length; c++)
            {
                Null.Exact(forward[c].AsSpan((int)from, count), buffer.Block[c][..count], $"{id} at {from}:");
            }
        }
    });

    [Theory]
    [MemberData(nameof(Clips))]
    public void OutsideTheResult_IsSilence(string id) => ForEach(id, result =>
    {
        using var buffer = new AudioBuffer(result.Layout.Count, 64);
        foreach (long position in new[] { -64, result.Length, result.Length + 5000 })
        {
            buffer.Block[0].Fill(1);
            result.Read(position, buffer.Block);
            Assert.All(buffer.Block[0].ToArray(), x => Assert.Equal(0, x));
        }
    });

    [Theory]
    [MemberData(nameof(Clips))]
    public void ASecondApplication_GivesTheSameBits(string id)
    {
        foreach (Case test in Cases(id).Take(8))
        {
            if (Apply(test) is { } first && Apply(test) is { } second)
            {
                Null.Exact(ArraySource.ReadAll(first), ArraySource.ReadAll(second, 777), $"{test}:");
            }
        }
    }

    private static IEnumerable<Case> Cases(string id) =>
        Case.Choices(ProcessCatalog.Standard.Find(id)!).Concat(Case.Of(ProcessCatalog.Standard.Find(id)!));

    private static void ForEach(string id, Action<IAudioSource> law)
    {
        int ran = 0;
        foreach (Case test in Cases(id))
        {
            if (Apply(test) is { } result)
            {
                law(result);
                (result as IDisposable)?.Dispose();
                ran++;
            }
        }

        bool hasParameters = ProcessCatalog.Standard.Find(id)!.Parameters.Length > 0;
        Assert.True(ran >= (hasParameters ? FewestCases : 1), $"only {ran} sets of values of {id} can run");
    }

    // Some values do not go with a clip of a quarter of a second; a process refuses those.
    private static IAudioSource? Apply(Case test)
    {
        var source = new ArraySource(48000, ChannelLayout.Stereo, TestSignal.NoiseChannels(1, 2, Length));
        try
        {
            return Case.Clip(test.Create()).Apply(source, null, TestContext.Current.CancellationToken);
        }
        catch (ProcessSettingsException)
        {
            return null;
        }
    }
}
