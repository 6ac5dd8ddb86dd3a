namespace Roomtone.Signal;

/// <summary>Random-access audio of a known length: media, a clip, the output of a clip process.</summary>
/// <remarks>Reading before 0 and past the end gives silence, because clips may hang over. Thread: one at a time.</remarks>
public interface IAudioSource
{
    /// <summary>Sample rate, Hz.</summary>
    int SampleRate { get; }

    /// <summary>Channels in the source's order.</summary>
    ChannelLayout Layout { get; }

    /// <summary>Samples per channel.</summary>
    long Length { get; }

    /// <summary>Reads samples; what lies outside the source is silence.</summary>
    /// <param name="position">First sample; may be negative.</param>
    /// <param name="destination">As many channels as <see cref="Layout"/>.</param>
    void Read(long position, AudioBlock destination);
}

/// <summary>Takes audio in order.</summary>
public interface IAudioSink
{
    /// <summary>Appends samples.</summary>
    /// <param name="audio">As many channels as the sink was opened with.</param>
    void Write(ReadOnlyAudioBlock audio);
}
