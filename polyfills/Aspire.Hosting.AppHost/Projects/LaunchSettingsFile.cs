using System.Text.Json;

namespace Aspire.Hosting.Projects;

/// <summary>A project's Properties/launchSettings.json.</summary>
internal sealed class LaunchSettingsFile
{
    private static readonly JsonSerializerOptions Lenient = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public Dictionary<string, LaunchProfile> Profiles { get; init; } = [];

    public static LaunchSettingsFile Of(string projectDirectory)
    {
        var path = Path.Combine(projectDirectory, "Properties", "launchSettings.json");
        if (!File.Exists(path))
        {
            return new LaunchSettingsFile();
        }

        try
        {
            return JsonSerializer.Deserialize<LaunchSettingsFile>(File.ReadAllText(path), Lenient) ?? new LaunchSettingsFile();
        }
        catch (JsonException wrong)
        {
            throw new DistributedApplicationException($"'{path}' is not a valid launchSettings.json: {wrong.Message}", wrong);
        }
    }

    /// <summary>The profile of that name where there is one, else the first that runs the project.</summary>
    public LaunchProfile? Choose(string? preferred) =>
        preferred is not null && Profiles.TryGetValue(preferred, out var named)
            ? named
            : Profiles.Values.FirstOrDefault(profile => profile.CommandName == "Project");
}
