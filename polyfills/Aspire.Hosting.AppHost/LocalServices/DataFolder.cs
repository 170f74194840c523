using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.LocalServices;

/// <summary>The folder of one service: kept under its volume's name, else thrown away at the end.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream? _lock;

    private DataFolder(string path, FileStream? keep)
    {
        Path = path;
        _lock = keep;
    }

    public string Path { get; }

    public static DataFolder For(IResource resource, AppHostLocation appHost, RunOptions run)
    {
        var volume = resource.Annotations.OfType<ContainerMountAnnotation>()
            .LastOrDefault(mount => mount is { Type: ContainerMountType.Volume, Source.Length: > 0 });
        return volume is null || run.ThrowAway ? ThrowAway() : Kept(volume.Source!, resource, appHost);
    }

    public void Dispose()
    {
        if (_lock is not null)
        {
            _lock.Dispose();
            return;
        }

        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The service took it along.
        }
    }

    private static DataFolder ThrowAway() => new(Directory.CreateTempSubdirectory("commontrace-").FullName, keep: null);

    private static DataFolder Kept(string volume, IResource resource, AppHostLocation appHost)
    {
        var volumes = System.IO.Path.Combine(LocalServiceFolders.DataFor(appHost.Directory), "volumes");
        var path = System.IO.Path.Combine(volumes, volume);
        Directory.CreateDirectory(path);
        try
        {
            return new DataFolder(path, new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            throw new DistributedApplicationException(
                $"The data of '{resource.Name}' in '{path}' is in use by another run of this AppHost. Stop that one first.");
        }
    }
}
