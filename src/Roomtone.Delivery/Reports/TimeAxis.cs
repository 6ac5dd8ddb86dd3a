using System.Globalization;
using System.Text;

namespace Roomtone.Delivery;

/// <summary>Times under a chart.</summary>
internal static class TimeAxis
{
    private const int MostLabels = 12;
    private static readonly double[] s_steps = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200];

    /// <summary>Adds ticks and clocks.</summary>
    /// <param name="html">The page.</param>
    /// <param name="seconds">Length of the axis.</param>
    /// <param name="left">Left edge.</param>
    /// <param name="width">Width.</param>
    /// <param name="ticks">Where ticks start.</param>
    /// <param name="text">Base line of the clocks.</param>
    public static void Add(StringBuilder html, double seconds, int left, int width, int ticks, int text)
    {
        double step = s_steps.FirstOrDefault(s => seconds / s <= MostLabels, 86400);
        for (int i = 0; i * step <= seconds; i++)
        {
            double x = left + (i * step / seconds * width);
            string anchor = i == 0 ? "start" : x > left + width - 30 ? "end" : "middle";
            html.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{x:F1} {ticks}v4\"/><text x=\"{x:F1}\" y=\"{text}\" text-anchor=\"{anchor}\">{Label(i * step, step)}</text>\n");
        }
    }

    private static string Label(double seconds, double step)
    {
        string clock = Text.Clock(seconds);
        return step < 1 ? clock[..^2] : clock[..^4];
    }
}
