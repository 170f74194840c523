namespace Aspire.Hosting.ApplicationModel;

/// <summary>Which environment variables the dashboard must not show.</summary>
internal static class SecretValues
{
    private static readonly string[] TellingNames = ["KEY", "PASSWORD", "SECRET", "TOKEN"];

    public static bool Contains(object value) => value switch
    {
        ParameterResource parameter => parameter.Secret,
        IResourceWithConnectionString or ConnectionStringReference => true,
        IValueWithReferences holder => holder.References.Any(Contains),
        _ => false,
    };

    /// <summary>A plain string has no origin to ask, so its name has to do.</summary>
    public static bool IsTold(string name) => TellingNames.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
