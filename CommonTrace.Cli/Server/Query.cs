using System.Globalization;

namespace CommonTrace.Cli.Server;

/// <summary>A path with its query.</summary>
internal static class Query
{
    /// <summary>What is null is left out.</summary>
    public static string Of(string path, params (string Name, object? Value)[] parameters)
    {
        var given = parameters.Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(Convert.ToString(parameter.Value, CultureInfo.InvariantCulture)!)}")
            .ToList();
        return given.Count == 0 ? path : $"{path}?{string.Join('&', given)}";
    }
}
