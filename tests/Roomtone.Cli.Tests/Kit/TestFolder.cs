using System.Buffers.Binary;
using System.Text;

namespace Roomtone.Cli.Tests;

/// <summary>A folder of its own for a test, with WAV files made byte by byte: no reader or writer of ours takes part.</summary>
public sealed class TestFolder : IDisposable
{
    /// <summary>Two seconds of <c>voice.wav</c>, 6 dB lower, as <c>out/Test.wav</c>.</summary>
    public const string Session =
        """
        roomtone 1

        session "Test"                # a comment that stays
          rate 48 kHz
          layout stereo

        media voice "voice.wav"

        track voice "Voice" to master
          process gain level
            amount -6 dB
          clip a voice 0:00..0:02 at 0:00

        deliver mix
          file "out/{title}.wav"
          format wav 24 bit stereo

        """;

    public string Path { get; } = Directory.CreateTempSubdirectory("roomtone-test-").FullName;

    public CommandRun Run(params string[] words) => CommandRun.Of(Path, words);

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public string[] Files() =>
        [.. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Select(f => System.IO.Path.GetRelativePath(Path, f)).Order(StringComparer.Ordinal)];

    /// <summary>A sine at a level, the same in all channels.</summary>
    public string Sine(string name, double seconds = 4, double levelDbfs = -20, double hz = 997, int channels = 2, int rate = 48000, int bits = 24, params byte[][] chunks) =>
        Write(name, Wave(seconds, levelDbfs, hz, channels, rate, bits, chunks));

    /// <summary>A <c>bext</c> chunk, version 2, with an integrated loudness of −20.00 LUFS.</summary>
    public static byte[] Bext(long timeReference)
    {
        var bext = new byte[602];
        Encoding.ASCII.GetBytes("sSCENE=12", bext);
        BinaryPrimitives.WriteInt64LittleEndian(bext.AsSpan(338), timeReference);
        bext[346] = 2;
        BinaryPrimitives.WriteInt16LittleEndian(bext.AsSpan(412), -2000);
        return Chunk("bext", bext);
    }

    /// <summary>A <c>cue </c> chunk with a point.</summary>
    public static byte[] Cue(int sample)
    {
        byte[] cue = [1, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, .. "data"u8, 0, 0, 0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes(sample)];
        return Chunk("cue ", cue);
    }

    /// <summary>A <c>smpl</c> chunk with a loop.</summary>
    public static byte[] Loop(int first, int last)
    {
        var sampler = new byte[60];
        sampler[28] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(sampler.AsSpan(44), first);
        BinaryPrimitives.WriteInt32LittleEndian(sampler.AsSpan(48), last);
        return Chunk("smpl", sampler);
    }

    public string Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(name))!);
        File.WriteAllBytes(At(name), bytes);
        return name;
    }

    public string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return name;
    }

    /// <summary>A program in the folder <c>players</c>.</summary>
    public void Player(string name, string script)
    {
        Directory.CreateDirectory(At("players"));
        File.WriteAllText(At("players/" + name), "#!/bin/sh\nPATH=/usr/bin:/bin\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(At("players/" + name), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        }
    }

    public void Dispose()
    {
        foreach (string folder in Directory.EnumerateDirectories(Path, "*", SearchOption.AllDirectories))
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        Directory.Delete(Path, recursive: true);
    }

    /// <summary>A chunk with its id, size and padding.</summary>
    public static byte[] Chunk(string id, ReadOnlySpan<byte> content)
    {
        var chunk = new byte[8 + content.Length + content.Length % 2];
        System.Text.Encoding.ASCII.GetBytes(id, chunk);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), content.Length);
        content.CopyTo(chunk.AsSpan(8));
        return chunk;
    }

    /// <summary>A RIFF WAVE file: 16 or 24 bit PCM, or 32 bit float.</summary>
    public static byte[] Wave(double seconds, double levelDbfs, double hz, int channels, int rate, int bits, params byte[][] chunks)
    {
        double amplitude = Math.Pow(10, levelDbfs / 20);
        double[] plane = [.. Enumerable.Range(0, (int)Math.Round(seconds * rate)).Select(i => amplitude * Math.Sin(2 * Math.PI * hz * i / rate))];
        return Wave(plane, channels, rate, bits, chunks);
    }

    /// <summary>A RIFF WAVE file of one signal on every channel.</summary>
    public static byte[] Wave(IReadOnlyList<double> plane, int channels, int rate, int bits, params byte[][] chunks) =>
        Wave([.. Enumerable.Repeat(plane, channels)], rate, bits, chunks);

    /// <summary>A RIFF WAVE file with a signal for each channel.</summary>
    public static byte[] Wave(IReadOnlyList<double>[] planes, int rate, int bits = 24, params byte[][] chunks)
    {
        int samples = planes[0].Count, channels = planes.Length;
        int bytes = bits / 8;
        var data = new byte[samples * channels * bytes];
        for (int i = 0; i < samples; i++)
        {
            for (int c = 0; c < channels; c++)
            {
                Put(data.AsSpan((i * channels + c) * bytes), planes[c][i], bits);
            }
        }

        var format = new byte[16];
        BinaryPrimitives.WriteInt16LittleEndian(format, (short)(bits == 32 ? 3 : 1));
        BinaryPrimitives.WriteInt16LittleEndian(format.AsSpan(2), (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(4), rate);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(8), rate * channels * bytes);
        BinaryPrimitives.WriteInt16LittleEndian(format.AsSpan(12), (short)(channels * bytes));
        BinaryPrimitives.WriteInt16LittleEndian(format.AsSpan(14), (short)bits);
        byte[] body = [.. "WAVE"u8, .. Chunk("fmt ", format), .. chunks.SelectMany(c => c), .. Chunk("data", data)];
        return Chunk("RIFF", body);
    }

    private static void Put(Span<byte> place, double value, int bits)
    {
        switch (bits)
        {
            case 16:
                BinaryPrimitives.WriteInt16LittleEndian(place, (short)Math.Round(value * 32767));
                break;
            case 24:
                int whole = (int)Math.Round(value * 8388607);
                place[0] = (byte)whole;
                place[1] = (byte)(whole >> 8);
                place[2] = (byte)(whole >> 16);
                break;
            default:
                BinaryPrimitives.WriteSingleLittleEndian(place, (float)value);
                break;
        }
    }
}
