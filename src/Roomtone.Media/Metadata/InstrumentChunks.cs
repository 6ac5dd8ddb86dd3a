using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Roomtone.Media;

/// <summary>What a sampler needs to play a recording, between <c>smpl</c> of RIFF and <c>INST</c> of AIFF: root note, fine tuning, loops.</summary>
/// <remarks>
/// Sources: RIFF <c>smpl</c> (Microsoft, New Multimedia Data Types, 1994): 36 bytes, loops of 24, the end of a loop inclusive, the fraction of a
/// semitone in 2⁻³². AIFF 1.3 (Apple, 1989), <c>INST</c>: 20 bytes; two loops between markers, which lie between samples, detune in cents.
/// </remarks>
internal static class InstrumentChunks
{
    private const int InstrumentBytes = 20;
    private const int SustainAt = 8;
    private const int ReleaseAt = 14;
    private const int LoopBytes = 6;
    private const int SamplerBytes = 36;
    private const int SamplerLoopBytes = 24;
    private const int MostLoops = 2;
    private const double Fraction = 4294967296.0;

    /// <summary>Loops that AIFF has no room for.</summary>
    /// <param name="loops">Of the <c>smpl</c> chunk.</param>
    public static int Surplus(ImmutableArray<SamplerLoop> loops) => Math.Max(0, loops.Length - MostLoops);

    /// <summary>The chunk of AIFF, and the regions that its loops lie between; they follow the markers that there are.</summary>
    /// <param name="sampler">The <c>smpl</c> chunk.</param>
    /// <param name="markers">Markers before them.</param>
    public static (byte[] Instrument, ImmutableArray<CuePoint> Loops) ToAiff(ReadOnlySpan<byte> sampler, ImmutableArray<CuePoint> markers)
    {
        SamplerLoop[] loops = [.. SamplerChunk.Read(sampler).Where(l => l.End >= l.Start).Take(MostLoops)];
        byte[] instrument = new byte[InstrumentBytes];
        int note = 60;
        double cents = 0;
        if (sampler.Length >= SamplerBytes)
        {
            note = (int)Math.Min(127, BinaryPrimitives.ReadUInt32LittleEndian(sampler[12..]));
            cents = 100 * (BinaryPrimitives.ReadUInt32LittleEndian(sampler[16..]) / Fraction);
            // AIFF detunes by at most half a semitone either way.
            if (cents > 50 && note < 127)
            {
                (note, cents) = (note + 1, cents - 100);
            }
        }

        instrument[0] = (byte)note;
        instrument[1] = (byte)(sbyte)Math.Clamp(Math.Round(cents), -50, 50);
        (instrument[3], instrument[4], instrument[5]) = (127, 1, 127);
        int before = markers.Sum(m => m.Length > 0 ? 2 : 1);
        for (int i = 0; i < loops.Length; i++)
        {
            Span<byte> loop = instrument.AsSpan(i == 0 ? SustainAt : ReleaseAt, LoopBytes);
            // 1 forward, 2 forward and backward; backward alone is not known.
            BinaryPrimitives.WriteInt16BigEndian(loop, (short)(loops[i].Kind == 1 ? 2 : 1));
            BinaryPrimitives.WriteInt16BigEndian(loop[2..], (short)(before + 2 * i + 1));
            BinaryPrimitives.WriteInt16BigEndian(loop[4..], (short)(before + 2 * i + 2));
        }

        return (instrument, [.. loops.Select((l, i) => new CuePoint((uint)(before + i + 1), l.Start, l.End + 1 - l.Start, $"loop {i + 1}", string.Empty))]);
    }

    /// <summary>The chunk of AIFF where a reversal turned the markers of its loops round.</summary>
    /// <param name="instrument">The <c>INST</c> chunk.</param>
    public static byte[] Reversed(ReadOnlySpan<byte> instrument)
    {
        byte[] turned = instrument.ToArray();
        if (turned.Length >= InstrumentBytes)
        {
            foreach (int at in (ReadOnlySpan<int>)[SustainAt, ReleaseAt])
            {
                turned.AsSpan(at + 2, 4).Reverse();
                turned.AsSpan(at + 2, 2).Reverse();
                turned.AsSpan(at + 4, 2).Reverse();
            }
        }

        return turned;
    }

    /// <summary>The chunk of RIFF, and the markers that are not ends of loops.</summary>
    /// <param name="instrument">The <c>INST</c> chunk.</param>
    /// <param name="markers">The markers that its loops refer to by number.</param>
    /// <param name="sampleRate">Hz, for the period.</param>
    /// <returns>Null where the chunk is no instrument.</returns>
    public static (byte[] Sampler, ImmutableArray<CuePoint> Markers)? ToRiff(ReadOnlySpan<byte> instrument, ImmutableArray<CuePoint> markers, int sampleRate)
    {
        if (instrument.Length < InstrumentBytes)
        {
            return null;
        }

        List<(uint Kind, long Start, long End)> loops = [];
        HashSet<uint> used = [];
        foreach (int at in (ReadOnlySpan<int>)[SustainAt, ReleaseAt])
        {
            short mode = BinaryPrimitives.ReadInt16BigEndian(instrument[at..]);
            uint begin = BinaryPrimitives.ReadUInt16BigEndian(instrument[(at + 2)..]), end = BinaryPrimitives.ReadUInt16BigEndian(instrument[(at + 4)..]);
            if (mode is 1 or 2 && markers.FirstOrDefault(m => m.Id == begin) is { } first && markers.FirstOrDefault(m => m.Id == end) is { } last && last.Position > first.Position)
            {
                loops.Add(((uint)(mode - 1), first.Position, last.Position - 1));
                used.Add(begin);
                used.Add(end);
            }
        }

        byte[] sampler = new byte[SamplerBytes + SamplerLoopBytes * loops.Count];
        double cents = (sbyte)instrument[1];
        int note = instrument[0];
        (note, cents) = cents < 0 && note > 0 ? (note - 1, cents + 100) : (note, Math.Max(0, cents));
        BinaryPrimitives.WriteUInt32LittleEndian(sampler.AsSpan(8), (uint)Math.Round(1e9 / sampleRate));
        BinaryPrimitives.WriteUInt32LittleEndian(sampler.AsSpan(12), (uint)note);
        BinaryPrimitives.WriteUInt32LittleEndian(sampler.AsSpan(16), (uint)Math.Min(uint.MaxValue, Math.Round(cents / 100 * Fraction)));
        BinaryPrimitives.WriteInt32LittleEndian(sampler.AsSpan(28), loops.Count);
        for (int i = 0; i < loops.Count; i++)
        {
            Span<byte> loop = sampler.AsSpan(SamplerBytes + SamplerLoopBytes * i, SamplerLoopBytes);
            BinaryPrimitives.WriteUInt32LittleEndian(loop, (uint)i + 1);
            BinaryPrimitives.WriteUInt32LittleEndian(loop[4..], loops[i].Kind);
            BinaryPrimitives.WriteUInt32LittleEndian(loop[8..], (uint)loops[i].Start);
            BinaryPrimitives.WriteUInt32LittleEndian(loop[12..], (uint)loops[i].End);
        }

        return (sampler, [.. markers.Where(m => !used.Contains(m.Id))]);
    }
}
