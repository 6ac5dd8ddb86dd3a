using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Roomtone.Verbs;

/// <summary>What a listener wants in a blind test.</summary>
public enum BlindReply
{
    /// <summary>To hear A.</summary>
    HearA,

    /// <summary>To hear B.</summary>
    HearB,

    /// <summary>To hear X.</summary>
    HearX,

    /// <summary>Answers that X is A.</summary>
    IsA,

    /// <summary>Answers that X is B.</summary>
    IsB,

    /// <summary>Ends the test; the trial that is open does not count.</summary>
    Stop,
}

/// <summary>Who listens in a blind test.</summary>
public interface IBlindListener
{
    /// <summary>Asks what is wanted next.</summary>
    /// <param name="trial">The trial that is open, from 1.</param>
    /// <param name="trials">How many there are.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What to play, or the answer.</returns>
    BlindReply Next(int trial, int trials, CancellationToken cancellation);
}

/// <summary>Asks for a blind test.</summary>
/// <param name="Trials">5…100.</param>
/// <param name="Listener">Who listens.</param>
public sealed record BlindRequest(int Trials, IBlindListener Listener);

/// <summary>One answered trial.</summary>
/// <param name="IsXA">What X was: true = A.</param>
/// <param name="IsAnsweredA">What the listener said it was.</param>
/// <param name="Heard">How often something was played before the answer.</param>
public readonly record struct BlindTrial(bool IsXA, bool IsAnsweredA, int Heard)
{
    /// <summary>The answer was right.</summary>
    public bool IsCorrect => IsXA == IsAnsweredA;
}

/// <summary>What a blind test came to.</summary>
/// <param name="Trials">The answered ones, in order.</param>
public sealed record BlindResult(ImmutableArray<BlindTrial> Trials)
{
    /// <summary>Below it, guessing is not believed.</summary>
    public const double Significance = 0.05;

    /// <summary>Right answers.</summary>
    public int Correct => Trials.Count(t => t.IsCorrect);

    /// <summary>How likely so many right answers or more are by guessing, 0…1.</summary>
    public double PValue => Chance(Correct, Trials.Length);

    /// <summary>The difference was heard: <see cref="PValue"/> is below 0.05.</summary>
    public bool IsHeard => PValue < Significance;

    /// <summary>The fewest right answers of so many trials that guessing makes less than once in twenty; null where even all are too few.</summary>
    /// <param name="trials">Trials.</param>
    public static int? Needed(int trials)
    {
        int? needed = null;
        for (int correct = trials; correct >= 0 && Chance(correct, trials) < Significance; correct--)
        {
            needed = correct;
        }

        return needed;
    }

    /// <summary>The upper tail of the binomial distribution with one half: Σ C(n, i)/2ⁿ for i from the right answers to n.</summary>
    /// <param name="correct">Right answers.</param>
    /// <param name="trials">n.</param>
    public static double Chance(int correct, int trials)
    {
        double sum = 0, ways = 1;
        for (int i = trials; i >= correct; i--)
        {
            sum += ways;
            ways = ways * i / (trials - i + 1);
        }

        return Math.ScaleB(sum, -trials);
    }
}

/// <summary>A blind test, ABX: X is A or B, drawn anew in every trial, and the listener says which.</summary>
/// <remarks>Source: W. A. Munson, M. B. Gardner, JASA 22, 1950; D. Clark, JAES 30(5), 1982.</remarks>
/// <param name="play">Plays A (true) or B (false).</param>
/// <param name="listener">Who listens.</param>
/// <param name="draw">Draws what X is; null = the system's random numbers, which nobody foresees.</param>
public sealed class BlindTest(Action<bool> play, IBlindListener listener, Func<bool>? draw = null)
{
    /// <summary>Runs the trials.</summary>
    /// <param name="trials">How many.</param>
    /// <param name="cancellation">Ends the test.</param>
    /// <returns>The trials that were answered.</returns>
    public BlindResult Run(int trials, CancellationToken cancellation)
    {
        var answered = ImmutableArray.CreateBuilder<BlindTrial>();
        for (int trial = 1; trial <= trials && Ask(trial, trials, cancellation) is { } answer; trial++)
        {
            answered.Add(answer);
        }

        return new BlindResult(answered.ToImmutable());
    }

    private BlindTrial? Ask(int trial, int trials, CancellationToken cancellation)
    {
        bool isA = draw is null ? RandomNumberGenerator.GetInt32(2) == 0 : draw();
        for (int heard = 0; ; heard++)
        {
            switch (listener.Next(trial, trials, cancellation))
            {
                case BlindReply.HearA:
                    play(true);
                    break;
                case BlindReply.HearB:
                    play(false);
                    break;
                case BlindReply.HearX:
                    play(isA);
                    break;
                case BlindReply.IsA:
                    return new BlindTrial(isA, true, heard);
                case BlindReply.IsB:
                    return new BlindTrial(isA, false, heard);
                default:
                    return null;
            }
        }
    }
}
