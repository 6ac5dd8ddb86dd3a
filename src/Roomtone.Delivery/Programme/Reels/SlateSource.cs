using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>The recording of a slate at a file's rate, in its layout. Owns what it reads.</summary>
internal sealed class SlateSource : ViewSource, IDisposable
{
    private readonly IDisposable[] _owned;

    private SlateSource(IAudioSource source, IDisposable[] owned)
        : base(source, source.Length) => _owned = owned;

    /// <summary>Opens a slate.</summary>
    /// <param name="slate">The slate.</param>
    /// <param name="reel">Its reel, for messages.</param>
    /// <param name="specification">Rate and layout of the file.</param>
    /// <param name="folder">The session's.</param>
    /// <param name="media">Opens it.</param>
    /// <param name="cancellation">Stops decoding.</param>
    /// <exception cref="RoomtoneException">Usage: its channels have no place in the file. Media: it can't be read.</exception>
    public static SlateSource Open(ReelSlate slate, Reel reel, DeliverySpecification specification, string folder, IDeliveryMedia media, CancellationToken cancellation)
    {
        List<IDisposable> owned = [];
        try
        {
            IDeliveredFile file = media.Open(Path.Combine(folder, slate.Path), cancellation);
            owned.Add(file);
            IAudioSource source = file;
            if (!file.Layout.Equals(specification.Layout))
            {
                LayoutSource placed = new(file, specification.Layout, Places(file.Layout, specification.Layout) ?? throw Refuse(file.Layout, specification.Layout, reel));
                owned.Add(placed);
                source = placed;
            }

            if (source.SampleRate != specification.SampleRate)
            {
                source = new ResampledSource(source, specification.SampleRate);
            }

            return new SlateSource(source, [.. owned]);
        }
        catch
        {
            owned.ForEach(o => o.Dispose());
            throw;
        }
    }

    public void Dispose()
    {
        for (int i = _owned.Length - 1; i >= 0; i--)
        {
            _owned[i].Dispose();
        }
    }

    protected override void ReadInside(long position, AudioBlock destination) => Source.Read(position, destination);

    // Mono is spoken from the centre, or from both sides where there is none; other channels go where their names are.
    private static float[,]? Places(ChannelLayout from, ChannelLayout to)
    {
        float[,] matrix = new float[to.Count, from.Count];
        if (from.Equals(ChannelLayout.Mono))
        {
            int centre = to.IndexOf("C");
            int[] places = centre >= 0 ? [centre] : [to.IndexOf("L"), to.IndexOf("R")];
            if (places.Contains(-1))
            {
                return null;
            }

            foreach (int place in places)
            {
                matrix[place, 0] = centre >= 0 ? 1 : (float)Math.Sqrt(0.5);
            }

            return matrix;
        }

        for (int c = 0; c < from.Count; c++)
        {
            int place = to.IndexOf(from.Speakers[c].Name);
            if (place < 0)
            {
                return null;
            }

            matrix[place, c] = 1;
        }

        return matrix;
    }

    private static RoomtoneException Refuse(ChannelLayout from, ChannelLayout to, Reel reel) => new(
        ExitCode.Usage, new Finding("RT0811", Severity.Error, $"the slate of reel '{reel.Id}' is {from.Id}, and its channels have no place in {to.Id}")
        {
            File = reel.Origin.File,
            Line = reel.Origin.Line,
            Column = reel.Origin.Column,
            Width = reel.Origin.Width,
            Hint = "record it in mono, or in the file's layout",
        });
}
