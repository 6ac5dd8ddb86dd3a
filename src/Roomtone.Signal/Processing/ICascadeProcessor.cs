namespace Roomtone.Signal;

/// <summary>A processor that may be nothing but fixed second-order sections in series, so that several of them can run side by side.</summary>
public interface ICascadeProcessor : IAudioProcessor
{
    /// <summary>The sections, with their history: all that the processor does. Null where it does more, or where they move.</summary>
    BiquadCascade? WholeCascade { get; }
}
