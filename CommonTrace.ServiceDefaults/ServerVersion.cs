using System.Reflection;

namespace CommonTrace.ServiceDefaults;

/// <summary>Which version of the program runs.</summary>
public static class ServerVersion
{
    /// <summary>Without what a build may add behind a plus.</summary>
    public static string Current { get; } =
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
