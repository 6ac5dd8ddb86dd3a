using System.Text.Json;
using Roomtone.Analysis;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Cli.Tests;

public sealed class DialogueTests : IDisposable
{
    private const int Rate = 48000;
    private const double Seconds = 24;
    private static readonly (double Start, double End)[] s_phrases = [(1, 4), (6, 9.5), (11, 15), (17, 21)];
    private readonly TestFolder _folder = new();
    private readonly float[] _voice = SyntheticSpeech.Make(Rate, s_phrases, Seconds);
    private readonly float[] _music = TestSignal.Sine(220, Rate, (int)(Seconds * Rate), 0.02);

    public DialogueTests()
    {
        // Louder where nobody speaks.
        for (int n = 0; n < _music.Length; n++)
        {
            double t = (double)n / Rate;
            _music[n] *= s_phrases.Any(p => t >= p.Start - 0.3 && t < p.End + 0.3) ? 1 : 4;
        }

        _folder.Write("voice.wav", TestFolder.Wave([.. _voice.Select(v => (double)v)], 2, Rate, 32));
        _folder.Write("music.wav", TestFolder.Wave([.. _music.Select(v => (double)v)], 2, Rate, 32));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("always", -27)]
    [InlineData("never", double.NaN)]
    public void SessionsOwnDialogueTracks_GateTheMixExactly(string adjust, double target)
    {
        _folder.Write("s.room", $"""
            roomtone 1

            session "Film"
              rate 48 kHz
              layout stereo

            media voice "voice.wav"
            media music "music.wav"

            track voice "Voice" to master
              role dialogue
              clip a voice 0:00..0:24 at 0:00
            track music "Music" to master
              role music
              clip b music 0:00..0:24 at 0:00

            deliver film
              file "out/film.wav"
              format wav 48 kHz 24 bit
              profile netflix-stereo
              adjust {adjust}

            """);
        CommandRun run = _folder.Run("render", "s.room", "--json");
        Assert.True(run.ExitCode is 0 or 3, run.Messages);
        JsonElement file = run.Json.GetProperty("deliverables")[0];
        JsonElement clause = file.GetProperty("clauses").EnumerateArray().Single(c => c.GetProperty("id").GetString() == "loudness");
        Assert.Contains("known from the session's dialogue tracks", clause.GetProperty("note").GetString(), StringComparison.Ordinal);
        double expected = double.IsNaN(target) ? Truth() : target;
        Assert.Equal(expected, clause.GetProperty("measured").GetDouble(), 0.1);

        // The same samples, and another idea of who speaks.
        Assert.True(Unchanged());
        _folder.Write("s.room", File.ReadAllText(_folder.At("s.room")).Replace("role dialogue", "role effects", StringComparison.Ordinal).Replace("role music", "role narration", StringComparison.Ordinal));
        Assert.False(Unchanged());
    }

    [Fact]
    public void MeasuredSpeech_IsListedWithItsTimes()
    {
        float[] speech = SyntheticSpeech.Make(48000, [(1, 3), (6, 8)], 9);
        _folder.Write("v.wav", TestFolder.Wave([.. speech.Select(x => (double)x)], 1, 48000, 24));
        JsonElement[] found = [.. _folder.Run("measure", "v.wav", "--meters", "dialogue", "--json").Succeeds().Json
            .GetProperty("files")[0].GetProperty("meters").GetProperty("dialogue").GetProperty("speech").EnumerateArray()];
        Assert.Equal(1, found[0].GetProperty("start_s").GetDouble(), 0.1);
        Assert.Equal(8, found[^1].GetProperty("end_s").GetDouble(), 0.2);
        Assert.DoesNotContain(found, s => s.GetProperty("start_s").GetDouble() is > 3.2 and < 5.8);
    }

    [Fact]
    public void FinishedMix_IsHeardByTheDetector()
    {
        _folder.Write("mix.wav", TestFolder.Wave([.. _voice.Zip(_music, (v, m) => (double)v + m)], 2, Rate, 32));
        JsonElement clauses = _folder.Run("check", "mix.wav", "--profile", "netflix-stereo", "--json").Json.GetProperty("files")[0].GetProperty("clauses");
        JsonElement clause = clauses.EnumerateArray().Single(c => c.GetProperty("id").GetString() == "loudness");
        Assert.Contains("found by a detector", clause.GetProperty("note").GetString(), StringComparison.Ordinal);
        JsonElement dialogue = _folder.Run("measure", "voice.wav", "--meters", "dialogue", "--json").Succeeds().Json.GetProperty("files")[0].GetProperty("meters").GetProperty("dialogue");
        Assert.Equal(100 * s_phrases.Sum(p => p.End - p.Start) / Seconds, dialogue.GetProperty("speech_percent").GetDouble(), 3.0);
    }

    private bool Unchanged() =>
        _folder.Run("render", "s.room", "--json").Json.GetProperty("deliverables")[0].GetProperty("unchanged").GetBoolean();

    // The mix's loudness in the blocks that are speech, where it is known by construction.
    private double Truth()
    {
        var meter = new DialogueMeter(Rate, ChannelLayout.Stereo, MonoPlayback.Single, new SpeechReading([.. s_phrases.Select(p => new SpeechSegment(p.Start, p.End))], Seconds));
        float[] mix = [.. _voice.Zip(_music, (v, m) => v + m)];
        float[] both = [.. mix, .. mix];
        meter.Add(new ReadOnlyAudioBlock(both, mix.Length, 2, 0, mix.Length));
        return meter.Read().Lufs;
    }
}
