using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Media;

namespace Roomtone.Verbs;

/// <summary>The sessions to start from, one for each kind of work.</summary>
internal static class SessionTemplate
{
    /// <summary>The text of a new session.</summary>
    /// <param name="kind">What it is for.</param>
    /// <param name="title">Its name.</param>
    /// <param name="media">What is placed on tracks.</param>
    public static string Text(SessionKind kind, string title, ImmutableArray<NewMedia> media)
    {
        SessionText text = new SessionText().Line(0, string.Empty).Line(0, "session " + SessionText.Quote(title));
        return (kind switch
        {
            SessionKind.Podcast => Podcast(text, media),
            SessionKind.Audiobook => Audiobook(text, media),
            SessionKind.Film => Film(text, media),
            SessionKind.Album => Album(text, media),
            _ => Game(text, media),
        }).ToString();
    }

    private static SessionText Podcast(SessionText text, ImmutableArray<NewMedia> media)
    {
        text.Line(1, "rate 48 kHz").Line(1, "layout stereo").Line(1, "seed 1", "every random process derives from this");
        Pool(text, media);
        text.Heading("buses: tracks feed them, they feed the master")
            .Line(0, "bus dialog to master")
            .Line(1, "process compressor glue", "evens out the voices; its threshold follows the speech")
            .Line(2, "ratio 2.5:1")
            .Line(0, "bus music to master")
            .Line(1, "fader -6 dB")
            .Line(1, "process ducker under-voice", "music gives way to the voices")
            .Line(2, "key dialog")
            .Line(2, "clarity 10 LU", "voices stay this much above the music");
        Tracks(text, media, role => role is null ? "dialog" : "music");
        return text.Heading("the mix as a whole; each deliverable keeps its own ceiling too")
            .Line(0, "master")
            .Line(1, "process limiter ceiling")
            .Line(2, "ceiling -1.5 dBTP")
            .Heading("chapters, in session time: take the # away and move them")
            .Idea(0, "chapter 0:00 \"Opening\"")
            .Heading("what roomtone render makes")
            .Line(0, "deliver podcast")
            .Line(1, "file \"out/{title}.mp3\"")
            .Line(1, "format mp3 128 kbps stereo")
            .Line(1, "loudness -16 LUFS tolerance 0.5 LU", "what podcast players expect")
            .Line(1, "true-peak -1 dBTP")
            .Line(1, "limiting 3 dB", "refuse rather than squash more than this");
    }

    private static SessionText Audiobook(SessionText text, ImmutableArray<NewMedia> media)
    {
        text.Line(1, "rate 44.1 kHz").Line(1, "layout mono").Line(1, "seed 1", "every random process derives from this");
        Pool(text, media);
        text.Heading("one track, chapters in order, a breath between them").Line(0, "track narrator \"Narrator\" to master").Line(1, "role narration");
        VoiceChain(text);
        InOrder(text, media, "chapter", 44_100, gapSeconds: 1);
        return text.Heading("a file for each chapter region, with silence before and after")
            .Line(0, "deliver chapters")
            .Line(1, "per region chapter")
            .Line(1, "format mp3 44.1 kHz 192 kbps cbr mono")
            .Line(1, "loudness -20 LUFS tolerance 1 LU mono-as single", "near -20 dB RMS, inside the window of books")
            .Line(1, "true-peak -3.5 dBTP", "-3 dB is the limit; encoding raises peaks")
            .Line(1, "limiting 3 dB")
            .Line(1, "head 0.75 s")
            .Line(1, "tail 3 s")
            .Line(1, "file \"out/{index:02}_{name}.mp3\"");
    }

    private static SessionText Film(SessionText text, ImmutableArray<NewMedia> media)
    {
        text.Line(1, "rate 48 kHz").Line(1, "timecode 24 fps start 01:00:00:00", "label of the first sample").Line(1, "layout 5.1")
            .Line(1, "seed 1", "every random process derives from this");
        Pool(text, media);
        text.Heading("dialogue, music and effects apart").Line(0, "bus dx to master").Line(0, "bus mx to master").Line(0, "bus fx to master");
        Tracks(text, media, role => role switch { null => "dx", "music" => "mx", _ => "fx" });
        return text.Heading("surround and its stereo, checked against EBU R 128; nothing is adjusted unasked")
            .Line(0, "deliver mix-51")
            .Line(1, "file \"out/{title}_5.1.wav\"")
            .Line(1, "format bwf 48 kHz 24 bit 5.1")
            .Line(1, "profile ebu-r128")
            .Line(1, "adjust never", "always would bring it to -23 LUFS")
            .Line(0, "deliver mix-stereo")
            .Line(1, "file \"out/{title}_stereo.wav\"")
            .Line(1, "format bwf 48 kHz 24 bit stereo")
            .Line(1, "downmix stereo lo-ro centre -3 dB surround -3 dB lfe off")
            .Line(1, "profile ebu-r128")
            .Line(1, "adjust never");
    }

    private static SessionText Album(SessionText text, ImmutableArray<NewMedia> media)
    {
        text.Line(1, "rate 44.1 kHz").Line(1, "layout stereo").Line(1, "seed 1", "every random process derives from this");
        Pool(text, media);
        text.Heading("the pieces in order, two seconds apart").Line(0, "track pieces \"Pieces\" to master").Line(1, "role music");
        InOrder(text, media, "track", 44_100, gapSeconds: 2);
        return text.Heading("one chain over all pieces: add what the album needs, top to bottom")
            .Line(0, "master")
            .Line(1, "process eq tone")
            .Idea(2, "band 1 low-shelf 120 Hz 1 dB")
            .Heading("a file for each track region; loudness is measured, not changed")
            .Line(0, "deliver cd")
            .Line(1, "per region track")
            .Line(1, "format wav 44.1 kHz 16 bit stereo")
            .Line(1, "dither shaped")
            .Line(1, "file \"out/{index:02}_{name}.wav\"");
    }

    private static SessionText Game(SessionText text, ImmutableArray<NewMedia> media)
    {
        text.Line(1, "rate 48 kHz").Line(1, "layout stereo").Line(1, "seed 1", "change it for another variation");
        Pool(text, media);
        text.Heading("assets in order, apart enough for their tails").Line(0, "track assets \"Assets\" to master").Line(1, "role effects");
        InOrder(text, media, "asset", 48_000, gapSeconds: 1);
        return text.Heading("a file for each asset region; levels between assets stay as they are")
            .Line(0, "deliver assets")
            .Line(1, "per region asset")
            .Line(1, "format wav 48 kHz 24 bit stereo")
            .Line(1, "file \"out/{name}.wav\"");
    }

    private static void Pool(SessionText text, ImmutableArray<NewMedia> media)
    {
        if (media.IsEmpty)
        {
            text.Heading("media: name files relative to this one, then place ranges of them on tracks")
                .Idea(0, "media host \"audio/host.wav\"")
                .Idea(0, "track host \"Host\" to master")
                .Idea(1, "clip a host 0:00..1:00 at 0:00");
            return;
        }

        text.Heading("media: paths are relative to this file; the hash covers the audio, so a renamed file is found again");
        foreach (NewMedia item in media)
        {
            text.Line(0, $"media {item.Id} {SessionText.Quote(item.RelativePath)}")
                .Line(1, "audio sha256:" + item.AudioSha256)
                .Line(1, "length " + SessionText.Length(item.Info.Length, item.Info.SampleRate));
        }
    }

    // A role that the name does not tell is dialogue.
    private static void Tracks(SessionText text, ImmutableArray<NewMedia> media, Func<string?, string> busOf)
    {
        text.Heading("tracks: a clip is a range of media at a place");
        foreach (NewMedia item in media)
        {
            text.Line(0, $"track {item.Id} {SessionText.Quote(item.Name)} to {busOf(item.Role)}").Line(1, "role " + (item.Role ?? "dialogue"));
            if (item.Role is null)
            {
                VoiceChain(text);
            }

            text.Line(1, $"clip {item.Id}-1 {item.Id} {Whole(item)} at 0:00");
        }
    }

    private static void VoiceChain(SessionText text) => text
        .Line(1, "process eq tone")
        .Line(2, "band 1 high-pass 80 Hz", "rumble and handling");

    // Clips one after the other, each with a region of its own that a deliverable cuts out.
    private static void InOrder(SessionText text, ImmutableArray<NewMedia> media, string kind, int sessionRate, int gapSeconds)
    {
        long at = 0;
        var regions = new List<string>();
        foreach (NewMedia item in media)
        {
            string place = regions.Count == 0 ? "at 0:00" : string.Create(CultureInfo.InvariantCulture, $"after {gapSeconds} s");
            text.Line(1, $"clip {item.Id}-1 {item.Id} {Whole(item)} {place}");
            long end = at + TimelineLength(item.Info, sessionRate);
            string range = SessionText.Length(at, sessionRate) + ".." + SessionText.Length(end, sessionRate);
            regions.Add($"region {item.Id} {range} {SessionText.Quote(item.Name)} kind {kind}");
            at = end + (long)gapSeconds * sessionRate;
        }

        text.Heading("regions: what becomes a file of its own, in session time");
        regions.ForEach(r => text.Line(0, r));
        if (media.IsEmpty)
        {
            text.Idea(0, $"region one 0:00..1:00 \"One\" kind {kind}");
        }
    }

    private static string Whole(NewMedia item) => "0:00.." + SessionText.Length(item.Info.Length, item.Info.SampleRate);

    // As the timeline counts: source length times the ratio of the rates, rounded half up.
    private static long TimelineLength(MediaInfo info, int sessionRate) =>
        (long)decimal.Floor((decimal)info.Length * sessionRate / info.SampleRate + 0.5m);
}
