using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Account;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Tenants;

/// <summary><c>commontrace tenants add-user</c> and <c>invite</c>.</summary>
internal static class TenantPeople
{
    private static readonly Argument<Guid> Id = Options.Id("The tenant, as the list shows it.");
    private static readonly Option<string[]> Scope = Options.Many("--scope", "scope", "What the key may do: read, contribute, moderate, operate; repeatable. Without, read and contribute.");
    private static readonly Option<string?> Email = Options.Text("--email", "address", "Registered once in a tenant.");
    private static readonly Option<string?> Name = Options.Text("--name", "name", "What others read beside the traces.");
    private static readonly Option<long?> Uses = Options.Number("--uses", "n", "How many people may come by it, 1 to 10000; without, one.");
    private static readonly Option<long?> Days = Options.Number("--days", "n", "How long it lasts, 1 to 3650 days; without, seven.");

    static TenantPeople() => Scope.CompletionSources.Add("read", "contribute", "moderate", "operate");

    public static Command AddUser() => new Command("add-user", "Add somebody to a tenant, and get their first key.") { Id, Email, Name, Scope }
        .WithExamples(
            "commontrace tenants add-user 01980000-0000-7000-8000-000000000020 --name ada",
            "commontrace tenants add-user 01980000-0000-7000-8000-000000000020 --name mod \\\n    --scope read --scope moderate")
        .Runs(AddAsync);

    public static Command Invite() => new Command("invite", "Make a code by which people register in a tenant.") { Id, Uses, Days, Scope }
        .WithExamples("commontrace tenants invite 01980000-0000-7000-8000-000000000020 \\\n    --uses 20 --days 30")
        .Runs(InviteAsync);

    private static async Task<int> AddAsync(Verb verb, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["email"] = verb.Value(Email), ["display_name"] = verb.Value(Name), ["scopes"] = KeysCommand.Scopes(verb.Value(Scope)!) };
        var answer = await verb.Api.PostAsync($"api/v1/admin/tenants/{verb.Value(Id)}/keys", body, cancellationToken);
        verb.Screen.Show(answer, screen => KeysCommand.DrawNew(screen, answer));
        return ExitCode.Done;
    }

    private static async Task<int> InviteAsync(Verb verb, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["scopes"] = KeysCommand.Scopes(verb.Value(Scope)!), ["max_uses"] = verb.Value(Uses), ["expires_in_days"] = verb.Value(Days) };
        var answer = await verb.Api.PostAsync($"api/v1/admin/tenants/{verb.Value(Id)}/invitations", body, cancellationToken);
        verb.Screen.Show(answer, screen => Draw(screen, verb.Api.Address, answer));
        return ExitCode.Done;
    }

    private static void Draw(IAnsiConsole screen, Uri server, JsonElement invitation)
    {
        screen.MarkupLineInterpolated($"[bold]{invitation.Line("invitation_code")}[/]");
        screen.Fields(("uses", invitation.Line("max_uses")), ("ends", Age.At(invitation.Time("expires_at"))), ("scopes", invitation.List("scopes")));
        screen.MarkupLine("[yellow]Keep the code now: it is not shown again. Whoever has it runs:[/]");
        screen.Verbatim($"commontrace login {server} --register --invitation {invitation.Line("invitation_code")}");
    }
}
