using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Roomtone.Analysis;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>Third-octave spectrum and spectrogram of a file, as inline SVG.</summary>
internal static class SpectrumChart
{
    private const int Width = 1030;
    private const int Left = 44;
    private const int Right = 10;
    private const int Plot = Width - Left - Right;
    private const int Top = 26;
    private const int PictureHeight = 200;
    private const int BarsTop = Top + PictureHeight + 56;
    private const int BarsHeight = 120;
    private const int Height = BarsTop + BarsHeight + 26;
    private const double LowestBarDbfs = -90;
    private static readonly int[] s_labels = [50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000];

    public static void Add(StringBuilder html, CheckedFile measured)
    {
        SpectrumTrace trace = measured.Trace.Spectrum;
        if (trace.Columns == 0)
        {
            return;
        }

        ImmutableArray<OctaveBand> bands = SpectrumTrace.Bands(measured.Measurement.SampleRate);
        html.Append("<h3>Spectrum</h3>\n<figure>\n");
        html.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{HtmlReport.Escape(Describe(trace, bands))}\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<image x=\"{Left}\" y=\"{Top}\" width=\"{Plot}\" height=\"{PictureHeight}\" preserveAspectRatio=\"none\" href=\"data:image/png;base64,");
        html.Append(Convert.ToBase64String(Picture(trace))).Append("\"/>\n");
        AddFrequencies(html);
        TimeAxis.Add(html, measured.Measurement.LengthSeconds, Left, Plot, Top + PictureHeight, Top + PictureHeight + 20);
        AddBars(html, trace, bands);
        html.Append("</svg>\n<figcaption><span>spectrogram, −120 dBFS (dark) to 0 dBFS (light)</span><span>third octaves, mean level, dBFS</span></figcaption>\n</figure>\n");
    }

    private static string Describe(SpectrumTrace trace, ImmutableArray<OctaveBand> bands)
    {
        int loudest = trace.BandsDbfs.IndexOf(trace.BandsDbfs.Max());
        int highest = Enumerable.Range(0, bands.Length).Last(b => trace.BandsDbfs[b] >= trace.BandsDbfs[loudest] - 60);
        return $"Spectrogram over the whole length, and mean level of each third octave: the highest is {Text.Number(trace.BandsDbfs[loudest], 1)} dBFS at "
            + $"{bands[loudest].Name}, and up to {bands[highest].Name} they lie within 60 dB of it.";
    }

    // The highest frequency is the first line of the picture.
    private static byte[] Picture(SpectrumTrace trace)
    {
        byte[] pixels = new byte[trace.Columns * SpectrumTrace.Rows];
        ReadOnlySpan<byte> levels = trace.Levels.Span;
        for (int column = 0; column < trace.Columns; column++)
        {
            for (int row = 0; row < SpectrumTrace.Rows; row++)
            {
                pixels[(SpectrumTrace.Rows - 1 - row) * trace.Columns + column] = levels[column * SpectrumTrace.Rows + row];
            }
        }

        return PngImage.Write(pixels, trace.Columns, SpectrumTrace.Rows);
    }

    private static void AddFrequencies(StringBuilder html)
    {
        foreach (int hz in s_labels)
        {
            double y = Top + PictureHeight * (1 - Share(hz));
            html.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 4:F1}\" text-anchor=\"end\">{Name(hz)}</text>\n");
        }

        html.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{Top - 12}\" text-anchor=\"end\">Hz</text>\n");
    }

    private static void AddBars(StringBuilder html, SpectrumTrace trace, ImmutableArray<OctaveBand> bands)
    {
        for (int db = -20; db > LowestBarDbfs; db -= 20)
        {
            double y = BarY(db);
            html.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{Left} {y:F1}h{Plot}\" opacity=\".7\"/><text x=\"{Left - 8}\" y=\"{y + 4:F1}\" text-anchor=\"end\">−{-db}</text>\n");
        }

        html.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{BarsTop + 4}\" text-anchor=\"end\">dBFS</text>\n");
        for (int b = 0; b < bands.Length; b++)
        {
            double left = Left + Plot * Share(bands[b].LowHz), right = Left + Plot * Share(Math.Min(bands[b].HighHz, SpectrumTrace.HighestHz)), top = BarY(trace.BandsDbfs[b]);
            html.Append(CultureInfo.InvariantCulture, $"<rect x=\"{left + 1:F1}\" y=\"{top:F1}\" width=\"{Math.Max(1, right - left - 2):F1}\" height=\"{BarsTop + BarsHeight - top:F1}\" fill=\"var(--target)\"><title>{HtmlReport.Escape(bands[b].Name)}: {HtmlReport.Readable(trace.BandsDbfs[b], 1)} dBFS</title></rect>\n");
        }

        foreach (int hz in s_labels)
        {
            html.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + Plot * Share(hz):F1}\" y=\"{Height - 8}\" text-anchor=\"middle\">{Name(hz)}</text>\n");
        }
    }

    private static double Share(double hz) => StableMath.Log2(hz / SpectrumTrace.LowestHz) / StableMath.Log2(SpectrumTrace.HighestHz / SpectrumTrace.LowestHz);

    private static double BarY(double dbfs) => BarsTop + BarsHeight * Math.Clamp(dbfs / LowestBarDbfs, 0, 1);

    private static string Name(int hz) => hz < 1000 ? hz.ToString(CultureInfo.InvariantCulture) : (hz / 1000).ToString(CultureInfo.InvariantCulture) + "k";
}
