using System.Net;
using System.Text.RegularExpressions;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Jobs.Control;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Pages;

/// <summary>What an operator sees and steers, without a script.</summary>
public sealed class OperatePagesTests(OperateSite site, TestApp app) : IClassFixture<OperateSite>
{
    private JobStage Stage => site.Stage;

    [Theory]
    [InlineData("/operate")]
    [InlineData("/operate/live")]
    [InlineData("/operate/jobs")]
    [InlineData("/operate/reembed")]
    [InlineData("/operate/audit")]
    [InlineData("/operate/wanted")]
    [InlineData("/operate/doctor")]
    public async Task Only_operators_may_look(string path)
    {
        var tenant = await app.CreateTenantAsync();
        using var reader = await PageClient.SignInAsync(app, await tenant.CreateKeyAsync(Scopes.Read, Scopes.Moderate));
        using var visitor = PageClient.Visit(app.ApiAddress);
        using var person = await site.SignInAsync();

        (await reader.GetAsync(path)).Is(HttpStatusCode.Forbidden);
        Assert.StartsWith("/sign-in", new Uri(app.ApiAddress, (await visitor.GetAsync(path)).Is(HttpStatusCode.Found).Location).AbsolutePath, StringComparison.Ordinal);
        if (path != "/operate/live")
        {
            (await person.GetAsync(path)).Is(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task The_queue_is_told_in_figures_with_its_workers_the_lost_ones_too()
    {
        await Stage.Database.SqlAsync(
            """
            insert into embedding_workers (id, host, process_id, number, last_seen_at, jobs_processed, jobs_succeeded, jobs_failed) values
                (gen_random_uuid(), 'host-that-works', 1, 1, now(), 1234, 1200, 34), (gen_random_uuid(), 'host-that-died', 2, 1, now() - interval '5 minutes', 5, 5, 0)
            """);
        await Stage.AddTraceAsync("waits for its time", secondsUntilDue: 3_600);
        using var person = await site.SignInAsync();

        var page = (await person.GetAsync("/operate")).Is(HttpStatusCode.OK);
        var day = (await person.GetAsync("/operate?window=day")).Is(HttpStatusCode.OK);
        var week = await person.GetAsync("/operate?window=week");

        Assert.Contains(page.All("tr"), row => row.Contains("host-that-works Works", StringComparison.Ordinal) && row.EndsWith("1,234 1,200 34", StringComparison.Ordinal));
        Assert.Contains(page.All("tr"), row => row.StartsWith("host-that-died Lost", StringComparison.Ordinal));
        Assert.Contains("wait for a later try", page.Text, StringComparison.Ordinal);
        Assert.Contains("The last day", day.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, week.Status);
    }

    [Fact]
    public async Task The_history_is_drawn_and_stands_in_a_table()
    {
        await Stage.Database.SqlAsync(
            """
            insert into queue_history (at, pending, due, processing, failed, completed_in_minute, failed_in_minute)
            select date_trunc('minute', now()) - n * interval '1 minute', 4321, 0, 7, 0, 55, 2 from generate_series(10, 20) n on conflict do nothing
            """);
        using var person = await site.SignInAsync();

        var page = (await person.GetAsync("/operate")).Is(HttpStatusCode.OK);

        Assert.Contains("at most 4,321 jobs waiting", page.Text, StringComparison.Ordinal);
        Assert.Equal(11, page.All("tr").Count(row => row.EndsWith(" 4,321 0 7 0 – 55 2", StringComparison.Ordinal)));
        Assert.Contains(page.All("tr"), row => row.EndsWith("not recorded", StringComparison.Ordinal));
        Assert.Matches("data-series=\"waiting\" d=\"M[0-9]", page.Html);
        Assert.True(page.Html.Length < 60_000, $"The page has {page.Html.Length:N0} characters.");
    }

    [Fact]
    public async Task A_pause_is_made_told_of_and_ended_by_its_button()
    {
        using var person = await site.SignInAsync();

        var paused = await person.PostAsync("/operate/pause", ("reason", "moving <b>house</b>"), ("expires_in_seconds", "900"));
        var pause = Assert.Single((await Stage.QueueStatusAsync()).Pauses, one => one.Reason == "moving <b>house</b>");
        var page = await person.GetAsync("/operate?done=paused");
        var resumed = await person.PostAsync("/operate/resume", ("pause_id", $"{pause.Id}"));
        var again = await person.PostAsync("/operate/resume", ("pause_id", $"{pause.Id}"));

        Assert.Equal("/operate?done=paused", paused.Is(HttpStatusCode.Found).Location);
        Assert.Equal(TimeSpan.FromMinutes(15), pause.ExpiresAt - pause.CreatedAt);
        Assert.Contains("<option value=\"\">never", page.Html, StringComparison.Ordinal);
        Assert.Contains("moving &lt;b&gt;house&lt;/b&gt;", page.Html, StringComparison.Ordinal);
        Assert.Contains($"name=\"pause_id\" value=\"{pause.Id}\"", page.Html, StringComparison.Ordinal);
        Assert.StartsWith("/operate?done=", resumed.Is(HttpStatusCode.Found).Location, StringComparison.Ordinal);
        Assert.Contains("was over at", again.Is(HttpStatusCode.Conflict).Text, StringComparison.Ordinal);
        Assert.DoesNotContain((await Stage.QueueStatusAsync()).Pauses, one => one.Id == pause.Id);
    }

    [Theory]
    [InlineData("pause", "reason", " ")]
    [InlineData("quiesce", "timeout_seconds", "4000")]
    [InlineData("drain", "timeout_seconds", "soon")]
    public async Task A_refused_form_says_why_and_keeps_what_was_typed(string action, string field, string value)
    {
        using var person = await site.SignInAsync();
        var typed = new Dictionary<string, string> { ["reason"] = "kept as typed", [field] = value };

        var page = await person.PostAsync($"/operate/{action}", [.. typed.Select(one => (one.Key, one.Value))]);

        Assert.Contains($"{field}:", page.Is(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);
        Assert.Equal(field != "reason", page.Html.Contains("value=\"kept as typed\"", StringComparison.Ordinal));
        Assert.DoesNotContain("under way", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quiesce_is_waited_for_by_the_server_and_leaves_no_pause_when_it_is_stopped()
    {
        await Stage.AddTraceAsync("nobody works on it");
        using var person = await site.SignInAsync();

        var begun = await person.PostAsync("/operate/quiesce", ("reason", "before the move"), ("timeout_seconds", "600"));
        var page = await person.GetAsync("/operate");
        var id = Regex.Match(page.Html, "name=\"id\" value=\"(?<id>[^\"]+)\"").Groups["id"].Value;
        (await person.PostAsync("/operate/waits/stop", ("id", id))).Is(HttpStatusCode.Found);
        await Eventually.TrueAsync(async () => (await person.GetAsync("/operate")).Text.Contains("Quiesce stopped", StringComparison.Ordinal));

        Assert.Equal("/operate?done=quiesce#waits", begun.Is(HttpStatusCode.Found).Location);
        Assert.Contains("Quiesce under way", page.Text, StringComparison.Ordinal);
        Assert.Contains("of at most 10 min", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain((await Stage.QueueStatusAsync()).Pauses, pause => pause.Reason == "before the move");
    }

    [Fact]
    public async Task Who_did_what_what_was_wanted_and_what_is_wrong_stand_on_pages()
    {
        await Stage.ResumeAsync((await Stage.PauseAsync("audited reason")).Id);
        await Stage.Database.SqlAsync(
            "insert into search_misses (tenant_id, query_hash, query, tags, misses) values ('00000000-0000-7000-8000-000000000001', sha256('q'), 'how to & why <not>', '{postgres}', 7)");
        using var person = await site.SignInAsync();

        var audit = (await person.GetAsync("/operate/audit")).Is(HttpStatusCode.OK);
        var wanted = (await person.GetAsync("/operate/wanted")).Is(HttpStatusCode.OK);
        var doctor = (await person.GetAsync("/operate/doctor")).Is(HttpStatusCode.OK);

        Assert.Contains(audit.All("tr"), row => row.Contains("UTC operator queue.pause audited reason", StringComparison.Ordinal));
        Assert.Contains("/contribute?title=how%20to%20%26%20why%20%3Cnot%3E", wanted.Links);
        Assert.Contains("Searched 7 times", wanted.Text, StringComparison.Ordinal);
        Assert.Contains(doctor.All("li"), check => check.StartsWith("ok", StringComparison.Ordinal) && check.Contains("migrations", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_model_is_changed_after_its_cost_was_seen_and_given_up_after_a_question()
    {
        await Stage.SetAsync();
        using var person = await site.SignInAsync();
        (string, string)[] model = [("provider", "openai"), ("model", "text-embedding-3-large"), ("model_version", "1"), ("dimensions", "1536")];

        var refused = await person.PostAsync("/operate/reembed/estimate", ("provider", "openai"), ("model", "m"), ("dimensions", "many"));
        var estimate = (await person.PostAsync("/operate/reembed/estimate", model)).Is(HttpStatusCode.OK);
        var untouched = await person.GetAsync("/operate/reembed");
        (await person.PostAsync("/operate/reembed/start", model)).Is(HttpStatusCode.Found);
        var running = await person.GetAsync("/operate/reembed?ask=abort");
        (await person.PostAsync("/operate/reembed/abort")).Is(HttpStatusCode.Found);
        var over = await person.GetAsync("/operate/reembed?done=abort");

        Assert.Contains("dimensions:", refused.Is(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);
        Assert.Equal("text-embedding-3-large", estimate.ValueOf("model"));
        Assert.Contains("takes about", estimate.Text, StringComparison.Ordinal);
        Assert.Contains("never changed here", untouched.Text, StringComparison.Ordinal);
        Assert.Contains("filling", running.All("span", "badge"));
        Assert.Contains("Yes, abort", running.All("button"));
        Assert.Contains("aborted", over.All("span", "badge"));
        Assert.DoesNotContain("Abort…", over.Text, StringComparison.Ordinal);
        Assert.Equal(1L, await Stage.AuditedAsync("reembed.abort"));
    }
}
