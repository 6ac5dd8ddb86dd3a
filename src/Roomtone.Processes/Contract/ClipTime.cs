namespace Roomtone.Processes;

/// <summary>Times of clip processes as samples.</summary>
internal static class ClipTime
{
    /// <summary>Seconds as whole samples, rounded half up.</summary>
    /// <param name="seconds">0 or more.</param>
    /// <param name="sampleRate">Hz.</param>
    public static long Samples(double seconds, int sampleRate) => (long)Math.Floor(seconds * sampleRate + 0.5);
}
