using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CommonTrace.Core.Tenants;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Moving;

/// <summary>What was exported and imported is as it was.</summary>
public sealed partial class RoundTripTests(TestApp app)
{
    private static readonly Guid Commons = Tenant.CommonsId;

    [Fact]
    public async Task An_empty_tenant_of_another_installation_is_then_as_the_exported_one_was()
    {
        await using var source = await MovingStage.CreateAsync(app);
        await using var target = await MovingStage.CreateAsync(app);
        var tenant = await source.CreateTenantAsync();
        await source.FillAsync(tenant);
        var exported = await source.ExportAsync(tenant);

        var report = await target.ImportAsync(Commons, exported);

        Assert.Equal((3, 0, 0, 0, 0), (report.Imported, report.Unchanged, report.RejectedCount, report.VectorsIgnored, report.SupersedesMissing));
        Assert.Equal(Texts(exported), Texts(await target.ExportAsync(Commons)));
        Assert.Equal(await source.RowsAsync(tenant), await target.RowsAsync(Commons));
        Assert.All((await target.RowsAsync(Commons)).Values, Assert.NotEmpty);
    }

    [Fact]
    public async Task Only_what_has_no_vector_gets_a_job()
    {
        await using var source = await MovingStage.CreateAsync(app);
        await using var target = await MovingStage.CreateAsync(app);
        await source.FillAsync(Commons);

        await target.ImportAsync(Commons, await source.ExportAsync(Commons));

        Assert.Equal("title 3 🚀", await target.Database.SqlAsync("select string_agg(t.title, ',') from embedding_jobs j join traces t on t.id = j.trace_id"));
    }

    [Fact]
    public async Task A_second_import_changes_nothing()
    {
        await using var source = await MovingStage.CreateAsync(app);
        await using var target = await MovingStage.CreateAsync(app);
        await source.FillAsync(Commons);
        var exported = await source.ExportAsync(Commons);
        await target.ImportAsync(Commons, exported);
        var before = await target.RowsAsync(Commons);

        var report = await target.ImportAsync(Commons, exported);

        Assert.Equal((0, 3, 0), (report.Imported, report.Unchanged, report.RejectedCount));
        Assert.Equal(before, await target.RowsAsync(Commons));
    }

    [Fact]
    public async Task Into_another_tenant_of_the_server_all_goes_with_ids_of_its_own_and_the_same_in_every_run()
    {
        await using var stage = await MovingStage.CreateAsync(app);
        var other = await stage.CreateTenantAsync();
        await stage.FillAsync(Commons);
        var exported = await stage.ExportAsync(Commons);
        var before = await stage.RowsAsync(Commons);

        var first = await stage.ImportAsync(other, exported);
        var copied = await stage.ExportAsync(other);
        var second = await stage.ImportAsync(other, exported);

        Assert.Equal((3, 0, 0, 0), (first.Imported, first.RejectedCount, first.VectorsIgnored, first.SupersedesMissing));
        Assert.Equal((0, 3, 0), (second.Imported, second.Unchanged, second.RejectedCount));
        Assert.Equal(Texts(copied), Texts(await stage.ExportAsync(other)));
        Assert.Equal(WithoutIds(exported), WithoutIds(copied));
        Assert.Empty(Ids(exported).Intersect(Ids(copied)).Except([Core.Users.User.OperatorId.ToString()]));
        Assert.Equal(before, await stage.RowsAsync(Commons));
    }

    [Fact]
    public async Task References_follow_the_ids_that_had_to_change()
    {
        const string Sql =
            """
            select string_agg(t.title || ' < ' || coalesce(o.title, '') || ' by ' || coalesce(u.display_name, 'operator') || ', ' || coalesce(e.display_name, ''), '; ' order by t.title)
            from traces t left join traces o on o.id = t.supersedes_trace_id and o.tenant_id = $1
            left join users u on u.id = t.contributor_id and u.tenant_id = $1 left join users e on e.id = t.edited_by and e.tenant_id = $1 where t.tenant_id = $1
            """;
        await using var stage = await MovingStage.CreateAsync(app);
        var other = await stage.CreateTenantAsync();
        await stage.FillAsync(Commons);

        await stage.ImportAsync(other, await stage.ExportAsync(Commons));

        Assert.Equal("title 1 🚀 < title 2 🚀 by Ada, ; title 2 🚀 < title 3 🚀 by Ada, Grace; title 3 🚀 <  by operator, ", await stage.Database.SqlAsync(Sql, other));
    }

    [Fact]
    public async Task What_the_gates_replaced_stays_as_it_is()
    {
        await using var source = await MovingStage.CreateAsync(app);
        await using var target = await MovingStage.CreateAsync(app);
        var line = new JsonObject
        {
            ["title"] = "Ask ada@analytical-engine.io",
            ["context"] = "from 81.2.69.142, in /home/ada/x",
            ["solution"] = "call +44 20 7946 0958",
            ["metadata_json"] = new JsonObject { ["by"] = "ada@analytical-engine.io" },
        };
        await source.ImportAsync(Commons, line);
        var exported = await source.ExportAsync(Commons);

        await target.ImportAsync(Commons, exported);

        Assert.Contains("[email]", exported[0].ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(await source.RowsAsync(Commons), await target.RowsAsync(Commons));
    }

    [Fact]
    public async Task An_old_export_that_names_nobody_but_the_contributor_still_goes_in()
    {
        await using var source = await MovingStage.CreateAsync(app);
        await using var target = await MovingStage.CreateAsync(app);
        await source.FillAsync(Commons);
        var exported = await source.ExportAsync(Commons, vectors: false);
        exported.ForEach(line => line.Remove("people"));

        var report = await target.ImportAsync(Commons, exported);

        Assert.Equal((3, 0), (report.Imported, report.RejectedCount));
        Assert.Equal((await source.RowsAsync(Commons))["votes"], (await target.RowsAsync(Commons))["votes"]);
        Assert.Equal("Ada", await target.Database.SqlAsync("select string_agg(display_name, ',') from users where tenant_id = $1 and display_name <> 'operator'", Commons));
    }

    private static IEnumerable<string> Texts(IEnumerable<JsonObject> lines) => lines.Select(line => line.ToJsonString());

    private static IEnumerable<string> Ids(IEnumerable<JsonObject> lines) => Texts(lines).SelectMany(line => Uuid().Matches(line)).Select(id => id.Value).Distinct();

    /// <summary>Lines whose lists are in the order of what they say, where ids were in the way of that.</summary>
    private static IEnumerable<string> WithoutIds(IEnumerable<JsonObject> lines) => lines.Select(line => Uuid().Replace(Sorted(line)!.ToJsonString(), "#")).Order();

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonArray array => new JsonArray([.. array.Select(Sorted).OrderBy(item => Uuid().Replace(item?.ToJsonString() ?? "", "#"), StringComparer.Ordinal)]),
        JsonObject fields => new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Uuid();
}
