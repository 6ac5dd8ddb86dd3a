namespace Roomtone.Platform.Tests;

public sealed class FileIdentityTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void KindsAreToldWithoutOpening()
    {
        File.WriteAllText(_folder["file"], "12345");
        File.CreateSymbolicLink(_folder["dangling"], _folder["nothing"]);
        Assert.Equal(new FileIdentity(FileKind.Regular, 5, FileIdentity.Of(_folder["file"]).Identity), FileIdentity.Of(_folder["file"]));
        Assert.Equal(FileKind.Folder, FileIdentity.Of(_folder.Path).Kind);
        Assert.Equal(FileKind.Device, FileIdentity.Of("/dev/zero").Kind);
        Assert.Equal(FileKind.Missing, FileIdentity.Of(_folder["dangling"]).Kind);
        Assert.Equal(FileKind.Missing, FileIdentity.Of(_folder["nothing"]).Kind);
    }

    [Fact]
    public void LinkAndFile_AreTheSame_CopiesAreNot()
    {
        File.WriteAllText(_folder["file"], "1");
        File.Copy(_folder["file"], _folder["copy"]);
        File.CreateSymbolicLink(_folder["link"], _folder["file"]);
        Assert.True(FileIdentity.AreSame(_folder["file"], _folder["link"]));
        Assert.False(FileIdentity.AreSame(_folder["file"], _folder["copy"]));
        Assert.False(FileIdentity.AreSame(_folder["x"], _folder["y"]));
    }
}
