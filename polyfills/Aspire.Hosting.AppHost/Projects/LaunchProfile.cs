namespace Aspire.Hosting.Projects;

/// <summary>One profile of Properties/launchSettings.json.</summary>
internal sealed class LaunchProfile
{
    public string? CommandName { get; init; }

    public string? ApplicationUrl { get; init; }

    public Dictionary<string, string> EnvironmentVariables { get; init; } = [];

    public IEnumerable<Uri> Urls => (ApplicationUrl ?? string.Empty)
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(url => new Uri(url));
}
