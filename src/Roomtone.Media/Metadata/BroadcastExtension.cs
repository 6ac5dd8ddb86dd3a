using System.Buffers.Binary;
using System.Text;

namespace Roomtone.Media;

/// <summary>Loudness as the broadcast extension carries it; null = not set.</summary>
/// <param name="IntegratedLufs">LUFS.</param>
/// <param name="RangeLu">LU.</param>
/// <param name="MaximumTruePeakDbtp">dBTP.</param>
/// <param name="MaximumMomentaryLufs">LUFS.</param>
/// <param name="MaximumShortTermLufs">LUFS.</param>
public sealed record BroadcastLoudness(
    double? IntegratedLufs, double? RangeLu, double? MaximumTruePeakDbtp, double? MaximumMomentaryLufs, double? MaximumShortTermLufs);

/// <summary>The <c>bext</c> chunk (EBU Tech 3285), versions 0 to 2.</summary>
public sealed record BroadcastExtension
{
    internal const int TimeReferenceAt = 338;
    private const int VersionAt = 346;
    private const int UmidAt = 348;
    private const int LoudnessAt = 412;
    private const int HistoryAt = 602;
    private const short Unset = 0x7FFF;

    /// <summary>What the recording is.</summary>
    public string Description { get; init; } = "";

    /// <summary>Who made it.</summary>
    public string Originator { get; init; } = "";

    /// <summary>The originator's reference (EBU R 99).</summary>
    public string OriginatorReference { get; init; } = "";

    /// <summary>Date, yyyy-mm-dd with any of the legal separators.</summary>
    public string OriginationDate { get; init; } = "";

    /// <summary>Time, hh-mm-ss.</summary>
    public string OriginationTime { get; init; } = "";

    /// <summary>Samples since midnight of the first sample.</summary>
    public ulong TimeReference { get; init; }

    /// <summary>0, 1 or 2.</summary>
    public int Version { get; init; }

    /// <summary>SMPTE 330 UMID in hexadecimal; empty where unset.</summary>
    public string Umid { get; init; } = "";

    /// <summary>Loudness; null below version 2 and where nothing is set.</summary>
    public BroadcastLoudness? Loudness { get; init; }

    /// <summary>Coding history (EBU R 98).</summary>
    public string CodingHistory { get; init; } = "";

    /// <summary>Reads what is there of a chunk; a short one leaves the rest unset.</summary>
    /// <param name="chunk">The bytes.</param>
    public static BroadcastExtension Parse(ReadOnlySpan<byte> chunk)
    {
        int version = chunk.Length >= UmidAt ? BinaryPrimitives.ReadUInt16LittleEndian(chunk[VersionAt..]) : 0;
        ReadOnlySpan<byte> umid = version >= 1 && chunk.Length >= LoudnessAt ? chunk[UmidAt..LoudnessAt] : [];
        return new BroadcastExtension
        {
            Description = Text(chunk, 0, 256),
            Originator = Text(chunk, 256, 32),
            OriginatorReference = Text(chunk, 288, 32),
            OriginationDate = Text(chunk, 320, 10),
            OriginationTime = Text(chunk, 330, 8),
            TimeReference = chunk.Length >= VersionAt ? BinaryPrimitives.ReadUInt64LittleEndian(chunk[TimeReferenceAt..]) : 0,
            Version = version,
            Umid = umid.ContainsAnyExcept((byte)0) ? Convert.ToHexString(umid) : "",
            Loudness = version >= 2 && chunk.Length >= LoudnessAt + 10 ? ReadLoudness(chunk[LoudnessAt..]) : null,
            CodingHistory = Text(chunk, HistoryAt, chunk.Length),
        };
    }

    /// <summary>The chunk of these values.</summary>
    public byte[] ToChunk()
    {
        byte[] history = Encoding.UTF8.GetBytes(CodingHistory);
        byte[] chunk = new byte[HistoryAt + history.Length];
        Put(chunk, 0, 256, Description);
        Put(chunk, 256, 32, Originator);
        Put(chunk, 288, 32, OriginatorReference);
        Put(chunk, 320, 10, OriginationDate);
        Put(chunk, 330, 8, OriginationTime);
        BinaryPrimitives.WriteUInt64LittleEndian(chunk.AsSpan(TimeReferenceAt), TimeReference);
        BinaryPrimitives.WriteUInt16LittleEndian(chunk.AsSpan(VersionAt), (ushort)(Loudness is null ? Version : 2));
        if (Umid.Length > 0)
        {
            Convert.FromHexString(Umid).AsSpan(0, Math.Min(64, Umid.Length / 2)).CopyTo(chunk.AsSpan(UmidAt));
        }

        history.CopyTo(chunk, HistoryAt);
        return Loudness is { } loudness ? WithLoudness(chunk, loudness) : chunk;
    }

    /// <summary>A chunk with another time reference; every other byte stays.</summary>
    internal static byte[] WithTimeReference(ReadOnlySpan<byte> chunk, ulong timeReference)
    {
        byte[] bytes = chunk.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(TimeReferenceAt), timeReference);
        return bytes;
    }

    /// <summary>A chunk with measured loudness and version 2; every other byte stays.</summary>
    internal static byte[] WithLoudness(ReadOnlySpan<byte> chunk, BroadcastLoudness loudness)
    {
        byte[] bytes = new byte[Math.Max(HistoryAt, chunk.Length)];
        chunk.CopyTo(bytes);
        int version = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(VersionAt));
        if (version == 0)
        {
            // Reserved until version 1 made it the UMID; writers left anything there.
            bytes.AsSpan(UmidAt, LoudnessAt - UmidAt).Clear();
        }

        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(VersionAt), 2);
        double?[] values =
        [
            loudness.IntegratedLufs, loudness.RangeLu, loudness.MaximumTruePeakDbtp, loudness.MaximumMomentaryLufs, loudness.MaximumShortTermLufs,
        ];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(LoudnessAt + 2 * i), Hundredths(values[i]));
        }

        return bytes;
    }

    private static short Hundredths(double? value) =>
        value is { } number && double.IsFinite(number) && Math.Abs(number) < 99.99 ? (short)Math.Round(number * 100) : Unset;

    private static BroadcastLoudness? ReadLoudness(ReadOnlySpan<byte> bytes)
    {
        var values = new double?[5];
        for (int i = 0; i < values.Length; i++)
        {
            short raw = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]);

            // Beside the standard's 0x7FFF, Nuendo writes −8000 and −12000 for silence.
            values[i] = raw is Unset or (-8000) or (-12000) ? null : raw / 100.0;
        }

        return values.All(v => v is null) ? null : new BroadcastLoudness(values[0], values[1], values[2], values[3], values[4]);
    }

    private static string Text(ReadOnlySpan<byte> chunk, int offset, int length)
    {
        if (offset >= chunk.Length)
        {
            return "";
        }

        return ChunkText.Decode(chunk.Slice(offset, Math.Min(length, chunk.Length - offset)));
    }

    private static void Put(byte[] chunk, int offset, int length, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        bytes.AsSpan(0, Math.Min(length, bytes.Length)).CopyTo(chunk.AsSpan(offset));
    }
}
