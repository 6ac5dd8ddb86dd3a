using System.Collections.Immutable;
using Roomtone.Delivery;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Files as they are, mixes through what shall happen to them before they are levelled.</summary>
/// <param name="media">Where the files are.</param>
/// <param name="processes">By full path of a mix; a result that holds something is disposed of with the file.</param>
internal sealed class ProcessedMedia(IDeliveryMedia media, ImmutableDictionary<string, Func<IAudioSource, IAudioSource>> processes) : IDeliveryMedia
{
    public IDeliveryWriter Create(EncodeOrder order) => media.Create(order);

    public void Check(EncodeOrder order) => media.Check(order);

    public ImmutableArray<string> LeftOut(EncodeOrder order) => media.LeftOut(order);

    public IDeliveredFile Open(string path, CancellationToken cancellation)
    {
        IDeliveredFile file = media.Open(path, cancellation);
        try
        {
            return processes.TryGetValue(Path.GetFullPath(path), out Func<IAudioSource, IAudioSource>? process) ? new ProcessedFile(file, process(file)) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public string EncoderOf(string container) => media.EncoderOf(container);

    private sealed class ProcessedFile(IDeliveredFile file, IAudioSource processed) : IDeliveredFile
    {
        public FileFormat Format => file.Format;

        public ImmutableArray<string> Tags => file.Tags;

        public DeliveryMetadata Metadata => file.Metadata;

        public int SampleRate => file.SampleRate;

        public ChannelLayout Layout => file.Layout;

        public long Length => file.Length;

        public void Read(long position, AudioBlock destination) => processed.Read(position, destination);

        public void Dispose()
        {
            if (!ReferenceEquals(processed, file))
            {
                (processed as IDisposable)?.Dispose();
            }

            file.Dispose();
        }
    }
}
