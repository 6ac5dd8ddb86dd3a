using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Rendering.Tests;

public sealed class ReferenceTests
{
    private const int Length = 96_000;

    [Fact]
    public void MatchEq_TakesItsReferenceFromTheMedia_AndSaysWhatItDid()
    {
        using SessionRenderer renderer = Match("dull", new ParameterValue.Reference("dull")).Open();
        float[] output = Rig.RenderAll(renderer)[0];
        Assert.True(Treble(output) < 0.5 * Treble(TestSignal.Noise(1, Length)));
        Finding note = Assert.Single(renderer.Findings, f => f.Code == "RT0521");
        Assert.Contains("match-eq to 'dull'", note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARange_IsAllThatIsHeardOfIt()
    {
        // Bright first, dull from one second on.
        float[] both = [.. TestSignal.Noise(2, Length / 2), .. Dull(3).Take(Length / 2)];
        float[] whole = Match("m", new ParameterValue.Reference("m"), both).Render()[0];
        float[] dull = Match("m", new ParameterValue.Reference("m 0:01.000..0:02.000"), both).Render()[0];
        Assert.True(Treble(dull) < 0.8 * Treble(whole));
    }

    [Theory]
    [InlineData("m 0:01.000..0:09.000", "the range of 'm' ends after the medium does")]
    public void ARangeBehindTheEnd_IsRefused(string reference, string message) =>
        Assert.Contains(message, Assert.Single(Match("m", new ParameterValue.Reference(reference)).Refused()).Message, StringComparison.Ordinal);

    [Fact]
    public void AFileInQuotes_IsToBeDeclared() =>
        Assert.Contains("declare the file with 'media'", Assert.Single(Match("m", new ParameterValue.Text("m.wav")).Refused()).Message, StringComparison.Ordinal);

    private static Rig Match(string id, ParameterValue reference, float[]? samples = null)
    {
        var rig = new Rig { Layout = ChannelLayout.Mono };
        rig.Medium("n", TestSignal.Noise(1, Length)).Medium(id, samples ?? Dull(2));
        Clip clip = Rig.Clip("c", "n", 0, 0, Length) with { Processes = [Rig.Slot("tone", "match-eq", ("reference", reference), ("limit", Rig.Db(12)))] };
        rig.Tracks.Add(rig.Track("t", "n") with { Clips = [clip] });
        return rig;
    }

    private static float[] Dull(int seed)
    {
        float[] noise = TestSignal.Noise(seed, Length);
        return [.. noise.Select((x, i) => i < 2 ? x : 0.25f * (x + 2 * noise[i - 1] + noise[i - 2]))];
    }

    // Power of the difference from sample to sample.
    private static double Treble(float[] samples) => samples.Zip(samples.Skip(1), (a, b) => (double)(b - a) * (b - a)).Sum();
}
