using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Roomtone.Delivery;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>An album for a compact disc: one image of the masters, cue sheet, PQ list.</summary>
internal static partial class AlbumDisc
{
    private const double UsualSpacingSeconds = 2;

    /// <summary>Looks, before anything is rendered, whether the masters fit on a disc.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="format">Of the masters.</param>
    /// <param name="seconds">Length of each.</param>
    /// <exception cref="RoomtoneException">Usage: they do not.</exception>
    public static void Demand(MasterRequest request, FileFormat format, ImmutableArray<double> seconds)
    {
        foreach (string code in request.Isrc.Where(c => !IsrcPattern().IsMatch(Plain(c))))
        {
            throw Quantities.Refuse("--isrc", code, "12 characters: country, registrant, year and number, such as DE-A00-26-00001");
        }

        if (request.Isrc.Length > 0 && request.Isrc.Length != seconds.Length)
        {
            throw Quantities.Refuse("--isrc", string.Join(' ', request.Isrc), $"a code for each of the {seconds.Length} files, in their order");
        }

        if (request.Upc.Length > 0 && Ean(request.Upc) is null)
        {
            throw Quantities.Refuse("--upc", request.Upc, "a UPC of 12 or an EAN of 13 digits whose last one is their check digit");
        }

        if (request is { ImagePath: null, PqPath: null, SpacingSeconds: null })
        {
            return;
        }

        if (request.ImagePath is not { } image)
        {
            throw Quantities.Refuse(request.PqPath is null ? "--spacing" : "--pq", request.PqPath ?? "a pause", "an image that it is about: --image album.wav");
        }

        if (request.Mode != MasteringMode.Album)
        {
            throw Quantities.Refuse("--image", image, "an album: --album");
        }

        if (FormatText.IsLossy(format.Container) || format is not { SampleRate: DiscLayout.SampleRate, Bits: 16, IsFloat: false })
        {
            throw Quantities.Refuse("--image", image, "masters of a disc's form: --format \"wav 44.1 kHz 16 bit stereo\"");
        }

        ImmutableArray<string> faults = [.. LayoutOf([.. seconds.Select(s => (long)Math.Round(s * DiscLayout.SampleRate))], request).Faults()];
        if (!faults.IsEmpty)
        {
            throw new RoomtoneException(ExitCode.Usage, [.. faults.Select(f => new Finding("RT0854", Severity.Error, $"this album is no disc: {f}") { Hint = "leave tracks out, or another --spacing" })]);
        }
    }

    /// <summary>Writes the image, and cue sheet and PQ list where they are asked for.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="sources">The mixes, which are never written.</param>
    /// <param name="masters">The masters, in order.</param>
    /// <param name="tracks">Titles and codes.</param>
    /// <param name="album">Title of the album; empty without one.</param>
    /// <param name="media">Reads the masters, writes the image.</param>
    /// <param name="context">Progress and cancellation.</param>
    public static void Write(
        MasterRequest request, ImmutableArray<string> sources, ImmutableArray<string> masters, ImmutableArray<CueTrack> tracks, string album, IDeliveryMedia media, VerbContext context)
    {
        string image = request.ImagePath!;
        List<IDeliveredFile> open = [];
        try
        {
            open.AddRange(masters.Select(m => media.Open(m, context.Cancellation)));
            if (open.FirstOrDefault(f => !f.Layout.Equals(ChannelLayout.Stereo)) is { } other)
            {
                throw Quantities.Refuse("--image", image, $"stereo masters, and one is {other.Layout.Id}: add 'stereo' to --format");
            }

            DiscLayout layout = LayoutOf([.. open.Select(f => f.Length)], request);
            DiscSource disc = new(layout, [.. open]);
            OutputOptions output = new() { Replace = request.Force, Protected = [.. sources, .. masters] };
            EncodeOrder order = new(
                Path.GetFullPath(image), FormatText.Parse("wav 44.1 kHz 16 bit stereo"), disc.Length, new DeliveryMetadata { Title = album, Date = request.Date }, output, context.Cancellation);
            using (IDeliveryWriter writer = media.Create(order))
            {
                SourcePass.Run(disc, writer.Write, null, context.Cancellation);
                writer.Complete();
            }

            WriteLists(request, tracks, album, layout, output);
        }
        finally
        {
            open.ForEach(f => f.Dispose());
        }
    }

    /// <summary>The 13 digits of an EAN; null where they are none.</summary>
    /// <param name="digits">12 digits of a UPC or 13 of an EAN.</param>
    public static string? Ean(string digits)
    {
        string ean = digits.Length == 12 ? "0" + digits : digits;
        if (ean.Length != 13 || !ean.All(char.IsAsciiDigit))
        {
            return null;
        }

        int sum = 0;
        for (int i = 0; i < ean.Length; i++)
        {
            sum += (ean[i] - '0') * (i % 2 == 0 ? 1 : 3);
        }

        return sum % 10 == 0 ? ean : null;
    }

    private static void WriteLists(MasterRequest request, ImmutableArray<CueTrack> tracks, string album, DiscLayout layout, OutputOptions output)
    {
        string upc = Ean(request.Upc) ?? string.Empty;
        if (request.CuePath is { } cue)
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(cue))!;
            string name = Path.GetRelativePath(folder, Path.GetFullPath(request.ImagePath!)).Replace('\\', '/');
            OutputFile.WriteAll(cue, CueSheet.Write(album, upc, name, layout, tracks), output);
        }

        if (request.PqPath is { } pq)
        {
            using FileStream file = File.OpenRead(request.ImagePath!);
            string hash = Convert.ToHexStringLower(SHA256.HashData(file));
            OutputFile.WriteAll(pq, PqList.Write(album, upc, Path.GetFileName(request.ImagePath!), hash, layout, tracks), output);
        }
    }

    private static DiscLayout LayoutOf(ImmutableArray<long> lengths, MasterRequest request) => DiscLayout.Of(lengths, request.SpacingSeconds ?? UsualSpacingSeconds);

    private static string Plain(string isrc) => isrc.Replace("-", string.Empty, StringComparison.Ordinal);

    [GeneratedRegex("^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$", RegexOptions.CultureInvariant)]
    private static partial Regex IsrcPattern();
}
