using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>Reads profiles from their text; never stops at the first mistake.</summary>
/// <remarks>
/// Line 1 is <c>roomtone-profile 1</c>; then come <c>profile ID "Title"</c> statements, each with its lines indented by two blanks.
/// </remarks>
public static class ProfileText
{
    /// <summary>The number that line 1 carries.</summary>
    public const int Schema = 1;

    /// <summary>Reads every profile of a text.</summary>
    /// <param name="file">The name for findings.</param>
    /// <param name="text">The text.</param>
    /// <param name="findings">Receives what is wrong.</param>
    /// <returns>The profiles that have no mistake.</returns>
    public static ImmutableArray<DeliveryProfile> Read(string file, string text, ICollection<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(findings);
        ProfileReader reader = new(file, findings);
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            reader.Add(i + 1, lines[i].TrimEnd('\r'));
        }

        return reader.Complete();
    }
}

/// <summary>Takes one line after the other and builds profiles.</summary>
internal sealed class ProfileReader(string file, ICollection<Finding> findings)
{
    private readonly ImmutableArray<DeliveryProfile>.Builder _profiles = ImmutableArray.CreateBuilder<DeliveryProfile>();
    private DeliveryProfile? _profile;
    private bool _hasHeader;
    private int _mistakes;

    public void Add(int number, string text)
    {
        try
        {
            ProfileLine line = ProfileLine.Parse(number, text);
            if (!line.IsEmpty)
            {
                Read(line);
            }
        }
        catch (ProfileSyntaxException e)
        {
            Report(number, text, e);
        }
    }

    public ImmutableArray<DeliveryProfile> Complete()
    {
        Close();
        return _profiles.ToImmutable();
    }

    private void Report(int number, string text, ProfileSyntaxException mistake)
    {
        _mistakes++;
        findings.Add(new Finding("RT0820", Severity.Error, mistake.Message)
        {
            File = file,
            Line = number,
            Column = mistake.Column,
            Width = 1,
            SourceLine = text,
        });
    }

    private void Read(ProfileLine line)
    {
        if (!_hasHeader)
        {
            ReadHeader(line);
        }
        else if (line.Indent == 0)
        {
            Close();
            Open(line);
        }
        else if (_profile is { } profile)
        {
            int column = line.Column;
            string keyword = line.Word("a keyword");
            _profile = ProfileStatements.Apply(profile, keyword, column, line);
            if (line.HasMore)
            {
                throw new ProfileSyntaxException(line.Column, $"'{line.Peek()}' is more than '{keyword}' takes");
            }
        }
    }

    private void ReadHeader(ProfileLine line)
    {
        _hasHeader = true;
        if (!line.Accept("roomtone-profile"))
        {
            throw new ProfileSyntaxException(1, "a profile begins with 'roomtone-profile 1'");
        }

        int column = line.Column;
        double schema = line.Amount("the number of the format");
        if (schema > ProfileText.Schema)
        {
            throw new ProfileSyntaxException(column, $"this text is of format {schema}; this program reads up to {ProfileText.Schema}");
        }
    }

    private void Open(ProfileLine line)
    {
        if (!line.Accept("profile"))
        {
            throw new ProfileSyntaxException(line.Column, $"'{line.Peek()}' stands outside a profile");
        }

        _mistakes = 0;
        string id = line.Word("the profile's id");
        _profile = new DeliveryProfile { Id = id, Title = line.String("the profile's title"), Source = new ProfileSource(string.Empty, string.Empty, string.Empty, string.Empty) };
    }

    private void Close()
    {
        if (_profile is { } profile && _mistakes == 0)
        {
            string? missing = profile switch
            {
                { Source.Title.Length: 0 } => "source",
                { Source.Grade.Length: 0 } => "grade",
                { Version: 0 } => "version",
                _ => null,
            };
            if (missing is null)
            {
                _profiles.Add(profile);
            }
            else
            {
                findings.Add(new Finding("RT0821", Severity.Error, $"profile '{profile.Id}' has no {missing}") { File = file });
            }
        }

        _profile = null;
    }
}

/// <summary>The statements that a profile may hold.</summary>
internal static class ProfileStatements
{
    private static readonly string[] Keywords =
    [
        "version", "kind", "source", "grade", "note", "family", "anchor", "loudness", "rms", "fallback", "true-peak", "sample-peak",
        "loudness-range", "max-momentary", "max-short-term", "noise-floor", "leq-m", "adjust", "limiting", "format", "containers", "rates", "bits",
        "layouts", "bit-rate", "duration", "naming", "requires", "forbids", "dialogue",
    ];

    public static DeliveryProfile Apply(DeliveryProfile p, string keyword, int column, ProfileLine line) => keyword switch
    {
        "version" => p with { Version = (int)line.Amount("a version") },
        "kind" => p with { Kind = Word(line, ("delivery", ProfileKind.Delivery), ("playback", ProfileKind.Playback)) },
        "source" => p with { Source = ReadSource(p.Source, line) },
        "grade" => p with { Source = p.Source with { Grade = Word(line, ("A", "A"), ("B", "B"), ("C", "C"), ("!", "!")) } },
        "note" => p with { Notes = p.Notes.Add(line.String("the note")) },
        "family" => p with { Family = ReadFamily(line) },
        "anchor" => p with { Anchor = ReadAnchor(line) },
        "loudness" => ReadLoudness(p, line),
        "rms" => p with { RmsDbfs = line.Range("dBFS", "an RMS level") },
        "fallback" => p with { Fallback = ReadFallback(line) },
        "true-peak" => ReadTruePeak(p, line),
        "sample-peak" => p with { SamplePeakDbfs = line.Quantity("dBFS", "a sample peak") },
        "loudness-range" => p with { LoudnessRange = line.Range("LU", "a loudness range") },
        "max-momentary" => p with { MaximumMomentaryLufs = line.Quantity("LUFS", "a momentary loudness") },
        "max-short-term" => p with { MaximumShortTermLufs = line.Quantity("LUFS", "a short-term loudness") },
        "noise-floor" => p with { NoiseFloorDbfs = line.Quantity("dBFS", "a noise floor") },
        "leq-m" => p with { MaximumLeqMDb = line.Quantity("dB", "a level") },
        "adjust" => p with { Adjust = Word(line, ("never", AdjustRule.Never), ("when-outside", AdjustRule.WhenOutside), ("always", AdjustRule.Always)) },
        "limiting" => p with { Limiting = ReadLimiting(line) },
        _ => ApplyFormat(p, keyword, column, line),
    };

    private static DeliveryProfile ApplyFormat(DeliveryProfile p, string keyword, int column, ProfileLine line) => keyword switch
    {
        "format" => p with { Format = FormatText.Read(line) },
        "containers" => p with { Containers = ReadAll(line, ReadContainer) },
        "rates" => p with { Rates = ReadAll(line, l => (int)Math.Round(l.Quantity("kHz", "a sample rate") * 1000)) },
        "bits" => p with { Bits = ReadAll(line, l => (int)l.Amount("a word length")) },
        "layouts" => p with { Layouts = ReadAll(line, ReadLayout) },
        "bit-rate" => p with { MinimumBitRateKbps = (int)line.Quantity("kbps", "a bit rate") },
        "duration" => p with { DurationSeconds = line.Range("s", "a duration") },
        "naming" => p with { Naming = ReadPattern(line) },
        "forbids" => p with { ForbidsLineUp = Word(line, ("line-up", true)) },
        "dialogue" => p with { WantsDialogueInCentre = Word(line, ("centre", true)) },
        "requires" => p with { Requires = ReadAll(line, l => l.Word("a tag")) },
        _ => throw new ProfileSyntaxException(column, $"'{keyword}' is no statement of a profile; there are {string.Join(", ", Keywords)}"),
    };

    private static T Word<T>(ProfileLine line, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        int column = line.Column;
        string word = line.Word("a word");
        string all = string.Empty;
        foreach ((string choice, T value) in choices)
        {
            if (choice == word)
            {
                return value;
            }

            all += (all.Length == 0 ? string.Empty : ", ") + choice;
        }

        throw new ProfileSyntaxException(column, $"'{word}' is none of {all}");
    }

    private static ProfileSource ReadSource(ProfileSource source, ProfileLine line)
    {
        source = source with { Title = line.String("the title of the source") };
        if (line.Accept("url"))
        {
            source = source with { Url = line.String("the address") };
        }

        return line.Accept("date") ? source with { Date = line.Word("the date") } : source;
    }

    private static ProgrammeFamily ReadFamily(ProfileLine line) => Word(
        line,
        ("music", ProgrammeFamily.Music),
        ("broadcast", ProgrammeFamily.Broadcast),
        ("film", ProgrammeFamily.Film),
        ("podcast", ProgrammeFamily.Podcast),
        ("book", ProgrammeFamily.Book),
        ("game", ProgrammeFamily.Game));

    private static LoudnessAnchor ReadAnchor(ProfileLine line) =>
        Word(line, ("programme", LoudnessAnchor.Programme), ("dialogue", LoudnessAnchor.Dialogue), ("rms", LoudnessAnchor.Rms));

    private static DeliveryProfile ReadLoudness(DeliveryProfile p, ProfileLine line)
    {
        string unit = p.Anchor == LoudnessAnchor.Rms ? "dBFS" : "LUFS";
        p = p with { Target = line.Quantity(unit, "the target") };
        if (line.Accept("tolerance"))
        {
            p = p with { Tolerance = line.Quantity("LU", "the tolerance") };
        }

        if (line.Accept("reject"))
        {
            p = p with { RejectTolerance = line.Quantity("LU", "the tolerance of quality control") };
        }

        return line.Accept("mono-as") ? p with { MonoAs = Word(line, ("single", MonoLoudness.Single), ("dual", MonoLoudness.Dual)) } : p;
    }

    private static DeliveryProfile ReadTruePeak(DeliveryProfile p, ProfileLine line)
    {
        p = p with { TruePeakDbtp = line.Quantity("dBTP", "a true peak") };
        if (line.Accept("reject"))
        {
            p = p with { RejectTruePeakDbtp = line.Quantity("dBTP", "a true peak") };
        }

        return line.Accept("louder") ? p with { TruePeakWhenLouderDbtp = line.Quantity("dBTP", "a true peak") } : p;
    }

    private static AnchorFallback ReadFallback(ProfileLine line)
    {
        line.Accept("speech-below");
        double share = line.Quantity("%", "a share of speech");
        return new AnchorFallback(share, ReadAnchor(line), line.Quantity("LUFS", "the target"));
    }

    private static LimitingBudget ReadLimiting(ProfileLine line)
    {
        double percentile = line.Quantity("dB", "the 99th percentile");
        return line.Accept("largest") ? new LimitingBudget(line.Quantity("dB", "the largest reduction"), percentile) : LimitingBudget.Written(percentile);
    }

    private static ImmutableArray<T> ReadAll<T>(ProfileLine line, Func<ProfileLine, T> read)
    {
        ImmutableArray<T>.Builder values = ImmutableArray.CreateBuilder<T>();
        do
        {
            values.Add(read(line));
        }
        while (line.HasMore);
        return values.ToImmutable();
    }

    private static string ReadContainer(ProfileLine line)
    {
        int column = line.Column;
        string word = line.Word("a container");
        return FormatText.Containers.Contains(word, StringComparer.Ordinal)
            ? word
            : throw new ProfileSyntaxException(column, $"'{word}' is no container; there are {string.Join(", ", FormatText.Containers)}");
    }

    private static ChannelLayout ReadLayout(ProfileLine line)
    {
        int column = line.Column;
        string word = line.Word("a layout");
        return ChannelLayout.Find(word) ?? throw new ProfileSyntaxException(column, $"'{word}' is no layout");
    }

    private static string ReadPattern(ProfileLine line)
    {
        int column = line.Column;
        string pattern = line.String("the pattern");
        try
        {
            // A pattern from a file must not be able to run for ever, so checks match without backtracking, and what that engine can't do
            // is refused. It is slow to start; all that it can't do is written with (? or a backslash.
            bool isPlain = !pattern.Contains("(?", StringComparison.Ordinal) && !pattern.Contains('\\', StringComparison.Ordinal);
            _ = new Regex(pattern, RegexOptions.CultureInvariant | (isPlain ? RegexOptions.None : RegexOptions.NonBacktracking));
            return pattern;
        }
        catch (ArgumentException e)
        {
            throw new ProfileSyntaxException(column, $"the pattern can't be read: {e.Message}");
        }
        catch (NotSupportedException e)
        {
            throw new ProfileSyntaxException(column, $"the pattern can't be read: {e.Message}");
        }
    }
}
