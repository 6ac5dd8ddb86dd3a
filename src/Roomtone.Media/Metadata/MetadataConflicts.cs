using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>Finds what chunks say differently: time follows bext, rate and frame rate follow iXML, XMP decides nothing.</summary>
internal static class MetadataConflicts
{
    internal static ImmutableArray<Finding> Find(MetadataSet set, int sampleRate)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        if (set.Ixml is { IsWellFormed: false })
        {
            findings.Add(new Finding("RT9105", Severity.Warning, "the iXML text is not well formed; it is kept as it is"));
        }

        Compare("iXML", set.Ixml?.TimeReference, set.Ixml?.FileSampleRate, "pull-up or pull-down");
        Compare("XMP", set.Xmp?.TimeReference, set.Xmp?.SampleRate, "the packet is older than the file, or another rate was meant");

        void Compare(string chunk, ulong? time, int? rate, string why)
        {
            if (set.Broadcast is { } bext && time is not null && time != bext.TimeReference)
            {
                findings.Add(new Finding("RT9106", Severity.Warning, $"the time reference is {bext.TimeReference} in bext and {time} in {chunk}; bext is used"));
            }

            if (rate is not null && rate != sampleRate)
            {
                findings.Add(new Finding("RT9107", Severity.Warning, $"the sample rate is {sampleRate} Hz in the header and {rate} Hz in {chunk} ({why})"));
            }
        }

        return findings.ToImmutable();
    }
}
