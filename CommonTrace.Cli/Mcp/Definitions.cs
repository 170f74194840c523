using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace CommonTrace.Cli.Mcp;

/// <summary>What the server offers: its tools, resources and prompts, as it last said, so that an agent's session can begin without it.</summary>
internal sealed class Definitions
{
    public const string Initialize = "initialize";
    public const string ListTools = "tools/list";

    /// <summary>The calls that these are the answers of.</summary>
    public static readonly string[] Lists = [ListTools, "resources/list", "resources/templates/list", "prompts/list"];

    // The newest version that begins with a handshake: its answers are the barest.
    private const string Version = "2025-11-25";

    private readonly ConcurrentDictionary<string, JsonObject> _results;

    private Definitions(IEnumerable<KeyValuePair<string, JsonObject>> results) => _results = new(results);

    /// <summary>Those that this build came with.</summary>
    public static Definitions Embedded()
    {
        using var file = typeof(Definitions).Assembly.GetManifestResourceStream("CommonTrace.Cli.Mcp.definitions.json")!;
        return new(JsonNode.Parse(file)!.AsObject().Select(call => KeyValuePair.Create(call.Key, call.Value!.AsObject())));
    }

    /// <summary>Those of the server, by the name of the call, in an order that stays.</summary>
    public static async Task<JsonObject> FetchAsync(McpEndpoint endpoint, CancellationToken cancellationToken)
    {
        var all = new JsonObject();
        foreach (var method in (string[])[Initialize, .. Lists])
        {
            var request = new JsonRpcRequest { Id = new RequestId(method), Method = method, Params = method == Initialize ? Hello() : null };
            var reply = await endpoint.SendAsync(request, Version, TimeSpan.FromSeconds(10), isWrite: false, cancellationToken);
            all[method] = reply switch
            {
                { Failure: { } failure } => throw new CliException(ExitCode.Unreachable, failure.ToString(), failure.Code),
                { Answer: JsonRpcResponse { Result: JsonObject result } } => Sorted(result),
                _ => throw new CliException(ExitCode.Refused, $"The server did not answer {method}.", "server.unknown_answer"),
            };
        }

        return all;
    }

    /// <summary>A result that may be changed; null for a call that is answered differently from time to time.</summary>
    public JsonObject? Find(string method) => _results.TryGetValue(method, out var result) ? result.DeepClone().AsObject() : null;

    /// <summary>Keeps what the server says now, if it is one of the lists.</summary>
    public void Learn(string method, JsonNode? result)
    {
        if (Lists.Contains(method) && result is JsonObject list)
        {
            _results[method] = list.DeepClone().AsObject();
        }
    }

    /// <summary>True for a tool that changes nothing; an unknown tool is taken for one that does.</summary>
    public bool IsReadOnly(string tool) => _results[ListTools]["tools"]!.AsArray()
        .Any(known => (string?)known!["name"] == tool && (bool?)known["annotations"]?["readOnlyHint"] == true);

    private static JsonObject Hello() => new()
    {
        ["protocolVersion"] = Version,
        ["capabilities"] = new JsonObject(),
        ["clientInfo"] = new JsonObject { ["name"] = "commontrace", ["version"] = "1" },
    };

    private static JsonObject Sorted(JsonObject result)
    {
        var sorted = result.DeepClone().AsObject();
        foreach (var (name, list) in result)
        {
            if (list is JsonArray items)
            {
                sorted[name] = new JsonArray([.. items.OrderBy(item => (string?)item!["name"], StringComparer.Ordinal).Select(item => item!.DeepClone())]);
            }
        }

        return sorted;
    }
}
