using System.Text;
using System.Text.Json;
using Roomtone.Platform;
using Roomtone.Testing;

namespace Roomtone.Session.Tests;

public class ToolTests
{
    private const string Untidy = "roomtone  1 \r\nsession   \"a\"\r\n  rate 48kHz   # kept\r\n\r\n\r\n# c\r\nbus b\r\n  process   dcremove  d\r\n  process equaliser\r\n    band 1  bell   1kHz  3dB\r\n";

    [Fact]
    public void Formatting_ChangesBlanksAndSpellingsOnly() =>
        Assert.Equal(
            "roomtone 1\nsession \"a\"\n  rate 48 kHz   # kept\n\n# c\nbus b\n  process dc-remove d\n  process eq\n    band 1 bell 1 kHz 3 dB\n",
            SessionFormatter.Format(SyntaxTree.Parse("a", Untidy), TestCatalog.Instance));

    [Theory]
    [InlineData(Texts.Podcast)]
    [InlineData(Texts.Scene)]
    [InlineData(Untidy)]
    public void FormattingTwice_ChangesNothingMore(string text)
    {
        string once = SessionFormatter.Format(SyntaxTree.Parse("a", text), TestCatalog.Instance);
        Assert.Equal(once, SessionFormatter.Format(SyntaxTree.Parse("a", once), TestCatalog.Instance));
    }

    [Fact]
    public void TidyText_IsLeftAlone() =>
        Assert.Equal(Texts.Podcast.TrimEnd('\n') + "\n", SessionFormatter.Format(SyntaxTree.Parse("a", Texts.Podcast), TestCatalog.Instance));

    [Theory]
    [InlineData(Texts.Podcast)]
    [InlineData(Texts.Scene)]
    [InlineData(Untidy)]
    [InlineData("roomtone 1\n\n # c\n#d\nx-a [1]\n      odd ]\nbus \"x\" # y")]
    [InlineData("roomtone 1\r\nbus a\n# mixed ends\r\n")]
    public void JsonRoundTrip_IsTheSameText(string text)
    {
        string json = SessionJson.Write(SyntaxTree.Parse("a", text));
        Assert.Equal(text, SessionJson.Read("a", Encoding.UTF8.GetBytes(json)).ToText());
    }

    [Fact]
    public void ChangedArguments_WinOverTheKeptLine()
    {
        string json = SessionJson.Write(SyntaxTree.Parse("a", "roomtone 1\nbus   a   # why\n"));
        string changed = json.Replace("\"a\"", "\"b\"", StringComparison.Ordinal);
        Assert.Equal("roomtone 1\nbus b  # why\n", SessionJson.Read("a", Encoding.UTF8.GetBytes(changed)).ToText());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"statements\": [1]}")]
    [InlineData("{\"statements\": [{\"statement\": \"a b\"}]}")]
    [InlineData("{\"statements\": [{\"statement\": \"a\", \"arguments\": [\"b c\"]}]}")]
    [InlineData("{\"statements\": [{\"statement\": \"a\", \"arguments\": [null]}]}")]
    [InlineData("{\"statements\": [{\"statement\": \"a\", \"comment\": \"# x\\nbus b\"}]}")]
    [InlineData("{\"statements\": [{\"statement\": \"a\", \"before\": [\"bus b\"]}]}")]
    [InlineData("{\"statements\": [{\"statement\": \"a\", \"arguments\": [{\"text\": \"\\ud800\"}]}]}")]
    [InlineData("{\"statements\": []} x")]
    [InlineData("{")]
    public void ForeignJson_IsRefusedByName(string json)
    {
        RoomtoneException error = Assert.Throws<RoomtoneException>(() => SessionJson.Read("a.json", Encoding.UTF8.GetBytes(json)));
        Assert.Equal((ExitCode.Usage, "RT0110", "a.json"), (error.ExitCode, error.Findings[0].Code, error.Findings[0].File));
    }

    [Fact]
    public void MutantsOfJson_AreReadOrRefused()
    {
        ulong state = 0xC0FFEE;
        byte[] source = Encoding.UTF8.GetBytes(SessionJson.Write(SyntaxTree.Parse("a", Texts.Podcast)));
        int read = 0, mutants = Soak.Times(2_000, 100_000);
        for (int n = 0; n < mutants; n++)
        {
            try
            {
                SessionJson.Read("a", Mutants.Next(source, ref state));
                read++;
            }
            catch (RoomtoneException)
            {
                // The one way in which it may fail.
            }
        }

        Assert.InRange(read, 1, mutants - 1);
    }

    [Fact]
    public void DeepJson_IsRefused()
    {
        string json = "{\"statements\":" + string.Concat(Enumerable.Repeat("[{\"children\":", 100_000));
        Assert.Throws<RoomtoneException>(() => SessionJson.Read("a", Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public void Schema_IsJsonThatKnowsEveryStatement()
    {
        using var schema = JsonDocument.Parse(JsonSchema.Text());
        JsonElement definitions = schema.RootElement.GetProperty("$defs");
        Assert.True(definitions.TryGetProperty("clip", out _));
        Assert.True(definitions.TryGetProperty("gain-line.at", out _));
        Assert.Equal(SessionSchema.Statements.Length + 4, definitions.EnumerateObject().Select(p => p.Name).Distinct().Count());
    }

    [Fact]
    public void EveryStatement_HasAPage() =>
        Assert.All(SessionSchema.Statements, s => Assert.Contains(s.Summary, StatementDescription.Text(s.Keyword)!, StringComparison.Ordinal));

    [Fact]
    public void Page_SaysArgumentsRangesAndPlace()
    {
        string page = StatementDescription.Text("true-peak")!;
        Assert.Contains("true-peak CEILING", page, StringComparison.Ordinal);
        Assert.Contains("write -30 dBTP to 0 dBTP", page, StringComparison.Ordinal);
        Assert.Contains("under: deliver", page, StringComparison.Ordinal);
        Assert.Null(StatementDescription.Text("nothing"));
    }

    [Fact]
    public void Diff_SpeaksOfIds()
    {
        string after = Texts.Podcast
            .Replace("at 01:00:18:00\n", "at 01:00:20:00   # moved\n", StringComparison.Ordinal)
            .Replace("ratio 2.5:1", "ratio 3:1", StringComparison.Ordinal)
            .Replace("  clip t-2 tune 0:30..1:04 at 01:09:30:00\n", string.Empty, StringComparison.Ordinal)
            .Replace("\n\nmaster\n", "\n\nbus extra\n\nmaster\n  fader 1 dB\n", StringComparison.Ordinal);
        var changes = SessionDiff.Compare(SyntaxTree.Parse("a", Texts.Podcast), SyntaxTree.Parse("b", after));
        Assert.Equal(
            """
            ~ bus speech · process glue · ratio: 2.5:1 → 3:1
            ~ track anna · clip a-1: at 01:00:18:00 → 01:00:20:00
            - track tune · clip t-2: clip t-2 tune 0:30..1:04 at 01:09:30:00
            + bus extra: bus extra
            + master · fader: fader 1 dB

            """, SessionDiff.Text(changes));
    }

    [Fact]
    public void Diff_TellsAnotherOrderOfProcesses()
    {
        var before = SyntaxTree.Parse("a", "master\n  process eq\n  process limiter\n");
        var after = SyntaxTree.Parse("b", "master\n  process limiter\n  process eq\n");
        Assert.Equal("~ master · order of process: eq, limiter → limiter, eq\n", SessionDiff.Text(SessionDiff.Compare(before, after)));
    }

    [Fact]
    public void RespacedAndCommentedText_IsNoDifference() =>
        Assert.Empty(SessionDiff.Compare(SyntaxTree.Parse("a", Texts.Podcast), SyntaxTree.Parse("b", Texts.Podcast.Replace("  # 120 ms on purpose", string.Empty, StringComparison.Ordinal).Replace("\n\n", "\n", StringComparison.Ordinal))));

    // The machinery with a step that this program does not need yet: bus → group, comments kept.
    [Fact]
    public void Migration_RewritesTheTreeAndKeepsComments()
    {
        var steps = new Migrations(
        [
            new Migration(1, tree => tree.WithStatements([.. tree.Statements.Select(s => s.Keyword is "bus" ? s.WithLine("group" + s.LineText[3..].ToString()) : s)])),
        ]);
        SyntaxTree upgraded = steps.Upgrade(SyntaxTree.Parse("a", "# first\nroomtone 1  # one\n\n# two\nbus a to b  # three\n  mute\n"));
        Assert.Equal("# first\nroomtone 2  # one\n\n# two\ngroup a to b  # three\n  mute\n", upgraded.ToText());
        Assert.Equal(2, upgraded.Schema);
    }

    [Fact]
    public void CurrentAndNewerVersions_AreLeftAlone()
    {
        Assert.Equal(SyntaxTree.CurrentSchema, Migrations.Standard.Current);
        Assert.Equal("roomtone 7\n", Migrations.Standard.Upgrade(SyntaxTree.Parse("a", "roomtone 7\n")).ToText());
    }
}
