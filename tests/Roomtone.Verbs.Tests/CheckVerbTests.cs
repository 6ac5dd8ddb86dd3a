using Roomtone.Platform;

namespace Roomtone.Verbs.Tests;

public sealed class CheckVerbTests
{
    [Fact]
    public void NeitherProfileNorQualityControl_IsRefusedBeforeAnyFileIsSought()
    {
        RoomtoneException refused = Assert.Throws<RoomtoneException>(() => CheckVerb.Run(new CheckRequest(["nothere.wav"], null), new VerbContext()));
        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Equal("RT1014", Assert.Single(refused.Findings).Code);
    }
}
