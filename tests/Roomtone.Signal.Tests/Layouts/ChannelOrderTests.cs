namespace Roomtone.Signal.Tests;

public sealed class ChannelOrderTests
{
    [Fact]
    public void FivePointOne_HasItsThreeOrders()
    {
        Assert.Equal("L R C LFE Ls Rs", Names(ChannelOrdering.Smpte, ChannelLayout.Surround51));
        Assert.Equal("L C R Ls Rs LFE", Names(ChannelOrdering.Film, ChannelLayout.Surround51));
        Assert.Equal("L R Ls Rs C LFE", Names(ChannelOrdering.Dts, ChannelLayout.Surround51));
        Assert.Equal("L C R Lss Rss Lrs Rrs LFE", Names(ChannelOrdering.Film, ChannelLayout.Surround71));
        Assert.Equal("L R", Names(ChannelOrdering.Film, ChannelLayout.Stereo));
    }

    [Fact]
    public void EveryOrder_RoundTrips()
    {
        foreach (ChannelLayout layout in ChannelLayout.Known)
        {
            foreach (ChannelOrdering ordering in Enum.GetValues<ChannelOrdering>())
            {
                using var planes = new AudioBuffer(layout.Count, 2);
                using var other = new AudioBuffer(layout.Count, 2);
                using var back = new AudioBuffer(layout.Count, 2);
                for (int c = 0; c < layout.Count; c++)
                {
                    planes.Block[c].Fill(c + 1);
                }

                int[] map = ChannelOrder.Map(layout, ordering);
                ChannelOrder.FromSmpte(planes.Block, map, other.Block);
                ChannelOrder.ToSmpte(other.Block, map, back.Block);
                for (int c = 0; c < layout.Count; c++)
                {
                    Assert.Equal(c + 1, back.Block[c][1]);
                }
            }
        }
    }

    [Fact]
    public void Mask_NamesTheLayoutAndBack()
    {
        foreach (ChannelLayout layout in ChannelLayout.Known.Where(l => ChannelMask.Of(l) != 0))
        {
            Assert.Equal(layout, ChannelMask.ToLayout(ChannelMask.Of(layout), layout.Count));
            Assert.Equal(layout.Count, System.Numerics.BitOperations.PopCount(ChannelMask.Of(layout)));
        }

        // 0x3F is the older 5.1 with back instead of side; 0x60F the newer; 0x63F 7.1.
        Assert.Equal(ChannelLayout.Surround51, ChannelMask.ToLayout(0x3F, 6));
        Assert.Equal(ChannelLayout.Surround51, ChannelMask.ToLayout(0x60F, 6));
        Assert.Equal(ChannelLayout.Surround71, ChannelMask.ToLayout(0x63F, 8));
        Assert.Equal(ChannelLayout.Stereo, ChannelMask.ToLayout(0, 2));
        Assert.Equal(ChannelLayout.Discrete(5), ChannelMask.ToLayout(0x8000001F, 5));
    }

    [Fact]
    public void SevenPointOneFile_CarriesTheBackPairBeforeTheSidePair() =>
        Assert.Equal([0, 1, 2, 3, 6, 7, 4, 5], ChannelMask.FileOrder(ChannelLayout.Surround71));

    private static string Names(ChannelOrdering ordering, ChannelLayout layout)
    {
        int[] map = ChannelOrder.Map(layout, ordering);
        string[] names = new string[layout.Count];
        for (int c = 0; c < layout.Count; c++)
        {
            names[map[c]] = layout.Speakers[c].Name;
        }

        return string.Join(' ', names);
    }
}
