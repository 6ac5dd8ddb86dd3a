using System.Diagnostics;
using System.Net.Sockets;
using Roomtone.Platform;

namespace Roomtone.Media.Tests;

public sealed class FaultTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<string> Kinds => [.. Specimens.Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SourceThatReturnsShortAtAnyCall_IsReadOrRefused(string kind)
    {
        byte[] bytes = Specimens.Bytes(kind);
        for (int call = 1; ; call++)
        {
            var source = new BytesInMemory(bytes) { FailAtCall = call, Answer = wanted => wanted / 2 };
            try
            {
                using IMediaReader reader = MediaFile.Open(source);
                _ = TestMedia.ReadAll(reader);
            }
            catch (MediaFormatException e)
            {
                Assert.NotNull(e.Offset);
            }

            if (!source.HasFailed)
            {
                Assert.InRange(call, 5, 500);
                return;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SourceThatThrowsAtAnyCall_PassesTheErrorOn(string kind)
    {
        byte[] bytes = Specimens.Bytes(kind);
        for (int call = 1; ; call++)
        {
            var source = new BytesInMemory(bytes) { FailAtCall = call, Answer = _ => throw new MediaFormatException("test.wav", 1, "the disk failed") };
            try
            {
                using IMediaReader reader = MediaFile.Open(source);
                _ = TestMedia.ReadAll(reader);
                Assert.False(source.HasFailed);
                return;
            }
            catch (MediaFormatException e)
            {
                Assert.Equal("the disk failed", e.Reason);
            }
        }
    }

    [Fact]
    public void WhatIsNoFile_IsRefusedWithinTwoSeconds()
    {
        Process.Start("mkfifo", [_folder["pipe"]]).WaitForExit();
        File.CreateSymbolicLink(_folder["dangling"], _folder["nothing"]);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder["socket"]));
        var clock = Stopwatch.StartNew();
        foreach ((string path, string reason) in ((string, string)[])[(_folder.Path, "folder"), (_folder["pipe"], "pipe"), (_folder["socket"], "socket"), ("/dev/zero", "device"), (_folder["dangling"], "does not exist"), (_folder["absent.wav"], "does not exist"), ("http:x.wav", "does not exist"), (_folder[new string('x', 5000)], "does not exist")])
        {
            MediaFormatException e = Assert.Throws<MediaFormatException>(() => MediaFile.Open(path));
            Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        }

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 2);
    }

    [Fact]
    public void OutputThatIsTheSource_IsRefusedAndTheSourceStays()
    {
        float[][] planes = TestMedia.Noise(2, 1000, 16);
        TestMedia.Write(_folder["a.wav"], TestMedia.Spec(MediaContainer.Wav), planes);
        File.CreateSymbolicLink(_folder["link.wav"], _folder["a.wav"]);
        OutputOptions options = OutputOptions.Replacing with { Protected = [_folder["a.wav"]] };
        Assert.Throws<RoomtoneException>(() => MediaFile.Create(_folder["link.wav"], TestMedia.Spec(MediaContainer.Wav), options));
        TestMedia.AssertSame(planes, TestMedia.ReadAll(_folder["a.wav"]));
    }
}
