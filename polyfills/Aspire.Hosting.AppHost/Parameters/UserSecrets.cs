using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting.LocalServices;
using Microsoft.Extensions.Configuration.UserSecrets;

namespace Aspire.Hosting.Parameters;

/// <summary>
/// The user secrets file of an AppHost: <c>~/.microsoft/usersecrets/&lt;id&gt;/secrets.json</c>, one flat object with keys such as
/// <c>Parameters:operator-key</c>.
/// </summary>
internal sealed class UserSecrets(string? path)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static UserSecrets Of(Assembly? appHost) => new(
        appHost?.GetCustomAttribute<UserSecretsIdAttribute>() is { } id ? PathHelper.GetSecretsPathFromSecretsId(id.UserSecretsId) : null);

    public string? Find(string key) => Read()[key]?.GetValue<string>();

    /// <summary>Keeps what is there already: two AppHosts that start at once agree on the first one's value.</summary>
    public string GetOrAdd(string key, Func<string> create)
    {
        if (path is null)
        {
            return create();
        }

        EnsureFolder();
        using var turn = WaitForTurn();
        var secrets = Read();
        if (secrets[key]?.GetValue<string>() is { } known)
        {
            return known;
        }

        var value = create();
        secrets[key] = value;
        Write(secrets);
        return value;
    }

    private JsonObject Read()
    {
        if (path is null || !File.Exists(path))
        {
            return [];
        }

        try
        {
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: options) as JsonObject ?? [];
        }
        catch (JsonException wrong)
        {
            throw new DistributedApplicationException($"The user secrets file '{path}' is not valid JSON: {wrong.Message}", wrong);
        }
    }

    private void Write(JsonObject secrets)
    {
        var beside = path + ".new";
        File.Delete(beside);
        var owner = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var writer = new StreamWriter(beside, owner))
        {
            writer.Write(secrets.ToJsonString(Indented));
        }

        File.Move(beside, path!, overwrite: true);
    }

    private void EnsureFolder() => Directory.CreateDirectory(
        Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private static FileStream WaitForTurn()
    {
        // Not beside the secrets: that folder is the user's to look into, and a lock stays when its turn is over.
        var turn = Path.Combine(Directory.CreateDirectory(LocalServiceFolders.Cache).FullName, "secrets.lock");
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(turn, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException) when (attempt < 100)
            {
                new ManualResetEventSlim().Wait(TimeSpan.FromMilliseconds(20));
            }
        }
    }
}
