using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Roomtone.Media;
using Roomtone.Platform;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary><c>roomtone info</c>.</summary>
internal sealed class InfoCommand : VerbCommand
{
    private readonly Argument<string[]> _files = CommonOptions.Files();
    private readonly Option<string> _jobs = CommonOptions.Jobs();
    private readonly Option<bool> _keepGoing = CommonOptions.KeepGoing();

    public InfoCommand(string name, string summary)
        : base(name, summary) => Take(_files, _jobs, _keepGoing, CommonOptions.Json(), CommonOptions.Quiet(), CommonOptions.Strict());

    public override ImmutableArray<string> Examples => ["roomtone info field-recording.wav", "roomtone info *.wav --json", "roomtone info picture.mov"];

    public override ExitCode Run(Call call)
    {
        var request = new InfoRequest(call.Inputs(_files)) { Batch = BatchOptions.Parse(call.Get(_jobs), call.Get(_keepGoing)) };
        InfoResult result = call.Shell.Run(context => InfoVerb.Run(request, context));
        if (call.Shell.IsJson)
        {
            call.Shell.PrintJson(json => Outcomes.Write(json, result.Files, Write));
        }
        else
        {
            foreach (FileInfoResult file in result.Files.Select(f => f.Result).OfType<FileInfoResult>())
            {
                call.Shell.Terminal.Write(Text(file));
            }
        }

        Outcomes.Tell(call.Shell, result.Files);
        return result.ExitCode;
    }

    private static string Text(FileInfoResult file)
    {
        MediaInfo info = file.Media;
        List<string[]> rows =
        [
            ["container", $"{info.Container} ({info.Form}), {Texts.Bytes(file.Bytes)}"],
            ["encoding", info.BitRate > 0 ? string.Create(CultureInfo.InvariantCulture, $"{info.Form}, {info.BitRate / 1000} kbit/s") : info.Format.Title],
            ["rate", string.Create(CultureInfo.InvariantCulture, $"{info.SampleRate} Hz")],
            ["layout", $"{info.Layout.Id}: {string.Join(' ', info.Layout.Speakers.Select(s => s.Name))}"],
            ["length", string.Create(CultureInfo.InvariantCulture, $"{Texts.PreciseClock(info.DurationSeconds)} ({info.Length} samples)")],
        ];
        if (file.Timecode is { } timecode)
        {
            rows.Add(["timecode", timecode]);
        }

        rows.AddRange(info.Tags.Values.Select(t => new[] { "tag " + Plain.Escape(t.Key), Plain.Escape(t.Value) }));
        rows.AddRange(info.Tags.Cover is { } cover ? [["cover", $"{cover.MimeType}, {Texts.Bytes(cover.Bytes.Length)}"]] : []);
        rows.AddRange(info.Chapters.Select(c => new[] { "chapter", $"{Texts.PreciseClock(c.StartSeconds)} {Plain.Escape(c.Title)}" }));
        rows.AddRange(info.Metadata.Cues.Select(c => new[] { "cue", string.Create(CultureInfo.InvariantCulture, $"{c.Position} {Plain.Escape(c.Label)}").TrimEnd() }));
        rows.AddRange(info.Metadata.Loops.Select(l => new[] { "loop", string.Create(CultureInfo.InvariantCulture, $"{l.Start}..{l.End}") }));
        rows.AddRange(Broadcast(info.Metadata.Broadcast));
        rows.AddRange(info.Metadata.Chunks.Select(c => new[] { "chunk", string.Create(CultureInfo.InvariantCulture, $"'{Plain.Escape(c.Id)}' {c.Length} bytes{(c.IsAfterData ? ", after the audio" : string.Empty)}") }));
        return Plain.Escape(file.Path) + "\n" + Texts.Table(rows, "  ");
    }

    private static IEnumerable<string[]> Broadcast(BroadcastExtension? bext)
    {
        if (bext is null)
        {
            yield break;
        }

        yield return ["bext", string.Create(CultureInfo.InvariantCulture, $"version {bext.Version}, time reference {bext.TimeReference}")];
        foreach ((string name, string value) in new[]
        {
            ("description", bext.Description), ("originator", bext.Originator), ("reference", bext.OriginatorReference),
            ("date", $"{bext.OriginationDate} {bext.OriginationTime}".Trim()), ("history", bext.CodingHistory.Trim()),
        })
        {
            if (value.Length > 0)
            {
                yield return ["bext " + name, Plain.Escape(value.Replace("\r\n", "; ", StringComparison.Ordinal))];
            }
        }
    }

    private static void Write(Utf8JsonWriter json, FileInfoResult file)
    {
        MediaInfo info = file.Media;
        json.WriteNumber("bytes"u8, file.Bytes);
        json.WriteString("container"u8, info.Container.ToString().ToLowerInvariant());
        json.WriteString("form"u8, info.Form);
        json.WriteString("encoding"u8, info.Format.Title);
        json.WriteNumber("bits"u8, info.Format.ValidBits);
        json.WriteBoolean("float"u8, info.Format.IsFloat);
        json.WriteBoolean("lossless"u8, info.IsLossless);
        json.WriteValue("bit_rate_bps", info.BitRate > 0 ? info.BitRate : null, 0);
        json.WriteNumber("sample_rate_hz"u8, info.SampleRate);
        json.WriteNumber("channels"u8, info.Layout.Count);
        json.WriteString("layout"u8, info.Layout.Id);
        json.WriteNumber("samples"u8, info.Length);
        json.WriteValue("duration_s", info.DurationSeconds, 6);
        json.WriteString("timecode"u8, file.Timecode);
        json.WriteStartObject("tags"u8);
        foreach ((string key, string value) in info.Tags.Values)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
        WriteMarks(json, info);
        json.WriteStartArray("chunks"u8);
        foreach (MetadataChunk chunk in info.Metadata.Chunks)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, chunk.Id);
            json.WriteNumber("bytes"u8, chunk.Length);
            json.WriteBoolean("after_audio"u8, chunk.IsAfterData);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("findings"u8);
        FindingPrinter.Write(json, info.Findings);
    }

    private static void WriteMarks(Utf8JsonWriter json, MediaInfo info)
    {
        WriteBroadcast(json, info.Metadata.Broadcast);
        json.WriteStartArray("chapters"u8);
        foreach (Chapter chapter in info.Chapters)
        {
            json.WriteStartObject();
            json.WriteValue("start_s", chapter.StartSeconds, 3);
            json.WriteValue("end_s", chapter.EndSeconds, 3);
            json.WriteString("title"u8, chapter.Title);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("cues"u8);
        foreach (CuePoint cue in info.Metadata.Cues)
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, cue.Id);
            json.WriteNumber("sample"u8, cue.Position);
            json.WriteNumber("samples"u8, cue.Length);
            json.WriteString("label"u8, cue.Label);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("loops"u8);
        foreach (SamplerLoop loop in info.Metadata.Loops)
        {
            json.WriteStartObject();
            json.WriteNumber("start_sample"u8, loop.Start);
            json.WriteNumber("end_sample"u8, loop.End);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteBroadcast(Utf8JsonWriter json, BroadcastExtension? bext)
    {
        if (bext is null)
        {
            json.WriteNull("bext"u8);
            return;
        }

        json.WriteStartObject("bext"u8);
        json.WriteNumber("version"u8, bext.Version);
        json.WriteNumber("time_reference_samples"u8, bext.TimeReference);
        json.WriteString("description"u8, bext.Description);
        json.WriteString("originator"u8, bext.Originator);
        json.WriteString("originator_reference"u8, bext.OriginatorReference);
        json.WriteString("date"u8, bext.OriginationDate);
        json.WriteString("time"u8, bext.OriginationTime);
        json.WriteString("coding_history"u8, bext.CodingHistory);
        json.WriteEndObject();
    }
}
