using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Delivery.Tests.Profiles;

/// <summary>Every shipped profile has a programme that passes it, and for each of its clauses one that fails that clause alone.</summary>
public sealed class ShippedProfileTests
{
    private const int LoudSeconds = 5;

    public static TheoryData<string> Ids => [.. ProfileCatalog.Shipped.Profiles.Select(p => p.Id)];

    [Fact]
    public void ThereAreAtLeastThirty_EachWithItsSourceAndGrade()
    {
        Assert.True(ProfileCatalog.Shipped.Profiles.Length >= 30);
        Assert.All(ProfileCatalog.Shipped.Profiles, p =>
        {
            Assert.StartsWith("https://", p.Source.Url, StringComparison.Ordinal);
            Assert.Contains(p.Source.Grade, new[] { "A", "B", "C", "!" });
            Assert.Matches("^[0-9]{4}", p.Source.Date);
            Assert.Equal(p.Source.Grade is "C" or "!", p.IsUserProfile);
        });
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void AProgrammeMadeForIt_Passes(string id)
    {
        DeliveryProfile profile = ProfileCatalog.Shipped.Get(id);
        Assert.Empty(Failing(profile, Good(profile)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void EachFault_FailsItsOwnClauseOnly(string id)
    {
        DeliveryProfile profile = ProfileCatalog.Shipped.Get(id);
        List<(string Clause, CheckedFile File)> faults = [.. Faults(profile)];
        Assert.All(faults, f => Assert.Equal([f.Clause], Failing(profile, f.File)));
        Assert.True(faults.Count > 0 || profile.Kind == ProfileKind.Playback, id);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void APlaybackService_TellsWhatItWillDo_AndRejectsNoLoudness(string id)
    {
        DeliveryProfile profile = ProfileCatalog.Shipped.Get(id);
        if (profile.Kind != ProfileKind.Playback)
        {
            return;
        }

        CheckedFile loud = With(profile, Programme(profile, 6));
        Assert.Empty(Failing(profile, loud));
        Assert.Contains(ProfileCheck.Check(profile, loud).Clauses, c => c.Note.Contains("turned down 6.0 dB", StringComparison.Ordinal));
    }

    [Fact]
    public void TooLoudATrailer_IsNamedInLeqM()
    {
        DeliveryProfile profile = ProfileCatalog.Shipped.Get("trailer-tasa");
        float[] tone = TestSignal.Sine(2000, 48000, 3 * 48000, 0.5);
        Clause clause = ProfileCheck.Check(profile, With(profile, new ArraySource(48000, ChannelLayout.Stereo, tone, tone))).Clauses.Single(c => c.Id == "leq-m");
        Assert.False(clause.Pass);
        Assert.Equal(108.01 - 6.02, clause.Measured, 0.1);
    }

    private static string[] Failing(DeliveryProfile profile, CheckedFile file) =>
        [.. ProfileCheck.Check(profile, file).Clauses.Where(c => c.Pass == false).Select(c => c.Id)];

    private static IEnumerable<(string Clause, CheckedFile File)> Faults(DeliveryProfile profile)
    {
        bool isDelivery = profile.Kind == ProfileKind.Delivery;
        if (isDelivery && profile.Target is not null)
        {
            yield return ("loudness", With(profile, Programme(profile, -profile.Tolerance - 1)));
        }

        if (isDelivery && profile is { TruePeakDbtp: { } peak, SamplePeakDbfs: null })
        {
            yield return ("true-peak", With(profile, Clicked(Programme(profile, 0), peak + 0.5)));
        }

        if (!profile.Rates.IsEmpty)
        {
            CheckedFile file = Good(profile);
            yield return ("sample-rate", file with { Format = file.Format with { SampleRate = 22050 } });
        }

        if (!profile.Bits.IsEmpty)
        {
            CheckedFile file = Good(profile);
            yield return ("bits", file with { Format = file.Format with { Bits = 8 } });
        }

        if (!profile.Containers.IsEmpty)
        {
            CheckedFile file = Good(profile);
            yield return ("container", file with { Format = file.Format with { Container = "vorbis", BitRateKbps = 320 } });
        }

        if (profile.NoiseFloorDbfs is { } floor)
        {
            yield return ("noise-floor", With(profile, Programme(profile, 0, floor + 3)));
        }

        if (profile.MaximumShortTermLufs is { } shortTerm)
        {
            // Six seconds over the limit between pauses that the gate counts, so that the programme stays where it was.
            yield return ("max-short-term", With(profile, Uneven(profile, shortTerm + 0.7)));
        }
    }

    private static CheckedFile Good(DeliveryProfile profile) => With(profile, Programme(profile, 0));

    private static CheckedFile With(DeliveryProfile profile, ArraySource source)
    {
        string name = profile.Naming is null ? "programme.wav" : "ui_click_a_01.wav";
        MeasuredProgramme measured = MeasurePass.Measure(
            source, profile.MonoAs ?? MonoLoudness.Single, profile.TruePeakDbtp ?? 0, "measuring", null, CancellationToken.None, MeasureExtras.Of(profile));
        FileFormat usual = profile.Format ?? FormatText.Parse(profile.Containers.IsEmpty ? "wav 24 bit" : profile.Containers[0]);
        return new CheckedFile
        {
            Name = name,
            Format = usual with
            {
                Layout = source.Layout,
                SampleRate = source.SampleRate,
                Bits = FormatText.IsLossy(usual.Container) ? null : usual.Bits ?? (profile.Bits.IsEmpty ? 24 : profile.Bits[0]),
            },
            Measurement = measured.Measurement,
            Measures = measured.Measures,
            Trace = measured.Trace,
            MonoAs = profile.MonoAs ?? MonoLoudness.Single,
        };
    }

    // Sines in the front pair, a pause in between, at the target; speech where dialogue is the anchor.
    private static ArraySource Programme(DeliveryProfile profile, double offsetDb, double floorDbfs = -75)
    {
        double level = (profile.Target ?? -27) + offsetDb;
        ArraySource raw = Shape(profile, floorDbfs, profile.LoudnessRange is null ? 0 : -8);
        double reached = LoudnessPlanner.Anchored(profile.Anchor, Measure(profile.Anchor == LoudnessAnchor.Dialogue ? Scaled(raw, 0, floorDbfs) : raw, profile));
        return Scaled(raw, level - reached, floorDbfs);
    }

    private static ArraySource Shape(DeliveryProfile profile, double floorDbfs, double secondDb)
    {
        ChannelLayout layout = profile.Layouts.IsEmpty ? ChannelLayout.Stereo : profile.Layouts[^1];
        int rate = profile.Rates.IsEmpty ? 48000 : profile.Rates[0];
        int loud = Math.Max(LoudSeconds, (int)Math.Ceiling(profile.DurationSeconds?.Minimum ?? 0)) * rate * (secondDb == 0 ? 1 : 2), pause = rate;
        if (profile.Anchor == LoudnessAnchor.Dialogue)
        {
            float[] speech = SyntheticSpeech.Make(rate, [(1, 4), (5.5, 9), (11, 14), (16, 19.5)], 22);
            float quieter = (float)Decibels.ToGain(secondDb);
            float[] spoken = [.. speech.Select((v, n) => n < 10 * rate ? v : quieter * v)];
            return new ArraySource(rate, layout, [.. layout.Speakers.Select((s, c) => c < 2 ? spoken : new float[spoken.Length])]);
        }

        float[] wave = new float[2 * loud + pause];
        TestSignal.Sine(997, rate, loud, 0.1).CopyTo(wave, 0);
        TestSignal.Sine(997, rate, loud, 0.1 * Decibels.ToGain(secondDb)).CopyTo(wave, loud + pause);
        return new ArraySource(rate, layout, [.. layout.Speakers.Select((s, c) => c < 2 ? wave : new float[wave.Length])]);
    }

    private static ArraySource Scaled(ArraySource source, double db, double floorDbfs)
    {
        float gain = (float)Decibels.ToGain(db);
        float[] noise = TestSignal.Noise(5, (int)source.Length, Decibels.ToGain(floorDbfs) * Math.Sqrt(3));
        return new ArraySource(source.SampleRate, source.Layout, [.. Channels(source).Select(c => c.Select((x, i) => gain * x + noise[i]).ToArray())]);
    }

    private static ArraySource Clicked(ArraySource source, double peakDbtp)
    {
        float[][] channels = Channels(source);
        channels[0] = [.. channels[0]];
        int at = channels[0].Length / 2;
        channels[0][at] = (float)Decibels.ToGain(peakDbtp);
        return new ArraySource(source.SampleRate, source.Layout, channels);
    }

    private static ArraySource Uneven(DeliveryProfile profile, double loudLufs)
    {
        const int Rate = 48000;
        double rest = profile.Target!.Value - 5;
        float[] wave = [.. TestSignal.Sine(997, Rate, 4 * Rate, Decibels.ToGain(loudLufs)), .. TestSignal.Sine(997, Rate, 20 * Rate, Decibels.ToGain(rest))];
        ArraySource raw = new(Rate, ChannelLayout.Stereo, wave, wave);
        double off = profile.Target.Value - Measure(raw, profile).IntegratedLufs;
        Assert.InRange(off, -3, 3);
        float[] level = [.. TestSignal.Sine(997, Rate, 4 * Rate, Decibels.ToGain(loudLufs)), .. TestSignal.Sine(997, Rate, 20 * Rate, Decibels.ToGain(rest + 2.2 * off))];
        return new ArraySource(Rate, ChannelLayout.Stereo, level, level);
    }

    private static ProgrammeMeasures Measure(ArraySource source, DeliveryProfile profile) =>
        MeasurePass.Measure(source, profile.MonoAs ?? MonoLoudness.Single, 0, "measuring", null, CancellationToken.None, MeasureExtras.Of(profile)).Measures;

    private static float[][] Channels(ArraySource source)
    {
        using AudioBuffer buffer = new(source.Layout.Count, (int)source.Length);
        source.Read(0, buffer.Block);
        return [.. Enumerable.Range(0, source.Layout.Count).Select(c => buffer.Block[c].ToArray())];
    }
}
