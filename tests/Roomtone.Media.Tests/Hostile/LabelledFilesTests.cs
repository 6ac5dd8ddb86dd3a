using System.Buffers.Binary;
using System.Text;
using Roomtone.Platform;

namespace Roomtone.Media.Tests;

/// <summary>Generated files, each labelled with what a reader must do: read these samples, or refuse.</summary>
public sealed class LabelledFilesTests
{
    private int _files;

    [Fact]
    public void ValidCorners_AreReadExactly()
    {
        foreach ((int tag, int bits) in ((int, int)[])[(1, 8), (1, 12), (1, 16), (1, 20), (1, 24), (1, 32), (3, 32), (3, 64), (6, 8), (7, 8)])
        {
            foreach (int channels in (int[])[1, 2, 3, 7, 128])
            {
                foreach (int length in (int[])[0, 1, 2, 33])
                {
                    byte[] samples = Samples(length * channels * ((bits + 7) / 8), tag, bits);
                    Reads(new RiffBuilder().Format(tag, channels, 44100, bits, size: length % 2 == 0 ? 16 : 18).Chunk("data", samples).ToArray(), length, samples);
                    uint mask = channels == 2 ? 3u : 0;
                    Reads(new RiffBuilder().Extensible(tag, channels, 8000, 8 * ((bits + 7) / 8), bits, mask).Chunk("data", samples).ToArray(), length, samples);
                }
            }
        }

        Assert.True(_files >= 400, $"{_files}");
    }

    [Fact]
    public void OrderAndPadding_DoNotMatter()
    {
        byte[] samples = Samples(90, 1, 24);
        byte[] odd = [1, 2, 3];
        foreach (string form in (string[])["RIFF", "RF64", "BW64"])
        {
            foreach (bool isPadded in (bool[])[true, false])
            {
                foreach (string order in (string[])["fxd", "xfd", "fdx", "xfdx", "jfd", "fxxd", "lfd", "fjdx"])
                {
                    var file = new RiffBuilder(form);
                    foreach (char c in order)
                    {
                        _ = c switch
                        {
                            'f' => file.Format(1, 2, 48000, 24),
                            'd' => file.Chunk("data", samples),
                            'j' => file.Chunk("JUNK", new byte[28]),
                            'l' => file.Chunk("LIST", Encoding.Latin1.GetBytes("INFOINAM\u0002\0\0\0a\0")),
                            _ => file.Chunk("odd ", odd, isPadded: isPadded),
                        };
                    }

                    Reads(file.ToArray(), 15, samples);
                    Reads(file.ToArray(size: 0), 15, samples);
                    Reads(file.ToArray(size: uint.MaxValue), 15, samples);
                }
            }
        }
    }

    [Fact]
    public void FieldsThatLie_AreRefusedOrTold()
    {
        byte[] samples = Samples(96, 1, 16);
        foreach (int channels in (int[])[0, 129, 65535])
        {
            Refuses(new RiffBuilder().Format(1, channels, 48000, 16, align: 2).Chunk("data", samples).ToArray(), "channels");
        }

        foreach (int rate in (int[])[0, 1, 7999, 384_001, int.MaxValue, -1])
        {
            Refuses(new RiffBuilder().Format(1, 2, rate, 16).Chunk("data", samples).ToArray(), "Hz");
        }

        foreach ((int tag, int bits) in ((int, int)[])[(1, 0), (1, 40), (1, 64), (1, 65535), (3, 8), (3, 16), (3, 24), (3, 0)])
        {
            Refuses(new RiffBuilder().Format(tag, 2, 48000, bits, align: bits == 0 ? 0 : null).Chunk("data", samples).ToArray(), "");
        }

        foreach (int align in (int[])[1, 2, 3, 5, 7, 65535])
        {
            Refuses(new RiffBuilder().Format(1, 2, 48000, 16, align: align).Chunk("data", samples).ToArray(), "");
        }

        foreach (int tag in (int[])[0, 2, 0x11, 0x31, 0x55, 0x161, 0x2000, 0xFFFF])
        {
            Refuses(new RiffBuilder().Format(tag, 2, 48000, 16).Chunk("data", samples).ToArray(), "tag");
        }

        foreach (int bytes in (int[])[0, 1, 8, 15])
        {
            Refuses(new RiffBuilder().Chunk("fmt ", new byte[bytes]).Chunk("data", samples).ToArray(), "fmt");
        }

        Refuses(new RiffBuilder().Chunk("data", samples).ToArray(), "no fmt");
        Refuses(new RiffBuilder().Format(1, 2, 48000, 16).ToArray(), "no data");
    }

    [Fact]
    public void ContainerWiderThanItsBits_IsReadByItsUpperBits()
    {
        byte[] samples = [0, 0, 0, 0x40, 0, 0, 0, 0xC0];
        byte[] file = new RiffBuilder().Format(1, 1, 48000, 24, align: 4).Chunk("data", samples).ToArray();
        using IMediaReader reader = MediaFile.Open(new BytesInMemory(file));
        Assert.Equal([0.5f, -0.5f], TestMedia.ReadAll(reader)[0]);
    }

    [Theory]
    [InlineData(0u, "data size 0")]
    [InlineData(uint.MaxValue, "data size unknown")]
    [InlineData(1_000_000u, "60 of 1000000 bytes")]
    public void UnfinishedRecording_IsSalvagedAndTold(uint size, string expected)
    {
        byte[] samples = Samples(60, 1, 24);
        byte[] file = new RiffBuilder().Format(1, 2, 48000, 24).Chunk("bext", new byte[602]).Chunk("data", samples, size).ToArray();
        using IMediaReader reader = MediaFile.Open(new BytesInMemory(file));
        Finding finding = Assert.Single(reader.Info.Findings);
        Assert.Equal((10L, "RT9101"), (reader.Length, finding.Code));
        Assert.Contains(expected, finding.Message, StringComparison.Ordinal);
        byte[] native = new byte[60];
        reader.ReadNative(0, native);
        Assert.Equal(samples, native);
    }

    [Fact]
    public void EmptyDataBeforeOtherChunks_IsNotSalvaged()
    {
        byte[] file = new RiffBuilder().Format(1, 2, 48000, 24).Chunk("data", []).Chunk("LIST", new byte[20]).ToArray();
        using IMediaReader reader = MediaFile.Open(new BytesInMemory(file));
        Assert.Equal(0, reader.Length);
        Assert.Empty(reader.Info.Findings);
    }

    [Fact]
    public void PartOfASample_IsLeftOutAndTold()
    {
        byte[] file = new RiffBuilder().Format(1, 2, 48000, 24).Chunk("data", new byte[64]).ToArray();
        using IMediaReader reader = MediaFile.Open(new BytesInMemory(file));
        Assert.Equal(10, reader.Length);
        Assert.Contains("4 bytes at the end", Assert.Single(reader.Info.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LongSizes_AreTakenAndTheirLiesSurvived()
    {
        byte[] samples = Samples(60, 1, 24);
        foreach ((ulong size, bool isRead) in ((ulong, bool)[])[(60, true), (1UL << 40, true), (0, true), (ulong.MaxValue, false), (1UL << 63, false)])
        {
            foreach (string form in (string[])["RF64", "BW64"])
            {
                byte[] sizes = new byte[28];
                BinaryPrimitives.WriteUInt64LittleEndian(sizes.AsSpan(8), size);
                byte[] file = new RiffBuilder(form).Chunk("ds64", sizes).Format(1, 2, 48000, 24).Chunk("data", samples, uint.MaxValue).ToArray();
                if (isRead)
                {
                    Reads(file, 10, samples);
                }
                else
                {
                    Refuses(file, "size");
                }
            }
        }

        byte[] table = new byte[28];
        BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(24), uint.MaxValue);
        BinaryPrimitives.WriteUInt64LittleEndian(table.AsSpan(8), 60);
        Reads(new RiffBuilder("RF64").Chunk("ds64", table).Format(1, 2, 48000, 24).Chunk("data", samples, uint.MaxValue).ToArray(), 10, samples);
        Refuses(new RiffBuilder("RF64").Chunk("ds64", new byte[20]).Format(1, 2, 48000, 24).Chunk("data", samples).ToArray(), "ds64");
    }

    [Fact]
    public void TooManyChunks_AreRefusedByTheirLimit()
    {
        byte[] many = [.. Enumerable.Range(0, 70_000).SelectMany(_ => "junk\0\0\0\0"u8.ToArray())];
        Refuses(new RiffBuilder().Format(1, 2, 48000, 16).Raw(many).Chunk("data", new byte[4]).ToArray(), "65536 chunks");
    }

    [Fact]
    public void WhatIsNotAudio_IsRefused()
    {
        foreach (string text in (string[])["", "R", "RIFF", "RIFF\0\0\0\0", "RIFF\0\0\0\0WAV", "RIFF\0\0\0\0AVI ", "RF65\0\0\0\0WAVE", "FORM\0\0\0\0", "FORM\0\0\0\0AIFF", "FORM\0\0\0\08SVX", "caff", "caff\0\u0001\0\0", "caff\0\u0002\0\0", "riff", "<html>", "%PDF-1.7", "ID3", "\u007fELF", "#EXTM3U"])
        {
            Refuses(Encoding.Latin1.GetBytes(text), "");
        }

        var random = new Seeded(9);
        for (int i = 0; i < 50; i++)
        {
            Refuses([.. Enumerable.Range(0, 500).Select(_ => (byte)random.Next())], "");
        }
    }

    [Fact]
    public void AiffCorners_AreReadOrRefused()
    {
        foreach ((string compression, int bits, int width, bool isRead) in ((string, int, int, bool)[])[("", 16, 2, true), ("", 24, 3, true), ("", 8, 1, true), ("", 12, 2, true), ("", 32, 4, true), ("NONE", 20, 3, true), ("twos", 16, 2, true), ("sowt", 16, 2, true), ("sowt", 24, 3, true), ("in24", 24, 3, true), ("42ni", 24, 3, true), ("in32", 32, 4, true), ("23ni", 32, 4, true), ("raw ", 8, 1, true), ("fl32", 32, 4, true), ("FL64", 64, 8, true), ("alaw", 16, 1, true), ("ULAW", 16, 1, true), ("", 0, 1, false), ("", 65, 9, false), ("", 40, 5, false), ("MAC3", 16, 2, false), ("ima4", 16, 2, false)])
        {
            foreach (int channels in (int[])[1, 2, 5])
            {
                foreach (bool isSoundFirst in (bool[])[false, true])
                {
                    byte[] samples = new byte[channels * width * 7];
                    byte[] file = Aiff(compression, channels, bits, 7, samples, isSoundFirst);
                    if (isRead)
                    {
                        Reads(file, 7, null);
                    }
                    else
                    {
                        Refuses(file, "");
                    }
                }
            }
        }
    }

    [Fact]
    public void AiffWithMoreSamplesThanBytes_IsSalvagedAndTold()
    {
        using IMediaReader reader = MediaFile.Open(new BytesInMemory(Aiff("", 2, 16, 1_000_000, new byte[40], isSoundFirst: false)));
        Assert.Equal(10, reader.Length);
        Assert.Contains("10 of 1000000 samples", Assert.Single(reader.Info.Findings).Message, StringComparison.Ordinal);
    }

    private static byte[] Aiff(string compression, int channels, int bits, uint length, byte[] samples, bool isSoundFirst)
    {
        byte[] common = new byte[compression.Length > 0 ? 24 : 18];
        BinaryPrimitives.WriteInt16BigEndian(common, (short)channels);
        BinaryPrimitives.WriteUInt32BigEndian(common.AsSpan(2), length);
        BinaryPrimitives.WriteInt16BigEndian(common.AsSpan(6), (short)bits);
        Convert.FromHexString("400EBB80000000000000").CopyTo(common, 8);
        Encoding.Latin1.GetBytes(compression).CopyTo(common, 18);
        byte[] sound = [.. new byte[8], .. samples];
        byte[] first = AiffChunk("COMM", common);
        byte[] second = AiffChunk("SSND", sound);
        byte[] body = [.. Encoding.Latin1.GetBytes(compression.Length > 0 ? "AIFC" : "AIFF"), .. isSoundFirst ? second : first, .. isSoundFirst ? first : second];
        return AiffChunk("FORM", body);
    }

    private static byte[] AiffChunk(string id, byte[] data)
    {
        byte[] size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, data.Length);
        return [.. Encoding.Latin1.GetBytes(id), .. size, .. data, .. new byte[data.Length & 1]];
    }

    private static byte[] Samples(int count, int tag, int bits)
    {
        var random = new Seeded((ulong)(count + bits));
        byte[] bytes = [.. Enumerable.Range(0, count).Select(_ => (byte)random.Next())];
        for (int i = bits / 8 - 1; tag == 3 && i < count; i += bits / 8)
        {
            // Exponents of ordinary size: the specials have their own test.
            bytes[i] = (byte)(bytes[i] & 0x80 | 0x3E);
        }

        return bytes;
    }

    private void Reads(byte[] file, long length, byte[]? samples)
    {
        _files++;
        using IMediaReader reader = MediaFile.Open(new BytesInMemory(file));
        Assert.Equal(length, reader.Length);
        _ = TestMedia.ReadAll(reader);
        byte[] native = new byte[length * reader.Layout.Count * reader.Info.Format.Bytes];
        reader.ReadNative(0, native);
        if (samples is not null)
        {
            Assert.Equal(samples, native);
        }
    }

    private void Refuses(byte[] file, string reason)
    {
        _files++;
        MediaFormatException e = Assert.Throws<MediaFormatException>(() => MediaFile.Open(new BytesInMemory(file)));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.NotNull(e.Offset);
    }
}
