using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>File formats as text: <c>mp3 44.1 kHz 192 kbps cbr mono</c>, and what is known of each container.</summary>
public static class FormatText
{
    private static readonly FrozenDictionary<string, string> Extensions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["wav"] = ".wav", ["bwf"] = ".wav", ["rf64"] = ".wav", ["bw64"] = ".wav", ["w64"] = ".w64", ["aiff"] = ".aiff", ["caf"] = ".caf",
        ["flac"] = ".flac", ["mp3"] = ".mp3", ["aac"] = ".m4a", ["alac"] = ".m4a", ["opus"] = ".opus", ["vorbis"] = ".ogg",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The containers that a format line may name.</summary>
    public static ImmutableArray<string> Containers { get; } =
        ["wav", "bwf", "rf64", "bw64", "w64", "aiff", "caf", "flac", "mp3", "aac", "opus", "vorbis", "alac"];

    /// <summary>Whether samples come back other than they went in.</summary>
    /// <param name="container">A word of <see cref="Containers"/>.</param>
    public static bool IsLossy(string container) => container is "mp3" or "aac" or "opus" or "vorbis";

    /// <summary>Whether ffmpeg writes it.</summary>
    /// <param name="container">A word of <see cref="Containers"/>.</param>
    public static bool NeedsEncoder(string container) => IsLossy(container) || container is "flac" or "alac";

    /// <summary>The usual end of the file name, with its dot.</summary>
    /// <param name="container">A word of <see cref="Containers"/>.</param>
    public static string Extension(string container) => Extensions.GetValueOrDefault(container, "." + container);

    /// <summary>The container that a file name suggests; null where it suggests none.</summary>
    /// <param name="path">A path or name.</param>
    public static string? FromExtension(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".wav" or ".wave" => "wav",
        ".bwf" => "bwf",
        ".m4a" or ".mp4" or ".aac" => "aac",
        ".ogg" or ".oga" => "vorbis",
        ".aif" or ".aiff" or ".aifc" => "aiff",
        ".rf64" => "rf64",
        { Length: > 1 } other when Containers.Contains(other[1..], StringComparer.Ordinal) => other[1..],
        _ => null,
    };

    /// <summary>The bit rate used where none is written, kbit/s; null for lossless formats.</summary>
    /// <param name="container">A word of <see cref="Containers"/>.</param>
    /// <param name="channels">Channels of the file.</param>
    public static int? UsualBitRateKbps(string container, int channels) => container switch
    {
        "mp3" => channels == 1 ? 128 : 192,
        "aac" or "vorbis" => 96 * Math.Max(1, channels),
        "opus" => 64 * Math.Max(1, channels),
        _ => null,
    };

    /// <summary>Reads a format as the command line gives it.</summary>
    /// <param name="text"><c>mp3 128 kbps mono</c>.</param>
    /// <exception cref="RoomtoneException">Usage: something in it is unknown or has no unit.</exception>
    public static FileFormat Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            ProfileLine line = ProfileLine.Parse(1, text.Trim());
            FileFormat format = Read(line);
            return line.HasMore ? throw new ProfileSyntaxException(line.Column, $"'{line.Peek()}' is not part of a format") : format;
        }
        catch (ProfileSyntaxException e)
        {
            throw new RoomtoneException(ExitCode.Usage, new Finding("RT0810", Severity.Error, $"format '{text}': {e.Message}")
            {
                SourceLine = text,
                Column = e.Column,
                Hint = "write for instance 'wav 48 kHz 24 bit' or 'mp3 128 kbps mono'",
            });
        }
    }

    /// <summary>Writes a format as it is read.</summary>
    /// <param name="format">The format.</param>
    public static string Write(FileFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        List<string> words = [format.Container];
        if (format.SampleRate is { } rate)
        {
            words.Add((rate / 1000m).ToString("0.###", CultureInfo.InvariantCulture) + " kHz");
        }

        if (format.IsFloat)
        {
            words.Add(format.Bits == 64 ? "64 bit float" : "float");
        }
        else if (format.Bits is { } bits)
        {
            words.Add($"{bits} bit");
        }

        if (format.BitRateKbps is { } kbps)
        {
            words.Add($"{kbps} kbps");
        }

        if (format.IsConstantBitRate)
        {
            words.Add("cbr");
        }

        if (format.IsVariableBitRate)
        {
            words.Add("vbr");
        }

        if (format.Layout is { } layout)
        {
            words.Add(layout.Id);
        }

        return string.Join(' ', words);
    }

    internal static FileFormat Read(ProfileLine line)
    {
        int column = line.Column;
        string container = line.Word("the container");
        if (!Containers.Contains(container, StringComparer.Ordinal))
        {
            throw new ProfileSyntaxException(column, $"'{container}' is no container; there are {string.Join(", ", Containers)}");
        }

        FileFormat format = new(container);
        while (line.HasMore && ReadWord(line, ref format))
        {
        }

        return format;
    }

    private static bool ReadWord(ProfileLine line, ref FileFormat format)
    {
        string word = line.Peek()!;
        if (char.IsAsciiDigit(word[0]) && !IsLayout(word))
        {
            format = ReadNumber(line, format);
            return true;
        }

        if (line.Accept("float"))
        {
            format = format with { IsFloat = true, Bits = format.Bits ?? 32 };
        }
        else if (line.Accept("cbr"))
        {
            format = format with { IsConstantBitRate = true };
        }
        else if (line.Accept("vbr"))
        {
            format = format with { IsVariableBitRate = true };
        }
        else if (IsLayout(word))
        {
            format = format with { Layout = ChannelLayout.Find(line.Word("the layout")) };
        }
        else
        {
            return false;
        }

        return true;
    }

    private static FileFormat ReadNumber(ProfileLine line, FileFormat format)
    {
        int column = line.Column;
        double value = line.Amount("a rate, word length or bit rate");
        string unit = line.HasMore ? line.Word("the unit") : string.Empty;
        return unit switch
        {
            "Hz" => format with { SampleRate = (int)value },
            "kHz" => format with { SampleRate = (int)Math.Round(value * 1000) },
            "bit" => format with { Bits = (int)value },
            "kbps" => format with { BitRateKbps = (int)value },
            _ => throw new ProfileSyntaxException(column, $"{value} needs a unit: kHz, bit or kbps"),
        };
    }

    private static bool IsLayout(string word) =>
        ChannelLayout.Find(word) is not null;
}
