using Roomtone.Platform;

namespace Roomtone.Cli;

/// <summary>Standard input and output as WAV files: audio is read at random and headers are written last, so both go through a file.</summary>
internal sealed class StandardStreams : IDisposable
{
    private DirectoryInfo? _folder;
    private string? _input;
    private string? _output;

    /// <summary>A file with everything that comes in; read once, however often it is asked for.</summary>
    /// <exception cref="RoomtoneException">Nothing came in (exit 4).</exception>
    public string InputFile(CancellationToken cancellation)
    {
        if (_input is not null)
        {
            return _input;
        }

        string path = Path.Combine(Folder(), "standard-input.wav");
        using (Stream source = Terminal.OpenInput())
        using (var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
        {
            var piece = new byte[1 << 20];
            while (source.Read(piece) is var count and > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                target.Write(piece, 0, count);
            }

            if (target.Length == 0)
            {
                throw new RoomtoneException(ExitCode.Media, new Finding("RT9202", Severity.Error, "standard input is empty") { Hint = "pipe a WAV file into the command" });
            }
        }

        return _input = path;
    }

    /// <summary>Audio goes to standard output.</summary>
    public bool HasOutput => _output is not null;

    /// <summary>A file whose bytes <see cref="Send"/> passes on.</summary>
    public string OutputFile() => _output ??= Path.Combine(Folder(), "standard-output.wav");

    /// <summary>Passes the output file on, where there is one.</summary>
    public void Send(Terminal terminal)
    {
        if (_output is null || !File.Exists(_output))
        {
            return;
        }

        using var source = new FileStream(_output, FileMode.Open, FileAccess.Read);
        var piece = new byte[1 << 20];
        while (source.Read(piece) is var count and > 0)
        {
            terminal.Write(piece.AsSpan(0, count));
        }
    }

    public void Dispose()
    {
        try
        {
            _folder?.Delete(recursive: true);
        }
        catch (IOException)
        {
            // The system's temporary folder is emptied by the system too.
        }
    }

    private string Folder() => (_folder ??= Directory.CreateTempSubdirectory("roomtone-")).FullName;
}
