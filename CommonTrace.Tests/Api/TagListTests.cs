using System.Net;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

public sealed class TagListTests(TestApp app) : OwnTenant(app)
{
    private const string Tags = "/api/v1/tags";

    [Fact]
    public async Task Tags_are_listed_by_name_with_how_many_traces_bear_them()
    {
        await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("tags", new[] { "zig", "C#" })));
        await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("tags", new[] { "c#", "ada" })));

        var answer = (await Client.GetAnswerAsync(Tags)).Is(HttpStatusCode.OK);

        Assert.Equal(["ada", "c#", "zig"], answer.Texts("tags"));
        Assert.Equal(2, answer.Body.GetProperty("counts").GetProperty("c#").GetInt32());
        Assert.Equal(1, answer.Body.GetProperty("counts").GetProperty("ada").GetInt32());
    }

    [Fact]
    public async Task A_tag_without_traces_and_other_tenants_tags_are_not_listed()
    {
        await App.StoreAsync(await App.CreateTenantAsync(), ["theirs"], ["theirs"]);
        await App.StoreAsync(Tenant, [], ["unused"]);

        var answer = (await Client.GetAnswerAsync(Tags)).Is(HttpStatusCode.OK);

        Assert.Empty(answer.Texts("tags"));
    }
}
