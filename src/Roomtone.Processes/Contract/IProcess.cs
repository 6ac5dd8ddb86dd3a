using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>A process: an immutable record of settings that makes its running form.</summary>
/// <remarks>A process of one kind implements <see cref="IStreamingProcess"/> or <see cref="IClipProcess"/>.</remarks>
public interface IProcess
{
    /// <summary>Id, parameters and what holds for every setting.</summary>
    ProcessDescriptor Definition { get; }

    /// <summary>These settings change no bit of the audio (0 dB, ratio 1, mix 0).</summary>
    bool IsNeutral { get; }

    /// <summary>The settings record itself, where this wraps one (dry/wet); else this.</summary>
    IProcess Core => this;

    /// <summary>The channels that come out.</summary>
    /// <param name="input">The channels that go in.</param>
    /// <exception cref="ProcessSettingsException">The process does not take these channels.</exception>
    ChannelLayout OutputLayout(ChannelLayout input) => input;
}

/// <summary>A process that runs as the audio passes.</summary>
public interface IStreamingProcess : IProcess
{
    /// <summary>
    /// These settings compute gains from the signal, and its processor takes them from <see cref="ProcessContext.Leader"/> where there is
    /// one: the process is linear in the signal once its gains are given.
    /// </summary>
    bool FollowsLeader => false;

    /// <summary>Allocates and prepares; everything that may fail or be slow happens here.</summary>
    /// <param name="format">Rate, channels, largest block.</param>
    /// <exception cref="ProcessSettingsException">The settings do not go with the format (a frequency above Nyquist).</exception>
    IAudioProcessor CreateProcessor(ProcessFormat format);
}

/// <summary>A process that sees a whole clip and may change its length.</summary>
public interface IClipProcess : IProcess
{
    /// <summary>The processed audio, random access; what must be known beforehand is studied in the call.</summary>
    /// <param name="source">The audio; the result reads from it while it is used.</param>
    /// <param name="progress">Told the share of the study that is done, 0…1.</param>
    /// <param name="cancellation">Stops the study.</param>
    /// <exception cref="ProcessSettingsException">The settings do not go with the source.</exception>
    IAudioSource Apply(IAudioSource source, IProgress<double>? progress, CancellationToken cancellation);

    /// <summary>Where the source's samples are in the result, for all that counts samples: time reference, markers, loops, chapters.</summary>
    /// <param name="source">The audio.</param>
    SampleMap Map(IAudioSource source) => SampleMap.Identity;
}

/// <summary>What the typed table of a process's settings gives to those that know it only by name.</summary>
/// <typeparam name="TSelf">The settings record.</typeparam>
public interface IProcess<TSelf> : IProcess
    where TSelf : IProcess<TSelf>
{
    /// <summary>Id, parameters and what holds for every setting.</summary>
    static abstract ProcessDescriptor Descriptor { get; }

    /// <summary>The parameters with their getters and setters.</summary>
    static abstract ParameterTable<TSelf> Parameters { get; }
}

/// <summary>Settings that cannot run: names the parameter, the value, the limit and the way out.</summary>
/// <param name="message">For people.</param>
/// <param name="parameter">Path of the parameter (<c>threshold</c>, <c>band2.freq</c>), or null.</param>
public sealed class ProcessSettingsException(string message, string? parameter = null) : Exception(message)
{
    /// <summary>Path of the parameter, or null.</summary>
    public string? Parameter { get; } = parameter;
}
