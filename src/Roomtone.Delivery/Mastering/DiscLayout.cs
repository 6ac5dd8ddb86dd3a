using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>Where a track lies on a disc.</summary>
/// <param name="Start">First sample of its audio in the image.</param>
/// <param name="Pause">Sector at which the pause before it begins (INDEX 00); its own start where there is none.</param>
/// <param name="Index">Sector at which it begins (INDEX 01).</param>
/// <param name="End">Sector after its last one.</param>
public readonly record struct DiscTrack(long Start, long Pause, long Index, long End);

/// <summary>The tracks of an album on a compact disc: audio that is cut into sectors of 588 samples, 75 in a second.</summary>
/// <remarks>
/// Sources: IEC 60908 for sector, track and index; limits as Specs, 3.5. A track that follows a pause begins on a sector; one that follows
/// without, so that sound runs through, keeps its place to the sample, and its index is the sector that holds it.
/// </remarks>
/// <param name="Tracks">In order.</param>
/// <param name="Length">Samples of the image, whole sectors.</param>
public sealed record DiscLayout(ImmutableArray<DiscTrack> Tracks, long Length)
{
    /// <summary>Samples of a sector.</summary>
    public const int Sector = 588;

    /// <summary>Hz.</summary>
    public const int SampleRate = 44_100;

    /// <summary>Sectors in a second.</summary>
    public const int SectorsPerSecond = 75;

    /// <summary>Sectors before the first track, which are not in the image.</summary>
    public const int LeadingSectors = 2 * SectorsPerSecond;

    private const int MostTracks = 99;
    private const int LeastTrackSeconds = 4;
    private const long LongestSectors = (79L * 60 + 57) * SectorsPerSecond;

    /// <summary>Lays out tracks.</summary>
    /// <param name="lengths">Samples of each.</param>
    /// <param name="spacingSeconds">Pause between two of them, seconds; 0 = none.</param>
    public static DiscLayout Of(ImmutableArray<long> lengths, double spacingSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(spacingSeconds);
        long pause = (long)Math.Round(spacingSeconds * SampleRate), at = 0;
        ImmutableArray<DiscTrack>.Builder tracks = ImmutableArray.CreateBuilder<DiscTrack>(lengths.Length);
        for (int i = 0; i < lengths.Length; i++)
        {
            bool isSpaced = i > 0 && pause > 0;
            long start = isSpaced ? WholeUp(at + pause) * Sector : at;
            long begin = isSpaced ? WholeUp(at) : start / Sector;
            if (i > 0)
            {
                tracks[^1] = tracks[^1] with { End = begin };
            }

            tracks.Add(new DiscTrack(start, begin, start / Sector, 0));
            at = start + lengths[i];
        }

        if (tracks.Count > 0)
        {
            tracks[^1] = tracks[^1] with { End = WholeUp(at) };
        }

        return new DiscLayout(tracks.MoveToImmutable(), WholeUp(at) * Sector);
    }

    /// <summary>What no disc can hold; empty where all is well.</summary>
    public IEnumerable<string> Faults()
    {
        if (Tracks.Length > MostTracks)
        {
            yield return $"{Tracks.Length} tracks, and a disc has {MostTracks} at most";
        }

        for (int i = 0; i < Tracks.Length; i++)
        {
            if (Tracks[i].End - Tracks[i].Index < LeastTrackSeconds * SectorsPerSecond)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"track {i + 1} is {(double)(Tracks[i].End - Tracks[i].Index) / SectorsPerSecond:0.0} s long, and a track has {LeastTrackSeconds} s at least");
            }
        }

        if (Length / Sector + LeadingSectors > LongestSectors)
        {
            yield return $"the album is {Clock(Length / Sector)} long, and a disc holds {Clock(LongestSectors - LeadingSectors)}";
        }
    }

    /// <summary>Minutes, seconds and sectors: <c>mm:ss:ff</c>.</summary>
    /// <param name="sectors">Sectors.</param>
    public static string Clock(long sectors) => string.Create(
        CultureInfo.InvariantCulture, $"{sectors / SectorsPerSecond / 60:00}:{sectors / SectorsPerSecond % 60:00}:{sectors % SectorsPerSecond:00}");

    private static long WholeUp(long samples) => (samples + Sector - 1) / Sector;
}

/// <summary>An album as one source: its tracks at their places, silence between them.</summary>
/// <param name="layout">Their places.</param>
/// <param name="tracks">Their audio, stereo at 44.1 kHz.</param>
public sealed class DiscSource(DiscLayout layout, ImmutableArray<IAudioSource> tracks) : IAudioSource
{
    /// <inheritdoc/>
    public int SampleRate => DiscLayout.SampleRate;

    /// <inheritdoc/>
    public ChannelLayout Layout => ChannelLayout.Stereo;

    /// <inheritdoc/>
    public long Length => layout.Length;

    /// <inheritdoc/>
    public void Read(long position, AudioBlock destination)
    {
        destination.Clear();
        for (int i = 0; i < tracks.Length; i++)
        {
            long start = layout.Tracks[i].Start;
            long from = Math.Max(position, start), to = Math.Min(position + destination.Length, start + tracks[i].Length);
            if (from < to)
            {
                tracks[i].Read(from - start, destination.Slice((int)(from - position), (int)(to - from)));
            }
        }
    }
}
