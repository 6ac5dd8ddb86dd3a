using Roomtone.Rendering;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>The mix of a session as a source that may be read a little back and forth. Owns the renderer.</summary>
/// <remarks>
/// Rate converters and crossfades read over the same samples more than once; a renderer that goes back begins again. So the last blocks are
/// kept. Thread: one at a time.
/// </remarks>
internal sealed class NestedSource : IAudioSource, IDisposable
{
    private const int Block = 1 << 14;
    private const int Kept = 16;
    private readonly SessionRenderer _renderer;
    private readonly IAudioSource _mix;
    private readonly AudioBuffer[] _blocks = new AudioBuffer[Kept];
    private readonly long[] _indices = new long[Kept];

    /// <summary>Takes a renderer over.</summary>
    /// <param name="renderer">The renderer.</param>
    public NestedSource(SessionRenderer renderer)
    {
        (_renderer, _mix) = (renderer, renderer.AsSource());
        Array.Fill(_indices, -1);
    }

    /// <inheritdoc/>
    public int SampleRate => _mix.SampleRate;

    /// <inheritdoc/>
    public ChannelLayout Layout => _mix.Layout;

    /// <inheritdoc/>
    public long Length => _mix.Length;

    /// <summary>What changes whenever the mix does.</summary>
    public string ContentKey => _renderer.ContentKey;

    /// <inheritdoc/>
    public void Read(long position, AudioBlock destination)
    {
        int from = (int)Math.Clamp(-position, 0, destination.Length), to = (int)Math.Clamp(Length - position, from, destination.Length);
        destination.Slice(0, from).Clear();
        destination.Slice(to, destination.Length - to).Clear();
        while (from < to)
        {
            long index = (position + from) / Block;
            int inside = (int)(position + from - index * Block), count = Math.Min(Block - inside, to - from);
            ((ReadOnlyAudioBlock)Rendered(index)).Slice(inside, count).CopyTo(destination.Slice(from, count));
            from += count;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AudioBuffer block in _blocks)
        {
            block?.Dispose();
        }

        _renderer.Dispose();
    }

    private AudioBlock Rendered(long index)
    {
        int place = (int)(index % Kept);
        AudioBuffer buffer = _blocks[place] ??= new AudioBuffer(Layout.Count, Block);
        if (_indices[place] != index)
        {
            _indices[place] = -1;
            _mix.Read(index * Block, buffer.Block);
            _indices[place] = index;
        }

        return buffer.Block;
    }
}
