using System.CommandLine;

namespace CommonTrace.Cli;

/// <summary>The options that every verb has.</summary>
internal static class Options
{
    public static readonly Option<string?> Url = new("--url")
    {
        Description = "The server, instead of COMMONTRACE_URL or the one of `commontrace login`.",
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
}
