using System.Globalization;
using System.Text;
using Roomtone.Analysis;

namespace Roomtone.Delivery;

/// <summary>Loudness over time above the waveform, on one time axis, as inline SVG.</summary>
internal static class LoudnessChart
{
    private const int Width = 1030;
    private const int Left = 44;
    private const int Right = 10;
    private const int Plot = Width - Left - Right;
    private const int Top = 26;
    private const int LoudnessHeight = 200;
    private const int WaveTop = Top + LoudnessHeight + 14;
    private const int WaveHeight = 64;
    private const int Height = WaveTop + WaveHeight + 26;
    private const double Ceiling = 0;
    private const double Floor = -48;

    public static void Add(StringBuilder html, ReportedFile file, CheckedFile measured)
    {
        html.Append("<figure>\n");
        html.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{HtmlReport.Escape(Describe(file, measured))}\">\n");
        AddWaveform(html, measured.Trace);
        AddTarget(html, file);
        AddMomentary(html, measured.Measurement.History);
        AddGrid(html, measured.Measurement.LengthSeconds);
        AddShortTerm(html, measured.Measurement.History);
        AddOvers(html, measured);
        html.Append("</svg>\n<figcaption>")
            .Append("<span><span class=\"key\" style=\"background:var(--short)\"></span>short-term, 3 s</span>")
            .Append("<span><span class=\"key\" style=\"background:var(--momentary)\"></span>momentary, 400 ms</span>");
        if (file.Target is { } target)
        {
            html.Append("<span><span class=\"key\" style=\"background:var(--target)\"></span>target ").Append(HtmlReport.Readable(target.TargetLufs, 1))
                .Append(" ±").Append(Text.Number(target.ToleranceLu, 1)).Append(" LU</span>");
        }

        if (!measured.Trace.Overs.IsEmpty)
        {
            html.Append("<span><span class=\"key\" style=\"background:var(--over)\"></span>true peak over the limit</span>");
        }

        html.Append("<span><span class=\"key\" style=\"background:var(--wave)\"></span>waveform</span></figcaption>\n</figure>\n");
    }

    private static string Describe(ReportedFile file, CheckedFile measured)
    {
        ProgrammeMeasurement m = measured.Measurement;
        string target = file.Target is { } t ? $" The target is {Text.Number(t.TargetLufs, 1)} ±{Text.Number(t.ToleranceLu, 1)} LUFS." : string.Empty;
        string overs = measured.Trace.Overs.IsEmpty
            ? " No true peak is over the limit."
            : $" True peaks are over the limit in {measured.Trace.Overs.Length} places, first at {Text.Clock(measured.Trace.Overs[0].Seconds)}.";
        return $"Loudness over {Text.Clock(m.LengthSeconds)}: {Text.Number(m.IntegratedLufs, 1)} LUFS integrated, short-term up to "
            + $"{Text.Number(m.MaximumShortTermLufs, 1)} LUFS, range {Text.Number(m.LoudnessRangeLu, 1)} LU.{target}{overs}";
    }

    private static void AddWaveform(StringBuilder html, ProgrammeTrace trace)
    {
        double middle = WaveTop + (WaveHeight / 2.0);
        StringBuilder path = new();
        for (int i = 0; i < trace.Maximum.Length; i++)
        {
            Add(path, i == 0 ? 'M' : 'L', X((double)i / trace.Maximum.Length), middle - (Math.Max(trace.Maximum[i], 0.004) * WaveHeight / 2));
        }

        for (int i = trace.Minimum.Length - 1; i >= 0; i--)
        {
            Add(path, 'L', X((double)i / trace.Minimum.Length), middle - (Math.Min(trace.Minimum[i], -0.004) * WaveHeight / 2));
        }

        html.Append("<path fill=\"var(--wave)\" d=\"").Append(path).Append("Z\"/>\n");
    }

    private static void AddTarget(StringBuilder html, ReportedFile file)
    {
        if (file.Target is not { } target)
        {
            return;
        }

        double top = Y(target.TargetLufs + target.ToleranceLu);
        double bottom = Y(target.TargetLufs - target.ToleranceLu);
        html.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{top:F1}\" width=\"{Plot}\" height=\"{Math.Max(1, bottom - top):F1}\" fill=\"var(--target)\" opacity=\".22\"/>\n");
        html.Append(CultureInfo.InvariantCulture, $"<path stroke=\"var(--target)\" stroke-width=\"1\" d=\"M{Left} {Y(target.TargetLufs):F1}h{Plot}\"/>\n");
    }

    private static void AddGrid(StringBuilder html, double seconds)
    {
        for (int lufs = -6; lufs > Floor; lufs -= 6)
        {
            double y = Y(lufs);
            html.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{Left} {y:F1}h{Plot}\" opacity=\".7\"/><text x=\"{Left - 8}\" y=\"{y + 4:F1}\" text-anchor=\"end\">−{-lufs}</text>\n");
        }

        html.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{Top - 8}\" text-anchor=\"end\">LUFS</text>\n");
        TimeAxis.Add(html, seconds, Left, Plot, WaveTop + WaveHeight, Height - 8);
    }

    private static void AddMomentary(StringBuilder html, LoudnessHistory history) => AddColumns(
        history,
        history.Momentary,
        (path, points) =>
        {
            Add(path, 'M', points[0].X, Y(Floor));
            foreach ((double x, double y) in points)
            {
                Add(path, 'L', x, y);
            }

            Add(path, 'L', points[^1].X, Y(Floor));
            html.Append("<path fill=\"var(--momentary)\" opacity=\".85\" d=\"").Append(path).Append("Z\"/>\n");
        });

    private static void AddShortTerm(StringBuilder html, LoudnessHistory history) => AddColumns(
        history,
        history.ShortTerm,
        (path, points) =>
        {
            char command = 'M';
            foreach ((double x, double y) in points)
            {
                Add(path, command, x, y);
                command = 'L';
            }

            html.Append("<path fill=\"none\" stroke=\"var(--short)\" stroke-width=\"1.5\" stroke-linejoin=\"round\" d=\"").Append(path).Append("\"/>\n");
        });

    /// <summary>One point a pixel, the largest of the hops that fall on it.</summary>
    private static void AddColumns(LoudnessHistory history, Func<int, double> value, Action<StringBuilder, List<(double X, double Y)>> draw)
    {
        List<(double X, double Y)> points = [];
        int columns = Math.Min(Plot, history.Count);
        for (int c = 0; c < columns; c++)
        {
            int first = (int)((long)c * history.Count / columns);
            int end = Math.Max(first + 1, (int)((long)(c + 1) * history.Count / columns));
            double largest = double.NegativeInfinity;
            bool isKnown = false;
            for (int h = first; h < end; h++)
            {
                double v = value(h);
                isKnown |= !double.IsNaN(v);
                largest = double.IsNaN(v) ? largest : Math.Max(largest, v);
            }

            if (isKnown)
            {
                points.Add((X((c + 0.5) / columns), Y(Math.Max(largest, Floor))));
            }
        }

        if (points.Count > 1)
        {
            draw(new StringBuilder(), points);
        }
    }

    private static void AddOvers(StringBuilder html, CheckedFile measured)
    {
        foreach (TraceEvent over in measured.Trace.Overs)
        {
            double x = X(over.Seconds / Math.Max(measured.Measurement.LengthSeconds, 1e-9));
            html.Append(CultureInfo.InvariantCulture, $"<path fill=\"var(--over)\" d=\"M{x - 5:F1} {Top - 6}h10l-5 9z\"><title>{Text.Number(over.Value, 2)} dBTP at {Text.Clock(over.Seconds)}</title></path>\n");
        }
    }

    private static double X(double share) => Left + (share * Plot);

    private static double Y(double lufs) => Top + ((Ceiling - Math.Clamp(lufs, Floor, Ceiling)) / (Ceiling - Floor) * LoudnessHeight);

    private static void Add(StringBuilder path, char command, double x, double y) =>
        path.Append(CultureInfo.InvariantCulture, $"{command}{x:F1} {y:F1}");
}
