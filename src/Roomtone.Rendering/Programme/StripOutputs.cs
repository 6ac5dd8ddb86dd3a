using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>What the strips of a plan gave in the window just rendered. The mix may have come from the cache, past the engine.</summary>
/// <param name="engine">Has rendered the others.</param>
/// <param name="mix">The root's window.</param>
internal readonly ref struct StripOutputs(RenderEngine engine, ReadOnlyAudioBlock mix)
{
    private readonly ReadOnlyAudioBlock _mix = mix;

    /// <summary>Samples.</summary>
    public int Length => _mix.Length;

    /// <summary>The window of a strip that is held, or of the root.</summary>
    /// <param name="place">Place in rendering order.</param>
    public ReadOnlyAudioBlock Of(int place) => place == engine.Strips.Count - 1 ? _mix : engine.Output(place, _mix.Length);
}
