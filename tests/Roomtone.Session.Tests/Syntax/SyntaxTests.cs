using System.Text;
using Roomtone.Platform;
using Roomtone.Testing;

namespace Roomtone.Session.Tests;

public class SyntaxTests
{
    [Theory]
    [InlineData(Texts.Podcast)]
    [InlineData(Texts.Scene)]
    [InlineData("")]
    [InlineData("\n\n# only a comment")]
    [InlineData("roomtone 1")]
    [InlineData("roomtone 1\r\nsession \"a\"  \r\n  rate   48kHz # c\r\n\r\n")]
    public void TextThroughTree_IsTheSameText(string text) => Assert.Equal(text, SyntaxTree.Parse("a", text).ToText());

    [Fact]
    public void BrokenLines_StayInTheText()
    {
        const string Text = "roomtone 1\n   odd\n        deep\n\ttab\n\"string\" first\nword \"open\n$\n";
        var tree = SyntaxTree.Parse("a", Text);
        Assert.Equal(Text, tree.ToText());
        Assert.Equal(["RT0105", "RT0106", "RT0102", "RT0301", "RT0104", "RT0101"], Texts.Codes(tree.Findings));
    }

    [Theory]
    [InlineData("-18 dB", TokenKind.Quantity)]
    [InlineData("-inf dB", TokenKind.Quantity)]
    [InlineData("48kHz", TokenKind.Quantity)]
    [InlineData("12 dB/oct", TokenKind.Quantity)]
    [InlineData("2.5:1", TokenKind.Ratio)]
    [InlineData("3:1", TokenKind.Ratio)]
    [InlineData("1001/1000", TokenKind.Fraction)]
    [InlineData("0:12.480", TokenKind.Clock)]
    [InlineData("1:02:03.250", TokenKind.Clock)]
    [InlineData("+0:01.200", TokenKind.Offset)]
    [InlineData("01:00:18:00", TokenKind.Timecode)]
    [InlineData("01:01:00;02", TokenKind.Timecode)]
    [InlineData("12:40:15:00 @23.976", TokenKind.Timecode)]
    [InlineData("2026-01-31", TokenKind.Date)]
    [InlineData("7.1.4", TokenKind.Layout)]
    [InlineData("5.1", TokenKind.Number)]
    [InlineData("inf", TokenKind.Number)]
    [InlineData("0:12.480..3:58.200", TokenKind.Range)]
    [InlineData("40 ms..140 ms", TokenKind.Range)]
    [InlineData("01:06:10:00..01:07:40:00", TokenKind.Range)]
    [InlineData("100 samples..2000 samples", TokenKind.Range)]
    [InlineData("sha256:4f6c", TokenKind.Word)]
    [InlineData("information", TokenKind.Word)]
    [InlineData("tone.band2.gain", TokenKind.Word)]
    [InlineData("\"a # b \\\" \\u{e9}\"", TokenKind.String)]
    public void Token_IsOneOfItsKind(string text, TokenKind kind)
    {
        var tree = SyntaxTree.Parse("a", "w " + text);
        Assert.Empty(tree.Findings);
        Assert.Equal(2, tree.Statements[0].Tokens.Length);
        Assert.Equal(kind, tree.Statements[0].Tokens[1].Kind);
        Assert.Equal(text, tree.Statements[0].TextOf(1).ToString());
    }

    [Theory]
    [InlineData("s-curve", 3)]
    [InlineData("m", 2)]
    public void UnitIsAWholeWord(string next, int tokens) =>
        Assert.Equal(tokens, SyntaxTree.Parse("a", "w 4 " + next).Statements[0].Tokens.Length);

    [Theory]
    [InlineData("w 0:12 .. 0:20", "RT0103", 8)]
    [InlineData("w 0:12..", "RT0103", 7)]
    [InlineData("w a..b", "RT0103", 4)]
    [InlineData("w 12abc", "RT0101", 3)]
    [InlineData("w \"\\q\"", "RT0104", 4)]
    [InlineData("w \"\\u{110000}\"", "RT0104", 4)]
    [InlineData("w 1:2:3:4:5", "RT0101", 3)]
    [InlineData("w 0:99", "RT0101", 3)]
    [InlineData("w é", "RT0101", 3)]
    [InlineData("w -", "RT0101", 3)]
    [InlineData("w 1234567890123456789", "RT0107", 3)]
    public void LexicalFault_IsReportedAtItsColumn(string text, string code, int column)
    {
        Finding finding = Assert.Single(SyntaxTree.Parse("a", text).Findings);
        Assert.Equal((code, 1, column), (finding.Code, finding.Line, finding.Column));
    }

    [Fact]
    public void InvalidUtf8NulBomAndLoneReturn_AreReportedWhereTheyStand()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. "roomtone 1\nx-é "u8, 0xFF, .. "\n# a\0b\rc\n"u8];
        var tree = SyntaxTree.Parse("a", bytes);
        Assert.Contains(tree.Findings, f => f is { Line: 1, Column: 1, Code: "RT0101" });
        Assert.Contains(tree.Findings, f => f is { Line: 2, Column: 5, Code: "RT0101" } && f.Message.Contains("UTF-8", StringComparison.Ordinal));
        Assert.Contains(tree.Findings, f => f is { Line: 3, Column: 4, Code: "RT0101" } && f.Message.Contains("U+0000", StringComparison.Ordinal));
        Assert.Contains(tree.Findings, f => f is { Line: 3, Column: 6, Code: "RT0101" });
    }

    [Fact]
    public void LevelsBeyondTheLimit_AreRefusedWithoutRecursion()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 2_000; i++)
        {
            text.Append(' ', 2 * i).Append("w\n");
        }

        var tree = SyntaxTree.Parse("a", text.ToString());
        Assert.Contains(tree.Findings, f => f.Code == "RT0107");
        Assert.Equal(text.ToString(), tree.ToText());
    }

    [Fact]
    public void HugeLine_IsRefusedByItsLimit() =>
        Assert.Equal("RT0107", Assert.Single(SyntaxTree.Parse("a", "w " + new string('a', 10_000_000)).Findings).Code);

    [Fact]
    public void AMillionErrors_AreCountedNotKept()
    {
        var text = new StringBuilder(2_000_000);
        text.Insert(0, "$\n", 1_000_000);
        var tree = SyntaxTree.Parse("a", text.ToString());
        Assert.Equal(TextLimits.Findings + 1, tree.Findings.Length);
        Assert.Equal($"and {1_000_000 - TextLimits.Findings} more findings", tree.Findings[^1].Message);
    }

    [Fact]
    public void Strings_ReadBackFromTheirQuotes()
    {
        const string Value = "a \"b\" \\ \n \u0001 \u2028 é 🎧 {x}";
        Assert.Equal(Value, QuotedText.Unquote(QuotedText.Quote(Value)));
        Assert.Empty(SyntaxTree.Parse("a", "w " + QuotedText.Quote(Value)).Findings);
    }

    [Fact]
    public void ExtensionsAndWhatStandsUnderThem_AreNotRead()
    {
        const string Text = "roomtone 1\nx-view {\"a\": [1,2]}\n    deeper $$ \"open\n\nbus a\n  x-colour §\n  mute\n";
        var tree = SyntaxTree.Parse("a", Text);
        Assert.Empty(tree.Findings);
        Assert.Equal(Text, tree.ToText());
        Assert.Equal(["x-colour", "mute"], tree.Statements[2].Children.Select(c => c.Keyword.ToString()));
    }

    [Fact]
    public void ChangedLine_LeavesTheRestAlone()
    {
        var tree = SyntaxTree.Parse("a", "roomtone 1\n# one\nbus a  # keep\n  mute\n");
        Statement changed = tree.Statements[1].WithLine("bus b to master  # keep");
        Assert.Equal("roomtone 1\n# one\nbus b to master  # keep\n  mute\n", tree.WithStatements(tree.Statements.SetItem(1, changed)).ToText());
        Assert.Throws<FormatException>(() => tree.Statements[1].WithLine("bus \"open"));
    }

    [Fact]
    public void Mutants_NeverThrowAndKeepTheirText()
    {
        ulong state = 0x5EED;
        byte[] source = Encoding.UTF8.GetBytes(Texts.Podcast);
        for (int n = 0; n < Soak.Times(2_000, 100_000); n++)
        {
            byte[] mutant = Mutants.Next(source, ref state);
            var tree = SyntaxTree.Parse("a", mutant);
            if (tree.Findings.IsEmpty)
            {
                Assert.Equal(mutant, Encoding.UTF8.GetBytes(tree.ToText()));
            }

            BoundSession bound = SessionBinder.Bind(tree, TestCatalog.Instance);
            Assert.True(bound.Document is not null || bound.HasErrors);
        }
    }
}
