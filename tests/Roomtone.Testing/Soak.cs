namespace Roomtone.Testing;

/// <summary>How long tests go on: as every run of the tests, or as <c>scripts/soak</c> before a release.</summary>
public static class Soak
{
    /// <summary>The run is a soak.</summary>
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("ROOMTONE_SOAK") == "1";

    /// <summary>A number of repetitions, a length.</summary>
    /// <param name="test">In every run of the tests.</param>
    /// <param name="soak">In a soak.</param>
    public static int Times(int test, int soak) => IsOn ? soak : test;
}
