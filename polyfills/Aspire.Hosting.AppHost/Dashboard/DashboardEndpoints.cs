using System.Reflection;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>The page, its live stream and its buttons. Whatever is not a GET is checked by <see cref="DashboardGuard"/>.</summary>
internal sealed class DashboardEndpoints(
    IDashboardSource source, DashboardGuard guard, ILogger logger, CancellationToken stopping)
{
    // Not the token itself: the stream only tells an open page that it outlived its host.
    private readonly string _run = Guid.CreateVersion7().ToString("n");

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", Page);
        routes.MapGet("/dashboard.css", () => Asset("dashboard.css", "text/css"));
        routes.MapGet("/icon.svg", () => Asset("icon.svg", "image/svg+xml"));
        foreach (var script in (string[])["dashboard.js", "elements.js", "logs.js", "states.js"])
        {
            routes.MapGet($"/{script}", () => Asset(script, "text/javascript"));
        }


        routes.MapGet("/api/events", Events);
        routes.MapPost("/api/resources/{name}/start", (string name) => ActAsync(name, "start", source.StartAsync));
        routes.MapPost("/api/resources/{name}/stop", (string name) => ActAsync(name, "stop", source.StopAsync));
        routes.MapPost("/api/resources/{name}/restart", (string name) => ActAsync(name, "restart", source.RestartAsync));
        routes.MapPost("/api/resources/{name}/secrets/{variable}", Secret);

        routes.MapFallback((HttpRequest request) => Sentence(404, $"The dashboard has nothing at {request.Path}."));
    }

    private ContentHttpResult Page() => TypedResults.Text(
        Read("index.html")
            .Replace("{{application}}", HtmlEncoder.Default.Encode(Assembly.GetEntryAssembly()?.GetName().Name ?? "Application"))
            .Replace("{{token}}", guard.Token)
            .Replace("{{run}}", _run),
        "text/html; charset=utf-8");

    private static ContentHttpResult Asset(string name, string type) => TypedResults.Text(Read(name), $"{type}; charset=utf-8");

    /// <summary>Live: every change of a resource, and the log of one of them, of all (<c>*</c>) or of none.</summary>
    private ServerSentEventsResult<string> Events(string? logs) =>
        TypedResults.ServerSentEvents(new DashboardStream(source, logs, logger).ReadAsync(_run, stopping));

    private ContentHttpResult Secret(string name, string variable) => Find(name) switch
    {
        null => Unknown(name),
        { Environment: var all } when all.FirstOrDefault(v => v.Name == variable) is { } found => TypedResults.Text(found.Value),
        _ => Sentence(404, $"{name} has no variable {variable}."),
    };

    // Bound to the host's life, not to the request's: a closed tab must not leave a restart half-way.
    private async Task<IResult> ActAsync(string name, string verb, Func<string, CancellationToken, Task> action)
    {
        if (Find(name) is not { } resource)
        {
            return Unknown(name);
        }

        if (!(verb == "start" ? resource.CanStart : resource.CanStop))
        {
            return Sentence(409, $"{name} cannot {verb} now: it is {resource.State}.");
        }

        try
        {
            await action(name, stopping);
            return TypedResults.NoContent();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return Sentence(503, $"{name} was left alone: the host is stopping.");
        }
        catch (InvalidOperationException e)
        {
            return Sentence(409, e.Message);
        }
        catch (Exception e)
        {
            logger.LogError(e, "The dashboard could not {Verb} {Resource}", verb, name);
            return Sentence(500, $"{name} did not {verb}: {e.Message}");
        }
    }

    private DashboardResource? Find(string name) => source.Resources.FirstOrDefault(r => r.Name == name);

    private static ContentHttpResult Unknown(string name) => Sentence(404, $"There is no resource {name}.");

    private static ContentHttpResult Sentence(int status, string text) => TypedResults.Text(text, statusCode: status);

    private static string Read(string asset)
    {
        var assembly = typeof(DashboardEndpoints).Assembly;
        var name = assembly.GetManifestResourceNames().Single(n => n.EndsWith($"Dashboard.assets.{asset}", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
