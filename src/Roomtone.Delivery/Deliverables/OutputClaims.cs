using System.Security.Cryptography;
using System.Text;
using Roomtone.Platform;

namespace Roomtone.Delivery;

/// <summary>Files of a session that no manifest lists yet, noted just before each gets its name.</summary>
/// <remarks>
/// The manifest is written when the last file is done. A render that is cut off before that must still know, when it is
/// started again, which of the files it finds are its own. A note is an empty file named by the hash of the path, so
/// renders at the same time do not get in each other's way. Thread: free to share.
/// </remarks>
/// <param name="manifestPath">The session's manifest; the notes lie in a folder beside it.</param>
internal sealed class OutputClaims(string manifestPath)
{
    private readonly string _folder = Path.ChangeExtension(manifestPath, ".claims");

    /// <summary>Whether a file was noted.</summary>
    /// <param name="path">As <see cref="ManifestFile.Path"/>.</param>
    public bool Has(string path) => File.Exists(NoteOf(path));

    /// <summary>Notes a file.</summary>
    /// <param name="path">As <see cref="ManifestFile.Path"/>.</param>
    /// <exception cref="RoomtoneException">Media: the note can't be written.</exception>
    public void Add(string path)
    {
        string note = NoteOf(path);
        try
        {
            Directory.CreateDirectory(_folder);
            File.WriteAllBytes(note, []);
        }
        catch (Exception e) when (FileFailure.IsFileError(e))
        {
            throw FileFailure.Writing(note, 0, hasEarlier: false, e);
        }
    }

    /// <summary>Removes the notes of files that the manifest lists; what it never lists (chapters beside the audio) stays noted.</summary>
    /// <param name="manifest">As it was written.</param>
    public void Settle(DeliveryManifest manifest)
    {
        try
        {
            foreach (ManifestFile file in manifest.Files.Where(f => Has(f.Path)))
            {
                File.Delete(NoteOf(file.Path));
            }
        }
        catch (Exception e) when (FileFailure.IsFileError(e))
        {
            // What stays is settled by the next render.
        }
    }

    private string NoteOf(string path) => Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path))));
}
