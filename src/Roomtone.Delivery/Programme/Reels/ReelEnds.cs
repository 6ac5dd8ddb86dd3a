using System.Collections.Immutable;
using Roomtone.Analysis;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>What stands in a reel's file before and after the action. Owns the slate.</summary>
/// <remarks>It comes after gain and limiter: line-up tone and pops have the level that is written, and loudness is that of the action.</remarks>
internal sealed class ReelEnds : IDisposable
{
    private readonly IDisposable[] _owned;

    private ReelEnds(ToneTrack track, IAudioSource head, IAudioSource tail, params IDisposable[] owned)
    {
        (Head, Tail, _owned) = (head, tail, owned);
        Tones = new ToneReading([.. track.Tones.Select(t => new ToneRun(t.Start, t.Length, true))]);
    }

    /// <summary>Its tones and pops, from the file's start.</summary>
    public ToneReading Tones { get; }

    /// <summary>Before the first frame of action.</summary>
    public IAudioSource Head { get; }

    /// <summary>After the last one.</summary>
    public IAudioSource Tail { get; }

    /// <summary>Prepares both ends at the file's rate, in its layout.</summary>
    /// <param name="reel">The reel.</param>
    /// <param name="sessionRate">Hz, in which the reel's places count.</param>
    /// <param name="specification">Rate and layout of the file.</param>
    /// <param name="folder">The session's, for the slate.</param>
    /// <param name="media">Opens the slate.</param>
    /// <param name="cancellation">Stops decoding it.</param>
    /// <exception cref="RoomtoneException">Usage: the slate's channels have no place in the file. Media: it can't be read.</exception>
    public static ReelEnds Open(Reel reel, int sessionRate, DeliverySpecification specification, string folder, IDeliveryMedia media, CancellationToken cancellation)
    {
        (long head, long tail) = Lengths(reel, sessionRate, specification.SampleRate);
        long tailStart = FileTime.Rescale(reel.FileEnd - reel.FileStart, specification.SampleRate, sessionRate) - tail;
        ImmutableArray<PlacedTone> tones = [.. reel.Tones.Select(t => PlacedTone.Of(t, reel, sessionRate, specification))];
        ToneTrack track = new(tones, specification.SampleRate, specification.Layout, tailStart + tail);
        IAudioSource leader = new RangeSource(track, 0, head);
        if (reel.Slate is not { } slate)
        {
            return new ReelEnds(track, leader, new RangeSource(track, tailStart, tail));
        }

        SlateSource recording = SlateSource.Open(slate, reel, specification, folder, media, cancellation);
        long start = FileTime.Rescale(slate.Start - reel.FileStart, specification.SampleRate, sessionRate);
        return new ReelEnds(track, new AddedSource(leader, recording, start), new RangeSource(track, tailStart, tail), recording);
    }

    /// <summary>Samples of a file before and after its programme.</summary>
    /// <param name="reel">The reel; null has neither.</param>
    /// <param name="sessionRate">Hz of its places.</param>
    /// <param name="fileRate">Hz of the file.</param>
    public static (long Head, long Tail) Lengths(Reel? reel, int sessionRate, int fileRate)
    {
        if (reel is null)
        {
            return (0, 0);
        }

        long head = FileTime.Rescale(reel.Start - reel.FileStart, fileRate, sessionRate);
        return (head, FileTime.Rescale(reel.FileEnd - reel.FileStart, fileRate, sessionRate) - head - FileTime.Rescale(reel.End - reel.Start, fileRate, sessionRate));
    }

    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }
    }
}
