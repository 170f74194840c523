using System.Net;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Jobs.Control;

namespace CommonTrace.Tests.Pages;

/// <summary>The jobs as an operator finds, reads and retries them.</summary>
public sealed class OperateJobPagesTests(OperateSite site) : IClassFixture<OperateSite>
{
    private JobStage Stage => site.Stage;

    [Fact]
    public async Task Failed_jobs_are_grouped_by_error_and_retried_by_group()
    {
        var (one, two) = (await Stage.AddFailedAsync("one", "provider.grouped"), await Stage.AddFailedAsync("two", "provider.grouped"));
        var other = await Stage.AddFailedAsync("other", "provider.other");
        using var person = await site.SignInAsync();

        var before = (await person.GetAsync("/operate/jobs")).Is(HttpStatusCode.OK);
        var retried = await person.PostAsync("/operate/retry-failed", ("error_code", "provider.grouped"));
        var after = await person.GetAsync(retried.Is(HttpStatusCode.Found).Location!);

        Assert.Contains(before.All("li", "provider.grouped"), group => group.StartsWith("2 jobs provider.grouped", StringComparison.Ordinal) && group.Contains("It broke.", StringComparison.Ordinal));
        Assert.Contains("2 jobs are due again.", after.Text, StringComparison.Ordinal);
        Assert.Empty(after.All("li", "provider.grouped"));
        Assert.Equal(
            ("pending", "pending", "failed"),
            (await Stage.StatusAsync(await Stage.TraceOfAsync(one)), await Stage.StatusAsync(await Stage.TraceOfAsync(two)), await Stage.StatusAsync(await Stage.TraceOfAsync(other))));
    }

    [Fact]
    public async Task Jobs_are_paged_and_filtered_as_the_address_says()
    {
        var tenant = await Stage.AddTenantAsync("many jobs");
        var traces = new List<Guid>();
        for (var i = 0; i < 25; i++)
        {
            traces.Add(await Stage.AddTraceAsync($"job {i}", tenant: tenant));
        }

        using var person = await site.SignInAsync();

        var first = (await person.GetAsync($"/operate/jobs?status=pending&trace_id=&tenant_id={tenant}")).Is(HttpStatusCode.OK);
        var rest = await person.GetAsync(first.Links.Single(link => link.Contains("cursor=", StringComparison.Ordinal)));
        var single = await person.GetAsync($"/operate/jobs?trace_id={traces[7]}&tenant_id={tenant}");
        var none = await person.GetAsync($"/operate/jobs?status=failed&tenant_id={tenant}");
        var wrong = await person.GetAsync("/operate/jobs?trace_id=seven");

        Assert.Equal([.. traces.Reverse<Guid>().Take(20)], TracesOf(first));
        Assert.Equal([.. traces.Reverse<Guid>().Skip(20)], TracesOf(rest));
        Assert.Equal([traces[7]], TracesOf(single));
        Assert.Contains("No job is like that", none.Text, StringComparison.Ordinal);
        Assert.Contains("trace_id:", wrong.Is(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);
        Assert.Equal("seven", wrong.ValueOf("trace_id"));
    }

    [Fact]
    public async Task A_job_tells_its_attempts_and_the_trace_of_its_call_and_is_retried_once()
    {
        var job = await Stage.AddFailedAsync("told of");
        await Stage.Database.SqlAsync("update embedding_jobs set traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' where id = $1", job);
        using var person = await site.SignInAsync();

        var page = (await person.GetAsync($"/operate/jobs/{job}")).Is(HttpStatusCode.OK);
        var retried = await person.PostAsync($"/operate/jobs/{job}/retry");
        var again = await person.PostAsync($"/operate/jobs/{job}/retry");
        var unknown = await person.GetAsync($"/operate/jobs/{Guid.CreateVersion7()}");

        Assert.Equal(["4bf92f3577b34da6a3ce929d0e0e4736"], page.All("code", "data-telemetry"));
        Assert.Contains(page.All("tr"), row => row.StartsWith("5 ", StringComparison.Ordinal) && row.EndsWith("provider.failed It broke.", StringComparison.Ordinal));
        Assert.Contains("Retry", page.All("button"));
        Assert.Equal($"/operate/jobs/{job}?done=retried", retried.Is(HttpStatusCode.Found).Location);
        Assert.Contains("only a failed job is retried", again.Is(HttpStatusCode.Conflict).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Retry", again.All("button"));
        unknown.Is(HttpStatusCode.NotFound);
    }

    private static Guid[] TracesOf(PageAnswer page) => [.. page.Links
        .Where(link => link.StartsWith("/traces/", StringComparison.Ordinal)).Select(link => Guid.Parse(link["/traces/".Length..]))];
}
