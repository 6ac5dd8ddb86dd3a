using System.Collections.Immutable;
using Roomtone.Analysis;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>What a finished file is held against.</summary>
public sealed record FileCheckOptions
{
    /// <summary>A profile; null = none.</summary>
    public DeliveryProfile? Profile { get; init; }

    /// <summary>Technical quality control.</summary>
    public bool HasQualityControl { get; init; }

    /// <summary>The picture that the file is laid to; null = none.</summary>
    public PictureSync? Picture { get; init; }

    /// <summary>Another deliverable of the same programme, with which it has to be in sync; null = none.</summary>
    public string? Companion { get; init; }

    /// <summary>The dialogue stem of the same programme: the file is music and effects; null = it is not.</summary>
    public string? Dialogue { get; init; }

    /// <summary>Nothing is asked.</summary>
    public bool IsEmpty => Profile is null && !HasQualityControl && Picture is null && Companion is null && Dialogue is null;
}

/// <summary>Measures a finished file and holds it against a profile, quality control, its picture, and files of the same programme.</summary>
public static class FileCheck
{
    /// <summary>Checks a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What it is held against.</param>
    /// <param name="media">Reads files.</param>
    /// <param name="progress">Told how far it is; null = nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The file and its verdict, as a report tells it.</returns>
    /// <exception cref="ArgumentException">It is held against nothing, and would pass.</exception>
    /// <exception cref="RoomtoneException">Media: a file can't be read.</exception>
    public static ReportedFile Check(string path, FileCheckOptions options, IDeliveryMedia media, IWorkProgress? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(media);
        if (options.IsEmpty)
        {
            throw new ArgumentException("A file is checked against something.", nameof(options));
        }

        DeliveryProfile? profile = options.Profile;
        using IDeliveredFile source = media.Open(path, cancellation);
        using Beside? companion = Beside.Open(options.Companion, source.SampleRate, media, cancellation);
        using Beside? dialogue = Beside.Open(options.Dialogue, source.SampleRate, media, cancellation);
        QualityMeter? quality = options.HasQualityControl ? new QualityMeter(source.SampleRate, source.Layout) : null;
        CompanionMeter? sync = companion is null ? null : new CompanionMeter(companion.Source, source.Layout, source.Length);
        EffectsMeter? effects = dialogue is null ? null : new EffectsMeter(dialogue.Source, source.Layout);
        MonoLoudness mono = profile?.MonoAs ?? MonoLoudness.Single;
        MeasureExtras extras = MeasureExtras.Of(profile) with { Meters = [.. new IMeter<object>?[] { quality, sync, effects }.OfType<IMeter<object>>()] };
        MeasuredProgramme measured = MeasurePass.Measure(
            source, mono, LimitOf(profile), "measuring", progress, cancellation, extras with { HasLineUp = extras.HasLineUp || options.HasQualityControl });
        CheckedFile file = CheckedFile.Of(path, source, measured, mono);
        ImmutableArray<Clause>.Builder clauses = ImmutableArray.CreateBuilder<Clause>();
        if (profile is not null)
        {
            clauses.AddRange(ProfileCheck.Check(profile, file).Clauses);
        }

        if (quality is not null)
        {
            clauses.AddRange(QualityClauses.Of(quality.Read(), measured.Trace, source.Format, source.Layout));
            clauses.Add(QualityClauses.LineUp("qc-line-up", measured.Tones!, source.SampleRate, isForbidden: false));
        }

        if (options.Picture is { } picture)
        {
            clauses.AddRange(PictureClauses.Of(source, picture, cancellation));
        }

        if (sync is not null)
        {
            clauses.AddRange(QualityClauses.Beside(sync.Read(), companion!.Name, source.Layout, source.Length - companion.Source.Length));
        }

        if (effects is not null)
        {
            clauses.AddRange(QualityClauses.Effects(effects.Read()));
        }

        CheckResult check = new(clauses.ToImmutable());
        return new ReportedFile
        {
            Title = file.Name,
            Path = path,
            Pass = check.Pass,
            Profile = profile,
            Format = source.Format,
            Target = profile is { Target: { } target } && profile.Anchor != LoudnessAnchor.Rms ? (target, profile.Tolerance) : null,
            File = file,
            Clauses = check.Clauses,
        };
    }

    /// <summary>The lowest true peak that a clause of the profile may be about.</summary>
    private static double LimitOf(DeliveryProfile? profile) =>
        Math.Min(profile?.TruePeakDbtp ?? 0, profile?.TruePeakWhenLouderDbtp ?? 0);

    /// <summary>A file of the same programme at the rate of the one that is checked. Owns it.</summary>
    private sealed class Beside : IDisposable
    {
        private readonly IDeliveredFile _file;

        private Beside(IDeliveredFile file, string path, int sampleRate)
        {
            (_file, Name) = (file, Path.GetFileName(path));
            Source = file.SampleRate == sampleRate ? file : new ResampledSource(file, sampleRate);
        }

        public string Name { get; }

        public IAudioSource Source { get; }

        public static Beside? Open(string? path, int sampleRate, IDeliveryMedia media, CancellationToken cancellation) =>
            path is null ? null : new Beside(media.Open(path, cancellation), path, sampleRate);

        public void Dispose() => _file.Dispose();
    }
}
