using System.Buffers.Binary;
using System.Diagnostics;
using Roomtone.Testing;

namespace Roomtone.Media.Tests;

public sealed class MutationTests
{
    private const long MaximumBytes = 64 * 1024 * 1024;
    private static readonly int s_mutants = Soak.Times(2_000, 100_000);

    public static TheoryData<string> Kinds => [.. Specimens.Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryMutant_IsReadOrRefusedInBoundedTimeAndMemory(string kind)
    {
        byte[] sound = Specimens.Bytes(kind);
        var random = new Seeded(42);
        int read = 0;
        var clock = new Stopwatch();
        for (int i = 0; i < s_mutants; i++)
        {
            byte[] mutant = Mutate(sound, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            clock.Restart();
            read += Specimens.ReadsOrRefuses(mutant, $"{kind}, mutant {i} of seed 42") ? 1 : 0;
            Assert.True(clock.Elapsed.TotalSeconds < 5, $"{kind}, mutant {i}: {clock.Elapsed}");
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaximumBytes);
        }

        // Neither "refuses everything" nor "reads everything" is robust.
        Assert.InRange(read, s_mutants / 20, s_mutants - 1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void FileCutAnywhere_IsReadAsFarAsItGoesOrRefused(string kind)
    {
        byte[] sound = Specimens.Bytes(kind);
        var cuts = new List<int>(Enumerable.Range(0, 200));
        for (int i = 0; i < 50; i++)
        {
            cuts.Add(200 + (sound.Length - 201) * i / 49);
        }

        foreach (int cut in cuts)
        {
            Specimens.ReadsOrRefuses(sound[..cut], $"{kind} cut at {cut}");
        }
    }

    private static byte[] Mutate(byte[] sound, Seeded random)
    {
        byte[] bytes = [.. sound];
        uint[] sizes = [0, 1, uint.MaxValue, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFFFFE];
        for (int n = 1 + random.Below(3); n > 0; n--)
        {
            int at = random.Below(random.Below(3) == 0 ? bytes.Length - 8 : Math.Min(bytes.Length - 8, 200));
            switch (random.Below(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Below(8));
                    break;
                case 1:
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at & ~1), sizes[random.Below(sizes.Length)]);
                    break;
                case 2:
                    BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at & ~1), sizes[random.Below(sizes.Length)]);
                    break;
                case 3:
                    int length = random.Below(Math.Min(100, bytes.Length - at));
                    bytes = [.. bytes.AsSpan(0, at), .. bytes.AsSpan(at, length), .. bytes.AsSpan(at)];
                    break;
                default:
                    int from = random.Below(bytes.Length - 8);
                    int count = random.Below(Math.Min(40, bytes.Length - Math.Max(at, from)));
                    byte[] piece = bytes.AsSpan(from, count).ToArray();
                    piece.CopyTo(bytes, at);
                    break;
            }
        }

        return bytes;
    }
}
