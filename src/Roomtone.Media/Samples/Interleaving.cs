using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Roomtone.Signal;

namespace Roomtone.Media;

/// <summary>Interleaved ⇄ planar samples.</summary>
internal static class Interleaving
{
    /// <summary>Spreads interleaved values over the planes of a block.</summary>
    /// <param name="values">Length × channels values.</param>
    /// <param name="audio">Receives the planes.</param>
    /// <param name="order">Place in the file of each plane; empty = as they come.</param>
    internal static void Spread(ReadOnlySpan<float> values, AudioBlock audio, ReadOnlySpan<int> order)
    {
        if (audio.Channels == 1)
        {
            values[..audio.Length].CopyTo(audio[0]);
        }
        else if (audio.Channels == 2 && order.IsEmpty)
        {
            SpreadPair(values, audio[0], audio[1]);
        }
        else
        {
            for (int c = 0; c < audio.Channels; c++)
            {
                int place = order.IsEmpty ? c : order[c];
                Span<float> plane = audio[c];
                for (int i = 0; i < plane.Length; i++)
                {
                    plane[i] = values[i * audio.Channels + place];
                }
            }
        }
    }

    /// <summary>Gathers the planes of a block into interleaved values.</summary>
    /// <param name="audio">The planes.</param>
    /// <param name="values">Receives length × channels values.</param>
    /// <param name="order">Place in the file of each plane; empty = as they come.</param>
    internal static void Gather(ReadOnlyAudioBlock audio, Span<float> values, ReadOnlySpan<int> order)
    {
        if (audio.Channels == 1)
        {
            audio[0].CopyTo(values);
        }
        else if (audio.Channels == 2 && order.IsEmpty)
        {
            GatherPair(audio[0], audio[1], values);
        }
        else
        {
            for (int c = 0; c < audio.Channels; c++)
            {
                int place = order.IsEmpty ? c : order[c];
                ReadOnlySpan<float> plane = audio[c];
                for (int i = 0; i < plane.Length; i++)
                {
                    values[i * audio.Channels + place] = plane[i];
                }
            }
        }
    }

    // A pair is one 64-bit number, its left sample the lower half: narrowing takes the left ones, shifted narrowing the right ones.
    private static void SpreadPair(ReadOnlySpan<float> values, Span<float> left, Span<float> right)
    {
        ReadOnlySpan<ulong> pairs = MemoryMarshal.Cast<float, ulong>(values);
        right = right[..left.Length];
        pairs = pairs[..left.Length];
        int i = 0;
        for (; i + 16 <= pairs.Length; i += 16)
        {
            Vector512<ulong> a = Vector512.Create(pairs.Slice(i, 8));
            Vector512<ulong> b = Vector512.Create(pairs.Slice(i + 8, 8));
            Vector512.Narrow(a, b).AsSingle().CopyTo(left[i..]);
            Vector512.Narrow(a >>> 32, b >>> 32).AsSingle().CopyTo(right[i..]);
        }

        for (; i < left.Length; i++)
        {
            left[i] = values[2 * i];
            right[i] = values[2 * i + 1];
        }
    }

    private static void GatherPair(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> values)
    {
        right = right[..left.Length];
        values = values[..(2 * left.Length)];
        Span<ulong> pairs = MemoryMarshal.Cast<float, ulong>(values);
        int i = 0;
        for (; i + 16 <= left.Length; i += 16)
        {
            Vector512<uint> l = Vector512.Create(left.Slice(i, 16)).AsUInt32();
            Vector512<uint> r = Vector512.Create(right.Slice(i, 16)).AsUInt32();
            (Vector512.WidenLower(l) | Vector512.WidenLower(r) << 32).CopyTo(pairs[i..]);
            (Vector512.WidenUpper(l) | Vector512.WidenUpper(r) << 32).CopyTo(pairs[(i + 8)..]);
        }

        for (; i < left.Length; i++)
        {
            values[2 * i] = left[i];
            values[2 * i + 1] = right[i];
        }
    }
}
