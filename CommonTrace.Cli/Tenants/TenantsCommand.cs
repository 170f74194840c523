using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Tenants;

/// <summary><c>commontrace tenants</c>: whose memories the server keeps, and what they may use.</summary>
internal static class TenantsCommand
{
    private const string Path = "api/v1/admin/tenants";

    private static readonly Argument<string> Name = new("name") { Description = "1 to 100 characters, unlike any other's." };
    private static readonly Argument<Guid> Id = Options.Id("The tenant, as the list shows it.");
    private static readonly Option<long?> Traces = Options.Number("--max-traces", "n", "How many traces it may hold.");
    private static readonly Option<long?> Writes = Options.Number("--max-writes", "n", "How many writing calls it may make in a day.");
    private static readonly Option<long?> Tokens = Options.Number("--max-tokens", "n", "How many tokens it may have embedded in a day.");
    private static readonly Option<bool> Unlimited = new("--unlimited") { Description = "Take all limits away." };

    public static Command Create() => new Command("tenants", "Keep tenants, their people and quotas.")
    {
        new Command("list", "List tenants with their figures, the newest first.").WithExamples("commontrace tenants list").Runs(ListAsync),
        new Command("create", "Make a tenant.") { Name, Traces, Writes, Tokens }
            .WithExamples("commontrace tenants create acme", "commontrace tenants create trial --max-traces 1000 --max-tokens 200000")
            .Runs(CreateAsync),
        TenantPeople.AddUser(),
        TenantPeople.Invite(),
        new Command("quotas", "Say anew what a tenant may use: what is left out is not limited.") { Id, Traces, Writes, Tokens, Unlimited }
            .WithExamples(
                "commontrace tenants quotas 01980000-0000-7000-8000-000000000020 \\\n    --max-traces 5000",
                "commontrace tenants quotas 01980000-0000-7000-8000-000000000020 --unlimited")
            .Runs(LimitAsync),
        DeleteTenant.Create(),
    };

    /// <summary>All tenants.</summary>
    public static Task<JsonElement> AllAsync(Verb verb, CancellationToken cancellationToken) => verb.Api.GetAllAsync(Path, "tenants", cancellationToken);

    private static async Task<int> ListAsync(Verb verb, CancellationToken cancellationToken)
    {
        var answer = await AllAsync(verb, cancellationToken);
        verb.Screen.Show(answer, screen => screen.Table(["Name", "Traces", "Writes today", "Tokens today", "Users", "Keys", "Id"], answer.Items("tenants").Select(Row)));
        return ExitCode.Done;
    }

    private static string[] Row(JsonElement tenant)
    {
        var quotas = tenant.GetProperty("quotas");
        string Of(string figure, string quota) => quotas.Line(quota) is { Length: > 0 } most ? $"{tenant.Line(figure)} of {most}" : tenant.Line(figure);
        return
        [
            tenant.Line("name"), Of("traces", "max_traces"), Of("writes_today", "max_writes_a_day"), Of("embedding_tokens_today", "max_embedding_tokens_a_day"),
            tenant.Line("users"), tenant.Line("keys"), tenant.Line("id"),
        ];
    }

    private static async Task<int> CreateAsync(Verb verb, CancellationToken cancellationToken)
    {
        var answer = await verb.Api.PostAsync(Path, new JsonObject { ["name"] = verb.Value(Name), ["quotas"] = Quotas(verb) }, cancellationToken);
        verb.Screen.Show(answer, screen => screen.MarkupLineInterpolated($"Made. Its id: {answer.Line("id")}"));
        return ExitCode.Done;
    }

    private static async Task<int> LimitAsync(Verb verb, CancellationToken cancellationToken)
    {
        var isLimited = (verb.Value(Traces) ?? verb.Value(Writes) ?? verb.Value(Tokens)) is not null;
        if (isLimited == verb.Value(Unlimited))
        {
            throw CliException.Usage("Give --max-traces, --max-writes or --max-tokens, or else --unlimited.");
        }

        var answer = await verb.Api.SendAsync(HttpMethod.Patch, $"{Path}/{verb.Value(Id)}", new JsonObject { ["quotas"] = Quotas(verb) }, cancellationToken);
        var quotas = answer.GetProperty("quotas");
        string Of(string name) => quotas.Line(name) is { Length: > 0 } most ? most : "not limited";
        verb.Screen.Show(answer, screen => screen.Fields(
            ("traces", Of("max_traces")), ("writes a day", Of("max_writes_a_day")), ("tokens a day", Of("max_embedding_tokens_a_day"))));
        return ExitCode.Done;
    }

    private static JsonObject Quotas(Verb verb) => new()
    {
        ["max_traces"] = verb.Value(Traces),
        ["max_writes_a_day"] = verb.Value(Writes),
        ["max_embedding_tokens_a_day"] = verb.Value(Tokens),
    };
}
