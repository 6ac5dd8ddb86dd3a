using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Media;
using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>The file that is made from another: format, what it keeps, what changes on the way.</summary>
internal sealed record MediaTarget
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>What it shall be.</summary>
    public required MediaFormatSpec Spec { get; init; }

    /// <summary>Dither of the shorter word; <see cref="DitherChoice.None"/> where the word does not get shorter.</summary>
    public required DitherChoice Dither { get; init; }

    /// <summary>What changes, for people.</summary>
    public required ImmutableArray<string> Changes { get; init; }

    /// <summary>Decides what a file is turned into.</summary>
    /// <param name="path">The output; its extension says the container.</param>
    /// <param name="info">The input.</param>
    /// <param name="audio">Rate and layout of what will be written, where a process decides; null = the input's.</param>
    /// <param name="options">As asked.</param>
    /// <param name="isProcessed">The samples are no longer those of the input, so a word of the same length is a shorter one.</param>
    /// <param name="findings">Receives what could not be kept.</param>
    /// <param name="edited">What the input tells of itself after edits in time; null = there were none.</param>
    /// <exception cref="RoomtoneException">No container is asked for (exit 2).</exception>
    public static MediaTarget Of(
        string path, MediaInfo info, IAudioSource? audio, TargetOptions options, bool isProcessed, List<Finding> findings, MediaInfo? edited = null)
    {
        MediaInfo kept = edited ?? info;
        MediaContainer container = MediaFormatSpec.ContainerOf(path) ?? throw new RoomtoneException(
            ExitCode.Usage,
            new Finding("RT1007", Severity.Error, $"the name '{path}' asks for no kind of file") { File = path, Hint = "end it in .wav, .flac, .aiff, .caf, .mp3, .m4a, .ogg or .opus" });
        int rate = options.SampleRate ?? audio?.SampleRate ?? info.SampleRate;
        ChannelLayout layout = options.Layout ?? audio?.Layout ?? info.Layout;
        bool isOtherAudio = isProcessed || layout.Count != info.Layout.Count;
        SampleEncoding encoding = Encoding(container, info.Format.Encoding, options);
        var spec = new MediaFormatSpec
        {
            Container = container,
            Encoding = encoding,
            SampleRate = rate,
            Layout = layout,
            Metadata = (isOtherAudio ? WithoutLoudness(kept.Metadata, path, findings) : kept.Metadata).Resample(kept.SampleRate, rate, findings).For(container, rate, findings),
            Tags = info.Tags,
            Chapters = kept.ChaptersOrMarkers,
            IsLosslessM4a = container == MediaContainer.M4a && info.IsLossless && options.Bits is not null,
        };
        if (!spec.LeftOut.IsEmpty)
        {
            findings.Add(new Finding("RT9121", Severity.Warning, $"a {container.Title()} file has no place for {string.Join(", ", spec.LeftOut)}: left out")
            {
                File = path,
                Hint = "FLAC, MP3, M4A and Opus keep every tag, the cover and chapters",
            });
        }

        DitherChoice dither = DitherOf(spec, info.Format, options, isProcessed || rate != info.SampleRate || layout.Count < info.Layout.Count);
        return new MediaTarget { Path = path, Spec = spec, Dither = dither, Changes = Describe(info, spec, dither) };
    }

    /// <summary>The source at the target's rate and in its channels.</summary>
    /// <param name="source">The audio.</param>
    /// <param name="owned">Receives what must be disposed of.</param>
    /// <exception cref="RoomtoneException">The channels can't be changed that way (exit 2).</exception>
    public IAudioSource Over(IAudioSource source, List<IDisposable> owned)
    {
        try
        {
            if (!source.Layout.Equals(Spec.Layout))
            {
                var layout = new LayoutSource(source, Spec.Layout);
                owned.Add(layout);
                source = layout;
            }

            return source.SampleRate == Spec.SampleRate ? source : new ResampledSource(source, Spec.SampleRate);
        }
        catch (ProcessSettingsException e)
        {
            throw ProcessFailure.Of(e);
        }
    }

    /// <summary>What dithers to the word length; null where nothing does. Seed 0: the same file always converts to the same bytes.</summary>
    public Quantiser? Quantiser() => Dither == DitherChoice.None
        ? null
        : new Quantiser(
            SampleFormat.Of(Spec.Encoding).ValidBits, Dither == DitherChoice.Shaped ? DitherShape.Shaped : DitherShape.Triangular, 0, Spec.Layout.Count, Spec.SampleRate);

    /// <summary>Container and coding for people: "WAV 24-bit".</summary>
    public string Title => Spec.Container is MediaContainer.Mp3 or MediaContainer.Ogg or MediaContainer.Opus || (Spec.Container == MediaContainer.M4a && !Spec.IsLosslessM4a)
        ? Spec.Container.Title()
        : $"{Spec.Container.Title()} {SampleFormat.Of(Spec.Encoding).Title}";

    // Measured on samples that are no longer these (EBU Tech 3285: 0x7FFF = not set).
    private static MetadataSet WithoutLoudness(MetadataSet metadata, string path, List<Finding> findings)
    {
        if (metadata.Broadcast?.Loudness is null)
        {
            return metadata;
        }

        findings.Add(new Finding("RT9125", Severity.Note, "the loudness in bext was that of the input: unset")
        {
            File = path,
            Hint = "measure the output, or make it with 'deliver', which writes the measured values",
        });
        return metadata.WithLoudness(new BroadcastLoudness(null, null, null, null, null));
    }

    private static SampleEncoding Encoding(MediaContainer container, SampleEncoding input, TargetOptions options)
    {
        SampleEncoding wanted = options switch
        {
            { IsFloat: true } => SampleEncoding.Float32,
            { Bits: 16 } => SampleEncoding.Signed16,
            { Bits: 24 } => SampleEncoding.Signed24,
            { Bits: 32 } => SampleEncoding.Signed32,
            _ => input,
        };

        // FLAC and ALAC hold whole numbers of 16 or 24 bits.
        return container is MediaContainer.Flac or MediaContainer.M4a && wanted is not (SampleEncoding.Signed16 or SampleEncoding.Signed24)
            ? SampleEncoding.Signed24
            : wanted;
    }

    private static DitherChoice DitherOf(MediaFormatSpec spec, SampleFormat input, TargetOptions options, bool isProcessed)
    {
        int bits = SampleFormat.Of(spec.Encoding).ValidBits;
        bool isInteger = spec.Encoding is SampleEncoding.Unsigned8 or SampleEncoding.Signed8 or SampleEncoding.Signed16 or SampleEncoding.Signed24;
        bool isShorter = isProcessed || input.IsFloat || input.ValidBits > bits;
        return (options.Dither, isInteger && isShorter && (spec.IsPlain || spec.Container == MediaContainer.Flac || spec.IsLosslessM4a)) switch
        {
            (_, false) => DitherChoice.None,
            (DitherChoice.Usual, true) => bits <= 16 ? DitherChoice.Tpdf : DitherChoice.None,
            (DitherChoice choice, true) => choice,
        };
    }

    private static ImmutableArray<string> Describe(MediaInfo info, MediaFormatSpec spec, DitherChoice dither)
    {
        var changes = ImmutableArray.CreateBuilder<string>();
        if (info.SampleRate != spec.SampleRate)
        {
            changes.Add(string.Create(CultureInfo.InvariantCulture, $"rate {info.SampleRate} to {spec.SampleRate} Hz"));
        }

        if (!info.Layout.Equals(spec.Layout))
        {
            changes.Add($"layout {info.Layout.Id} to {spec.Layout.Id}");
        }

        if (spec.IsPlain && info.Format.Encoding != spec.Encoding)
        {
            changes.Add($"{info.Format.Title} to {SampleFormat.Of(spec.Encoding).Title}");
        }

        if (dither != DitherChoice.None)
        {
            changes.Add(dither == DitherChoice.Shaped ? "shaped dither" : "tpdf dither");
        }

        return changes.ToImmutable();
    }
}
