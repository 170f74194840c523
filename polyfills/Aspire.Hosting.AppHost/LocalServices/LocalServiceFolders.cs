using System.Security.Cryptography;
using System.Text;

namespace Aspire.Hosting.LocalServices;

/// <summary>
/// Where data and caches live: a user's own folders, and for root /var, because services drop to an unprivileged user that cannot
/// reach root's home. COMMONTRACE_DATA names another place for the data.
/// </summary>
internal static class LocalServiceFolders
{
    private const string Product = "commontrace";

    public static string Cache => Environment.IsPrivilegedProcess
        ? Path.Combine("/var/cache", Product)
        : Path.Combine(UserFolder("XDG_CACHE_HOME", ".cache"), Product);

    private static string Data =>
        Environment.GetEnvironmentVariable("COMMONTRACE_DATA") is { Length: > 0 } given ? Path.GetFullPath(given)
        : Environment.IsPrivilegedProcess ? Path.Combine("/var/lib", Product)
        : Path.Combine(UserFolder("XDG_DATA_HOME", ".local/share"), Product);

    /// <summary>Two checkouts never share data: the folder carries a hash of the AppHost's path.</summary>
    public static string DataFor(string appHostDirectory)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(appHostDirectory));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..12];
        return Path.Combine(Data, $"{Path.GetFileName(path)}-{hash}");
    }

    private static string UserFolder(string variable, string underHome) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given && Path.IsPathRooted(given)
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), underHome);
}
