namespace Aspire.Hosting;

/// <param name="Directory">The folder of the AppHost's project file.</param>
internal sealed record AppHostLocation(string Directory);
