using System.Globalization;
using Roomtone.Media;
using Roomtone.Platform;

namespace Roomtone.Verbs;

/// <summary>Tells of samples that were no numbers.</summary>
internal static class ReplacedSamples
{
    /// <summary>Reports what a reader replaced; nothing where nothing was.</summary>
    /// <param name="reader">After its samples were read.</param>
    /// <param name="context">Receives the finding.</param>
    public static void Report(IMediaReader reader, VerbContext context)
    {
        if (reader.ReplacedValues > 0)
        {
            context.Report(new Finding(
                "RT9206",
                Severity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{reader.ReplacedValues} values are NaN or infinite and were read as 0, the first at sample {reader.FirstReplaced}")));
        }
    }
}
