using System.Globalization;
using Roomtone.Processes;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Laws.Tests;

/// <summary>Every process at every rate and width that files have: it runs, or says in a sentence why these do not go with it.</summary>
public sealed class FormatLaws
{
    private const int Length = 3000;
    private static readonly int[] Rates = [8000, 11_025, 44_100, 96_000, 192_000, 352_800, 384_000];
    private static readonly ChannelLayout[] Layouts = [ChannelLayout.Mono, ChannelLayout.Stereo, ChannelLayout.Discrete(24), ChannelLayout.Discrete(128)];

    // These take stereo, mono and stereo, or more channels than they leave; every other process takes whatever comes.
    private static readonly string[] OfSomeLayouts = ["balance", "downmix", "mid-side", "pan", "position", "width"];

    public static TheoryData<string> All => [.. Case.Processes.Select(d => d.Id)];

    [Theory]
    [MemberData(nameof(All))]
    public void EveryRateAndWidth_RunsOrIsRefusedInWords(string id)
    {
        ProcessDescriptor process = ProcessCatalog.Standard.Find(id)!;
        Case test = Case.Choices(process).FirstOrDefault(c => c.Values.ContainsKey("peak")) ?? Case.Of(process).First();
        var refused = new List<string>();
        foreach (int rate in Rates)
        {
            foreach (ChannelLayout layout in Layouts)
            {
                float[][] input = TestSignal.NoiseChannels(8, layout.Count, Length);
                try
                {
                    float[][] output = Output(test.Create(), rate, layout, input);
                    Assert.All(output, channel => Assert.True(channel.All(float.IsFinite), $"{test} at {rate} Hz × {layout.Count} gives NaN or infinity"));
                    Assert.NotEmpty(output);
                }
                catch (ProcessSettingsException e)
                {
                    Assert.InRange(e.Message.Length, 20, 400);
                    refused.Add(string.Create(CultureInfo.InvariantCulture, $"{rate} Hz × {layout.Count}: {e.Message}"));
                }
            }
        }

        if (!OfSomeLayouts.Contains(id))
        {
            Assert.Empty(refused);
        }

        Assert.True(refused.Count < Rates.Length * Layouts.Length, $"{id} runs nowhere: {string.Join('\n', refused)}");
    }

    private static float[][] Output(IProcess process, int rate, ChannelLayout layout, float[][] input)
    {
        if (process is IClipProcess)
        {
            IAudioSource result = Case.Clip(process).Apply(new ArraySource(rate, layout, input), null, TestContext.Current.CancellationToken);
            float[][] all = ArraySource.ReadAll(result);
            (result as IDisposable)?.Dispose();
            return all;
        }

        bool hasKey = process.Definition.Parameters.Any(p => p.Kind == ParameterKind.Key && p.IsRequired);
        var format = new ProcessFormat(rate, layout, process.OutputLayout(layout), hasKey ? layout : null, 512);
        using IAudioProcessor processor = ((IStreamingProcess)process).CreateProcessor(format);
        return Run.Whole(processor, format, input);
    }
}
