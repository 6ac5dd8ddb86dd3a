using System.Text;
using System.Text.Json;
using Roomtone.Delivery.Tests.Checks;

namespace Roomtone.Delivery.Tests.Reports;

public sealed class ReportTests
{
    private const string Hostile = "<script>alert(1)</script>\"'&\u202E[red]";

    [Fact]
    public void Markup_IsTextEverywhere()
    {
        string html = HtmlReport.Write(Sample(Hostile));

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\u202E", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_NeedsNothingElse()
    {
        string html = HtmlReport.Write(Sample("Episode"));

        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", html.Replace("href=\"data:image/png;base64,", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_IsTheSameBytesEveryTime() => Assert.Equal(HtmlReport.Write(Sample("Episode")), HtmlReport.Write(Sample("Episode")));

    [Fact]
    public void Chart_IsToldInWords()
    {
        string html = HtmlReport.Write(Sample("Episode"));

        Assert.Contains("role=\"img\" aria-label=\"Loudness over 00:05.000: -12.0 LUFS integrated", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Spectrum_IsDrawnAndToldInWords()
    {
        var tone = new Roomtone.Testing.ArraySource(48000, Signal.ChannelLayout.Mono, Roomtone.Testing.TestSignal.Sine(1000, 48000, 480_000, 0.5));
        string html = HtmlReport.Write(Sample("x") with { Files = [Reported(Fixture.File(tone))] });

        // A sine of amplitude 0.5 has a power of −9.03 dB.
        Assert.Contains("the highest is -9.0 dBFS at 1 kHz", html, StringComparison.Ordinal);
        Assert.Contains("<image ", html, StringComparison.Ordinal);
    }

    [Fact]
    public void FailedClause_IsNamedWithItsMargin()
    {
        string html = HtmlReport.Write(Sample("Episode"));

        Assert.Contains("✕ fail", html, StringComparison.Ordinal);
        Assert.Contains("−3.00", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_SaysTheSame()
    {
        using JsonDocument json = Json(Sample(Hostile));
        JsonElement file = json.RootElement.GetProperty("files")[0];

        Assert.Equal(Hostile, json.RootElement.GetProperty("title").GetString());
        Assert.False(json.RootElement.GetProperty("pass").GetBoolean());
        Assert.Equal(-12, file.GetProperty("integrated_lufs").GetDouble(), 1);
        Assert.Equal("loudness", file.GetProperty("clauses")[0].GetProperty("id").GetString());
    }

    [Fact]
    public void Silence_HasNullLoudness()
    {
        CheckedFile silent = Fixture.File(new Roomtone.Testing.ArraySource(48000, Signal.ChannelLayout.Mono, new float[48000]));
        using JsonDocument json = Json(Sample("x") with { Files = [Reported(silent)] });

        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("files")[0].GetProperty("integrated_lufs").ValueKind);
        Assert.Contains("<svg", HtmlReport.Write(Sample("x") with { Files = [Reported(silent)] }), StringComparison.Ordinal);
    }

    private static JsonDocument Json(DeliveryReport report)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes))
        {
            JsonReport.Write(writer, report);
        }

        return JsonDocument.Parse(Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private static DeliveryReport Sample(string title) => new()
    {
        Title = title,
        Tool = "roomtone 0.1.0",
        SessionSha256 = new string('a', 64),
        Sources = [new ManifestSource("host", "audio/" + title, new string('b', 64))],
        Files = [Reported(Fixture.File(Fixture.Sine(-12))) with { Title = title, Path = "out/" + title, Changes = [title] }],
    };

    private static ReportedFile Reported(CheckedFile file) => new()
    {
        Title = "podcast",
        Path = "out/ep.mp3",
        Pass = false,
        Profile = ProfileCatalog.Shipped.Get("apple-podcasts"),
        Format = file.Format,
        Target = (-16, 1),
        File = file,
        Clauses = ProfileCheck.Check(ProfileCatalog.Shipped.Get("apple-podcasts"), file).Clauses,
        Sha256 = new string('c', 64),
    };
}
