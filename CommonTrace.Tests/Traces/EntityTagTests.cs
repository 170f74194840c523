using System.Net;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Traces;

/// <summary>Versions as entity tags: nobody overwrites what they have not read, and nobody reads twice what they have.</summary>
public sealed class EntityTagTests(TestApp app) : OwnTenant(app)
{
    [Theory]
    [InlineData("\"1\"")]
    [InlineData("\"7\", \"1\"")]
    [InlineData("*")]
    public async Task An_edit_of_what_was_read_is_made(string tag)
    {
        var id = await Client.ContributeAsync($"Tagged {Guid.CreateVersion7()}");

        var answer = await Client.PatchAsync(id, new { watch_condition = "Soon." }, ("If-Match", tag));

        Assert.Equal("\"2\"", answer.Is(HttpStatusCode.OK).Tag());
    }

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("W/\"1\"")]
    [InlineData("\"one\"")]
    [InlineData("\"99999999999\"")]
    public async Task What_has_changed_since_is_neither_edited_nor_reverted_nor_deleted(string tag)
    {
        var id = await Client.ContributeAsync($"Tagged {Guid.CreateVersion7()}");

        Answer[] answers =
        [
            await Client.PatchAsync(id, new { watch_condition = "Soon." }, ("If-Match", tag)),
            await Client.PostAnswerAsync($"{TraceCalls.PathOf(id)}/revert", new { version = 1 }, ("If-Match", tag)),
            await Client.DeleteAsync(id, ("If-Match", tag)),
        ];

        Assert.All(answers, answer => Assert.Equal("trace.version_differs", answer.Is(HttpStatusCode.PreconditionFailed).Code));
        Assert.Contains("version 1", answers[0].Detail, StringComparison.Ordinal);
        Assert.Equal(1, (await Client.ReadAsync(id)).Version());
    }

    [Fact]
    public async Task A_header_that_is_no_list_of_tags_is_refused()
    {
        var id = await Client.ContributeAsync($"Tagged {Guid.CreateVersion7()}");

        (await Client.PatchAsync(id, new { title = "x" }, ("If-Match", "1"))).IsRefusalOf("If-Match");
        (await Client.DeleteAsync(id, ("If-Match", "1"))).IsRefusalOf("If-Match");
    }

    [Fact]
    public async Task A_contribution_that_stands_already_tells_its_version()
    {
        var trace = Submission();
        var id = (await Client.PostAnswerAsync(ApiCalls.Traces, trace)).Is(HttpStatusCode.Accepted).Id;
        (await Client.PatchAsync(id, new { tags = new[] { "other" } })).Is(HttpStatusCode.OK);

        var again = (await Client.PostAnswerAsync(ApiCalls.Traces, trace)).Is(HttpStatusCode.OK);

        Assert.Equal((id, "\"2\""), (again.Id, again.Tag()));
    }
}
