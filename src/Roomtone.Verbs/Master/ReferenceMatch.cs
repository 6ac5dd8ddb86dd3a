using System.Collections.Immutable;
using Roomtone.Analysis;
using Roomtone.Delivery;
using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>What masters are brought to.</summary>
/// <param name="Path">The audio to sound like.</param>
/// <param name="AmountPercent">Share of the difference that is made up, 0…100.</param>
/// <param name="LimitDb">Largest boost and cut, 0…24 dB.</param>
public sealed record MasterReference(string Path, double AmountPercent = 100, double LimitDb = 6)
{
    /// <summary>Its long-term spectrum is matched.</summary>
    public bool HasTone { get; init; } = true;

    /// <summary>The width of its bands is matched.</summary>
    public bool HasWidth { get; init; } = true;

    /// <summary>How much its level varies is matched, where the mix's varies more.</summary>
    public bool HasDynamics { get; init; } = true;
}

/// <summary>Matches mixes to a reference in tone, width and dynamics: one curve and one chain for an album, whose tracks keep their differences, else one for each.</summary>
internal static class ReferenceMatch
{
    /// <summary>Mixes through what matches them; what that does is reported.</summary>
    /// <param name="files">The mixes, in order.</param>
    /// <param name="request">Reference, mode.</param>
    /// <param name="media">Opens files.</param>
    /// <param name="context">Progress, cancellation, findings.</param>
    /// <exception cref="RoomtoneException">A file can't be read, is silent, or an album has several rates.</exception>
    public static IDeliveryMedia Through(ImmutableArray<string> files, MasterRequest request, IDeliveryMedia media, VerbContext context)
    {
        MasterReference reference = request.Reference!;
        IDeliveryMedia matched = reference.HasTone
            ? new ProcessedMedia(media, Curves(files, request, media, context).ToImmutableDictionary(c => c.Key, c => (Func<IAudioSource, IAudioSource>)(source => MatchEq.Filtered(source, c.Value))))
            : media;
        if (!reference.HasWidth && !reference.HasDynamics)
        {
            return matched;
        }

        MixTraits target = Traits(reference.Path, media, null, context);
        if (reference.HasWidth)
        {
            matched = Moved("width", files, request, matched, context, (mix, _) => ReferenceRules.Width(mix, target, reference.AmountPercent, reference.LimitDb));
        }

        return reference.HasDynamics
            ? Moved("dynamics", files, request, matched, context, (mix, through) => ReferenceRules.Dynamics(mix, target, reference.AmountPercent, through))
            : matched;
    }

    // Measures the mixes as they come, decides, and puts them through what was decided.
    private static IDeliveryMedia Moved(
        string what, ImmutableArray<string> files, MasterRequest request, IDeliveryMedia media, VerbContext context, Func<MixTraits, Func<ProcessSlot, MixTraits>, MasteringMove> decide)
    {
        bool isAlbum = request.Mode == MasteringMode.Album;
        ImmutableArray<ImmutableArray<string>> groups = isAlbum ? [files] : [.. files.Select(f => ImmutableArray.Create(f))];
        var slots = ImmutableArray.CreateBuilder<ImmutableArray<ProcessSlot>>(files.Length);
        var progress = new BatchProgress(context.Progress, files.Length);
        ImmutableArray<MixTraits> traits =
        [
            .. FileBatch.Run(files, request.Batch with { KeepGoing = false }, i => Traits(files[i], media, progress.ForFile(), context), context.Cancellation).Select(o => o.Result!),
        ];
        for (int g = 0; g < groups.Length; g++)
        {
            ImmutableArray<string> group = groups[g];
            MixTraits Through(ProcessSlot slot)
            {
                IDeliveryMedia tried = MasteringChains.Through(media, group, [.. group.Select(_ => ImmutableArray.Create(slot))], context);
                return MixTraits.Together([.. WorkPool.Shared.Map(group.Length, i => Traits(group[i], tried, null, context), context.Cancellation)]);
            }

            MasteringMove move = decide(isAlbum ? MixTraits.Together(traits) : traits[g], Through);
            string name = isAlbum ? "the album" : Path.GetFileName(group[0]);
            string text = move.Slot is { } own ? $"{ChainText.Write(own)} – " : string.Empty;
            context.Report([new Finding("RT0849", Severity.Note, $"{name}, {what} of {Path.GetFileName(request.Reference!.Path)}: {text}{string.Join("; ", move.Reasons)}")]);
            slots.AddRange(group.Select(_ => move.Slot is { } slot ? ImmutableArray.Create(slot) : []));
        }

        return MasteringChains.Through(media, files, slots.ToImmutable(), context);
    }

    private static MixTraits Traits(string path, IDeliveryMedia media, IWorkProgress? progress, VerbContext context)
    {
        using IDeliveredFile file = media.Open(path, context.Cancellation);
        return MixTraits.Of(file, progress is null ? null : new StageProgress(progress, "comparing", file.Length / (double)file.SampleRate), context.Cancellation);
    }

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
