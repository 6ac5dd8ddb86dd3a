using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>Brings samples to the word length of the file, with dither where it is needed, and hands them on.</summary>
/// <remarks>
/// Dither is keyed by (seed, channel, sample), so the same programme gives the same bytes. Where none is written, words of up to 20 bits get
/// triangular dither and longer ones are rounded: their step lies under the noise of every converter. Samples that lie on the grid already
/// pass bit for bit. Lossy and float files take the samples as they are.
/// </remarks>
internal sealed class WordLengthSink : IAudioSink, IDisposable
{
    private const int LastDitheredBits = 20;
    private const int LongestWord = 24;
    private const int Block = 4096;
    private readonly IAudioSink _next;
    private readonly AudioBuffer? _buffer;
    private readonly Quantiser? _quantiser;
    private long _position;

    public WordLengthSink(IAudioSink next, DeliverySpecification specification, DeliverableOrder order, LoudnessPlan plan)
    {
        _next = next;
        bool isOnGrid = order.SourceBits <= specification.Format.Bits && plan.GainDb == 0 && plan.LimiterCeilingDbtp is null;
        if (!specification.Format.IsFloat && !isOnGrid && specification.Format.Bits is { } bits and <= LongestWord)
        {
            DitherShape shape = ShapeOf(specification.Deliverable.Dither, bits);
            _quantiser = new Quantiser(bits, shape, (ulong)order.Seed, specification.Layout.Count, specification.SampleRate);
            _buffer = new AudioBuffer(specification.Layout.Count, Block);
        }
    }

    public void Write(ReadOnlyAudioBlock audio)
    {
        if (_quantiser is null || _buffer is null)
        {
            _next.Write(audio);
            return;
        }

        for (int done = 0; done < audio.Length; done += Block)
        {
            ReadOnlyAudioBlock part = audio.Slice(done, Math.Min(Block, audio.Length - done));
            AudioBlock words = _buffer.Block.Slice(0, part.Length);
            part.CopyTo(words);
            _quantiser.Process(_position, words);
            _position += part.Length;
            _next.Write(words);
        }
    }

    public void Dispose() => _buffer?.Dispose();

    private static DitherShape ShapeOf(string? written, int bits) => written switch
    {
        "tpdf" => DitherShape.Triangular,
        "shaped" => DitherShape.Shaped,
        "none" => DitherShape.None,
        _ => bits <= LastDitheredBits ? DitherShape.Triangular : DitherShape.None,
    };
}
