using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Roomtone.Media.Tests;

public sealed class SampleCodingTests
{
    [Fact]
    public void Every24BitValue_SurvivesDecodeAndEncode()
    {
        byte[] bytes = new byte[3 << 24];
        for (int i = 0; i < 1 << 24; i++)
        {
            bytes[3 * i] = (byte)i;
            bytes[3 * i + 1] = (byte)(i >> 8);
            bytes[3 * i + 2] = (byte)(i >> 16);
        }

        float[] values = new float[1 << 24];
        SampleDecoder.Decode(bytes, SampleEncoding.Signed24, values);
        Assert.Equal(8388607f / 8388608, values[8388607]);
        Assert.Equal(-1f, values[8388608]);
        byte[] back = new byte[bytes.Length];
        SampleEncoder.Encode(values, SampleEncoding.Signed24, back);
        Assert.True(bytes.AsSpan().SequenceEqual(back));
    }

    [Theory]
    [InlineData(SampleEncoding.Signed16, 16)]
    [InlineData(SampleEncoding.Signed24, 24)]
    [InlineData(SampleEncoding.Signed32, 24)]
    [InlineData(SampleEncoding.Float32, 24)]
    [InlineData(SampleEncoding.Float64, 24)]
    [InlineData(SampleEncoding.Unsigned8, 8)]
    [InlineData(SampleEncoding.Signed8, 8)]
    public void EveryLength_EqualsOneSampleAtATime(SampleEncoding encoding, int bits)
    {
        int width = SampleFormat.Of(encoding).Bytes;
        for (int length = 0; length <= 200; length++)
        {
            float[] values = TestMedia.Noise(1, length, bits, (ulong)length + 1)[0];
            byte[] bytes = new byte[length * width];
            SampleEncoder.Encode(values, encoding, bytes);
            float[] decoded = new float[length];
            SampleDecoder.Decode(bytes, encoding, decoded);
            Assert.Equal(values, decoded);
            for (int i = 0; i < length; i++)
            {
                byte[] one = new byte[width];
                SampleEncoder.Encode(values.AsSpan(i, 1), encoding, one);
                Assert.True(one.AsSpan().SequenceEqual(bytes.AsSpan(i * width, width)));
            }
        }
    }

    [Theory]
    [InlineData(0.5f, 0)]
    [InlineData(1.5f, 2)]
    [InlineData(2.5f, 2)]
    [InlineData(-0.5f, 0)]
    [InlineData(-1.5f, -2)]
    [InlineData(0.75f, 1)]
    [InlineData(40000f, 32767)]
    [InlineData(-40000f, -32768)]
    public void SixteenBits_RoundToEvenAndClip(float steps, int expected)
    {
        float[] values = new float[40];
        Array.Fill(values, steps / 32768);
        short[] coded = new short[40];
        SampleEncoder.Encode(values, SampleEncoding.Signed16, MemoryMarshal.AsBytes(coded.AsSpan()));
        Assert.All(coded, c => Assert.Equal(expected, c));
    }

    [Fact]
    public void FullScale_IsClippedToTheLargestNumberOfEachCoding()
    {
        float[] values = new float[33];
        Array.Fill(values, 1f);
        byte[] bytes24 = new byte[99];
        SampleEncoder.Encode(values, SampleEncoding.Signed24, bytes24);
        Assert.All(bytes24.Chunk(3), b => Assert.Equal([0xFF, 0xFF, 0x7F], b));
        int[] coded32 = new int[33];
        SampleEncoder.Encode(values, SampleEncoding.Signed32, MemoryMarshal.AsBytes(coded32.AsSpan()));
        Assert.All(coded32, c => Assert.Equal(int.MaxValue, c));
    }

    [Fact]
    public void CompandedCodes_SurviveDecodeAndEncode()
    {
        byte[] codes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        foreach (SampleEncoding law in (SampleEncoding[])[SampleEncoding.ALaw, SampleEncoding.MuLaw])
        {
            float[] values = new float[256];
            SampleDecoder.Decode(codes, law, values);
            byte[] back = new byte[256];
            SampleEncoder.Encode(values, law, back);
            float[] again = new float[256];
            SampleDecoder.Decode(back, law, again);

            // Of µ-law's two zeros one is written; every value stays.
            Assert.Equal(values, again);
        }
    }

    // ITU-T G.711, tables 1a and 2a: the outermost codes and the first step.
    [Theory]
    [InlineData(SampleEncoding.ALaw, 0xAA, 32256)]
    [InlineData(SampleEncoding.ALaw, 0x2A, -32256)]
    [InlineData(SampleEncoding.ALaw, 0xD5, 8)]
    [InlineData(SampleEncoding.MuLaw, 0x80, 32124)]
    [InlineData(SampleEncoding.MuLaw, 0x00, -32124)]
    [InlineData(SampleEncoding.MuLaw, 0xFF, 0)]
    public void CompandedCodes_HaveTheValuesOfTheStandard(SampleEncoding law, byte code, int value)
    {
        float[] decoded = new float[1];
        SampleDecoder.Decode([code], law, decoded);
        Assert.Equal(value / 32768f, decoded[0]);
    }

    [Fact]
    public void WhatIsNotFinite_IsReplacedAndCounted()
    {
        for (int length = 1; length < 70; length++)
        {
            float[] values = new float[length];
            values[length - 1] = float.NaN;
            values[length / 2] = float.NegativeInfinity;
            int replaced = Finite.Enforce(values, out int first);
            Assert.Equal(length == 1 ? 1 : length - 1 == length / 2 ? 1 : 2, replaced);
            Assert.Equal(length / 2, first);
            Assert.All(values, v => Assert.Equal(0f, v));
        }
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void EveryInstructionSet_GivesTheSameBits(string switchedOff)
    {
        using Process process = MediaRole.Start("kernels", "", "", "", (switchedOff, "0"));
        string theirs = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(Fingerprint(), theirs);
    }

    /// <summary>A hash of every coding of ragged noise, there and back, with full scale and beyond.</summary>
    internal static string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (SampleEncoding encoding in Enum.GetValues<SampleEncoding>())
        {
            float[] values = TestMedia.Noise(1, 3079, 24)[0];
            values[7] = 1f;
            values[11] = -1f;
            values[13] = 1e30f;
            values[17] = 0.5f / 32768;
            byte[] bytes = new byte[values.Length * SampleFormat.Of(encoding).Bytes];
            SampleEncoder.Encode(values, encoding, bytes);
            hash.AppendData(bytes);
            SampleDecoder.Decode(bytes, encoding, values);
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
            using var block = new Signal.AudioBuffer(2, 1539);
            Interleaving.Spread(values, block.Block, []);
            hash.AppendData(MemoryMarshal.AsBytes(block.Block[1]));
            Interleaving.Gather(block.Block, values, []);
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
