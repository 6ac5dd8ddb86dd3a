using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Roomtone.Processes;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>A process as it will run.</summary>
/// <param name="Id">Its slot.</param>
/// <param name="Process">Its process id.</param>
/// <param name="LatencySamples">Samples that it is late, which the plan makes up for.</param>
/// <param name="TailSamples">Samples until silence; <see cref="long.MaxValue"/> = until reset.</param>
/// <param name="Resolved">What each <c>auto</c> became, and why.</param>
/// <param name="Key">The strip that is its key; null without one.</param>
public sealed record PlannedProcess(
    string Id, string Process, int LatencySamples, long TailSamples, ImmutableArray<AutomaticValue> Resolved, string? Key);

/// <summary>A strip as it will be rendered.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Track, bus or master.</param>
/// <param name="Silence">Why it is not heard.</param>
public sealed record PlannedStrip(string Id, string Name, StripKind Kind, Silence Silence)
{
    /// <summary>Channels at its output; null where it is not heard.</summary>
    public ChannelLayout? Layout { get; init; }

    /// <summary>Samples that it runs ahead so that everything meets in time.</summary>
    public int LeadSamples { get; init; }

    /// <summary>Its chain.</summary>
    public ImmutableArray<PlannedProcess> Processes { get; init; } = [];

    /// <summary>Ids of muted clips.</summary>
    public ImmutableArray<string> MutedClips { get; init; } = [];
}

/// <summary>What will be rendered, before it is: what is muted, what <c>auto</c> became, what is late. Immutable.</summary>
/// <param name="SampleRate">Hz.</param>
/// <param name="Layout">Channels of the mix.</param>
/// <param name="Length">Samples, tail included.</param>
/// <param name="TailSamples">Samples after the last clip.</param>
/// <param name="Strips">Tracks, buses, master.</param>
public sealed record RenderPlan(int SampleRate, ChannelLayout Layout, long Length, long TailSamples, ImmutableArray<PlannedStrip> Strips)
{
    /// <summary>The plan as lines of text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Seconds(Length)} {Layout} at {SampleRate} Hz, tail {Seconds(TailSamples)}\n");
        foreach (PlannedStrip strip in Strips)
        {
            Write(text, strip);
        }

        return text.ToString();
    }

    private void Write(StringBuilder text, PlannedStrip strip)
    {
        string kind = strip.Kind switch { StripKind.Track => "track ", StripKind.Bus => "bus ", _ => string.Empty };
        text.Append(CultureInfo.InvariantCulture, $"{kind}{strip.Id}");
        text.Append(strip.Silence switch
        {
            Silence.Muted => ": muted",
            Silence.MutedByVca => ": muted by its vca",
            Silence.NotSoloed => ": silent, others are soloed",
            _ => strip.Layout is null ? ": reaches nothing that is heard" : $": {strip.Layout}",
        });
        text.Append(strip.LeadSamples == 0 ? "\n" : string.Create(CultureInfo.InvariantCulture, $", {strip.LeadSamples} samples ahead\n"));
        foreach (PlannedProcess process in strip.Processes)
        {
            Write(text, process);
        }

        foreach (string clip in strip.MutedClips)
        {
            text.Append(CultureInfo.InvariantCulture, $"  clip {clip}: muted\n");
        }
    }

    private void Write(StringBuilder text, PlannedProcess process)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {process.Process} {process.Id}");
        text.Append(process.Key is null ? string.Empty : $", key {process.Key}");
        text.Append(process.LatencySamples == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", latency {process.LatencySamples} samples"));
        text.Append(process.TailSamples switch
        {
            0 => string.Empty,
            long.MaxValue => ", endless tail",
            _ => ", tail " + Seconds(process.TailSamples),
        });
        foreach (AutomaticValue value in process.Resolved)
        {
            text.Append(CultureInfo.InvariantCulture, $", {value}");
        }

        text.Append('\n');
    }

    private string Seconds(long samples) => string.Create(CultureInfo.InvariantCulture, $"{(double)samples / SampleRate:0.000} s");
}
