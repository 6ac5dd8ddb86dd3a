using Roomtone.Delivery;
using Roomtone.Platform;

namespace Roomtone.Verbs;

/// <summary>Writes the page that <c>--html</c> asks for.</summary>
internal static class ReportPage
{
    /// <summary>Writes a page, whole or not at all.</summary>
    /// <param name="path">The page; null = none is asked for.</param>
    /// <param name="report">What it tells.</param>
    /// <param name="force">An earlier page is replaced.</param>
    /// <param name="sources">Files that are never written.</param>
    /// <exception cref="RoomtoneException">Media: it can't be written.</exception>
    public static void Write(string? path, DeliveryReport report, bool force, IEnumerable<string> sources)
    {
        if (path is not null)
        {
            OutputFile.WriteAll(path, HtmlReport.Write(report), new OutputOptions { Replace = force, Protected = [.. sources] });
        }
    }
}
