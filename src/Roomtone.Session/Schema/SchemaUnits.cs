using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>Units that only statements use, never parameters of processes.</summary>
internal static class SchemaUnits
{
    /// <summary>Rate of timecode.</summary>
    public static Unit FramesPerSecond { get; } = new("fps", "a frame rate", [new UnitSpelling("fps", 1)], "Fps");

    /// <summary>Bit rate of a codec.</summary>
    public static Unit KilobitsPerSecond { get; } = new("kbps", "a bit rate", [new UnitSpelling("kbps", 1)], "Kbps");

    /// <summary>Beats of music.</summary>
    public static Unit Beats { get; } = new("bpm", "a tempo", [new UnitSpelling("bpm", 1)], "Bpm");

    private static readonly ImmutableArray<Unit> s_all =
    [
        Unit.Decibels, Unit.Dbfs, Unit.Dbtp, Unit.Lufs, Unit.Lu, Unit.Hertz, Unit.Milliseconds, Unit.Samples, Unit.Percent, Unit.Cents, Unit.Octaves,
        Unit.DecibelsPerOctave, Unit.DecibelsPerSecond, Unit.Degrees, Unit.Metres, Unit.Bits, Unit.PartsPerMillion, FramesPerSecond, KilobitsPerSecond, Unit.Frames, Beats,
    ];

    /// <summary>The unit that a spelling belongs to, for messages.</summary>
    public static Unit? OfSpelling(ReadOnlySpan<char> text)
    {
        foreach (Unit unit in s_all)
        {
            foreach (UnitSpelling spelling in unit.Spellings)
            {
                if (text.SequenceEqual(spelling.Text))
                {
                    return unit;
                }
            }
        }

        return null;
    }
}
