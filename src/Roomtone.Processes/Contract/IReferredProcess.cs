using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Settings that name other audio, which has to be opened before they can run.</summary>
public interface IReferredProcess : IClipProcess
{
    /// <summary>The other audio as it is written: the id of a medium, with or without a range, or a file; null where nothing is written.</summary>
    ParameterValue? Reference { get; }

    /// <summary>The process with the other audio studied.</summary>
    /// <param name="reference">The other audio; not read after the call.</param>
    /// <param name="cancellation">Stops the study.</param>
    IReportingProcess Refer(IAudioSource reference, CancellationToken cancellation);
}

/// <summary>A clip process that can say what it found in its study.</summary>
public interface IReportingProcess : IClipProcess
{
    /// <summary>The processed audio, random access.</summary>
    /// <param name="source">The audio; the result reads from it while it is used.</param>
    /// <param name="progress">Told the share of the study that is done, 0…1.</param>
    /// <param name="found">What was found, for people.</param>
    /// <param name="cancellation">Stops the study.</param>
    /// <exception cref="ProcessSettingsException">The settings do not go with the source.</exception>
    IAudioSource Apply(IAudioSource source, IProgress<double>? progress, out string found, CancellationToken cancellation);
}
