using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>What goes into a file besides its samples.</summary>
public sealed record DeliveryMetadata
{
    /// <summary>Tags, the session's and the deliverable's own over them.</summary>
    public ImmutableArray<Tag> Tags { get; init; } = [];

    /// <summary>Chapters, in samples of the file.</summary>
    public ImmutableArray<Chapter> Chapters { get; init; } = [];

    /// <summary>Where chapters go: id3, vorbis, mp4, json; empty = where the container has a place.</summary>
    public ImmutableArray<string> ChapterForms { get; init; } = [];

    /// <summary>Full path of the cover; null without one.</summary>
    public string? Cover { get; init; }

    /// <summary>A cover that is in memory already; used where <see cref="Cover"/> is null.</summary>
    public Roomtone.Media.CoverArt? Picture { get; init; }

    /// <summary>The session's title, for the description of a broadcast wave.</summary>
    public string Title { get; init; } = string.Empty;

    /// <summary>The date that goes into the file; null = none.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Samples since midnight of the file's first sample; null without timecode.</summary>
    public long? TimeReference { get; init; }

    /// <summary>What a broadcast wave says of its loudness; null where it says nothing.</summary>
    public ProgrammeMeasures? Loudness { get; init; }

    /// <summary>Chunks of a source that go along, those that the new file has a place for; null without any.</summary>
    public Roomtone.Media.MetadataSet? Chunks { get; init; }
}

/// <summary>One encoding.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="Format">Container, rate, bits or bit rate, layout.</param>
/// <param name="Length">Samples that will come.</param>
/// <param name="Metadata">What goes into the file besides.</param>
/// <param name="Output">What may be replaced, and what is protected.</param>
/// <param name="Cancellation">Stops it.</param>
public sealed record EncodeOrder(
    string Path, FileFormat Format, long Length, DeliveryMetadata Metadata, OutputOptions Output, CancellationToken Cancellation);

/// <summary>Takes the samples of one file; without <see cref="Complete"/> nothing stays.</summary>
public interface IDeliveryWriter : IAudioSink, IDisposable
{
    /// <summary>Makes the file whole and durable.</summary>
    void Complete();
}

/// <summary>A finished file, opened again.</summary>
public interface IDeliveredFile : IAudioSource, IDisposable
{
    /// <summary>Container, rate, bits, bit rate and layout as they are found.</summary>
    FileFormat Format { get; }

    /// <summary>Tags that are filled, lower-case, with <c>cover</c> and <c>chapters</c>.</summary>
    ImmutableArray<string> Tags { get; }

    /// <summary>What the file carries besides its samples, as it would go into a copy.</summary>
    DeliveryMetadata Metadata { get; }
}

/// <summary>Writes finished files and reads them back.</summary>
public interface IDeliveryMedia
{
    /// <summary>Begins a file.</summary>
    /// <param name="order">Where, how, with what.</param>
    /// <exception cref="RoomtoneException">Media: it can't be written, or its encoder is missing.</exception>
    IDeliveryWriter Create(EncodeOrder order);

    /// <summary>Whether a file can be written as it is ordered, told before anything is made.</summary>
    /// <param name="order">The file.</param>
    /// <exception cref="RoomtoneException">Media: its codec or container does not take the rate, the depth or the channels.</exception>
    void Check(EncodeOrder order)
    {
    }

    /// <summary>What a file will have no place for, of the tags, cover and chapters that it was to carry.</summary>
    /// <param name="order">The file.</param>
    ImmutableArray<string> LeftOut(EncodeOrder order) => [];

    /// <summary>Opens a finished file.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="cancellation">Stops decoding.</param>
    /// <exception cref="RoomtoneException">Media: it can't be read.</exception>
    IDeliveredFile Open(string path, CancellationToken cancellation);

    /// <summary>Program and build that encodes a container; empty for our own writers.</summary>
    /// <param name="container">A word of <see cref="FormatText.Containers"/>.</param>
    string EncoderOf(string container);
}
