using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Account;

/// <summary><c>commontrace keys</c>.</summary>
internal static class KeysCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "What you call it, such as the machine that it is for." };
    private static readonly Option<string[]> Scope = Options.Many("--scope", "scope", "What it may do: read, contribute, moderate, operate; repeatable. Without, all that you may.");
    private static readonly Option<long?> Days = Options.Number("--days", "n", "How long it lasts, 1 to 3650 days; without, for ever.");
    private static readonly Option<Guid?> User = new("--user") { Description = "For this user instead of yourself (operators only).", HelpName = "id" };

    private static readonly Argument<Guid?> Id = new("id") { Description = "The key, as the list shows it.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Prefix = Options.Text("--prefix", "prefix", "The first 11 characters of a leaked key, whoever's it is (operators only).");
    private static readonly Option<string?> Reason = Options.Text("--reason", "text", "With --prefix: why, for the audit.");

    static KeysCommand() => Scope.CompletionSources.Add("read", "contribute", "moderate", "operate");

    public static Command Create() => new Command("keys", "List, make and end your keys.")
    {
        new Command("list", "List your keys, the newest first.").WithExamples("commontrace keys list").Runs(ListAsync),
        new Command("create", "Make another key, which may do no more than yours.") { Name, Scope, Days, User }
            .WithExamples(
                "commontrace keys create laptop",
                "commontrace keys create ci --scope read --days 90",
                "commontrace keys create ci --scope read --json | jq -r .api_key")
            .Runs(CreateAsync),
        new Command("revoke", "End a key: whoever has it is refused at once.") { Id, Prefix, Reason }
            .WithExamples(
                "commontrace keys revoke 01980000-0000-7000-8000-000000000030",
                "commontrace keys revoke --prefix ct_AbCdEfGh --reason \"Seen in a public log.\"")
            .Runs(RevokeAsync),
    };

    private static async Task<int> ListAsync(Verb verb, CancellationToken cancellationToken)
    {
        var answer = await verb.Api.GetAllAsync("api/v1/me/keys", "keys", cancellationToken);
        verb.Screen.Show(answer, screen => screen.Table(
            ["Name", "Key", "Scopes", "Last used", "Ends", "Id"],
            answer.Items("keys").Select(key => (string[])[key.Line("name"), key.Line("prefix") + "…", key.List("scopes"), key.Time("last_used_at") is { } used ? Age.Of(used) : "never", End(key), key.Line("id")])));
        return ExitCode.Done;
    }

    private static string End(JsonElement key) => key.Time("revoked_at") is not null ? "revoked" : key.Time("expires_at")?.ToString("yyyy-MM-dd") ?? "never";

    private static async Task<int> CreateAsync(Verb verb, CancellationToken cancellationToken)
    {
        var path = verb.Value(User) is { } user ? $"api/v1/admin/users/{user}/keys" : "api/v1/me/keys";
        var body = new JsonObject { ["name"] = verb.Value(Name), ["scopes"] = Scopes(verb.Value(Scope)!), ["expires_in_days"] = verb.Value(Days) };
        var answer = await verb.Api.PostAsync(path, body, cancellationToken);
        verb.Screen.Show(answer, screen => DrawNew(screen, answer));
        return ExitCode.Done;
    }

    /// <summary>A key that the server shows only now.</summary>
    public static void DrawNew(IAnsiConsole screen, JsonElement key)
    {
        screen.MarkupLineInterpolated($"[bold]{key.Line("api_key")}[/]");
        screen.Fields(
            ("key id", key.Line("key_id")),
            ("user", key.Line("user_id")),
            ("tenant", key.Line("tenant_id")),
            ("scopes", key.List("scopes")),
            ("ends", Age.At(key.Time("expires_at"))));
        screen.MarkupLine("[yellow]Keep the key now: it is not shown again.[/]");
    }

    /// <summary>The scopes that were named; null when none was.</summary>
    public static JsonArray? Scopes(string[] named) => named.Length == 0 ? null : [.. named.Select(scope => JsonValue.Create(scope))];

    private static async Task<int> RevokeAsync(Verb verb, CancellationToken cancellationToken)
    {
        var (id, prefix) = (verb.Value(Id), verb.Value(Prefix));
        if (id is null == prefix is null)
        {
            throw CliException.Usage("Which key? Give its id, as `commontrace keys list` shows it, or --prefix.");
        }

        if (id is not null)
        {
            var nothing = await verb.Api.SendAsync(HttpMethod.Delete, $"api/v1/me/keys/{id}", null, cancellationToken);
            verb.Screen.Show(nothing, screen => screen.WriteLine("The key has ended."));
            return ExitCode.Done;
        }

        var answer = await verb.Api.PostAsync("api/v1/admin/keys/revoke", new JsonObject { ["prefix"] = prefix, ["reason"] = verb.Value(Reason) }, cancellationToken);
        verb.Screen.Show(answer, screen => screen.MarkupLineInterpolated($"{answer.Items("revoked").Count()} ended."));
        return ExitCode.Done;
    }
}
