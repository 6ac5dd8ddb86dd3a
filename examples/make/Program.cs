using Roomtone.ExampleMedia;
using Roomtone.Media;
using Roomtone.Platform;
using Roomtone.Signal;

// Makes the media of the examples: Roomtone.ExampleMedia SPEECH-FOLDER EXAMPLES-FOLDER
if (args.Length != 2)
{
    Console.Error.WriteLine("usage: Roomtone.ExampleMedia SPEECH-FOLDER EXAMPLES-FOLDER");
    return 2;
}

string speech = args[0];
string podcast = Path.Combine(args[1], "podcast", "audio");
string film = Path.Combine(args[1], "film-5.1", "audio");

Save(Podcast.Recording(Lines(48_000, "host-1", "host-2", "host-3", "host-4", "host-5", "host-6"), 48_000, 1.2, 1, -66, -58, 0), Path.Combine(podcast, "host.wav"));
Save(Podcast.Recording(Lines(44_100, "guest-1", "guest-2", "guest-3"), 44_100, 1.5, 2, -60, -90, 5), Path.Combine(podcast, "guest.wav"));
Save(Podcast.Recording(Lines(48_000, "ad-1"), 48_000, 0.5, 3, -78, -100, 0), Path.Combine(podcast, "ad.wav"));
Save(Podcast.Theme(48_000), Path.Combine(podcast, "theme.wav"));

Save(Podcast.Recording(Lines(48_000, "woman-1", "man-1", "woman-2"), 48_000, 0.8, 4, -72, -100, 0), Path.Combine(film, "voices.wav"));
Save(Film.Rain(48_000), Path.Combine(film, "rain.wav"));
Save(Film.Creak(48_000), Path.Combine(film, "creak.wav"));
Save(Film.Knock(48_000), Path.Combine(film, "knock.wav"));
Save(Film.Footsteps(48_000), Path.Combine(film, "footsteps.wav"));
Save(Film.Boom(48_000), Path.Combine(film, "boom.wav"));
Save(Film.Drone(48_000), Path.Combine(film, "drone.wav"));

string album = Path.Combine(args[1], "album", "mixes");
Save(Album.Doorbell(44_100), Path.Combine(album, "01_doorbell.wav"), "Doorbell");
Save(Album.Lamp(44_100), Path.Combine(album, "02_lamp.wav"), "Lamp");
Save(Album.Stairwell(44_100), Path.Combine(album, "03_stairwell.wav"), "Stairwell");
Save(Album.WayOut(44_100), Path.Combine(album, "04_way_out.wav"), "Way out");
return 0;

List<float[]> Lines(int sampleRate, params ReadOnlySpan<string> names)
{
    var lines = new List<float[]>();
    foreach (string name in names)
    {
        using IMediaReader reader = MediaFile.Open(Path.Combine(speech, name + ".wav"));
        var source = new ResampledSource(reader, sampleRate);
        using var buffer = new AudioBuffer(1, (int)source.Length);
        source.Read(0, buffer.Block);
        lines.Add(buffer.Block[0].ToArray());
    }

    return lines;
}

static void Save(Sketch sketch, string path, string? title = null)
{
    MediaTags tags = title is null ? MediaTags.Empty : MediaTags.Empty.With("title", title).With("artist", "Four Doors").With("album", "Stairs");
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    using var buffer = new AudioBuffer(sketch.Planes.Length, sketch.Length);
    for (int c = 0; c < sketch.Planes.Length; c++)
    {
        sketch.Planes[c].CopyTo(buffer.Block[c]);
    }

    new Quantiser(16, DitherShape.Triangular, 1, sketch.Planes.Length, sketch.SampleRate).Process(0, buffer.Block);
    using IMediaWriter writer = MediaFile.Create(
        path,
        new MediaFormatSpec
        {
            Container = MediaContainer.Wav,
            Encoding = SampleEncoding.Signed16,
            SampleRate = sketch.SampleRate,
            Layout = ChannelLayout.Default(sketch.Planes.Length),
            Tags = tags,
        },
        OutputOptions.Replacing);
    writer.Write(buffer.Block);
    writer.Complete();
    Console.WriteLine($"{path}: {(double)sketch.Length / sketch.SampleRate:0.000} s");
}
