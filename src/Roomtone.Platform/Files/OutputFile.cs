using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Roomtone.Platform;

/// <summary>A file that is whole under its name, or not there: the one way in which anything is written.</summary>
/// <remarks>
/// <para>Bytes go to <c>.target.pid-start.rt-tmp</c> in the same folder. <see cref="Complete"/> makes them durable, renames, and makes
/// the folder durable; without it <see cref="Dispose"/> leaves the folder as it was. What a killed process left is removed by the next
/// writer in that folder.</para>
/// <para>Thread: one at a time.</para>
/// </remarks>
public sealed class OutputFile : IDisposable
{
    private const string Doubled = "another writer of this file is at work";
    private readonly OutputOptions _options;
    private readonly string _target;
    private readonly string _temporary;
    private readonly List<string> _createdFolders = [];
    private SafeFileHandle? _handle;

    static OutputFile() => NativeFiles.IgnoreFileSizeSignal();

    private OutputFile(string path, OutputOptions options)
    {
        Path = path;
        _options = options;
        _target = System.IO.Path.GetFullPath(path);
        _temporary = System.IO.Path.Combine(Folder, Leftovers.NameFor(System.IO.Path.GetFileName(_target), options.IsShared));
    }

    /// <summary>The file, as the user named it.</summary>
    public string Path { get; }

    /// <summary>The unfinished file: for a child process that must write to a name. Valid until <see cref="Complete"/>.</summary>
    public string TemporaryPath => _temporary;

    /// <summary>Bytes so far: one past the last byte written.</summary>
    public long Length { get; private set; }

    private string Folder => System.IO.Path.GetDirectoryName(_target)!;

    private bool HasEarlier => FileIdentity.Of(_target).Kind == FileKind.Regular;

    /// <summary>Opens a file for writing; nothing is under its name until <see cref="Complete"/>.</summary>
    /// <param name="path">The file; its folder is made where it does not exist.</param>
    /// <param name="options">What may be replaced, and what is protected.</param>
    /// <exception cref="RoomtoneException">The file exists and may not be replaced, is a protected one under another name, is a device
    /// or folder, or the folder can't be written (exit 4).</exception>
    public static OutputFile Create(string path, OutputOptions? options = null)
    {
        if (string.IsNullOrEmpty(System.IO.Path.GetFileName(path)))
        {
            throw FileFailure.Refused(path, "it is a folder", "give the name of a file");
        }

        if (FileNames.IsBroken(path))
        {
            throw FileFailure.Refused(path, "its name is not valid UTF-8", FileNames.BrokenHint);
        }

        OutputFile? file = null;
        try
        {
            file = new OutputFile(path, options ?? OutputOptions.New);
            file.Check();
            file.Open();
            return file;
        }
        catch (Exception e) when (FileFailure.IsFileError(e) || e is ArgumentException)
        {
            bool hasEarlier = file?.HasEarlier ?? false;
            file?.Discard();
            throw FileFailure.Writing(path, options?.ExpectedBytes ?? 0, hasEarlier, e);
        }
    }

    /// <summary>Writes a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="options">What may be replaced, and what is protected.</param>
    /// <exception cref="RoomtoneException">As <see cref="Create"/>, or the disk is full.</exception>
    public static void WriteAll(string path, ReadOnlySpan<byte> bytes, OutputOptions? options = null)
    {
        using OutputFile file = Create(path, (options ?? OutputOptions.New) with { ExpectedBytes = bytes.Length });
        file.Append(bytes);
        file.Complete();
    }

    /// <summary>Writes a whole text file in UTF-8 without a byte-order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its text.</param>
    /// <param name="options">What may be replaced, and what is protected.</param>
    /// <exception cref="RoomtoneException">As <see cref="Create"/>, or the disk is full.</exception>
    public static void WriteAll(string path, string text, OutputOptions? options = null) =>
        WriteAll(path, Encoding.UTF8.GetBytes(text), options);

    /// <summary>Adds bytes at the end.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="RoomtoneException">The disk is full, or the file can't be written (exit 4).</exception>
    public void Append(ReadOnlySpan<byte> bytes) => WriteAt(Length, bytes);

    /// <summary>Writes bytes at a place, for headers that are known last.</summary>
    /// <param name="position">Byte offset, up to <see cref="Length"/>.</param>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="RoomtoneException">The disk is full, or the file can't be written (exit 4).</exception>
    public void WriteAt(long position, ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_handle is null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)position, (ulong)Length, nameof(position));
        try
        {
            RandomAccess.Write(_handle, bytes, position);
            Length = Math.Max(Length, position + bytes.Length);
        }
        catch (Exception e) when (FileFailure.IsFileError(e))
        {
            throw FileFailure.Writing(Path, Math.Max(_options.ExpectedBytes, position + bytes.Length), HasEarlier, e);
        }
    }

    /// <summary>Makes the bytes durable and gives them their name.</summary>
    /// <exception cref="RoomtoneException">The disk is full, the folder is gone, or the name was taken meanwhile (exit 4).</exception>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_handle is null, this);
        try
        {
            if (FileIdentity.Of(_target).Kind != FileKind.Missing && !_options.MayReplace(Path))
            {
                throw FileFailure.Refused(Path, "a file of that name appeared meanwhile", "use --force to replace it");
            }

            CheckProtected();
            if (_options.ExpectedBytes > Length)
            {
                RandomAccess.SetLength(_handle, Length);
            }

            if (!_options.IsExpendable)
            {
                RandomAccess.FlushToDisk(_handle);
            }

            _handle.Dispose();
            _options.Naming?.Invoke(Path);
            Rename();
            _handle = null;
            if (!_options.IsExpendable)
            {
                NativeFiles.FlushFolder(Folder);
            }
        }
        catch (Exception e) when (FileFailure.IsFileError(e))
        {
            throw FileFailure.Writing(Path, Length, HasEarlier, e);
        }
    }

    /// <summary>Takes the length of what a child process wrote to <see cref="TemporaryPath"/>.</summary>
    public void TakeLength()
    {
        ObjectDisposedException.ThrowIf(_handle is null, this);
        Length = RandomAccess.GetLength(_handle);
    }

    /// <summary>Removes an unfinished file; leaves a completed one.</summary>
    public void Dispose()
    {
        if (_handle is not null)
        {
            Discard();
        }
    }

    private void Check()
    {
        FileKind kind = FileIdentity.Of(_target).Kind;
        if (kind is not (FileKind.Missing or FileKind.Regular))
        {
            string what = kind == FileKind.Folder ? "it is a folder" : $"it is a {kind.ToString().ToLowerInvariant()}, not a file";
            throw FileFailure.Refused(Path, what, "give the name of a file");
        }

        CheckProtected();
        if (kind == FileKind.Regular && !_options.MayReplace(Path))
        {
            throw FileFailure.Refused(Path, "it exists", "use --force to replace it, or choose another name");
        }
    }

    private void CheckProtected()
    {
        if (FileIdentity.Of(_target).Identity is not { } identity)
        {
            return;
        }

        foreach (string source in _options.Protected)
        {
            if (FileIdentity.Of(source).Identity == identity)
            {
                throw FileFailure.Refused(Path, $"it is the source {source}", "choose another name: a source is never written");
            }
        }
    }

    private void Open()
    {
        CreateFolder(Folder);
        int other = Leftovers.Sweep(Folder, System.IO.Path.GetFileName(_target));
        if (other != 0 && !_options.IsShared)
        {
            throw FileFailure.Refused(Path, $"{Doubled} (process {other})", "wait for it, or choose another name");
        }

        if (File.Exists(_temporary))
        {
            throw FileFailure.Refused(Path, Doubled, "write it once");
        }

        _handle = File.OpenHandle(_temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.None, _options.ExpectedBytes);
    }

    private void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (System.IO.Path.GetDirectoryName(folder) is { } parent)
        {
            CreateFolder(parent);
        }

        Directory.CreateDirectory(folder);
        _createdFolders.Add(folder);
    }

    private void Rename()
    {
#pragma warning disable RS0030 // This class is the place that the rule points to.
        File.Move(_temporary, _target, overwrite: true);
#pragma warning restore RS0030
    }

    private void Discard()
    {
        try
        {
            bool isOurs = _handle is not null;
            _handle?.Dispose();
            _handle = null;
            if (isOurs)
            {
                File.Delete(_temporary);
            }

            for (int i = _createdFolders.Count - 1; i >= 0; i--)
            {
                Directory.Delete(_createdFolders[i]);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is gone, or another writer uses it; what is left the next run removes.
        }
    }
}
