using System.CommandLine;
using System.Text.Json;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Tenants;

/// <summary><c>commontrace tenants delete</c>.</summary>
internal static class DeleteTenant
{
    private static readonly Argument<Guid> Id = Options.Id("The tenant, as the list shows it.");
    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not ask; for programs." };

    public static Command Create() => new Command("delete", "Delete a tenant with all that belongs to it, for ever.") { Id, Yes }
        .WithExamples("commontrace tenants delete 01980000-0000-7000-8000-000000000020")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var id = verb.Value(Id);
        if (!verb.Value(Yes))
        {
            await ConfirmAsync(verb, id, cancellationToken);
        }

        var nothing = await verb.Api.SendAsync(HttpMethod.Delete, $"api/v1/admin/tenants/{id}", null, cancellationToken);
        verb.Screen.Show(nothing, screen => screen.WriteLine("Deleted."));
        return ExitCode.Done;
    }

    private static async Task ConfirmAsync(Verb verb, Guid id, CancellationToken cancellationToken)
    {
        if (!Screen.IsInteractive)
        {
            throw CliException.Usage("Nobody is there to confirm it: add --yes to delete the tenant without being asked.");
        }

        var tenants = await TenantsCommand.AllAsync(verb, cancellationToken);
        var tenant = tenants.Items("tenants").SingleOrDefault(one => one.GetProperty("id").GetGuid() == id);
        if (tenant.ValueKind == JsonValueKind.Undefined)
        {
            throw new CliException(ExitCode.Refused, $"There is no tenant {id}.", "tenant.not_found");
        }

        verb.Screen.Note($"{tenant.Line("name")} has {tenant.Line("traces")} traces, {tenant.Line("users")} users and {tenant.Line("keys")} keys. They will be gone for ever.");
        if (await Ask.LineAsync("Its name, to delete it:", cancellationToken) != tenant.Line("name"))
        {
            throw new CliException(ExitCode.Refused, "That is not its name; nothing was deleted.", "tenant.not_confirmed");
        }
    }
}
