using Roomtone.Platform;

namespace Roomtone.Cli;

/// <summary>A text result: to a file where one was named, else to standard output.</summary>
internal static class TextOutput
{
    /// <summary>Writes it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="text">UTF-8.</param>
    /// <param name="path">The file; null or <c>-</c> = standard output.</param>
    /// <param name="isForced">An earlier file is replaced.</param>
    /// <param name="source">What it was made from; never written.</param>
    public static void Write(Call call, ReadOnlySpan<byte> text, string? path, bool isForced, string source)
    {
        if (path is null or "-")
        {
            call.Shell.Terminal.Write(text);
        }
        else
        {
            OutputFile.WriteAll(path, text, new OutputOptions { Replace = isForced, Protected = [source] });
            call.Shell.Print($"{Plain.Escape(path)} written");
        }
    }
}
