namespace Roomtone.Verbs.Tests;

public sealed class BlindTestTests
{
    // Binomial tail of one half: 12 of 16 is 0.0384, 11 of 16 is 0.1051 (tables of the ABX literature).
    [Theory]
    [InlineData(12, 16, 0.0384)]
    [InlineData(11, 16, 0.1051)]
    [InlineData(5, 5, 0.03125)]
    [InlineData(9, 10, 0.01074)]
    [InlineData(0, 10, 1)]
    public void Chance_IsTheTailOfGuessing(int correct, int trials, double expected) =>
        Assert.Equal(expected, BlindResult.Chance(correct, trials), 4);

    [Theory]
    [InlineData(4, null)]
    [InlineData(5, 5)]
    [InlineData(10, 9)]
    [InlineData(16, 12)]
    public void Needed_IsTheFewestThatGuessingRarelyMakes(int trials, int? expected) => Assert.Equal(expected, BlindResult.Needed(trials));

    [Fact]
    public void Listener_WhoHearsX_IsAlwaysRightAndGuessingIsNot()
    {
        bool[] drawn = [true, false, false, true, false, true, true, false];
        Assert.True(Run(drawn, hears: true).IsHeard);
        BlindResult guessed = Run(drawn, hears: false);
        Assert.Equal(4, guessed.Correct);
        Assert.False(guessed.IsHeard);
        Assert.All(guessed.Trials.Zip(drawn), p => Assert.Equal(p.Second, p.First.IsXA));
    }

    [Fact]
    public void WhatIsDrawn_IsNotForeseen()
    {
        BlindResult result = new BlindTest(_ => { }, new Ear(() => true)).Run(100, TestContext.Current.CancellationToken);
        Assert.InRange(result.Correct, 15, 85);
    }

    private static BlindResult Run(bool[] drawn, bool hears)
    {
        bool last = false;
        int at = 0;
        var test = new BlindTest(isA => last = isA, new Ear(() => !hears || last), () => drawn[at++]);
        return test.Run(drawn.Length, TestContext.Current.CancellationToken);
    }

    /// <summary>Listens to X once, then answers.</summary>
    private sealed class Ear(Func<bool> isA) : IBlindListener
    {
        private bool _hasHeard;

        public BlindReply Next(int trial, int trials, CancellationToken cancellation)
        {
            _hasHeard = !_hasHeard;
            return _hasHeard ? BlindReply.HearX : isA() ? BlindReply.IsA : BlindReply.IsB;
        }
    }
}
