using System.Collections.Immutable;
using System.Reflection;
using Roomtone.Platform;

namespace Roomtone.Delivery;

/// <summary>The profiles that there are: the shipped ones, and those of the user's own files.</summary>
/// <remarks>A shipped profile is a file in Profiles/Shipped; adding the file adds the profile. Immutable.</remarks>
public sealed class ProfileCatalog
{
    private const string Folder = "profiles/";
    private static readonly Lazy<ProfileCatalog> LazyShipped = new(LoadShipped);

    private ProfileCatalog(ImmutableArray<DeliveryProfile> profiles) => Profiles = profiles;

    /// <summary>The profiles that come with the program.</summary>
    public static ProfileCatalog Shipped => LazyShipped.Value;

    /// <summary>Every profile, by id.</summary>
    public ImmutableArray<DeliveryProfile> Profiles { get; }

    /// <summary>A catalogue with the profiles of a user's file, which replace shipped ones of the same id.</summary>
    /// <param name="path">A text file (<see cref="ProfileText"/>).</param>
    /// <exception cref="RoomtoneException">Usage: the file has mistakes, all of which are in the findings. Media: it can't be read.</exception>
    public ProfileCatalog WithFile(string path)
    {
        List<Finding> findings = [];
        ImmutableArray<DeliveryProfile> read = ProfileText.Read(path, ReadText(path), findings);
        return findings.Count > 0 ? throw new RoomtoneException(ExitCode.Usage, [.. findings]) : With(read);
    }

    /// <summary>A catalogue with more profiles, which replace those of the same id.</summary>
    /// <param name="profiles">The profiles.</param>
    public ProfileCatalog With(ImmutableArray<DeliveryProfile> profiles) =>
        new([.. Profiles.Where(p => !profiles.Any(q => q.Id == p.Id)).Concat(profiles).OrderBy(p => p.Id, StringComparer.Ordinal)]);

    /// <summary>Finds a profile, or says which there are.</summary>
    /// <param name="id">An id of the catalogue, or the path of a file with exactly one profile.</param>
    /// <exception cref="RoomtoneException">Usage: no profile has that id.</exception>
    public DeliveryProfile Get(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (Profiles.FirstOrDefault(p => p.Id == id) is { } profile)
        {
            return profile;
        }

        if (id.EndsWith(".profile", StringComparison.Ordinal) && File.Exists(id))
        {
            return FromFile(id);
        }

        throw new RoomtoneException(ExitCode.Usage, new Finding("RT0822", Severity.Error, $"no profile is named '{id}'")
        {
            Hint = $"there are {string.Join(", ", Profiles.Select(p => p.Id))}; a file of your own is given by its path and ends in .profile",
        });
    }

    private static DeliveryProfile FromFile(string path)
    {
        List<Finding> findings = [];
        ImmutableArray<DeliveryProfile> read = ProfileText.Read(path, ReadText(path), findings);
        if (findings.Count == 0 && read.Length != 1)
        {
            findings.Add(new Finding("RT0823", Severity.Error, $"the file holds {read.Length} profiles; one was expected") { File = path });
        }

        return findings.Count > 0 ? throw new RoomtoneException(ExitCode.Usage, [.. findings]) : read[0];
    }

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RoomtoneException(ExitCode.Media, new Finding("RT9001", Severity.Error, $"cannot read the profile: {e.Message}") { File = path }, e);
        }
    }

    private static ProfileCatalog LoadShipped()
    {
        Assembly assembly = typeof(ProfileCatalog).Assembly;
        List<Finding> findings = [];
        List<DeliveryProfile> profiles = [];
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using StreamReader text = new(assembly.GetManifestResourceStream(name)!);
            profiles.AddRange(ProfileText.Read(name, text.ReadToEnd(), findings));
        }

        return findings.Count == 0
            ? new([.. profiles.OrderBy(p => p.Id, StringComparer.Ordinal)])
            : throw new InvalidOperationException($"{findings[0].File}:{findings[0].Line}: {findings[0].Message}");
    }
}
