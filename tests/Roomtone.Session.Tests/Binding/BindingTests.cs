using System.Text;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Session.Tests;

public class BindingTests
{
    [Fact]
    public void Podcast_BindsWithoutFindings()
    {
        SessionDocument document = Texts.Document(Texts.Podcast);
        Assert.Equal("Harbour Radio 4 - Fog", document.Title);
        Assert.Equal(48_000, document.SampleRate);
        Assert.Equal(7, document.Seed);
        Assert.Equal(new DateOnly(2026, 3, 1), document.Date);
        Assert.Equal(new SessionTimecode(25, 1, false, 90_000), document.Timecode);
        Assert.Equal(["speech", "music", "room"], document.Buses.Select(b => b.Id));
        Assert.Equal(["anna", "speech"], document.Vcas[0].Members);
        Assert.Equal([2, 1], document.Chapters.Select(c => c.Url is null ? 2 : 1));
        Assert.Equal(new Region("ad-1", 17_760_000, 22_080_000, "ad") { Name = "Ad", Note = "quarter of a second around it", Origin = document.Regions[0].Origin }, document.Regions[0]);
    }

    [Fact]
    public void Track_HasEverythingThatIsWritten()
    {
        Track track = Texts.Document(Texts.Podcast).Tracks[0];
        Assert.Equal(("Anna", "speech", -1.5, "dialogue"), (track.Name, track.Output, track.FaderDb, track.Role));
        Assert.Equal(new ParameterValue.Pan(10), track.Panner!.Values["amount"]);
        Assert.Equal((-24.0, true, -30.0), (track.Sends[0].LevelDb, track.Sends[0].IsPostFader, track.Sends[0].PanPercent!.Value));
        ProcessSlot eq = track.Processes[0];
        Assert.Equal(("tone", "eq"), (eq.Id, eq.Process));
        Assert.Equal(new ParameterValue.Word("bell"), eq.Values["band2.type"]);
        Assert.Equal(new ParameterValue.Quantity(240, Unit.Hertz), eq.Values["band2.freq"]);
        Assert.Equal(new ParameterValue.Quantity(-2.5, Unit.Decibels), eq.Values["band2.gain"]);
        Assert.Equal(new ParameterValue.Quantity(1.2, Unit.None), eq.Values["band2.q"]);
        Assert.Equal(new ParameterValue.Quantity(12, Unit.DecibelsPerOctave), eq.Values["band1.slope"]);
        Assert.Equal(new ParameterValue.Quantity(8000, Unit.Hertz), eq.Values["band3.freq"]);
    }

    [Fact]
    public void Automation_KeepsValuesShapesAndPositions()
    {
        Track track = Texts.Document(Texts.Podcast).Tracks[0];
        Assert.Equal(["fader", "tone.band2.gain", "send.room"], track.Automation.Select(l => l.Target));
        Assert.Equal(new AutomationPoint(4 * 60 * 48_000, -1.5, AutomationShape.Linear, 0), track.Automation[0].Points[0]);
        Assert.Equal(double.NegativeInfinity, track.Automation[0].Points[2].Value);
        Assert.Equal((AutomationShape.Curve, 0.6), (track.Automation[0].Points[2].Shape, track.Automation[0].Points[2].Curve));
        Assert.Equal(AutomationShape.SCurve, track.Automation[1].Points[1].Shape);
        Assert.Equal(new AutomationPoint(57_600, -3, AutomationShape.Linear, 0), track.Clips[1].GainLine[1]);
    }

    [Fact]
    public void Clip_HasRangePlaceAndSlots()
    {
        Track track = Texts.Document(Texts.Podcast).Tracks[0];
        Assert.Equal(ExactTime.FromSeconds(12.480m), track.Clips[0].SourceStart);
        Assert.Equal(18 * 48_000, track.Clips[0].Placement.Position);
        Assert.Equal(new Fade(ExactTime.FromSeconds(0.012m), FadeShape.EqualPower), track.Clips[0].FadeIn);
        Assert.Equal(new Crossfade(FadeShape.EqualPower, null, CrossfadePlacement.Overlap), track.Clips[1].Crossfade);
        Assert.Equal(new ClipPlacement(null, null, ExactTime.FromSeconds(0.350m)), track.Clips[2].Placement);
        Assert.Equal(["drift", "polarity"], track.Clips[2].Processes.Select(p => p.Process));
        Assert.Equal(new ParameterValue.Quantity(-37, Unit.PartsPerMillion), track.Clips[2].Processes[0].Values["amount"]);
        Assert.True(track.Clips[3].IsMuted);
    }

    [Fact]
    public void Deliverables_HaveTheirLines()
    {
        SessionDocument document = Texts.Document(Texts.Podcast);
        Deliverable podcast = document.Deliverables[0];
        Assert.Equal(new FileFormat("mp3") { BitRateKbps = 128, Layout = ChannelLayout.Mono }, podcast.Format);
        Assert.Equal(new LoudnessTarget(-16, 0.5, MonoLoudness.Dual), podcast.Loudness);
        Assert.Equal(["id3", "json"], podcast.ChapterForms);
        Assert.Equal([new Tag("title", "Fog"), new Tag("episode", "4")], podcast.Tags);
        Assert.Equal(["ad"], podcast.Omit);
        Deliverable broadcast = document.Deliverables[1];
        Assert.Equal((0L, 28_800_000L), (broadcast.RangeStart!.Value, broadcast.RangeEnd!.Value));
        Assert.Equal((24, 48_000, "shaped"), (broadcast.Format!.Bits!.Value, broadcast.Format.SampleRate!.Value, broadcast.Dither));
        Assert.Equal(ExactTime.FromSeconds(0.75m), broadcast.Head);
    }

    [Fact]
    public void StatementsOfLaterVersions_AreTheOnlyFindingsOfTheScene()
    {
        BoundSession bound = Texts.Bind(Texts.Scene);
        Assert.All(bound.Findings, f => Assert.Equal("RT0310", f.Code));
        Assert.Equal(5, bound.Findings.Length);
        Assert.Equal(30, -bound.Document!.Tracks[0].Automation[0].Points[1].Value);
        Assert.Equal(new ParameterValue.Direction(-172, false), bound.Document.Tracks[1].Clips[0].Processes[1].Values["azimuth"]);
    }

    [Fact]
    public void ThirteenPlantedFaults_AreFoundInOnePass()
    {
        string text = Texts.Podcast
            .Replace("threshold -22 dB", "treshold -22 dB", StringComparison.Ordinal)
            .Replace("ratio 2.5:1", "ratio 2.5", StringComparison.Ordinal)
            .Replace("key speech", "key speach", StringComparison.Ordinal)
            .Replace("to speech\n  role", "to dialogue\n  role", StringComparison.Ordinal)
            .Replace("fader -1.5 dB\n", "fader -1.5\n", StringComparison.Ordinal)
            .Replace("crossfade equal-power  ", "note \"x\"  ", StringComparison.Ordinal)
            .Replace("at 01:10:45:00", "at 01:10:45:25", StringComparison.Ordinal)
            .Replace("tune 0:30..1:04", "tune 0:30..1:14", StringComparison.Ordinal)
            .Replace("loudness -16 LUFS", "loudness -16 dB", StringComparison.Ordinal)
            .Replace("out/fog.wav", "out/fog.mp3", StringComparison.Ordinal)
            .Replace("clip t-1 tune", "clip a-1 tune", StringComparison.Ordinal)
            .Replace("clarity 10 LU", "clarity -10 LU", StringComparison.Ordinal)
            .Replace("automate send.room", "automate send.rom", StringComparison.Ordinal);
        BoundSession bound = Texts.Bind(text);
        Assert.Equal(
            ["RT0201", "RT0304", "RT0308", "RT0401", "RT0401", "RT0405", "RT0502", "RT0503", "RT0504", "RT0601", "RT0601", "RT0602", "RT0604", "RT0803"],
            Texts.Codes(bound.Findings).Append("RT0304").Order(StringComparer.Ordinal));
        Assert.Equal(13, bound.Findings.Length);
    }

    [Theory]
    [InlineData("  fader -1.5", "RT0601", 9, "'fader' needs a unit", "write '-1.5 dB'")]
    [InlineData("  fader -16 LUFS", "RT0602", 9, "'fader' is a level, but '-16 LUFS' is a loudness", "units for fader: dB")]
    [InlineData("  fader 400 dB", "RT0603", 9, "'fader' is 400 dB, outside its range", "write 40 dB or less")]
    [InlineData("  fadr -1.5 dB", "RT0301", 3, "'fadr' is not known under 'track'", "did you mean 'fader'?")]
    [InlineData("  rate 48 kHz", "RT0306", 3, "'rate' does not stand under 'track'", "it stands under: session")]
    [InlineData("  send x -3 dB", "RT0401", 8, "no bus is named 'x'", "did you mean 'b'?")]
    [InlineData("  clip c n 0:00..0:01 at 0:00", "RT0402", 10, "no media is called 'n'", "did you mean 'm'?")]
    [InlineData("  clip c m 0:02..0:01 at 0:00", "RT0501", 12, "the range 0:02..0:01 ends where it starts, or before", null)]
    [InlineData("  clip c m 0:02..1:01 at 0:00", "RT0502", 12, "source out 1:01 is after the end of media 'm' (1:00, line 5)", null)]
    [InlineData("  clip c m 0:00..0:01 at 01:09:45:25", "RT0504", 26, "01:09:45:25 does not exist at 25 fps (frames run 00 to 24)", null)]
    [InlineData("  clip c m 0:00..0:01 at 00:59:00:00", "RT0508", 26, "00:59:00:00 is before the session's start, 01:00:00:00", null)]
    [InlineData("  clip c m 0:00..0:01", "RT0302", 22, "the clip has no place", "write 'at POSITION' or 'after 350 ms'")]
    [InlineData("  clip c m 0:00..0:01 after 1 s", "RT0403", 29, "no clip is written before this one on the track", "write 'at POSITION'")]
    [InlineData("  process compresor", "RT0307", 11, "no process is called 'compresor'", "did you mean 'compressor'?")]
    [InlineData("  process low-pass", "RT0309", 3, "process 'low-pass' needs 'freq': it has no honest default", "write 10 Hz to 96000 Hz")]
    [InlineData("  process de-noise", "RT0310", 11, "the process 'de-noise' is not supported yet", "a later version does it; the text is kept as it is")]
    [InlineData("  role singer", "RT0304", 8, "'singer' is not known here", "known here: adr, ambience, dialogue, effects, foley, group, music, narration, pfx")]
    [InlineData("  mute on", "RT0303", 8, "'on' has no meaning here", "it is written: mute")]
    [InlineData("  pan L130", "RT0308", 7, "pan has no parameter 'L130'", "known here: amount, bypass")]
    [InlineData("  edge-fade 4", "RT0601", 13, "'edge-fade' needs a unit", "write '4 s', '4 ms' or '4 samples'")]
    public void Fault_IsNamedWithPlaceAndRemedy(string line, string code, int column, string message, string? hint)
    {
        Finding finding = Assert.Single(Texts.Bind(Texts.OneTrack(line)).Findings);
        Assert.Equal((code, 10, column, message, hint), (finding.Code, finding.Line, finding.Column, finding.Message, finding.Hint));
        Assert.Equal(line, finding.SourceLine);
    }

    [Theory]
    [InlineData("mp3 128 kbps cbr vbr", "a bit rate is constant or variable, not both")]
    [InlineData("aac 128 kbps vbr", "the aac encoder of ffmpeg has no such mode")]
    [InlineData("flac 24 bit vbr", "flac has no bit rate to keep")]
    public void BitRateModeThatAFormatDoesNotHave_IsRefused(string format, string message)
    {
        string text = $"roomtone 1\nsession \"d\"\n  rate 48 kHz\ndeliver x\n  file \"out/x.wav\"\n  format {format}\n";
        Finding finding = Assert.Single(Texts.Bind(text).Findings);
        Assert.Equal(("RT0806", message), (finding.Code, finding.Message));
    }

    [Fact]
    public void DownmixLevels_AreReadAndTheRestIsUsual()
    {
        const string Text = "roomtone 1\nsession \"d\"\n  rate 48 kHz\n  layout 7.1\ndeliver x\n  file \"x.wav\"\n  format wav 24 bit stereo\n  downmix stereo centre -1.5 dB rear -3 dB lfe -10 dB height off\n";
        DownmixRule rule = Assert.Single(Texts.Bind(Text).Document!.Deliverables).Downmix!;
        Assert.Equal((-1.5, -3, -3, double.NegativeInfinity, -10), (rule.CentreDb, rule.SurroundDb, rule.RearDb, rule.HeightDb, rule.LfeDb));
    }

    [Fact]
    public void ChannelsAndRoomToneOfADeliverable_AreRead()
    {
        const string Text = "roomtone 1\nsession \"d\"\n  rate 48 kHz\ndeliver x\n  file \"x.wav\"\n  format wav 24 bit\n  channels discrete film\n  head 0.5 s room-tone\n  tail 1 s\n";
        BoundSession bound = Texts.Bind(Text);
        Assert.Empty(bound.Findings);
        Deliverable deliverable = Assert.Single(bound.Document!.Deliverables);
        Assert.True(deliverable.IsDiscrete);
        Assert.Equal(ChannelOrdering.Film, deliverable.ChannelOrder);
        Assert.True(deliverable.IsHeadTone);
        Assert.False(deliverable.IsTailTone);
    }

    [Fact]
    public void DroppedLabel_NamesTheNextOne()
    {
        const string Text = "roomtone 1\nsession \"d\"\n  rate 48 kHz\n  timecode 29.97 fps start 01:00:00;00\nmarker 01:01:00;00 \"x\"\n";
        Finding finding = Assert.Single(Texts.Bind(Text).Findings);
        Assert.Equal(("RT0505", 5, 8, "the next label is 01:01:00;02"), (finding.Code, finding.Line, finding.Column, finding.Hint));
    }

    // 29.97: frame 2 of the session begins at ceil(2 · 1601.6) = 3204.
    [Fact]
    public void Label_BecomesTheFirstSampleOfItsFrame()
    {
        const string Text = "roomtone 1\nsession \"d\"\n  rate 48 kHz\n  timecode 29.97 fps start 10:00:00;00\nmarker 10:00:00;02 \"x\"\n";
        Assert.Equal(3204, Texts.Document(Text).Markers[0].Position);
    }

    [Fact]
    public void TimesBetweenSamples_AreReportedOnlyWhenAsked()
    {
        string text = Texts.OneTrack("  clip c m 0:00..0:01 at 0:00.00001");
        Assert.Empty(Texts.Bind(text).Findings);
        Finding finding = Assert.Single(Texts.Bind(text, new BindOptions { ReportsRounding = true }).Findings);
        Assert.Equal(("RT0507", Severity.Warning), (finding.Code, finding.Severity));
    }

    [Theory]
    [InlineData("roomtone 2\n", "RT0002")]
    [InlineData("", "RT0001")]
    [InlineData("session \"x\"\n", "RT0001")]
    [InlineData("roomtone one\n", "RT0001")]
    public void FirstLine_NamesAKnownVersion(string text, string code)
    {
        BoundSession bound = Texts.Bind(text);
        Assert.Equal(code, Assert.Single(bound.Findings).Code);
        Assert.Null(bound.Document);
    }

    [Fact]
    public void SessionWithoutARate_SaysWhatToAdd() =>
        Assert.Equal("RT0311", Assert.Single(Texts.Bind("roomtone 1\nsession \"x\"\n").Findings).Code);

    [Theory]
    [InlineData("bus a to b\nbus b to a", "RT0404")]
    [InlineData("bus a\n  send b -3 dB\nbus b to a", "RT0404")]
    [InlineData("bus a to b\n  process compressor\n    key b\nbus b\n", "RT0404")]
    [InlineData("bus a to a", "RT0404")]
    public void Circle_IsNamedByItsPath(string buses, string code)
    {
        BoundSession bound = Texts.Bind("roomtone 1\nsession \"x\"\n  rate 48 kHz\n" + buses);
        Finding finding = Assert.Single(bound.Findings);
        Assert.Equal(code, finding.Code);
        Assert.Contains(" → ", finding.Message, StringComparison.Ordinal);
    }

    // What stands under the name of the mix is told of there, and is not looked for in a circle.
    [Theory]
    [InlineData("bus a to master\nbus master to a\n  process compressor\n    key a")]
    [InlineData("bus a\n  send master -3 dB\nbus master to a")]
    [InlineData("bus master to master")]
    public void StripNamedMaster_IsToldOnce(string buses)
    {
        BoundSession bound = Texts.Bind("roomtone 1\nsession \"x\"\n  rate 48 kHz\n" + buses);
        Assert.Single(bound.Findings, f => f.Code == "RT0202");
        Assert.DoesNotContain(bound.Findings, f => f.Code == "RT0404");
    }

    [Fact]
    public void TenThousandBusesInARow_NeedNoStack()
    {
        var text = new StringBuilder("roomtone 1\nsession \"x\"\n  rate 48 kHz\n");
        for (int i = 0; i < 10_000; i++)
        {
            text.Append($"bus b{i} to {(i == 9_999 ? "b0" : "b" + (i + 1))}\n");
        }

        Assert.Equal("RT0404", Assert.Single(Texts.Bind(text.ToString()).Findings).Code);
    }

    [Theory]
    [InlineData("9999999:59:59", "RT0508")]
    [InlineData("99999999999999999999:00", "RT0107")]
    [InlineData("inf s", "RT0602")]
    [InlineData("-1 s", "RT0604")]
    [InlineData("101:00:00", "RT0508")]
    public void AbsurdPlace_IsRefused(string position, string code)
    {
        BoundSession bound = Texts.Bind(Texts.OneTrack($"  clip c m 0:00..0:01 at {position}"));
        Assert.Equal(code, bound.Findings[0].Code);
    }

    [Theory]
    [InlineData("rate 0 Hz")]
    [InlineData("rate 400 kHz")]
    [InlineData("rate inf Hz")]
    public void AbsurdRate_IsRefusedWithItsRange(string rate)
    {
        Finding finding = Texts.Bind($"roomtone 1\nsession \"x\"\n  {rate}\n").Findings[0];
        Assert.Equal(("RT0603", "write 8000 Hz to 384000 Hz"), (finding.Code, finding.Hint));
    }

    [Theory]
    [InlineData("/etc/x", "RT0804")]
    [InlineData("../x.wav", "RT0804")]
    [InlineData("a/../../x.wav", "RT0804")]
    [InlineData("C:/x.wav", "RT0804")]
    [InlineData("a\\n.wav", "RT0804")]
    [InlineData("M.WAV", "RT0805")]
    [InlineData("./m.wav", "RT0805")]
    [InlineData("test.room", "RT0805")]
    public void OutputThatIsOutsideOrASource_IsRefused(string file, string code)
    {
        BoundSession bound = Texts.Bind(Texts.OneTrack(string.Empty, $"deliver d\n  file \"{file}\"\n  format wav 24 bit"));
        Assert.Equal(code, Assert.Single(bound.Findings).Code);
    }

    [Fact]
    public void OutputOutside_IsAllowedWhenTheUserSaysSo() =>
        Assert.Empty(Texts.Bind(Texts.OneTrack(string.Empty, "deliver d\n  file \"../x.wav\"\n  format wav 24 bit"), new BindOptions { AllowsOutside = true }).Findings);

    [Theory]
    [InlineData("  format wav 24 bit 5.1", "RT0801")]
    [InlineData("  format mp3 128 kbps mono\n  loudness -16 LUFS", "RT0802")]
    [InlineData("  format mp3 24 bit", "RT0806")]
    [InlineData("  format wav 128 kbps", "RT0806")]
    [InlineData("  format wav 12 bit", "RT0806")]
    [InlineData("  per region ad", "RT0803")]
    [InlineData("  range nowhere", "RT0408")]
    public void Deliverable_IsCheckedAsAWhole(string lines, string code)
    {
        BoundSession bound = Texts.Bind(Texts.OneTrack(string.Empty, "deliver d\n  file \"o\"\n" + lines));
        Assert.Equal(code, Assert.Single(bound.Findings).Code);
    }

    [Fact]
    public void MediaOutsideTheFolder_IsAWarning()
    {
        BoundSession bound = Texts.Bind("roomtone 1\nsession \"x\"\n  rate 48 kHz\nmedia a \"../a.wav\"\nmedia b \"/b.wav\"\n");
        Assert.Equal([("RT0703", Severity.Warning), ("RT0703", Severity.Warning)], bound.Findings.Select(f => (f.Code, f.Severity)));
        Assert.False(bound.HasErrors);
    }

    [Fact]
    public void WholeClipProcess_StandsBeforeStreamingOnes()
    {
        BoundSession bound = Texts.Bind(Texts.OneTrack("  process gain\n    amount 1 dB\n  process reverse"));
        Assert.Equal("RT0406", Assert.Single(bound.Findings).Code);
        Assert.Empty(Texts.Bind(Texts.OneTrack("  process reverse\n  process gain\n    amount 1 dB")).Findings);
    }

    [Fact]
    public void Strip_BringsItsChainWhereItIsUsed()
    {
        const string Strip = "roomtone 1\nstrip voice\n  process eq tone\n    band 1 bell 1 kHz 3 dB\n  process compressor\n";
        string text = Texts.OneTrack("  process strip voice", "include \"strips/house.room\"");
        BoundSession bound = Texts.Bind(text, new BindOptions { ReadFile = path => path == "strips/house.room" ? Encoding.UTF8.GetBytes(Strip) : null });
        Assert.Empty(bound.Findings);
        Assert.Equal(["tone", "compressor"], bound.Document!.Tracks[0].Processes.Select(p => p.Id));
    }

    [Fact]
    public void StemOfAnIncludedFile_IsOneOfTheSession()
    {
        BoundSession bound = Texts.Bind(
            Texts.OneTrack("  role music", "include \"stems.room\"\nstem FX roles effects\ndeliver d\n  file \"{stem}.wav\"\n  format wav\n  stems MX FX"),
            new BindOptions { ReadFile = _ => "roomtone 1\nstem MX roles music\n"u8.ToArray() });
        Assert.Empty(bound.Findings);
        Assert.Equal(["MX", "FX"], bound.Document!.Stems.Select(s => s.Id));
    }

    [Theory]
    [InlineData("roomtone 1\ninclude \"a.room\"\n", "RT0407")]
    [InlineData("roomtone 1\nstrip v\n  process strip v\n", "RT0407")]
    [InlineData("roomtone 1\ntrack x\n", "RT0306")]
    [InlineData("roomtone 9\n", "RT0002")]
    public void IncludedFile_IsCheckedToo(string included, string code)
    {
        BoundSession bound = Texts.Bind(Texts.OneTrack("  process strip v", "include \"a.room\""), new BindOptions { ReadFile = _ => Encoding.UTF8.GetBytes(included) });
        Assert.Contains(bound.Findings, f => f.Code == code && f.File == "a.room");
    }

    [Fact]
    public void ExtensionsAndUnknownProcesses_StayInTheText()
    {
        string text = Texts.OneTrack("  process shimmer sparkle\n    depth 12 furlongs\n  x-colour blue");
        var tree = SyntaxTree.Parse("a", text);
        Assert.Equal(text, tree.ToText());
        Assert.Equal("RT0307", Assert.Single(SessionBinder.Bind(tree, TestCatalog.Instance).Findings).Code);
    }
}
