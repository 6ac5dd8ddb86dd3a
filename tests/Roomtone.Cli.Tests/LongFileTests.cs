using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Roomtone.Testing;

namespace Roomtone.Cli.Tests;

/// <summary>Files of hours: the memory of minutes, and exact beyond 2³¹ samples. All but their last sample is a hole in the file.</summary>
public sealed class LongFileTests : IDisposable
{
    private const int Rate = 48000;
    private const int HeaderBytes = 80;
    private const double MostMegabytes = 300;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(Soak.Times(2, 60));
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Info_CountsFiveGibibytesWithoutReadingThem(bool hasSizes)
    {
        const long frames = (5L << 30) / 2;
        Sparse("long.wav", 1, frames, hasSizes);
        CommandRun run = Run("info", "long.wav", "--json").Succeeds();
        Assert.Equal(frames, run.Json.GetProperty("files")[0].GetProperty("samples").GetInt64());
    }

    [Fact]
    public void Measure_FindsTheLastSampleOfTwelveHours()
    {
        Sparse("long.wav", 2, (long)Rate * Soak.Times(600, 43_200), hasSizes: true);
        JsonElement measured = Run("measure", "long.wav", "--json").Succeeds().Json.GetProperty("files")[0];
        Assert.Equal(-6.02, measured.GetProperty("sample_peak_dbfs").GetDouble(), 0.01);
    }

    [Fact]
    public void Render_OfTenHoursOfEightChannels()
    {
        int seconds = Soak.Times(120, 36_000);
        Sparse("long.wav", 8, (long)Rate * seconds, hasSizes: true);
        string end = TimeSpan.FromSeconds(seconds).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);
        _folder.Write("s.room", $"""
            roomtone 1

            session "Long"
              rate 48 kHz
              layout stereo

            media all "long.wav"

            track all to master
              process high-pass low
                freq 30 Hz
              clip a all 0:00..{end} at 0:00

            deliver mix
              file "out/long.wav"
              format wav 16 bit stereo

            """);
        CommandRun run = Run("render", "s.room", "--no-cache", "--json").Succeeds();
        Assert.Equal(seconds, run.Json.GetProperty("deliverables")[0].GetProperty("duration_s").GetDouble(), 1.0);
    }

    // What a run needed at most is read while it runs, so a peak in its last milliseconds is missed.
    private CommandRun Run(params string[] words)
    {
        using Process process = CommandRun.Start(_folder.Path, null, words);
        process.StandardInput.Close();
        Task<string> messages = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        long most = 0;
        var clock = Stopwatch.StartNew();
        while (!process.WaitForExit(20))
        {
            process.Refresh();
            most = Math.Max(most, process.HasExited ? 0 : process.PeakWorkingSet64);
            Assert.True(clock.Elapsed < s_patience, "the command hangs");
        }

        Assert.InRange(most / 1e6, 1, MostMegabytes);
        return new CommandRun(process.ExitCode, Encoding.UTF8.GetBytes(output.Result), messages.Result);
    }

    // 16-bit, with a last frame of −6 dBFS in all channels. Without sizes it is a recording that was cut off: RIFF and data of size −1.
    private void Sparse(string name, int channels, long frames, bool hasSizes)
    {
        long bytes = frames * channels * 2;
        Span<byte> header = stackalloc byte[HeaderBytes];
        (hasSizes ? "RF64"u8 : "RIFF"u8).CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], uint.MaxValue);
        "WAVE"u8.CopyTo(header[8..]);
        (hasSizes ? "ds64"u8 : "JUNK"u8).CopyTo(header[12..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 28);
        BinaryPrimitives.WriteInt64LittleEndian(header[20..], hasSizes ? bytes + HeaderBytes - 8 : 0);
        BinaryPrimitives.WriteInt64LittleEndian(header[28..], hasSizes ? bytes : 0);
        BinaryPrimitives.WriteInt64LittleEndian(header[36..], hasSizes ? frames : 0);
        "fmt "u8.CopyTo(header[48..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[52..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[56..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[58..], (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(header[60..], Rate);
        BinaryPrimitives.WriteInt32LittleEndian(header[64..], Rate * channels * 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[68..], (short)(channels * 2));
        BinaryPrimitives.WriteInt16LittleEndian(header[70..], 16);
        "data"u8.CopyTo(header[72..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[76..], uint.MaxValue);
        byte[] last = new byte[channels * 2];
        for (int c = 0; c < channels; c++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(last.AsSpan(2 * c), 16384);
        }

        using FileStream file = File.Create(_folder.At(name));
        file.Write(header);
        file.SetLength(HeaderBytes + bytes);
        file.Position = HeaderBytes + bytes - last.Length;
        file.Write(last);
    }
}
