using System.CommandLine;

namespace CommonTrace.Cli;

/// <summary>The options that every verb has.</summary>
internal static class Options
{
    public static readonly Option<string?> Url = new("--url")
    {
        Description = "The server, instead of COMMONTRACE_URL or the one of login.",
        HelpName = "url",
        Recursive = true,
    };

    public static readonly Option<Guid?> Tenant = new("--tenant")
    {
        Description = "Act in this tenant (operators only).",
        HelpName = "id",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Write the server's JSON, for programs.",
        Recursive = true,
    };

    /// <summary>An id that the verb is about.</summary>
    public static Argument<Guid> Id(string description) => new("id") { Description = description };

    /// <summary>An option that may be given several times.</summary>
    public static Option<string[]> Many(string name, string helpName, string description, params string[] aliases) =>
        new(name, aliases) { HelpName = helpName, Description = description };

    /// <summary>An option that is a text.</summary>
    public static Option<string?> Text(string name, string helpName, string description, params string[] aliases) =>
        new(name, aliases) { HelpName = helpName, Description = description };

    /// <summary>An option that is a whole number.</summary>
    public static Option<long?> Number(string name, string helpName, string description) => new(name) { HelpName = helpName, Description = description };

    /// <summary>An option with a few values; the shell completes them.</summary>
    public static Option<string?> Choice(string name, string helpName, string description, params string[] values) =>
        new Option<string?>(name) { HelpName = helpName, Description = $"{description}: {string.Join(", ", values)}." }.AcceptOnlyFromAmong(values);
}
