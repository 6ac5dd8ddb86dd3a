using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Session.Tests;

/// <summary>Session texts that several tests read.</summary>
internal static class Texts
{
    /// <summary>A podcast with nearly every statement that this version does.</summary>
    public const string Podcast = """
        roomtone 1

        # A small magazine programme.
        session "Harbour Radio 4 - Fog"
          rate 48 kHz
          timecode 25 fps start 01:00:00:00
          layout stereo
          seed 7                                   # dither, noise
        date 2026-03-01

        media anna "audio/anna.wav"
          audio sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
          format wav 48 kHz 24 bit mono
          length 20:00.000
          timecode 12:40:15:00 @23.976
        media tune "music/tune.flac"
          format flac 44.1 kHz 16 bit stereo
          length 1:04.000

        bus speech to master
          process compressor glue
            threshold -22 dB
            ratio 2.5:1
            attack 8 ms
            release auto
        bus music to master
          fader -6.0 dB
          process ducker under-voice
            key speech
            clarity 10 LU
            hold 1 s
        bus room to master

        track anna "Anna" to speech
          role dialogue
          fader -1.5 dB
          send room -24 dB post pan L30
          pan R10
          process eq tone
            band 1 high-pass 80 Hz slope 12 dB/oct
            band 2 bell 240 Hz -2.5 dB q 1.2
            band 3 high-shelf 8 kHz 1.5 dB
          clip a-1 anna 0:12.480..3:58.200 at 01:00:18:00
            fade in 12 ms equal-power
            gain 1.5 dB
          clip a-2 anna 4:02.115..9:40.000 at 01:04:03:15
            crossfade equal-power                  # 120 ms on purpose
            gain-line
              at +0:00 0 dB
              at +0:01.2 -3 dB linear
          clip a-3 anna 10:00..10:10 after 350 ms
            drift -37 ppm
            polarity invert
          clip a-4 anna 10:10..10:20 at 01:10:45:00
            mute
            note "says the name twice"
          automate fader
            at 01:04:00:00 -1.5 dB
            at 01:04:02:00 -3.0 dB linear
            at 01:09:40:00 -inf dB curve 0.6
          automate tone.band2.gain
            at 0:10 0 dB
            at 0:20 -4 dB s-curve
          automate send.room
            at 0:10 -24 dB
            at 0:11 -12 dB hold

        track tune "Tune" to music
          role music
          overlap mix
          edge-fade 10 ms
          clip t-1 tune 0:00..0:22 at 01:00:00:00
            fade out 4.0 s s-curve
          clip t-2 tune 0:30..1:04 at 01:09:30:00

        vca voices "Voices" drives anna speech
          fader -1 dB

        marker 01:00:20:00 "first words"
        chapter 01:00:00:00 "Opening"
        chapter 01:00:18:00 "Anna"
          url "https://example.org/4/anna"
          image "art/anna.jpg"
        region ad-1 01:06:10:00..01:07:40:00 "Ad" kind ad
          note "quarter of a second around it"

        master
          process limiter ceiling
            ceiling -1.5 dBTP
            release 90 ms

        tag artist "Harbour Radio"
        x-viewer zoom 3 "kept as it is"
          x-anything [ok]

        deliver podcast
          file "out/fog.mp3"
          format mp3 128 kbps mono
          loudness -16 LUFS tolerance 0.5 LU mono-as dual
          true-peak -1 dBTP
          chapters id3 json
          tag title "Fog"
          tag episode 4
          omit ad
        deliver broadcast
          file "out/fog.wav"
          format bwf 48 kHz 24 bit stereo
          loudness -23 LUFS tolerance 0.2 LU
          true-peak -1 dBTP
          range 0:00..10:00
          head 0.75 s
          dither shaped

        """;

    /// <summary>A scene with statements of later versions, in order otherwise.</summary>
    public const string Scene = """
        roomtone 1
        session "The well"
          rate 48 kHz
          timecode 23.976 fps start 01:14:00:00
          layout 5.1
        media drip "fx/drip.wav"
          format wav 96 kHz 24 bit mono
          length 6.310 s
        patch wind mono
          node air noise pink seed 41
          envelope freq 0 s 180 Hz, 18 s 640 Hz
          grain 40 ms..140 ms
        bus well to master
          process convolution shaft
            impulse "ir/shaft.wav"
        track wind "Wind" to master
          role ambience
          clip w-1 wind 0:00..1:20 at 01:14:00:00
          automate position.azimuth
            at 01:14:00:00 left 110 deg
            at 01:14:40:00 right 30 deg linear
        track drip "Drip" to well
          clip d-1 drip 0:00.400..0:05.900 at 01:14:33:08
            stretch length 160 % mode texture
            position right 172 deg up 20 deg distance 0.4 m
          lane t1
            clip d-2 drip 0:01..0:02 at 01:14:40:00
          comp t1 0:40..0:44, t2 0:44..0:49 join 12 ms
        marker 01:14:41:18 "SILENCE"
        stem DX roles dialogue narration
        deliver mix
          file "out/well_51_{stem}.wav"
          format bwf 48 kHz 24 bit 5.1
          loudness -24 LKFS tolerance 2 LU
          stems mix DX
          gain-with mix
        deliver roles
          file "out/well_{role}.wav"
          per role

        """;

    public static BoundSession Bind(string text, BindOptions? options = null) =>
        SessionBinder.Bind(SyntaxTree.Parse("test.room", text), TestCatalog.Instance, options);

    /// <summary>The session of a text that has no errors.</summary>
    public static SessionDocument Document(string text)
    {
        BoundSession bound = Bind(text);
        Assert.Equal(string.Empty, FindingPrinter.Text(bound.Findings));
        return bound.Document!;
    }

    /// <summary>A session of one mono medium of a minute, with lines for the track and for the end.</summary>
    public static string OneTrack(string trackLines, string rest = "", string rate = "48 kHz") => $"""
        roomtone 1
        session "t"
          rate {rate}
          timecode 25 fps start 01:00:00:00
        media m "m.wav"
          format wav {rate} 24 bit mono
          length 1:00
        bus b to master
        track t "T" to b
        {trackLines}
        {rest}
        """;

    public static string[] Codes(ImmutableArray<Finding> findings) => [.. findings.Select(f => f.Code)];
}
