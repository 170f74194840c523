using CommonTrace.Api.Auth;
using CommonTrace.Core.Export;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Admin;

internal static class ExportEndpoints
{
    private const string MediaType = "application/x-ndjson";
    private const int BufferLength = 64 * 1024;

    public static void MapExport(this RouteGroupBuilder api) =>
        api.MapGet("/admin/export", Export).WithTags("Administration").WithSummary("Export the tenant's traces, one a line, as an import takes them")
            .RequireScope(Scopes.Operate)
            .Produces<string>(StatusCodes.Status200OK, MediaType);

    private static PushStreamHttpResult Export(
        CurrentCaller current, ExportTraces export, bool? history, bool? vectors, CancellationToken cancellationToken) =>
        TypedResults.Stream(
            async body =>
            {
                // Not disposed when it fails: that would send the beginning of an answer, and hide the error.
                var lines = new StreamWriter(body, bufferSize: BufferLength) { NewLine = "\n" };
                await foreach (var trace in export.ExecuteAsync(current.Caller, history ?? true, vectors ?? false, cancellationToken))
                {
                    await lines.WriteLineAsync(trace.AsMemory(), cancellationToken);
                }

                await lines.FlushAsync(cancellationToken);
            },
            MediaType);
}
