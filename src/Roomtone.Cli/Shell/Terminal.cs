using System.Text;

namespace Roomtone.Cli;

/// <summary>The two streams of the command: results on one, messages on the other. The only class that touches the console.</summary>
/// <remarks>
/// Writes UTF-8 to the raw streams: the console's own writers cost start-up time, and look at the locale.
/// A reader that has gone away (<c>| head -1</c>) ends the printing, not the work.
/// </remarks>
internal sealed class Terminal : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stream _output;
    private readonly Stream _messages;
    private bool _isOutputGone;
    private bool _areMessagesGone;

#pragma warning disable RS0030 // only the command prints, and in it only this class
    public Terminal()
    {
        _output = Console.OpenStandardOutput();
        _messages = Console.OpenStandardError();
    }

    /// <summary>Results go to a screen.</summary>
    public static bool IsOutputScreen => !Console.IsOutputRedirected;

    /// <summary>Messages go to a screen that can redraw a line.</summary>
    public static bool IsMessageScreen =>
        !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } kind && kind != "dumb";

    /// <summary>Standard input, for audio.</summary>
    public static Stream OpenInput() => Console.OpenStandardInput();

    /// <summary>Messages as a text writer, for what draws on a screen.</summary>
    public static TextWriter ScreenWriter => Console.Error;

    /// <summary>Columns of the screen; 100 where there is none.</summary>
    public static int Width => Console.IsOutputRedirected ? 100 : Math.Clamp(Console.WindowWidth, 60, 160);
#pragma warning restore RS0030

    /// <summary>Writes bytes to the results.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            Write(_output, bytes, ref _isOutputGone);
        }
    }

    /// <summary>Writes text to the results.</summary>
    public void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes text to the messages.</summary>
    public void Tell(string text)
    {
        lock (_lock)
        {
            Write(_messages, Encoding.UTF8.GetBytes(text), ref _areMessagesGone);
        }
    }

    public void Dispose()
    {
        _output.Dispose();
        _messages.Dispose();
    }

    private static void Write(Stream stream, ReadOnlySpan<byte> bytes, ref bool isGone)
    {
        if (isGone)
        {
            return;
        }

        try
        {
            stream.Write(bytes);
            stream.Flush();
        }
        catch (IOException)
        {
            isGone = true;
        }
    }
}
