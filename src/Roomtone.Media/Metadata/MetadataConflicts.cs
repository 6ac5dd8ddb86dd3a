using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>Finds what chunks say differently: time follows bext, rate and frame rate follow iXML.</summary>
internal static class MetadataConflicts
{
    internal static ImmutableArray<Finding> Find(MetadataSet set, int sampleRate)
    {
        if (set.Ixml is not { } ixml)
        {
            return [];
        }

        var findings = ImmutableArray.CreateBuilder<Finding>();
        if (!ixml.IsWellFormed)
        {
            findings.Add(new Finding("RT9105", Severity.Warning, "the iXML text is not well formed; it is kept as it is"));
        }

        if (set.Broadcast is { } bext && ixml.TimeReference is { } time && time != bext.TimeReference)
        {
            findings.Add(new Finding("RT9106", Severity.Warning, $"the time reference is {bext.TimeReference} in bext and {time} in iXML; bext is used"));
        }

        if (ixml.FileSampleRate is { } rate && rate != sampleRate)
        {
            findings.Add(new Finding("RT9107", Severity.Warning, $"the sample rate is {sampleRate} Hz in the header and {rate} Hz in iXML (pull-up or pull-down)"));
        }

        return findings.ToImmutable();
    }
}
