using System.Collections.Immutable;
using Roomtone.Analysis;
using Roomtone.Delivery;
using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>What the spectrum of masters is brought to.</summary>
/// <param name="Path">The audio to sound like.</param>
/// <param name="AmountPercent">Share of the difference that is made up, 0…100.</param>
/// <param name="LimitDb">Largest boost and cut, 0…24 dB.</param>
public sealed record MasterReference(string Path, double AmountPercent = 100, double LimitDb = 6);

/// <summary>Finds the curves that match mixes to a reference: one for an album, whose tracks keep their differences, else one for each.</summary>
internal static class ReferenceMatch
{
    /// <summary>Mixes through the curves that match them; what those do is reported.</summary>
    /// <param name="files">The mixes, in order.</param>
    /// <param name="request">Reference, mode.</param>
    /// <param name="media">Opens files.</param>
    /// <param name="context">Progress, cancellation, findings.</param>
    /// <exception cref="RoomtoneException">A file can't be read, is silent, or an album has several rates.</exception>
    public static IDeliveryMedia Through(ImmutableArray<string> files, MasterRequest request, IDeliveryMedia media, VerbContext context) =>
        new ProcessedMedia(media, Curves(files, request, media, context).ToImmutableDictionary(c => c.Key, c => (Func<IAudioSource, IAudioSource>)(source => MatchEq.Filtered(source, c.Value))));

    private static ImmutableDictionary<string, MatchCurve> Curves(ImmutableArray<string> files, MasterRequest request, IDeliveryMedia media, VerbContext context)
    {
        MasterReference reference = request.Reference!;
        var settings = new MatchEqSettings { AmountPercent = reference.AmountPercent, LimitDb = reference.LimitDb };
        LongTermSpectrum target = Spectrum(reference.Path, media, null, context);
        var progress = new BatchProgress(context.Progress, files.Length);
        LongTermSpectrum[] spectra =
        [
            .. FileBatch.Run(files, request.Batch with { KeepGoing = false }, i => Spectrum(files[i], media, progress.ForFile(), context), context.Cancellation)
                .Select(o => o.Result!),
        ];
        try
        {
            return request.Mode == MasteringMode.Album
                ? Together(files, spectra, target, settings, reference, context)
                : files.Zip(spectra).ToImmutableDictionary(f => Path.GetFullPath(f.First), f => Curve(Path.GetFileName(f.First), f.Second, target, settings, reference, context));
        }
        catch (ProcessSettingsException e)
        {
            throw new RoomtoneException(ExitCode.Usage, new Finding("RT0847", Severity.Error, e.Message) { File = reference.Path });
        }
    }

    private static ImmutableDictionary<string, MatchCurve> Together(
        ImmutableArray<string> files, LongTermSpectrum[] spectra, LongTermSpectrum target, MatchEqSettings settings, MasterReference reference, VerbContext context)
    {
        OneRate.Demand(files, [.. spectra.Select(s => s.SampleRate)], "curve");
        LongTermSpectrum album = spectra[0];
        foreach (LongTermSpectrum next in spectra.Skip(1))
        {
            album.Add(next);
        }

        MatchCurve curve = Curve("the album", album, target, settings, reference, context);
        return files.ToImmutableDictionary(Path.GetFullPath, _ => curve);
    }

    private static MatchCurve Curve(
        string name, LongTermSpectrum spectrum, LongTermSpectrum target, MatchEqSettings settings, MasterReference reference, VerbContext context)
    {
        var curve = MatchCurve.Between(spectrum, target, settings);
        context.Report([new Finding("RT0849", Severity.Note, $"{name} matched to {Path.GetFileName(reference.Path)}: {curve}")]);
        return curve;
    }

    private static LongTermSpectrum Spectrum(string path, IDeliveryMedia media, IWorkProgress? progress, VerbContext context)
    {
        using IDeliveredFile file = media.Open(path, context.Cancellation);
        double seconds = file.Length / (double)file.SampleRate;
        return LongTermSpectrum.Of(file, progress is null ? null : new StageProgress(progress, "analysing", seconds), context.Cancellation);
    }
}
