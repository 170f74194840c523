using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.LocalServices;

/// <summary>The folder of one service: kept under its volume's name, else thrown away at the end.</summary>
internal sealed record DataFolder(string FullName, bool IsKept) : IDisposable
{
    public static DataFolder For(IResource resource, AppHostLocation appHost, RunOptions run)
    {
        var volume = resource.Annotations.OfType<ContainerMountAnnotation>()
            .LastOrDefault(mount => mount is { Type: ContainerMountType.Volume, Source.Length: > 0 });
        if (volume is null || run.ThrowAway)
        {
            return new DataFolder(Directory.CreateTempSubdirectory("commontrace-").FullName, IsKept: false);
        }

        var path = Path.Combine(LocalServiceFolders.DataFor(appHost.Directory), "volumes", volume.Source!);
        return new DataFolder(Directory.CreateDirectory(path).FullName, IsKept: true);
    }

    public void Dispose()
    {
        if (!IsKept && Directory.Exists(FullName))
        {
            Directory.Delete(FullName, recursive: true);
        }
    }
}
