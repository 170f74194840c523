using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Account;

/// <summary><c>commontrace login</c>.</summary>
internal static class LoginCommand
{
    private static readonly Argument<string?> Server = new("url") { Description = $"The server, such as {Connection.DefaultUrl}.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> Status = new("--status") { Description = "Say where you are logged in, and as whom." };
    private static readonly Option<bool> Register = new("--register") { Description = "Make yourself known to the server, and get a key." };
    private static readonly Option<string?> Email = Options.Text("--email", "address", "With --register: so that the operator can find you.");
    private static readonly Option<string?> Name = Options.Text("--name", "name", "With --register: what others read beside your traces.");
    private static readonly Option<string?> Invitation = Options.Text("--invitation", "code", "With --register: the code that somebody gave you.");

    public static Command Create() => new Command("login", "Keep a server's address and your key.") { Server, Status, Register, Email, Name, Invitation }
        .WithExamples(
            "commontrace login https://commontrace.example.org",
            "commontrace login https://commontrace.example.org < key.txt",
            "commontrace login https://commontrace.example.org --register --name ada",
            "commontrace login --status")
        .Runs((verb, cancellationToken) =>
            verb.Value(Status) ? ShowAsync(verb, cancellationToken)
            : verb.Value(Register) ? RegisterAsync(verb, cancellationToken)
            : SaveAsync(verb, cancellationToken));

    private static async Task<int> ShowAsync(Verb verb, CancellationToken cancellationToken)
    {
        var me = await verb.Api.GetAsync("api/v1/me", cancellationToken);
        var source = verb.Connection.Key == Connection.KeyOfEnvironment ? "COMMONTRACE_API_KEY" : SavedConnection.Path;
        verb.Screen.Show(me, screen => Draw(screen, verb.Api.Address, source, me));
        return ExitCode.Done;
    }

    private static async Task<int> SaveAsync(Verb verb, CancellationToken cancellationToken)
    {
        var server = ServerOf(verb);
        var key = Console.IsInputRedirected
            ? (await Console.In.ReadLineAsync(cancellationToken))?.Trim()
            : await Ask.SecretAsync($"Key for {server} (it is not shown):", cancellationToken);
        if (key is not { Length: > 0 })
        {
            throw CliException.Usage($"No key was given. `commontrace login {server} --register` makes one where the server allows it.");
        }

        using var api = ApiClient.Of(new Connection(server, key, null));
        var me = await api.GetAsync("api/v1/me", cancellationToken);
        new SavedConnection(server.ToString(), key).Write();
        Tell(verb, server, me);
        return ExitCode.Done;
    }

    private static async Task<int> RegisterAsync(Verb verb, CancellationToken cancellationToken)
    {
        var server = ServerOf(verb);
        if (SavedConnection.Read() is { } earlier)
        {
            throw CliException.Usage($"You are logged in at {earlier.Url} already, and the key may be kept nowhere else: run `commontrace logout` first.");
        }

        using var api = ApiClient.Of(new Connection(server, null, null));
        var body = new JsonObject { ["email"] = verb.Value(Email), ["display_name"] = verb.Value(Name), ["invitation_code"] = verb.Value(Invitation) };
        var registered = await api.PostAsync("api/v1/keys", body, cancellationToken);
        var key = registered.GetProperty("api_key").GetString()!;
        try
        {
            new SavedConnection(server.ToString(), key).Write();
        }
        catch (CliException failure)
        {
            throw CliException.Usage($"{failure.Message} Keep the new key yourself, it is shown only now: {key}");
        }

        Tell(verb, server, registered);
        return ExitCode.Done;
    }

    private static Uri ServerOf(Verb verb) => verb.Value(Server) is { } server ? Connection.Parse(server) : verb.Connection.Url;

    private static void Tell(Verb verb, Uri server, JsonElement who)
    {
        verb.Screen.Show(who, screen => Draw(screen, server, SavedConnection.Path, who));
        if (Connection.KeyOfEnvironment is not null)
        {
            verb.Screen.Note("COMMONTRACE_API_KEY is set, and wins over the key that was saved now.");
        }

        if (server.Scheme == Uri.UriSchemeHttp && !server.IsLoopback)
        {
            verb.Screen.Note($"{server} is not encrypted: whoever is on the way can read the key. Use https if the server has it.");
        }
    }

    private static void Draw(IAnsiConsole screen, Uri server, string source, JsonElement who)
    {
        screen.MarkupLineInterpolated($"[green]Logged in[/] at {server}");
        screen.Fields(
            ("user", $"{who.Line("display_name")} {who.Line("user_id")}".Trim()),
            ("email", who.Line("email")),
            ("tenant", who.Line("tenant_id")),
            ("scopes", who.List("scopes")),
            ("key ends", Age.At(who.Time("expires_at"))),
            ("key from", source));
    }
}
