namespace Roomtone.Cli.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Alone_ShowsTheStagesAndACommandToTry()
    {
        CommandRun run = _folder.Run().Succeeds();
        Assert.Contains("Try\n", run.Output);
        Assert.Contains("roomtone measure", run.Output);
        Assert.Empty(run.Messages);
    }

    [Fact]
    public void Version_IsOneLine() => Assert.Matches(@"^roomtone \d+\.\d+\.\d+\n$", _folder.Run("--version").Succeeds().Output);

    [Fact]
    public void EveryVerb_HasHelpThatEndsInExamples()
    {
        foreach (string verb in VerbTable.Names)
        {
            string page = _folder.Run(verb, "--help").Succeeds().Output;
            Assert.StartsWith("roomtone " + verb, page);
            string[] examples = page[(page.IndexOf("\nExamples\n", StringComparison.Ordinal) + 10)..].Trim().Split('\n');
            Assert.InRange(examples.Length, 2, 5);
            Assert.All(examples, e => Assert.Contains("roomtone ", e));
        }
    }

    [Fact]
    public void UnknownVerb_IsExit2WithTheNearestOne() => _folder.Run("lst").Fails(2, "no verb is named 'lst'", "did you mean 'roomtone list'?");

    [Fact]
    public void UnknownOption_IsExit2WithTheNearestOne() =>
        _folder.Run("list", "layouts", "--jsn").Fails(2, "'--jsn' is no option of roomtone list", "did you mean '--json'?");

    [Fact]
    public void MissingArgument_IsExit2WithTheUsage() => _folder.Run("describe").Fails(2, "describe", "roomtone describe PROCESS");

    [Fact]
    public void FailureWithJson_IsOneDocumentWithTheFinding()
    {
        CommandRun run = _folder.Run("describe", "nothing-such", "--json").Fails(2, "nothing-such");
        Assert.Equal(2, run.Json.GetProperty("exit_code").GetInt32());
        Assert.Equal("RT1005", run.Json.GetProperty("findings")[0].GetProperty("code").GetString());
        Assert.NotEmpty(run.Json.GetProperty("findings")[0].GetProperty("hint").GetString()!);
    }

    [Theory]
    [InlineData("bash", "complete")]
    [InlineData("zsh", "compdef")]
    [InlineData("fish", "complete -c roomtone")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public void Completion_IsAScriptThatAsksTheCommand(string shell, string word)
    {
        string script = _folder.Run("completion", shell).Succeeds().Output;
        Assert.Contains(word, script);
        Assert.Contains("[suggest]", script);
    }

    [Theory]
    [InlineData("roomtone li", "list")]
    [InlineData("roomtone list la", "layouts")]
    [InlineData("roomtone list --j", "--json")]
    [InlineData("roomtone describe ga", "gain")]
    public void Suggest_AnswersTheWordsThatMayStandThere(string line, string word) =>
        Assert.Contains(word + "\n", _folder.Run("[suggest]", line).Succeeds().Output);

    [Fact]
    public void DescribeProcess_GivesTheTableInTextAndJson()
    {
        Assert.Contains("amount", _folder.Run("describe", "gain").Succeeds().Output);
        CommandRun run = _folder.Run("describe", "gain", "--json").Succeeds();
        Assert.Equal("gain", run.Json.GetProperty("id").GetString());
        Assert.Contains("dB", run.Json.GetProperty("parameters")[0].GetProperty("units").EnumerateArray().Select(u => u.GetString()));
    }

    [Fact]
    public void ListLayouts_NamesTheChannelsInOrder() => Assert.Matches(@"5\.1 +6 ch +L R C LFE Ls Rs\n", _folder.Run("list", "layouts").Succeeds().Output);
}
