using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Roomtone.Platform;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary>Files that a verb wrote from others, as text and JSON.</summary>
internal static class WrittenFiles
{
    /// <summary>Prints them.</summary>
    /// <param name="shell">Where.</param>
    /// <param name="files">What became of each input.</param>
    /// <param name="isDryRun">Nothing was written.</param>
    /// <param name="chain">The processes applied, as text; empty = none.</param>
    public static void Print(Shell shell, ImmutableArray<FileOutcome<WrittenFile>> files, bool isDryRun, ImmutableArray<string> chain)
    {
        if (shell.IsJson)
        {
            shell.PrintJson(json =>
            {
                json.WriteBoolean("dry_run"u8, isDryRun);
                json.WriteStartArray("chain"u8);
                foreach (string process in chain)
                {
                    json.WriteStringValue(process);
                }

                json.WriteEndArray();
                Outcomes.Write(json, files, Write);
            });
        }
        else if (!shell.Streams.HasOutput)
        {
            foreach (WrittenFile file in files.Select(f => f.Result).OfType<WrittenFile>())
            {
                shell.Print($"{Plain.Escape(file.Output)} {(isDryRun ? "would be written: " : string.Empty)}{Describe(file)}");
            }
        }

        Outcomes.Tell(shell, files);
    }

    private static string Describe(WrittenFile file) => string.Join(
        ", ",
        [file.Format, string.Create(CultureInfo.InvariantCulture, $"{file.SampleRate / 1000.0} kHz"), file.Layout.Id, Texts.PreciseClock(file.Length / (double)file.SampleRate), .. file.Changes]);

    private static void Write(Utf8JsonWriter json, WrittenFile file)
    {
        json.WriteString("output"u8, file.Output);
        json.WriteString("format"u8, file.Format);
        json.WriteNumber("sample_rate_hz"u8, file.SampleRate);
        json.WriteString("layout"u8, file.Layout.Id);
        json.WriteNumber("samples"u8, file.Length);
        json.WriteValue("duration_s", file.Length / (double)file.SampleRate, 6);
        json.WriteString("residual"u8, file.Residual);
        json.WriteValue("residual_rms_dbfs", file.ResidualRmsDbfs);
        json.WriteStartArray("changes"u8);
        foreach (string change in file.Changes)
        {
            json.WriteStringValue(change);
        }

        json.WriteEndArray();
    }
}
