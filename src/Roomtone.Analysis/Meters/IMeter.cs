using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>Watches audio and reads numbers from it; an observer, never a process, so that it can be tapped anywhere.</summary>
/// <remarks>The reading is the same for any partition of the audio into blocks. Thread: one at a time.</remarks>
/// <typeparam name="TReading">What it reads.</typeparam>
public interface IMeter<out TReading>
{
    /// <summary>Measures a block.</summary>
    /// <param name="audio">The next samples; as many channels as the meter was made for.</param>
    void Add(ReadOnlyAudioBlock audio);

    /// <summary>The numbers of everything added so far; more may be added afterwards.</summary>
    TReading Read();

    /// <summary>Returns to the state of a new meter.</summary>
    void Reset();
}
