using Roomtone.Session;

namespace Roomtone.Delivery;

/// <summary>Places of a session or a source in a file of another rate.</summary>
internal static class FileTime
{
    /// <summary>A position at another rate, rounded half up.</summary>
    /// <param name="position">Samples, 0 or more.</param>
    /// <param name="to">Hz of the file.</param>
    /// <param name="from">Hz in which the position counts.</param>
    public static long Rescale(long position, int to, int from) => new SampleRatio(to, from).ToTimeline(position);
}
