using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>The mix of a renderer as a source.</summary>
/// <param name="renderer">The renderer.</param>
internal sealed class ProgrammeSource(SessionRenderer renderer) : IAudioSource
{
    /// <inheritdoc/>
    public int SampleRate => renderer.Master.SampleRate;

    /// <inheritdoc/>
    public ChannelLayout Layout => renderer.Master.Layout;

    /// <inheritdoc/>
    public long Length => renderer.Master.Length;

    /// <inheritdoc/>
    public void Read(long position, AudioBlock destination)
    {
        destination.Clear();
        long from = Math.Clamp(position, 0, Length), to = Math.Clamp(position + destination.Length, 0, Length);
        if (from >= to)
        {
            return;
        }

        var sink = new ArraySink(Layout.Count, (int)(to - from));
        renderer.Render(from, to - from, sink, CancellationToken.None);
        sink.CopyTo(destination.Slice((int)(from - position), (int)(to - from)));
    }

    private sealed class ArraySink(int channels, int length) : IAudioSink
    {
        private readonly float[] _samples = new float[channels * length];
        private int _at;

        public void Write(ReadOnlyAudioBlock audio)
        {
            audio.CopyTo(new AudioBlock(_samples, length, channels, _at, audio.Length));
            _at += audio.Length;
        }

        public void CopyTo(AudioBlock destination) => new ReadOnlyAudioBlock(_samples, length, channels, 0, length).CopyTo(destination);
    }
}
