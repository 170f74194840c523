namespace CommonTrace.Tests.Architecture;

/// <summary>The source tree that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = [".git", "artifacts", "bin", "obj", "node_modules"];

    public static DirectoryInfo Root { get; } = FindRoot();

    /// <summary>The files of a name pattern, without what builds leave behind.</summary>
    public static IEnumerable<FileInfo> Files(string pattern) => Files(Root, pattern);

    /// <summary>The path from the root, with slashes.</summary>
    public static string PathOf(FileSystemInfo file) => Path.GetRelativePath(Root.FullName, file.FullName).Replace('\\', '/');

    public static bool IsPolyfill(FileSystemInfo file) => PathOf(file).StartsWith("polyfills/", StringComparison.Ordinal);

    private static IEnumerable<FileInfo> Files(DirectoryInfo folder, string pattern) => folder.EnumerateFiles(pattern).Concat(
        folder.EnumerateDirectories().Where(child => !NotOurs.Contains(child.Name)).SelectMany(child => Files(child, pattern)));

    private static DirectoryInfo FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CommonTrace.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No CommonTrace.sln above {AppContext.BaseDirectory}.");
        }

        return folder;
    }
}
