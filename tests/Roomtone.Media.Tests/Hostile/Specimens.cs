using Roomtone.Platform;

namespace Roomtone.Media.Tests;

/// <summary>Small valid files of every kind that the own readers know, with metadata in each.</summary>
internal static class Specimens
{
    public static string[] Names => ["riff", "riff-float", "extensible", "rf64", "bw64", "w64", "aiff", "aiff-c", "caf"];

    public static byte[] Bytes(string name)
    {
        using var folder = new TestFolder();
        string path = folder["a"];
        float[][] planes = TestMedia.Noise(2, 200, 16);
        MediaTags tags = MediaTags.Empty.With("title", "specimen");
        MetadataSet chunks = TestMedia.Chunks(("bext", new byte[610]), ("cue ", CueChunks.Build([new CuePoint(1, 5, 9, "a", "b")]).Cue), ("iXML", "<BWFXML><SCENE>1</SCENE></BWFXML>"u8.ToArray()));
        MediaFormatSpec spec = name switch
        {
            "riff" => TestMedia.Spec(MediaContainer.Wav) with { Metadata = chunks },
            "riff-float" => TestMedia.Spec(MediaContainer.Wav, 2, SampleEncoding.Float32),
            "extensible" => TestMedia.Spec(MediaContainer.Wav, 6),
            "bw64" => TestMedia.Spec(MediaContainer.Bw64) with { Metadata = chunks },
            "w64" => TestMedia.Spec(MediaContainer.Wave64) with { Metadata = chunks },
            "aiff" => TestMedia.Spec(MediaContainer.Aiff),
            "aiff-c" => TestMedia.Spec(MediaContainer.AiffC, 2, SampleEncoding.Float32),
            "caf" => TestMedia.Spec(MediaContainer.Caf),
            _ => TestMedia.Spec(MediaContainer.Wav),
        };
        planes = TestMedia.Noise(spec.Layout.Count, 200, 16);
        if (name != "rf64")
        {
            TestMedia.Write(path, spec with { Tags = spec.Container == MediaContainer.Caf ? MediaTags.Empty : tags }, planes);
            return File.ReadAllBytes(path);
        }

        SampleFormat format = SampleFormat.Of(SampleEncoding.Signed24);
        ChannelPlaces places = SpeakerMask.FromLayout(spec.Layout);
        using OutputFile file = OutputFile.Create(path);
        using var writer = new PcmWriter(file, new RiffWriter(format, 48000, places, chunks, "RIFF") { LargestRiff = 0 }, format, places);
        TestMedia.Write(writer, planes);
        writer.Complete();
        return File.ReadAllBytes(path);
    }

    /// <summary>Reads bytes to the end, or refuses them as promised; anything else fails the test.</summary>
    public static bool ReadsOrRefuses(byte[] bytes, string what)
    {
        try
        {
            using IMediaReader reader = MediaFile.Open(new BytesInMemory(bytes));
            Assert.InRange(reader.Length * reader.Layout.Count * reader.Info.Format.Bytes, 0, bytes.Length);
            using var buffer = new Signal.AudioBuffer(reader.Layout.Count, 256);
            for (long start = 0; start < reader.Length; start += 256)
            {
                reader.Read(start, buffer.Block);
                Assert.True(float.IsFinite(buffer.Block[0][0]));
            }

            _ = reader.Info.Metadata.Trim(10, 50).Resample(48000, 44100).Cues;
            _ = reader.Info.Metadata.Loops;
            return true;
        }
        catch (MediaFormatException e)
        {
            Assert.Equal("test.wav", e.File);
            Assert.True(e.Offset is >= 0 && e.Offset <= bytes.Length + 8, $"{what}: byte {e.Offset}");
            Assert.NotEmpty(e.Reason);
            return false;
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{what}: {e}");
            return false;
        }
    }
}
