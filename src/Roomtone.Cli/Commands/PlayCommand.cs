using System.Collections.Immutable;
using System.CommandLine;
using Roomtone.Platform;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary><c>roomtone play</c>.</summary>
internal sealed class PlayCommand : VerbCommand
{
    private readonly Argument<string> _what = CommonOptions.One("FILE|SESSION", "A media file, a .room session, or - for standard input.");
    private readonly Option<string> _range = CommonOptions.Range();
    private readonly Option<string[]> _solo = CommonOptions.Values("--solo", "ID", "Only this track or bus of a session; may be repeated.");

    private readonly Option<string[]> _bypass = CommonOptions.Values("--bypass", "PROCESS", "Without this process of a session: compressor, or host.compressor; may be repeated.");
    private readonly Option<bool> _match = CommonOptions.Flag("--match", "With --bypass: at the loudness that it has without, so that louder is not taken for better.");

    public PlayCommand(string name, string summary)
        : base(name, summary) => Take(_what, _range, _solo, _bypass, _match, CommonOptions.Json(), CommonOptions.Quiet());

    public override ImmutableArray<string> Examples =>
        ["roomtone play mix.wav", "roomtone play episode.room --range 0:10..0:20", "roomtone play episode.room --solo host", "roomtone play episode.room --bypass host.compressor --match"];

    public override string Details => "  Plays by pw-play, aplay or ffplay, whichever is there and reaches a sound card. Ctrl-C stops it.";

    public override ExitCode Run(Call call)
    {
        var request = new PlayRequest(call.Input(_what))
        {
            Range = call.Get(_range),
            Solo = call.Get(_solo),
            Bypass = call.Get(_bypass),
            IsMatched = call.Get(_match),
        };
        PlayResult result = call.Shell.Run(context => PlayVerb.Run(request, context));
        if (call.Shell.IsJson)
        {
            call.Shell.PrintJson(json =>
            {
                json.WriteString("player"u8, result.Player);
                json.WriteValue("duration_s", result.Seconds, 3);
                json.WriteValue("match_gain_db", result.GainDb);
            });
        }

        return ExitCode.Done;
    }
}
