using System.Collections.Immutable;
using System.Text.Json;

namespace Roomtone.Platform.Tests;

public sealed class FindingPrinterTests
{
    [Fact]
    public void Text_ShowsPlaceLineCaretAndHint()
    {
        var finding = new Finding("RT0601", Severity.Error, "'fader' needs a unit")
        {
            File = "broken.room",
            Line = 47,
            Column = 9,
            Width = 4,
            SourceLine = "  fader -1.5",
            Hint = "write '-1.5 dB'",
        };
        const string Expected = """
            broken.room:47:9: error RT0601: 'fader' needs a unit
               47 |   fader -1.5
                  |         ^^^^
                  = write '-1.5 dB'

            """;
        Assert.Equal(Expected, FindingPrinter.Text([finding]));
    }

    [Fact]
    public void Text_NamesTheByteOfAMediaFile() =>
        Assert.Equal(
            "a.wav: byte 44: error RT9100: no samples\n",
            FindingPrinter.Text([new Finding("RT9100", Severity.Error, "no samples") { File = "a.wav", Offset = 44 }]));

    [Fact]
    public void Text_EscapesWhatATerminalWouldObey()
    {
        string text = FindingPrinter.Text([new Finding("RT9100", Severity.Warning, "name \u001b[2J \u202Egnp.exe \uD800 🎙") { File = "a\nb.wav" }]);
        Assert.Equal("a\\u{000A}b.wav: warning RT9100: name \\u{001B}[2J \\u{202E}gnp.exe \\u{D800} 🎙\n", text);
    }

    [Fact]
    public void Text_OfManyFindings_EndsWithTheRest()
    {
        ImmutableArray<Finding> findings = [.. Enumerable.Range(0, 105).Select(i => new Finding("RT9100", Severity.Note, $"{i}"))];
        Assert.EndsWith("note RT9100: 99\nand 5 more\n", FindingPrinter.Text(findings), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_OfAMegabyteLine_StaysShort()
    {
        var finding = new Finding("RT0101", Severity.Error, "x") { File = "a.room", Line = 1, Column = 500_000, Width = 3, SourceLine = new string('a', 1_000_000) };
        string text = FindingPrinter.Text([finding]);
        Assert.InRange(text.Length, 100, 600);
        Assert.Contains("^^^", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_HasEveryField_UnknownIsNull()
    {
        using JsonDocument json = JsonDocument.Parse(FindingPrinter.Json([new Finding("RT9100", Severity.Error, "bad \"size\"") { File = "a.wav", Offset = 4 }]));
        JsonElement first = json.RootElement[0];
        Assert.Equal("bad \"size\"", first.GetProperty("message").GetString());
        Assert.Equal(4, first.GetProperty("offset").GetInt64());
        Assert.Equal(JsonValueKind.Null, first.GetProperty("line").ValueKind);
        Assert.Equal(JsonValueKind.Null, first.GetProperty("hint").ValueKind);
    }
}
