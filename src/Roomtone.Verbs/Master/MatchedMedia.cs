using System.Collections.Immutable;
using Roomtone.Delivery;
using Roomtone.Processes;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Files as they are, mixes through the curve that matches them to the reference.</summary>
/// <param name="media">Where the files are.</param>
/// <param name="curves">A curve by full path of a mix.</param>
internal sealed class MatchedMedia(IDeliveryMedia media, ImmutableDictionary<string, MatchCurve> curves) : IDeliveryMedia
{
    public IDeliveryWriter Create(EncodeOrder order) => media.Create(order);

    public ImmutableArray<string> LeftOut(EncodeOrder order) => media.LeftOut(order);

    public IDeliveredFile Open(string path, CancellationToken cancellation)
    {
        IDeliveredFile file = media.Open(path, cancellation);
        return curves.TryGetValue(Path.GetFullPath(path), out MatchCurve? curve) ? new MatchedFile(file, curve) : file;
    }

    public string EncoderOf(string container) => media.EncoderOf(container);

    private sealed class MatchedFile(IDeliveredFile file, MatchCurve curve) : IDeliveredFile
    {
        private readonly IAudioSource _matched = MatchEq.Filtered(file, curve);

        public FileFormat Format => file.Format;

        public ImmutableArray<string> Tags => file.Tags;

        public DeliveryMetadata Metadata => file.Metadata;

        public int SampleRate => file.SampleRate;

        public ChannelLayout Layout => file.Layout;

        public long Length => file.Length;

        public void Read(long position, AudioBlock destination) => _matched.Read(position, destination);

        public void Dispose()
        {
            (_matched as IDisposable)?.Dispose();
            file.Dispose();
        }
    }
}
