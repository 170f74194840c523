using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text.Json;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Embeddings.Local;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace CommonTrace.Tests.Support;

/// <summary>An HTTP server that speaks OpenAI's embeddings protocol, counts what it is asked, and misbehaves as told.</summary>
public sealed class ScriptedProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LocalEmbeddingGenerator _embedder = new();
    private int _calls;

    private ScriptedProvider(WebApplication app) => _app = app;

    /// <summary>The address to configure as <c>Embedding:Endpoint</c>.</summary>
    public string Endpoint => $"{_app.Urls.Single()}/v1";

    public int Calls => _calls;

    /// <summary>How often each text was asked for.</summary>
    public ConcurrentDictionary<string, int> Inputs { get; } = new();

    /// <summary>How often each text was answered with its embedding, whether or not the answer arrived.</summary>
    public ConcurrentDictionary<string, int> Embedded { get; } = new();

    /// <summary>Answers instead of the embeddings, when it says so by returning true.</summary>
    public Func<HttpContext, IReadOnlyList<string>, Task<bool>> Misbehave { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>How wide its vectors are; null for as wide as it is asked.</summary>
    public int? Dimensions { get; set; }

    public static async Task<ScriptedProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new ScriptedProvider(app);
        app.MapPost("/v1/embeddings", provider.AnswerAsync);
        await app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _calls);
        using var request = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var input = request.RootElement.GetProperty("input");
        string[] texts = input.ValueKind is JsonValueKind.String ? [input.GetString()!] : [.. input.EnumerateArray().Select(text => text.GetString()!)];
        Count(Inputs, texts);
        if (await Misbehave(context, texts))
        {
            return;
        }

        Count(Embedded, texts);
        var embeddings = await _embedder.GenerateAsync(texts);
        var dimensions = Dimensions ?? (request.RootElement.TryGetProperty("dimensions", out var asked) ? asked.GetInt32() : EmbeddingModel.DefaultDimensions);
        await context.Response.WriteAsJsonAsync(new
        {
            @object = "list",
            model = request.RootElement.GetProperty("model").GetString(),
            data = embeddings.Select((embedding, index) => new { @object = "embedding", index, embedding = Base64(embedding, dimensions) }),
            usage = new { prompt_tokens = texts.Length * 10, total_tokens = texts.Length * 10 },
        });
    }

    private static void Count(ConcurrentDictionary<string, int> counts, string[] texts)
    {
        foreach (var text in texts)
        {
            counts.AddOrUpdate(text, 1, (_, count) => count + 1);
        }
    }

    /// <summary>Little-endian floats in base64, the form that clients ask for by <c>encoding_format</c>.</summary>
    private static string Base64(Embedding<float> embedding, int dimensions)
    {
        // Folded or repeated: what is near stays near in any width.
        var components = new float[dimensions];
        for (var i = 0; i < Math.Max(dimensions, embedding.Vector.Length); i++)
        {
            components[i % dimensions] += embedding.Vector.Span[i % embedding.Vector.Length];
        }

        var bytes = new byte[dimensions * sizeof(float)];
        for (var i = 0; i < dimensions; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), components[i]);
        }

        return Convert.ToBase64String(bytes);
    }
}
