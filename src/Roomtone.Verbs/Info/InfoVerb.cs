using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Media;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Asks what files are.</summary>
/// <param name="Files">Names, folders, patterns.</param>
public sealed record InfoRequest(ImmutableArray<string> Files)
{
    /// <summary>How several files are worked on.</summary>
    public BatchOptions Batch { get; init; }
}

/// <summary>What a file is.</summary>
/// <param name="Path">As the user named it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Media">Container, encoding, layout, chunks, tags.</param>
public sealed record FileInfoResult(string Path, long Bytes, MediaInfo Media)
{
    /// <summary>Label of its first sample, from <c>bext</c> or iXML, at the rate that iXML tells (else as a clock); null without one.</summary>
    public string? Timecode { get; init; }
}

/// <summary>What files are.</summary>
/// <param name="Files">In the order of the arguments.</param>
public sealed record InfoResult(ImmutableArray<FileOutcome<FileInfoResult>> Files)
{
    /// <summary>The worst end of any file.</summary>
    public ExitCode ExitCode => FileBatch.Worst(Files);
}

/// <summary>Reads headers: no sample is touched.</summary>
public static class InfoVerb
{
    /// <summary>Reads what files are.</summary>
    /// <param name="request">Which.</param>
    /// <param name="context">Cancellation, findings.</param>
    /// <exception cref="RoomtoneException">A file can't be read (exit 4), where going on was not asked for.</exception>
    public static InfoResult Run(InfoRequest request, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        ImmutableArray<string> files = InputFiles.Expand(request.Files);
        return new InfoResult(FileBatch.Run(files, request.Batch, i => One(files[i], context), context.Cancellation));
    }

    private static FileInfoResult One(string file, VerbContext context)
    {
        using IMediaReader reader = MediaFile.Open(file);
        context.Report(reader.Info.Findings);
        return new FileInfoResult(file, new FileInfo(file).Length, reader.Info) { Timecode = Timecode(reader.Info) };
    }

    private static string? Timecode(MediaInfo info)
    {
        IxmlText? ixml = info.Metadata.Ixml;
        if ((info.Metadata.Broadcast?.TimeReference ?? ixml?.TimeReference) is not { } reference || reference > long.MaxValue)
        {
            return null;
        }

        if (ixml?["SPEED/TIMECODE_RATE"]?.Split('/') is [string over, string under]
            && int.TryParse(over, NumberStyles.None, CultureInfo.InvariantCulture, out int numerator)
            && int.TryParse(under, NumberStyles.None, CultureInfo.InvariantCulture, out int denominator)
            && FrameRate.Known.Contains(new FrameRate(numerator, denominator)))
        {
            var rate = new FrameRate(numerator, denominator);
            bool isDrop = ixml["SPEED/TIMECODE_FLAG"] == "DF" && rate.DroppedLabels > 0;
            return $"{Signal.Timecode.FromFrame(rate.FrameAt((long)reference, info.SampleRate), rate, isDrop)} @{rate}";
        }

        return Clock.Format(decimal.Round(reference / (decimal)info.SampleRate, 6));
    }
}
