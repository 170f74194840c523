namespace CommonTrace.Api.OpenApi;

/// <summary>An error that the API can answer.</summary>
/// <param name="Code">Its name, which never changes.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">A detail as it may read.</param>
/// <param name="More">A field beyond those that every error has, as JSON.</param>
internal sealed record KnownFailure(string Code, int Status, string Detail, (string Field, string Value)? More = null);

/// <summary>Every code that the API answers, with an example; docs/api.md lists them too, with their cures.</summary>
internal static class OpenApiFailures
{
    private const string Id = "01980000-0000-7000-8000-000000000001";

    public static readonly IReadOnlyList<KnownFailure> All =
    [
        new("request.malformed", 400, "The body is not JSON: line 3, byte 18."),
        new("auth.missing_key", 401, "Send an API key in X-API-Key or as a bearer token; register one with POST /api/v1/keys."),
        new("auth.invalid_key", 401, "The API key is not known, was revoked, or has expired; register one with POST /api/v1/keys."),
        new("auth.scope_missing", 403, "This call needs a key with the scope contribute."),
        new("auth.other_tenant", 403, "This key belongs to another tenant; only an operator may name one by X-Tenant-ID."),
        new("registration.closed", 403, "Registration is closed on this server; ask its operator for a key."),
        new("registration.invitation_required", 403, "This server registers people with an invitation only; send its invitation_code."),
        new("registration.invitation_invalid", 403, "The invitation_code is not known, was used up, or has expired; ask for another."),
        new("quota.traces", 403, "This tenant may hold 1000 traces and holds as many; delete some, or ask the operator for a larger quota."),
        new("trace.not_author", 403, $"Only its author or a moderator may change the trace {Id}; propose an amendment instead."),
        new("vote.own_trace", 403, $"Trace {Id} is your own; only others can vote for it."),
        new("flag.own_trace", 403, $"The trace {Id} is your own; change or delete it instead of flagging it."),
        new("route.not_found", 404, "There is nothing at /api/v1/traces/none; /openapi/v1.json lists what there is."),
        new("trace.not_found", 404, $"There is no trace {Id}."),
        new("trace.deleted", 404, $"The trace {Id} was deleted at 2026-03-01T12:00:00Z; no trace had replaced it."),
        new("trace.version_not_found", 404, $"The trace {Id} has no version 7."),
        new("amendment.not_found", 404, $"There is no amendment {Id}."),
        new("vote.not_found", 404, $"You have no vote for trace {Id}; cast one with POST /api/v1/traces/{Id}/votes."),
        new("user.not_found", 404, $"There is no user {Id}."),
        new("key.not_found", 404, $"You have no key {Id}; GET /api/v1/me/keys lists yours."),
        new("tenant.not_found", 404, $"There is no tenant {Id}; check the header X-Tenant-ID."),
        new("job.not_found", 404, $"There is no embedding job {Id} that this key may see; completed ones are removed after Queue:Retention."),
        new("queue.pause_not_found", 404, $"There is no pause {Id}; GET /api/v1/admin/queue/status lists those that hold."),
        new("reembed.none", 404, "The model was never changed here; POST /api/v1/admin/reembed begins a change."),
        new("route.method_not_allowed", 405, "/api/v1/tags does not take DELETE."),
        new("user.email_taken", 409, "ada@example.com is registered already; use its key, or ask the operator for a new one."),
        new("key.other_tenant", 409, "Keys are made in the tenant that their user belongs to; leave X-Tenant-ID out."),
        new("tenant.is_commons", 409, "commons is where whoever has no tenant of their own registers; it cannot be deleted."),
        new("tenant.name_taken", 409, "There is a tenant called acme already; choose another name."),
        new("vote.exists", 409, $"You voted for trace {Id} already; change that with PUT, or withdraw it with DELETE /api/v1/traces/{Id}/vote."),
        new("trace.duplicate", 409, $"The trace {Id} has the same title, context and solution already; nothing was changed."),
        new("amendment.decided", 409, $"The amendment {Id} was accepted or rejected already; propose another to change the trace again."),
        new("job.not_failed", 409, $"The job {Id} is completed; only a failed job is retried."),
        new("job.superseded", 409, $"The job {Id} stays failed: a newer job for the same trace is pending or processing, or the re-embedding that it was part of is over."),
        new("queue.paused", 409, "The queue is paused, so that its work does not come to an end; GET /api/v1/admin/queue/status lists the pauses, POST …/resume ends them."),
        new("queue.pause_ended", 409, $"The pause {Id} was over at 2026-03-01T12:00:00Z: somebody ended it, or it expired."),
        new("reembed.running", 409, "A change to text-embedding-3-small 1 is under way; wait for it, or POST /api/v1/admin/reembed/abort."),
        new("reembed.same_model", 409, "The vectors are of text-embedding-3-small 1 with 1536 dimensions already; give another model_version to make them anew."),
        new("reembed.nothing_embedded", 409, "Nothing is embedded yet, so there is nothing to change: configure the model (Embedding:Provider, :Model, :ModelVersion, :Dimensions)."),
        new("reembed.not_running", 409, "No change of the model is under way: it was never begun, is finished, or was aborted."),
        new("reembed.no_previous", 409, "There are no vectors of an earlier model to go back to."),
        new("trace.version_differs", 412, $"The trace {Id} is at version 3, which If-Match does not name; read it again, and send the change for what it says now."),
        new("request.too_large", 413, "The body is over 1 MiB; send less."),
        new("request.media_type", 415, "Send the body as application/json."),
        new("validation.failed", 422, "title: is required.", ("errors", """{ "title": ["is required."] }""")),
        new("idempotency.body_differs", 422, "This Idempotency-Key was used within 24 hours with another body; send the same body, or another key."),
        new("safety.secret_detected", 422, "The text holds a secret: a GitHub token in solution_text, line 4, column 17. Replace it by a placeholder.",
            ("findings", """[{ "kind": "github_token", "field": "solution_text", "line": 4, "column": 17 }]""")),
        new("quality.templated_husk", 422, "solution_text: is a template that nobody filled in.", ("errors", """{ "solution_text": ["is a template that nobody filled in."] }""")),
        new("quality.repeats_title", 422, "solution_text: repeats the title.", ("errors", """{ "solution_text": ["repeats the title."] }""")),
        new("quality.no_letters", 422, "solution_text: has no letters.", ("errors", """{ "solution_text": ["has no letters."] }""")),
        new("quality.repeated_solution", 422, "solution_text: stands under 3 other titles already; vote for one of them, or say what is different here."),
        new("reembed.provider_unavailable", 422, "This server cannot embed with text-embedding-3-large: it has no key for openai."),
        new("reembed.provider_refused", 422, "text-embedding-3-large was tried with one text, and failed (provider.denied): the key is not accepted."),
        new("rate_limit.exceeded", 429, "Too many writes: 20 a minute are allowed; come again in 3 seconds.", ("retry_after", "3")),
        new("quota.writes", 429, "This tenant may write 1000 times a day, and did; the next day begins at midnight UTC.", ("retry_after", "3600")),
        new("quota.embedding_tokens", 429, "This tenant may have 1000000 tokens embedded a day, and had; the next day begins at midnight UTC.", ("retry_after", "3600")),
        new("server.failed", 500, $"The server failed; its log tells more under request {Id}."),
        new("server.starting", 503, "CommonTrace is starting: the database is being migrated."),
        new("server.stopping", 503, "This server is stopping and waits no longer; when it is back, look at the queue's status and ask again."),
        new("database.unavailable", 503, "The database does not answer at the moment; try again in a few seconds."),
        new("database.busy", 503, "The table traces is in use by something that lasts (a backup, an index being built, an open transaction), and nothing was changed; try again later."),
    ];

    private static readonly Dictionary<string, KnownFailure> ByCode = All.ToDictionary(failure => failure.Code);

    public static KnownFailure Of(string code) => ByCode.TryGetValue(code, out var failure)
        ? failure
        : throw new InvalidOperationException($"An operation names the failure {code}, which {nameof(OpenApiFailures)} does not list.");
}
