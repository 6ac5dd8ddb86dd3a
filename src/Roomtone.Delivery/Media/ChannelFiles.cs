using System.Collections.Immutable;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>How the channels of a programme lie in files: in another order than SMPTE's, or each in a file of its own.</summary>
/// <param name="Layout">The programme's channels.</param>
/// <param name="Order">The order in one file.</param>
/// <param name="IsDiscrete">One mono file per channel.</param>
public sealed record ChannelArrangement(ChannelLayout Layout, ChannelOrdering Order, bool IsDiscrete)
{
    /// <summary>The channels lie as every file has them.</summary>
    public bool IsUsual => !IsDiscrete && (Order == ChannelOrdering.Smpte || ChannelOrder.Map(Layout, Order).Select((place, c) => place == c).All(same => same));

    /// <summary>The files of a name: <c>mix.wav</c>, or <c>mix.L.wav</c>, <c>mix.R.wav</c> ….</summary>
    /// <param name="path">The name.</param>
    public ImmutableArray<string> Paths(string path) => IsDiscrete
        ? [.. Layout.Speakers.Select(s => Path.ChangeExtension(path, s.Name + Path.GetExtension(path)))]
        : [path];
}

/// <summary>Writes and reads files whose channels lie as an arrangement says; inside, they are always in Roomtone's order.</summary>
/// <remarks>A file in another order carries no channel positions, because those that WAVE could carry would be wrong.</remarks>
internal sealed class ChannelFiles(IDeliveryMedia media, ChannelArrangement arrangement) : IDeliveryMedia
{
    public IDeliveryWriter Create(EncodeOrder order)
    {
        if (!arrangement.IsDiscrete)
        {
            ChannelLayout unnamed = ChannelLayout.Discrete(arrangement.Layout.Count);
            return new OrderedWriter(media.Create(order with { Format = order.Format with { Layout = unnamed } }), arrangement);
        }

        List<IDeliveryWriter> writers = [];
        try
        {
            foreach (string path in arrangement.Paths(order.Path))
            {
                writers.Add(media.Create(order with { Path = path, Format = order.Format with { Layout = ChannelLayout.Mono } }));
            }
        }
        catch
        {
            writers.ForEach(w => w.Dispose());
            throw;
        }

        return new DiscreteWriter(writers);
    }

    public IDeliveredFile Open(string path, CancellationToken cancellation)
    {
        List<IDeliveredFile> files = [];
        try
        {
            foreach (string file in arrangement.Paths(path))
            {
                files.Add(media.Open(file, cancellation));
            }
        }
        catch
        {
            files.ForEach(f => f.Dispose());
            throw;
        }

        return new ArrangedFile(files, arrangement);
    }

    public void Check(EncodeOrder order) => media.Check(order);

    public ImmutableArray<string> LeftOut(EncodeOrder order) => media.LeftOut(order);

    public string EncoderOf(string container) => media.EncoderOf(container);

    private sealed class OrderedWriter(IDeliveryWriter writer, ChannelArrangement arrangement) : IDeliveryWriter
    {
        private const int Block = 4096;
        private readonly int[] _map = ChannelOrder.Map(arrangement.Layout, arrangement.Order);
        private readonly AudioBuffer _buffer = new(arrangement.Layout.Count, Block);

        public void Write(ReadOnlyAudioBlock audio)
        {
            for (int done = 0; done < audio.Length; done += Block)
            {
                ReadOnlyAudioBlock part = audio.Slice(done, Math.Min(Block, audio.Length - done));
                AudioBlock ordered = _buffer.Block.Slice(0, part.Length);
                ChannelOrder.FromSmpte(part, _map, ordered);
                writer.Write(ordered);
            }
        }

        public void Complete() => writer.Complete();

        public void Dispose()
        {
            writer.Dispose();
            _buffer.Dispose();
        }
    }

    private sealed class DiscreteWriter(List<IDeliveryWriter> writers) : IDeliveryWriter
    {
        private const int Block = 4096;
        private readonly AudioBuffer _buffer = new(1, Block);

        public void Write(ReadOnlyAudioBlock audio)
        {
            for (int done = 0; done < audio.Length; done += Block)
            {
                int count = Math.Min(Block, audio.Length - done);
                AudioBlock one = _buffer.Block.Slice(0, count);
                for (int c = 0; c < writers.Count; c++)
                {
                    audio[c].Slice(done, count).CopyTo(one[0]);
                    writers[c].Write(one);
                }
            }
        }

        public void Complete() => writers.ForEach(w => w.Complete());

        public void Dispose()
        {
            writers.ForEach(w => w.Dispose());
            _buffer.Dispose();
        }
    }

    private sealed class ArrangedFile(List<IDeliveredFile> files, ChannelArrangement arrangement) : IDeliveredFile
    {
        private const int Block = 4096;
        private readonly int[] _map = ChannelOrder.Map(arrangement.Layout, arrangement.Order);
        private readonly AudioBuffer _buffer = new(arrangement.IsDiscrete ? 1 : arrangement.Layout.Count, Block);

        public int SampleRate => files[0].SampleRate;

        public ChannelLayout Layout => arrangement.Layout;

        public long Length => files.Min(f => f.Length);

        public FileFormat Format => files[0].Format with { Layout = arrangement.Layout };

        public ImmutableArray<string> Tags => files[0].Tags;

        public DeliveryMetadata Metadata => files[0].Metadata;

        public void Read(long position, AudioBlock destination)
        {
            for (int done = 0; done < destination.Length; done += Block)
            {
                AudioBlock part = destination.Slice(done, Math.Min(Block, destination.Length - done));
                AudioBlock read = _buffer.Block.Slice(0, part.Length);
                if (!arrangement.IsDiscrete)
                {
                    files[0].Read(position + done, read);
                    ChannelOrder.ToSmpte(read, _map, part);
                    continue;
                }

                for (int c = 0; c < files.Count; c++)
                {
                    files[c].Read(position + done, read);
                    read[0].CopyTo(part[c]);
                }
            }
        }

        public void Dispose()
        {
            files.ForEach(f => f.Dispose());
            _buffer.Dispose();
        }
    }
}
