using System.Globalization;
using Roomtone.Analysis;
using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Where thresholds go that nobody wrote.</summary>
internal static class AutomaticThreshold
{
    private const double LowestDb = -80;
    private const double ReserveUnderProgrammeDb = 8;

    /// <summary>A threshold over the level while something sounds, for processes that act on what is loud.</summary>
    /// <param name="input">What goes in.</param>
    /// <param name="offsetDb">dB over the programme RMS.</param>
    /// <param name="found">Receives the value.</param>
    public static double OverProgramme(ProgrammeMeasurement input, double offsetDb, ICollection<AutomaticValue> found)
    {
        double rms = input.ProgrammeRmsDbfs;
        return double.IsFinite(rms)
            ? Found(Clamp(rms + offsetDb, 0), $"programme RMS {Text(rms)} dBFS + {Text(offsetDb)} dB", found)
            : Found(0, "silence", found);
    }

    /// <summary>A threshold over the noise floor, for processes that act on what is quiet; never near the programme itself.</summary>
    /// <param name="input">What goes in.</param>
    /// <param name="offsetDb">dB over the floor.</param>
    /// <param name="found">Receives the value.</param>
    public static double OverFloor(ProgrammeMeasurement input, double offsetDb, ICollection<AutomaticValue> found)
    {
        double floor = input.AudibleFloorDbfs;
        if (!double.IsFinite(floor))
        {
            return Found(LowestDb, "no noise floor: silence or less than 0.5 s", found);
        }

        double highest = input.ProgrammeRmsDbfs - ReserveUnderProgrammeDb;
        return floor + offsetDb > highest
            ? Found(Clamp(highest, 0), $"programme RMS {Text(input.ProgrammeRmsDbfs)} dBFS - {Text(ReserveUnderProgrammeDb)} dB: no pause shows the floor", found)
            : Found(Clamp(floor + offsetDb, 0), $"noise floor {Text(floor)} dBFS + {Text(offsetDb)} dB", found);
    }

    private static double Clamp(double db, double highest) => Math.Clamp(Math.Round(db, 1), LowestDb, highest);

    private static double Found(double db, string reason, ICollection<AutomaticValue> found)
    {
        found.Add(new AutomaticValue("threshold", new ParameterValue.Quantity(db, Unit.Decibels), reason));
        return db;
    }

    private static string Text(double db) => db.ToString("0.0", CultureInfo.InvariantCulture);
}
