using System.ComponentModel;
using System.Diagnostics;

namespace Roomtone.Platform;

/// <summary>A program that works for us over pipes, and can't outlive, stall or flood us.</summary>
/// <remarks>
/// <para>Its messages are drained by a thread of their own. The time-out runs only while the caller waits for the child, and only bytes
/// that pass (4 KiB or more) or a message that the listener accepts restart it: a child that trickles is stalled too.</para>
/// <para>Thread: reading and writing may each have one thread; <see cref="Kill()"/> is free.</para>
/// </remarks>
public sealed class ChildProcess : IDisposable
{
    private const int TickMs = 100;
    private const int MinimumBytes = 4096;

    // What the child itself started may hold its error stream open for longer.
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(2);
    private readonly Process _process;
    private readonly MessageTail _tail;
    private readonly BackgroundWork _drain;
    private readonly Timer _watch;
    private readonly CancellationTokenRegistration _cancellation;
    private readonly long _timeoutMs;
    private long _waitedMs;
    private long _bytes;
    private int _waiting;
    private int _end = -1;

    private ChildProcess(Process process, ChildOptions options, CancellationToken cancellation)
    {
        _process = process;
        _tail = new MessageTail(options.Limits.ChildMessageBytes, options.OnMessage);
        _timeoutMs = (long)options.Limits.ChildTimeout.TotalMilliseconds;
        _drain = WorkPool.StartBackground("child messages", _ => Drain());
        _watch = new Timer(_ => Watch(), null, TickMs, TickMs);
        _cancellation = cancellation.Register(() => Kill());
        if (!options.HasInput)
        {
            CloseInput();
        }
    }

    /// <summary>Starts a program.</summary>
    /// <param name="options">The program and its arguments.</param>
    /// <param name="cancellation">Kills the program and what it started.</param>
    /// <exception cref="RoomtoneException">The system can't start it (exit 4).</exception>
    public static ChildProcess Start(ChildOptions options, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return new ChildProcess(ChildLauncher.Start(options), options, cancellation);
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
        {
            throw new RoomtoneException(
                ExitCode.Media, new Finding("RT9010", Severity.Error, $"cannot start {options.Program}: {e.Message}") { File = options.Program }, e);
        }
    }

    /// <summary>Runs a program without input to its end.</summary>
    /// <param name="options">The program and its arguments.</param>
    /// <param name="maximumOutput">Bytes of output after which the program is killed.</param>
    /// <param name="cancellation">Kills the program and what it started.</param>
    /// <returns>How it ended, and what it wrote.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (ChildResult Result, byte[] Output) Run(ChildOptions options, int maximumOutput, CancellationToken cancellation = default)
    {
        using ChildProcess child = Start(options, cancellation);
        using var output = new MemoryStream();
        Span<byte> piece = stackalloc byte[8192];
        while (output.Length <= maximumOutput && child.Read(piece) is var read and > 0)
        {
            output.Write(piece[..read]);
        }

        if (output.Length > maximumOutput)
        {
            child.Kill();
        }

        ChildResult result = child.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return (result, output.ToArray());
    }

    /// <summary>Reads from the child's output.</summary>
    /// <param name="destination">Receives the bytes.</param>
    /// <returns>How many; 0 at the end of the output, also when the child was killed.</returns>
    public int Read(Span<byte> destination)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            int read = _process.StandardOutput.BaseStream.Read(destination);
            Passed(read);
            return read;
        }
        catch (IOException)
        {
            return 0;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Writes to the child's input.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>False where the child no longer takes any: it ended or was killed.</returns>
    public bool Write(ReadOnlySpan<byte> bytes)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            // Pieces, so that a slow but working child shows that it gets on.
            for (int start = 0; start < bytes.Length; start += 65_536)
            {
                ReadOnlySpan<byte> piece = bytes.Slice(start, Math.Min(65_536, bytes.Length - start));
                _process.StandardInput.BaseStream.Write(piece);
                Passed(piece.Length);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Tells the child that its input is complete.</summary>
    public void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read everything; its exit code says why.
        }
    }

    /// <summary>Waits for the end; the time-out holds here too.</summary>
    public ChildResult WaitForExit()
    {
        Interlocked.Increment(ref _waiting);
        _process.WaitForExit();
        _ = _drain.Join(s_lastWords);
        Interlocked.Decrement(ref _waiting);
        Interlocked.CompareExchange(ref _end, (int)ChildEnd.Exited, -1);
        return new ChildResult((ChildEnd)_end, _process.ExitCode, _tail.Text());
    }

    /// <summary>Kills the child and everything that it started.</summary>
    public void Kill() => Kill(ChildEnd.Stopped);

    /// <summary>Kills the child where it still runs.</summary>
    public void Dispose()
    {
        Kill();
        _cancellation.Dispose();
        _watch.Dispose();
        _process.WaitForExit();
        _ = _drain.Join(s_lastWords);
        _process.Dispose();
    }

    private void Kill(ChildEnd end)
    {
        if (_process.HasExited || Interlocked.CompareExchange(ref _end, (int)end, -1) != -1)
        {
            return;
        }

        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended in the meantime.
        }
    }

    private void Passed(int bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) >= MinimumBytes)
        {
            GotOn();
        }
    }

    private void GotOn()
    {
        Interlocked.Exchange(ref _bytes, 0);
        Interlocked.Exchange(ref _waitedMs, 0);
    }

    private void Watch()
    {
        if (Volatile.Read(ref _waiting) > 0 && Interlocked.Add(ref _waitedMs, TickMs) >= _timeoutMs)
        {
            Kill(ChildEnd.TimedOut);
        }
    }

    private void Drain()
    {
        Span<byte> piece = stackalloc byte[4096];
        try
        {
            while (_process.StandardError.BaseStream.Read(piece) is var read and > 0)
            {
                if (_tail.Add(piece[..read]))
                {
                    GotOn();
                }
            }
        }
        catch (IOException)
        {
            // Killed while it wrote.
        }

        _tail.Finish();
    }
}
