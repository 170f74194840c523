using System.Net;
using System.Net.Http.Json;
using CommonTrace.Core.Safety;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>The quality floor as a contributor meets it, on an API that has it.</summary>
public sealed class QualityFloorGateTests(TestApp app) : IAsyncLifetime
{
    private const string Reinstall = "Reinstall the whole toolchain and reboot.";

    private OwnApi? _api;
    private HttpClient? _client;

    private HttpClient Client => _client!;

    public async ValueTask InitializeAsync()
    {
        _api = await OwnApi.StartAsync(app, ("Safety__QualityFloor", "true"));
        _client = await _api.CreateClientAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _api!.DisposeAsync();
    }

    [Fact]
    public async Task What_teaches_nothing_is_refused_with_the_reason_and_stored_when_it_says_something()
    {
        await IsRefusedAsync("quality.repeats_title", "the pool is exhausted!");
        await IsRefusedAsync("quality.no_letters", "42 + 1 = 43");
        await IsRefusedAsync("quality.templated_husk", "TODO");
        (await ContributeAsync("The pool is exhausted", "Share one pool.")).Is(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task The_same_solution_under_a_fourth_title_is_refused_and_a_repeated_request_is_not()
    {
        var first = await ContributeAsync("The build fails 1", Reinstall, ("Idempotency-Key", "again"));
        (await ContributeAsync("The build fails 2", Reinstall)).Is(HttpStatusCode.Accepted);
        (await ContributeAsync("The build fails 3", Reinstall)).Is(HttpStatusCode.Accepted);

        var fourth = await ContributeAsync("The build fails 4", Reinstall);
        var again = await ContributeAsync("The build fails 1", Reinstall, ("Idempotency-Key", "again"));

        Assert.Equal("quality.repeated_solution", fourth.Is(HttpStatusCode.UnprocessableEntity).Code);
        Assert.Equal(first.Is(HttpStatusCode.Accepted).Id, again.Is(HttpStatusCode.Accepted).Id);
    }

    [Fact]
    public async Task An_edit_is_held_to_the_floor_too()
    {
        var stored = await ContributeAsync("The pool is exhausted", "Share one pool.");

        var answer = await Client.CallAsync(
            HttpMethod.Patch, $"{ApiCalls.Traces}/{stored.Is(HttpStatusCode.Accepted).Id}", JsonContent.Create(new { solution_text = "TODO" }));

        Assert.Equal("quality.templated_husk", answer.Is(HttpStatusCode.UnprocessableEntity).Code);
    }

    [Fact]
    public void It_holds_unless_it_is_switched_off() => Assert.True(new SafetyOptions().QualityFloor);

    private async Task IsRefusedAsync(string code, string solution)
    {
        var answer = await ContributeAsync("The pool is exhausted", solution);

        Assert.Equal(code, answer.Is(HttpStatusCode.UnprocessableEntity).Code);
        Assert.Equal(["solution_text"], answer.Faults);
    }

    private Task<Answer> ContributeAsync(string title, string solution, params (string, string)[] headers) =>
        Client.PostAnswerAsync(ApiCalls.Traces, new { title, context_text = "Every request opened one.", solution_text = solution }, headers);
}
